import { describe, expect, it } from 'vitest';
import { counted, differenceOf } from './count';

describe('counting the drawer', () => {
  it('adds up notes and coins', () => {
    expect(counted({})).toBe(0);
    expect(counted({ 5000: '3', 200: ' 2 ', 1: '7', 100: '' })).toBe(15_407);
  });
  it('says nothing while something is no number of pieces', () => {
    for (const typed of ['-1', '1.5', 'two', '1234567']) expect(counted({ 100: typed })).toBeUndefined();
  });
  it('is short below zero', () => {
    expect(differenceOf(900, 1000)).toBe(-100);
    expect(differenceOf(undefined, 1000)).toBe(-1000);
  });
});
