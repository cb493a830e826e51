/** Sums of counted notes and coins. Keys are minor units, values what was typed. */

/** The counted sum in minor units; undefined while something typed is no number of pieces. */
export function counted(pieces: Readonly<Record<number, string>>): number | undefined {
  let sum = 0;
  for (const [denomination, typed] of Object.entries(pieces)) {
    const words = typed.trim();
    if (words === '') continue;
    if (!/^\d{1,6}$/.test(words)) return undefined;
    sum += Number(denomination) * Number(words);
  }
  return sum;
}

/** Counted less expected: below zero is missing. What cannot be read counts as nothing yet. */
export function differenceOf(sum: number | undefined, expected: number): number {
  return (sum ?? 0) - expected;
}
