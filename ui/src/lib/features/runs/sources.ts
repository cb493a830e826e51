/** Where a piece of evidence can be looked at now. */
import type { RunEvidence } from '$lib/api/types';
import { text } from '$lib/i18n';
import { links } from '../links';
import type { StatusOf } from '../status/status';

/** The settings' section that holds each document. */
const SECTION: Record<string, string> = {
  shop: 'shop',
  hours: 'shop',
  shipping: 'shop',
  returns: 'shop',
  assistant: 'assistant',
};

/** Undefined where there is nothing to open, such as the clock. */
export function sourceLink(evidence: RunEvidence): string | undefined {
  const id = evidence.source_id;
  if (evidence.source_kind === 'setting') return links.settingsOf(SECTION[id] ?? 'shop');
  if (id.startsWith('prd_')) return links.product(id);
  if (id.startsWith('ord_')) return links.order(id);
  return undefined;
}

export function sourceWord(kind: string): string {
  return text.runs.source[kind] ?? spelled(kind);
}

/** A name of the program's, readable: "price_from" → "Price from"; what it counts from 0, people count from 1. */
export function spelled(name: string): string {
  const words = name
    .replaceAll(/[_.]/g, ' ')
    .replaceAll(/(?<= )\d+(?= |$)/g, (index) => String(Number(index) + 1))
    .trim();
  return words.charAt(0).toLocaleUpperCase('en') + words.slice(1);
}

/** The outcome as a status; one that this window does not know is shown as it is spelled. */
export const outcomeOf = (run: { outcome: string }) => run.outcome as StatusOf<'run'>;
