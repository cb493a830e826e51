import { describe, expect, it } from 'vitest';
import { systemLocale } from '../i18n/locale';
import { Format } from './format.svelte';

const NOW = Date.parse('2026-03-10T12:00:00Z');
const format = new Format({ locale: 'en-GB', zone: 'Europe/Berlin', now: NOW });
const before = (milliseconds: number) => NOW - milliseconds;
const MINUTE = 60_000;

describe('the locale', () => {
  it.each([
    ['C', 'en'],
    ['POSIX', 'en'],
    ['', 'en'],
    ['en_US.UTF-8', 'en-US'],
    ['de-DE', 'de-DE'],
  ])('%j is read as %s', (given, wanted) => {
    const locale = systemLocale(given);
    expect(() => new Intl.NumberFormat(locale)).not.toThrow();
    if (given !== 'POSIX') expect(locale).toBe(wanted);
  });

  it('numbers and times work where the system names no locale', () => {
    const plain = new Format({ locale: 'C', zone: 'UTC', now: NOW });
    expect(plain.number(1234)).toBe('1,234');
    expect(plain.exact('2026-03-10T11:00:00Z')).toContain('2026');
  });
});

describe('money', () => {
  it.each([
    [{ amount: 1999, currency: 'EUR' }, '€19.99'],
    [{ amount: 1999, currency: 'JPY' }, 'JP¥1,999'],
    [{ amount: 1999, currency: 'KWD' }, 'KWD 1.999'],
    [{ amount: -500, currency: 'GBP' }, '-£5.00'],
  ])('%j', (money, shown) => {
    expect(format.money(money).replaceAll(/\s/g, ' ')).toBe(shown);
  });

  it.each([
    [421, '$0.00042'],
    [400, '$0.0004'],
    [9_999, '$0.01'],
    [10_000, '$0.01'],
    [1_204_000, '$1.20'],
    [0, '$0'],
  ])('%i millionths of a dollar', (micros, shown) => {
    expect(new Format({ locale: 'en-US' }).dollars(micros)).toBe(shown);
  });
});

describe('times', () => {
  it.each([
    [10_000, 'just now'],
    [5 * MINUTE, '5 min ago'],
    [3 * 60 * MINUTE, '3 hr ago'],
    [26 * 60 * MINUTE, 'yesterday'],
    [20 * 24 * 60 * MINUTE, '18 Feb 2026'],
  ])('%d ms ago is "%s"', (distance, shown) => {
    expect(format.relative(before(distance))).toBe(shown);
  });

  it('follows the shop’s zone', () => {
    expect(format.time('2026-03-10T12:00:00Z')).toBe('13:00');
    expect(format.dayKey('2026-03-10T23:30:00Z')).toBe(format.dayKey('2026-03-11T08:00:00Z'));
  });

  it('a day that sorts is the shop’s day', () => {
    expect(format.isoDay('2026-03-10T23:30:00Z')).toBe('2026-03-11');
  });

  it('keeps the system’s zone when the shop’s is unknown here', () => {
    const other = new Format({ locale: 'en-GB', zone: 'Mars/Olympus', now: NOW });
    expect(other.zone).toBeUndefined();
    expect(other.time(NOW)).toMatch(/^\d{2}:\d{2}$/);
  });

  it('shows nothing for what is no time', () => {
    expect(format.relative('never')).toBe('');
    expect(format.plainDate('soon')).toBe('soon');
  });

  it('a plain date is the same in every zone', () => {
    const west = new Format({ locale: 'en-GB', zone: 'America/Los_Angeles', now: NOW });
    expect(west.plainDate('2026-03-07')).toBe('7 Mar 2026');
  });

  it.each([
    [before(10 * MINUTE), '12:50'],
    [before(2 * 24 * 60 * MINUTE), 'Sun'],
    [before(30 * 24 * 60 * MINUTE), '8 Feb'],
  ])('a narrow column shows %d as "%s"', (time, shown) => {
    expect(format.short(time)).toBe(shown);
  });
});

describe('lengths and sizes', () => {
  it.each([
    [4.2, '4 ms'],
    [3400, '3.4 secs'],
    [42_000, '42 secs'],
    [5 * MINUTE, '5 mins'],
  ])('%d ms is "%s"', (length, shown) => expect(format.duration(length)).toBe(shown));

  it.each([
    [512, '512 bytes'],
    [23_400_000, '23 MB'],
    [1_500, '1.5 kB'],
  ])('%d bytes is "%s"', (size, shown) => expect(format.bytes(size)).toBe(shown));
});
