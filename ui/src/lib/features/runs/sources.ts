/** Where a piece of evidence can be looked at now. */
import type { RunEvidence } from '$lib/api/types';
import { text } from '$lib/i18n';
import { links } from '../links';

/** The settings' section that holds each document. */
const SECTION: Record<string, string> = {
  shop: 'shop',
  hours: 'shop',
  shipping: 'shop',
  returns: 'shop',
  assistant: 'assistant',
  policy: 'policy',
};

/** Undefined where there is nothing to open, such as the clock. */
export function sourceLink(evidence: RunEvidence): string | undefined {
  const id = evidence.source_id;
  if (evidence.source_kind === 'setting') return links.settingsOf(SECTION[id] ?? 'shop');
  if (evidence.source_kind === 'policy') return links.settingsOf('policy');
  if (id.startsWith('prd_')) return links.product(id);
  if (id.startsWith('ord_')) return links.order(id);
  return undefined;
}

export function sourceWord(kind: string): string {
  return text.runs.source[kind] ?? spelled(kind);
}

/** A name of the program's, readable: "price_from" → "Price from". */
export function spelled(name: string): string {
  const words = name.replaceAll(/[_.]/g, ' ').trim();
  return words.charAt(0).toLocaleUpperCase('en') + words.slice(1);
}

/** Parts of facts' names that people call otherwise. */
const PART_WORDS: Record<string, string> = {
  line: text.runs.part.line,
  fulfilment: text.runs.part.fulfilment,
  tracking: text.runs.part.tracking,
};

/**
 * A fact's name for people. What the program counts from 0, people count from 1: "line_0_title" → "Item 1: title",
 * "zone.1.cost" → "Zone 2: cost". A variant is told by its value, not by its id.
 */
export function factName(name: string): string {
  if (name.startsWith('variant.')) return text.runs.part.variant;
  const parts = name.replace(/^(line|fulfilment)_(\d+)_/, '$1.$2.').split('.');
  const words: string[] = [];
  for (const [index, part] of parts.entries()) {
    const last = words.length - 1;
    const counts = /^\d+$/.test(part) && last >= 0;
    if (!counts) words.push(PART_WORDS[part] ?? part.replaceAll('_', ' '));
    else if (index < parts.length - 1 || part !== '0') words[last] += ` ${Number(part) + 1}`;
  }
  return spelled(words.join(': '));
}

/** A fact's value for people: statuses by their words, the rest as it was read. `document` is the setting it is from. */
export function factValue(value: string, document?: string): string {
  if (document === 'hours' && value === 'no') return text.runs.shopClosed;
  if (!/^[a-z]+(_[a-z]+)*$/.test(value)) return value;
  const { order, payment, fulfilment } = text.statuses;
  const words: Record<string, string> = { ...payment, ...fulfilment, ...order };
  return words[value] ?? (value.includes('_') ? spelled(value) : value);
}
