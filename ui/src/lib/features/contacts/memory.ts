import type { ContactFact, ContactFactKind } from '$lib/api/types';
import { text } from '$lib/i18n';

export const FACT_KINDS: readonly ContactFactKind[] = [
  'size',
  'material_allergy',
  'material_avoided',
  'colour_liked',
  'colour_avoided',
  'fit',
  'budget',
  'called',
  'address',
];
export const FITS = ['slim', 'regular', 'loose', 'oversized'] as const;

/** Whether a kind may be about one kind of goods. */
export const hasAbout = (kind: ContactFactKind): boolean =>
  kind === 'size' || kind === 'fit' || kind === 'budget';

/** "Size 38 (EU), shoes". */
export function factName({
  kind,
  about,
  value,
  system,
}: Pick<ContactFact, 'kind' | 'about' | 'value' | 'system'>) {
  const words = text.contacts.memory;
  if (kind === 'address') return words.fact.address({ value: value.replaceAll('\n', ', ') });
  const shown =
    system === 'eu' || system === 'uk' || system === 'us' ? `${value} (${system.toUpperCase()})` : value;
  const name = words.fact[kind]({ value: shown });
  return about ? `${name}, ${about}` : name;
}
