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

/** A name of the program's, readable: "price_from" → "Price from". */
export function spelled(name: string): string {
  const words = name.replaceAll(/[_.]/g, ' ').trim();
  return words.charAt(0).toLocaleUpperCase('en') + words.slice(1);
}

/** A fact's name for people. What the program counts from 0, people count from 1: "line_0_title" → "Item 1: title". */
export function factName(name: string): string {
  const part = /^(line|fulfilment)_(\d+)_(.+)$/.exec(name);
  if (!part) return spelled(name);
  const [, kind, index, rest = ''] = part;
  const number = Number(index) + 1;
  const what = rest === 'tracking' ? text.runs.trackingNumber : rest.replaceAll('_', ' ');
  return kind === 'line' ? text.runs.itemFact({ number, what }) : text.runs.shipmentFact({ number, what });
}

/** A fact's value for people: statuses by their words, the rest as it was read. */
export function factValue(value: string): string {
  if (!/^[a-z]+(_[a-z]+)*$/.test(value)) return value;
  const { order, payment, fulfilment } = text.statuses;
  const words: Record<string, string> = { ...payment, ...fulfilment, ...order };
  return words[value] ?? (value.includes('_') ? spelled(value) : value);
}

/** The outcome as a status; one that this window does not know is shown as it is spelled. */
export const outcomeOf = (run: { outcome: string }) => run.outcome as StatusOf<'run'>;
