import { describe, expect, it } from 'vitest';
import type { RunClaim } from '$lib/api/types';
import { numbered, pieces } from './claims';

/** A claim on the first occurrence of `part`, with offsets in Unicode scalar values as core counts them. */
function claim(text: string, part: string, position = 0): RunClaim {
  const start = Array.from(text.slice(0, text.indexOf(part))).length;
  const end = start + Array.from(part).length;
  return { position, kind: 'money', text: part, start, end, evidence_position: 0, fact: 'price' };
}
const marked = (text: string, claims: RunClaim[]) =>
  pieces(text, numbered(claims))
    .map((piece) => (piece.claims.length > 0 ? `[${piece.text}|${piece.claims.join(',')}]` : piece.text))
    .join('');

describe('statements in a reply', () => {
  it.each([
    ['plain letters', 'It costs €89.00 today', ['€89.00'], 'It costs [€89.00|1] today'],
    ['after an emoji outside the basic plane', '📦 It costs €89.00', ['€89.00'], '📦 It costs [€89.00|1]'],
    ['after a family joined from several emojis', '👩‍👩‍👧 €5.00!', ['€5.00'], '👩‍👩‍👧 [€5.00|1]!'],
    ['after a flag and a skin tone', '🇩🇪 👍🏽 DHL', ['DHL'], '🇩🇪 👍🏽 [DHL|1]'],
    ['with an emoji inside', 'Your 👕 Riva is here', ['👕 Riva'], 'Your [👕 Riva|1] is here'],
    ['combining marks', 'Cafe\u0301 €2', ['€2'], 'Cafe\u0301 [€2|1]'],
    ['right to left', 'السعر 89 يورو', ['89'], 'السعر [89|1] يورو'],
    ['the whole text', '1042', ['1042'], '[1042|1]'],
    ['next to each other', 'M/Navy', ['M', '/Navy'], '[M|1][/Navy|2]'],
    ['none', 'Good morning', [], 'Good morning'],
  ])('%s', (_what, text, parts, expected) => {
    expect(
      marked(
        text,
        parts.map((part, index) => claim(text, part, index)),
      ),
    ).toBe(expected);
  });

  it('are numbered as they stand in the text, whatever order they were recorded in', () => {
    const text = 'Order 1042 left with DHL';
    const claims = numbered([claim(text, 'DHL', 0), claim(text, '1042', 1)]);
    expect(claims.map((entry) => entry.text)).toEqual(['1042', 'DHL']);
  });

  it('one inside another keeps both, the narrowest last', () => {
    const text = 'M in Navy for €89.00';
    expect(marked(text, [claim(text, 'M in Navy', 0), claim(text, 'Navy', 1)])).toBe(
      '[M in |1][Navy|1,2] for €89.00',
    );
  });

  it('that reach beyond the text are cut, and empty ones mark nothing', () => {
    const beyond = { ...claim('abc', 'bc'), end: 99 };
    const empty = { ...claim('abc', 'a'), start: 1, end: 1 };
    expect(marked('abc', [beyond])).toBe('a[bc|1]');
    expect(marked('abc', [empty])).toBe('abc');
  });

  it('say where each ends, for its number', () => {
    const text = 'M in Navy';
    const ends = pieces(text, numbered([claim(text, 'M in Navy', 0), claim(text, 'Navy', 1)]));
    expect(ends.map((piece) => piece.ends)).toEqual([[], [1, 2]]);
  });

  it('lose no letter', () => {
    const text = '👋 Hi! 2 × €5 = €10 🎉';
    expect(
      pieces(text, [claim(text, '€5'), claim(text, '€10'), claim(text, '🎉')])
        .map((piece) => piece.text)
        .join(''),
    ).toBe(text);
  });
});
