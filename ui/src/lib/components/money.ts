/** Amounts as people write them, and back. Must not know how a currency is shown; `Format` does. */

/**
 * Minor units of an amount as it is typed or pasted anywhere: "12,5", "1.234,50", "1,234.50", "1 234", "€ 12".
 * Of two kinds of marks the last parts the minor units. A mark that stands alone does too, unless three digits follow
 * it and the currency has fewer: "1.234" euros are one thousand. Null when it is no amount, or is finer than the
 * currency's minor unit.
 */
export function readMoney(words: string, digits: number): number | null {
  const plain = words.replace(/[\s\u00a0\u202f'’]|\p{Sc}|[A-Z]{3}/gu, '');
  const [, sign = '', amount = ''] = /^([-−]?)(\d[\d.,]*|[.,]\d+)$/.exec(plain) ?? [];
  if (amount === '') return null;
  const at = Math.max(amount.lastIndexOf('.'), amount.lastIndexOf(','));
  const mark = amount[at] ?? '';
  let whole = at < 0 ? amount : amount.slice(0, at);
  let part = at < 0 ? '' : amount.slice(at + 1);
  const groups = /^\d{1,3}(?:([.,])\d{3})*$/.exec(whole);
  const repeated = whole.includes(mark) && mark !== '';
  const lone = /^[1-9]\d{0,2}$/.test(whole) && digits < 3;
  if (part.length === 3 && (lone || (repeated && groups?.[1] === mark))) [whole, part] = [whole + part, ''];
  else if (repeated) return null;
  if (/[.,]/.test(whole)) {
    if (!groups || new Set(whole.replace(/\d/g, '')).size > 1) return null;
    whole = whole.replace(/[.,]/g, '');
  }
  if (part.replace(/0+$/, '').length > digits) return null;
  const value = Number(`${whole || '0'}${part.slice(0, digits).padEnd(digits, '0')}`);
  if (!Number.isSafeInteger(value)) return null;
  return sign && value !== 0 ? -value : value;
}

/** "12.50" for 1250 with two digits: what a field shows. */
export function writeMoney(minor: number, digits: number): string {
  return (minor / 10 ** digits).toFixed(digits);
}
