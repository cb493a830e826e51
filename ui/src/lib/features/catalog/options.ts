/** Options while they are being put together: what they are called, in which values, and what is wrong with them. */
import { text } from '$lib/i18n';

export interface ValueDraft {
  name: string;
  /** What it was called when the editing began; undefined for a new one. */
  was?: string;
}

export interface OptionDraft {
  /** Null for a new one. */
  id: string | null;
  name: string;
  values: ValueDraft[];
}

export const emptyOption = (): OptionDraft => ({ id: null, name: '', values: [] });

/** "S, M; L" as three values; what stands there already and what is empty is left out. */
export function valuesOf(words: string, known: readonly ValueDraft[]): ValueDraft[] {
  const found: ValueDraft[] = [];
  for (const part of words.split(/[,;\n\t]/)) {
    const name = part.trim().replace(/\s+/g, ' ');
    if (!name) continue;
    const same = (value: ValueDraft) => value.name.toLocaleLowerCase() === name.toLocaleLowerCase();
    if (!known.some(same) && !found.some(same)) found.push({ name });
  }
  return found;
}

/** How many variants all combinations make; 1 without options. */
export const combinations = (options: readonly OptionDraft[]): number =>
  options.reduce((product, option) => product * Math.max(1, option.values.length), 1);

/** Options that say something: an unnamed one without values is only an empty line. */
export const filled = (options: readonly OptionDraft[]): OptionDraft[] =>
  options.filter((option) => option.name.trim() !== '' || option.values.length > 0);

/** What is wrong, by the place of the option; nothing when all can be taken. */
export function problems(options: readonly OptionDraft[]): (string | undefined)[] {
  const words = text.products.option;
  const names = options.map((option) => option.name.trim().toLocaleLowerCase());
  return options.map((option, index) => {
    const name = names[index] ?? '';
    if (name === '' && option.values.length === 0) return undefined;
    if (name === '') return words.unnamed;
    if (names.indexOf(name) !== index) return words.twice({ name: option.name });
    if (option.values.length === 0) return words.noValues;
    const values = option.values.map((value) => value.name.trim().toLocaleLowerCase());
    const twice = values.findIndex((value, at) => values.indexOf(value) !== at);
    return twice < 0 ? undefined : words.twice({ name: option.values[twice]?.name ?? '' });
  });
}
