/** What differs between two recorded states, field by field, in words for people who keep a shop. */
import { text } from '$lib/i18n';

export interface FieldDifference {
  field: string;
  before: string;
  after: string;
}

/** How values are said: the shop's money, its times and its yes and no. */
export interface Say {
  money: (amount: number, currency?: string) => string;
  time: (time: string) => string;
  rate: (share: number) => string;
}

const words = text.care.history;

/** Of no interest to a person: they change with everything else, or only name other rows. */
const HIDDEN = new Set([
  'id',
  'version',
  'updated_at',
  'created_at',
  'position',
  'currency',
  'happenings',
  'request_key',
  'operation_id',
]);
const isHidden = (name: string) => HIDDEN.has(name) || /_ids?$/.test(name);

/** Whole numbers that are minor units of the shop's currency wherever they stand in a state. */
const MONEY = new Set([
  'price',
  'compare_at',
  'cost',
  'unit_cost',
  'amount',
  'minimum_subtotal',
  'denomination',
]);
const TIME = /^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/;

type State = Record<string, unknown> | null | undefined;

function shown(name: string, value: unknown, say: Say): string {
  if (value === null || value === undefined || value === '') return '';
  if (typeof value === 'boolean') return value ? words.yes : words.no;
  if (typeof value === 'number') {
    if (MONEY.has(name) || name.endsWith('_minor')) return say.money(value);
    return name.endsWith('_ppm') ? say.rate(value / 1_000_000) : String(value);
  }
  if (typeof value === 'string') {
    if (TIME.test(value)) return say.time(value);
    return (words.values as Record<string, string>)[value] ?? value;
  }
  if (Array.isArray(value))
    return value
      .map((part) => shown(name, part, say))
      .filter(Boolean)
      .join(', ');
  const parts = value as Record<string, unknown>;
  if (typeof parts.amount === 'number' && typeof parts.currency === 'string')
    return say.money(parts.amount, parts.currency);
  return Object.entries(parts)
    .filter(([part]) => !isHidden(part))
    .map(([part, inner]) => [wordOf(part), shown(part, inner, say)] as const)
    .filter(([, inner]) => inner !== '')
    .map(([part, inner]) => `${part}: ${inner}`)
    .join('; ');
}

/** `compare_at` → "Price before". */
export function wordOf(field: string): string {
  const known = (words.fields as Record<string, string>)[field];
  if (known) return known;
  const plain = field.replace(/_(minor|ppm|at)$/, '').replaceAll('_', ' ');
  return plain.charAt(0).toUpperCase() + plain.slice(1);
}

/** Settings wrap their document in `value`, discounts what is said of them in `terms`, orders their own row in `order`. */
function unwrapped(state: State): Record<string, unknown> {
  if (!state) return {};
  for (const inner of ['value', 'terms', 'order'] as const) {
    const held = state[inner];
    if (typeof held === 'object' && held !== null && !Array.isArray(held)) {
      const rest = Object.fromEntries(Object.entries(state).filter(([name]) => name !== inner));
      return { ...rest, ...(held as Record<string, unknown>) };
    }
  }
  return state;
}

export function differences(before: State, after: State, say: Say): FieldDifference[] {
  const [was, is] = [unwrapped(before), unwrapped(after)];
  const fields = [...new Set([...Object.keys(was), ...Object.keys(is)])].filter((name) => !isHidden(name));
  return fields
    .map((field) => ({
      field: wordOf(field),
      before: shown(field, was[field], say),
      after: shown(field, is[field], say),
    }))
    .filter((difference) => difference.before !== difference.after);
}
