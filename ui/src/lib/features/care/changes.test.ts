import { describe, expect, it } from 'vitest';
import { differences } from './changes';
import { sizeOf } from './sizes';

describe('differences', () => {
  it('names what a person would see, and nothing else', () => {
    const before = { title: 'Dress', price: 1900, tags: ['a'], version: 1, updated_at: 'x' };
    const after = { title: 'Dress', price: 2100, tags: ['a', 'b'], version: 2, updated_at: 'y' };
    expect(differences(before, after)).toEqual([
      { field: 'Price', before: '1900', after: '2100' },
      { field: 'Tags', before: 'a', after: 'a, b' },
    ]);
    expect(differences(before, { ...before, version: 9 })).toEqual([]);
  });

  it('shows all of what is new or gone, and looks into settings', () => {
    expect(differences(null, { title: 'Dress', brand: '' })).toEqual([
      { field: 'Title', before: '', after: 'Dress' },
    ]);
    expect(differences({ value: { name: 'A' }, version: 1 }, { value: { name: 'B' }, version: 2 })).toEqual([
      { field: 'Name', before: 'A', after: 'B' },
    ]);
    const options = [{ name: 'Size', values: ['S', 'M'] }];
    expect(differences({ options: [] }, { options })[0]?.after).toBe('Name: Size; Values: S, M');
  });
});

describe('sizeOf', () => {
  it.each([
    [0, '0 bytes'],
    [999, '999 bytes'],
    [3_400_000, '3.4 MB'],
    [12_000_000_000, '12 GB'],
  ])('%i', (bytes, expected) => {
    expect(sizeOf(bytes, 'en')).toBe(expected);
  });
});
