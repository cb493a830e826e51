/** What is written or scanned at the counter, taken apart. */

export interface Entry {
  quantity: number;
  words: string;
}

/** "3*linen", "3 x 4006381333931": how many, and of what. */
export function readEntry(typed: string): Entry {
  const match = /^\s*(\d{1,4})\s*[*×xX]\s*(.*)$/.exec(typed);
  const quantity = match ? Number(match[1]) : 1;
  if (match && quantity > 0) return { quantity, words: (match[2] ?? '').trim() };
  return { quantity: 1, words: typed.trim() };
}

/** True for what may be a code: one word with a figure in it. */
export function mayBeCode(words: string): boolean {
  return words.length >= 3 && /\d/.test(words) && !/\s/.test(words);
}
