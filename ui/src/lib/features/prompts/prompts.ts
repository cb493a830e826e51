/** What the screens about the prompt work out: columns side by side, and which turns differ. */
import type { LabResult, LabRunDetail, LabSide, LabTurn, PromptOutcome } from '$lib/api/types';
import type { Format } from '$lib/format/format.svelte';
import { text } from '$lib/i18n';

/** A line of a table with two columns of figures. */
export interface ComparedRow {
  label: string;
  first: string;
  second: string;
}

const CENT = 10_000;

/** Micros of a dollar; under a cent they are not rounded away. */
export function dollars(format: Format, micros: number): string {
  if (micros > 0 && micros < CENT) return '< ' + format.money({ amount: 1, currency: 'USD' });
  return format.money({ amount: Math.round(micros / CENT), currency: 'USD' });
}

const mean = (sum: number, count: number) => (count > 0 ? sum / count : undefined);

function rowsOf<T>(
  first: T,
  second: T,
  lines: readonly (readonly [string, (side: T) => string | number | undefined])[],
  format: Format,
): ComparedRow[] {
  const shown = (value: string | number | undefined) =>
    value === undefined
      ? text.prompts.compare.none
      : typeof value === 'number'
        ? format.number(Math.round(value))
        : value;
  return lines.map(([label, of]) => ({ label, first: shown(of(first)), second: shown(of(second)) }));
}

/** What the lab found, line by line. */
export function labRows({ published, draft }: LabRunDetail, format: Format): ComparedRow[] {
  const words = text.prompts.compare;
  const wait = (side: LabSide) => mean(side.milliseconds, side.asked);
  const waited = (side: LabSide) => {
    const milliseconds = wait(side);
    return milliseconds === undefined ? undefined : format.duration(milliseconds);
  };
  const rows = rowsOf<LabSide>(
    published,
    draft,
    [
      [words.asked, (side) => side.asked],
      [words.spoke, (side) => side.spoke],
      [words.answered, (side) => side.answered],
      [words.handedOver, (side) => side.handed_over],
      [words.acts, (side) => side.acts],
      [words.refusals, (side) => side.refusals],
      [words.failed, (side) => side.failed],
      [words.words, (side) => mean(side.words, side.spoke)],
      [words.tokens, (side) => side.prompt_tokens + side.answer_tokens],
      [words.cost, (side) => dollars(format, side.cost_micros)],
      [words.time, waited],
    ],
    format,
  );
  // What never happened is no line.
  const seldom: string[] = [words.acts, words.failed];
  return rows.filter(
    ({ label, first, second }) => !seldom.includes(label) || first !== '0' || second !== '0',
  );
}

/** What came of two versions on live traffic, line by line. */
export function trialRows(first: PromptOutcome, second: PromptOutcome, format: Format): ComparedRow[] {
  const words = text.prompts.trial;
  const share = (part: number, of: number) =>
    of > 0 ? `${format.number(part)} (${format.percent(part / of)})` : format.number(part);
  return rowsOf<PromptOutcome>(
    first,
    second,
    [
      [words.conversations, (side) => side.conversations],
      [words.withoutOwner, (side) => share(side.without_owner, side.conversations)],
      [words.complained, (side) => share(side.complained, side.conversations)],
      [words.turns, (side) => side.turns],
      [words.handedOver, (side) => share(side.handed_over, side.turns)],
      [words.refusals, (side) => side.refusals],
      [words.tokens, (side) => mean(side.prompt_tokens + side.answer_tokens, side.turns)],
      [words.cost, (side) => dollars(format, side.cost_micros)],
      [
        words.time,
        (side) => {
          const milliseconds = mean(side.milliseconds, side.turns);
          return milliseconds === undefined ? undefined : format.duration(milliseconds);
        },
      ],
    ],
    format,
  );
}

/** Fewer conversations than this on either side say little. */
const ENOUGH = 30;

export const isEarly = (outcomes: readonly PromptOutcome[]) =>
  outcomes.some(({ conversations }) => conversations < ENOUGH);

const essence = (result: LabResult | null | undefined) =>
  result ? `${result.outcome} ${result.text ?? ''}` : undefined;

/** Whether the two texts led to something else; what was not played with both does not count. */
export function differs({ published, draft }: LabTurn): boolean {
  return Boolean(published) && Boolean(draft) && essence(published) !== essence(draft);
}
