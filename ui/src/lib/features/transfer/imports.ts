/** What an import can do next, and its figures: read from its state, nothing else. Must not ask for anything. */
import type { Import, ImportCounts, ImportOutcome, ImportRow } from '$lib/api/types';
import { text } from '$lib/i18n';

/** Where an import stands among the steps that the owner sees. */
export const STEPS = ['file', 'columns', 'check', 'import'] as const;
export type Step = (typeof STEPS)[number];

export function stepOf({ state }: Pick<Import, 'state'>): Step {
  if (state === 'analysed') return 'columns';
  if (state === 'checking' || state === 'checked') return 'check';
  return 'import';
}

/** Something works on it now. */
export const works = ({ state }: Pick<Import, 'state'>): boolean =>
  state === 'checking' || state === 'running' || state === 'undoing';

/** Nothing of it is in the shop yet, so how it is read may still be changed. */
export const changeable = ({ state, started_at }: Pick<Import, 'state' | 'started_at'>): boolean =>
  state === 'analysed' ||
  state === 'checked' ||
  ((state === 'failed' || state === 'cancelled') && !started_at);

/** Something of it is in the shop and can be taken back. */
export const undoable = ({ state, started_at }: Pick<Import, 'state' | 'started_at'>): boolean =>
  state === 'done' ||
  state === 'paused' ||
  ((state === 'cancelled' || state === 'failed') && Boolean(started_at));

/** What the import would do to the shop. */
export const toDo = ({ created, changed }: ImportCounts): number => created + changed;

/** The kinds of entries that can be looked at; what stays the same is only counted. */
export const SHOWN: readonly ImportOutcome[] = ['created', 'changed', 'skipped', 'rejected'];

/** A field's name as a person reads it. */
export function fieldWord(field: string): string {
  const words = field.replaceAll('_', ' ');
  return words.charAt(0).toLocaleUpperCase('en') + words.slice(1);
}

/** "Price: 19.99 → 24.99" for each change, the first few. */
export function changeWords({ changes, outcome }: Pick<ImportRow, 'changes' | 'outcome'>, most = 4): string {
  const words = text.transfer.rows;
  const said = changes.slice(0, most).map(({ field, before, after }) =>
    outcome === 'created' || before === null || before === undefined
      ? words.set({ field: fieldWord(field), after: after || words.empty })
      : words.change({
          field: fieldWord(field),
          before: before || words.empty,
          after: after || words.empty,
        }),
  );
  if (changes.length > most) said.push('…');
  return said.join(', ');
}

const UNITS = ['B', 'KB', 'MB', 'GB'];

/** "12 MB". */
export function fileSize(bytes: number, number: (value: number) => string): string {
  let value = bytes;
  let unit = 0;
  while (value >= 1000 && unit < UNITS.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${number(unit === 0 || value >= 10 ? Math.round(value) : Math.round(value * 10) / 10)} ${UNITS[unit]}`;
}

/** The address that a browser downloads from. */
export const rejectedFile = (id: string): string => `/api/v1/imports/${encodeURIComponent(id)}/rejected`;
export const exportedFile = (id: string): string => `/api/v1/exports/${encodeURIComponent(id)}/file`;
