/** Cuts a reply into pieces, so that each checked statement can be marked. Offsets count Unicode scalar values. */
import type { RunClaim } from '$lib/api/types';

export interface Piece {
  text: string;
  /** Numbers (from 1) of the statements that this piece is part of, the narrowest last. */
  claims: number[];
  /** Numbers of the statements that end with this piece. */
  ends: number[];
}

/** The order in which people count statements: as they stand in the text. */
export function numbered(claims: readonly RunClaim[]): RunClaim[] {
  return [...claims].sort((a, b) => a.start - b.start || b.end - a.end || a.position - b.position);
}

/** `claims` in the order of `numbered`. Spans outside the text are cut to it; empty ones mark nothing. */
export function pieces(text: string, claims: readonly RunClaim[]): Piece[] {
  const letters = [...text];
  const spans = claims
    .map((claim, index) => ({
      number: index + 1,
      start: Math.min(Math.max(0, claim.start), letters.length),
      end: Math.min(Math.max(0, claim.end), letters.length),
    }))
    .filter(({ start, end }) => start < end);
  const cuts = [...new Set([0, letters.length, ...spans.flatMap(({ start, end }) => [start, end])])].sort(
    (a, b) => a - b,
  );
  const found: Piece[] = [];
  for (const [index, from] of cuts.entries()) {
    const to = cuts[index + 1];
    if (to === undefined) break;
    const over = spans
      .filter(({ start, end }) => start <= from && to <= end)
      .sort((a, b) => b.end - b.start - (a.end - a.start));
    found.push({
      text: letters.slice(from, to).join(''),
      claims: over.map(({ number }) => number),
      ends: over.filter(({ end }) => end === to).map(({ number }) => number),
    });
  }
  return found;
}
