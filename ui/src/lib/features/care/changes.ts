/** What differs between two recorded states, field by field, as words. */

export interface FieldDifference {
  field: string;
  before: string;
  after: string;
}

/** Of no interest to a person: they change with everything else. */
const HIDDEN = new Set(['id', 'version', 'updated_at', 'created_at', 'product_id', 'position']);

type State = Record<string, unknown> | null | undefined;

function shown(value: unknown): string {
  if (value === null || value === undefined || value === '') return '';
  if (Array.isArray(value)) return value.map(shown).filter(Boolean).join(', ');
  if (typeof value === 'object') {
    return Object.entries(value as Record<string, unknown>)
      .filter(([name]) => !HIDDEN.has(name))
      .map(([name, part]) => [wordOf(name), shown(part)] as const)
      .filter(([, part]) => part !== '')
      .map(([name, part]) => `${name}: ${part}`)
      .join('; ');
  }
  return String(value);
}

/** `compare_at` → "Compare at". */
export function wordOf(field: string): string {
  const words = field.replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** Settings wrap their document in `value`. */
const unwrapped = (state: State): State =>
  state && 'value' in state && typeof state.value === 'object' ? (state.value as State) : state;

export function differences(before: State, after: State): FieldDifference[] {
  const [was, is] = [unwrapped(before) ?? {}, unwrapped(after) ?? {}];
  const fields = [...new Set([...Object.keys(was), ...Object.keys(is)])].filter((name) => !HIDDEN.has(name));
  return fields
    .map((field) => ({ field: wordOf(field), before: shown(was[field]), after: shown(is[field]) }))
    .filter((difference) => difference.before !== difference.after);
}
