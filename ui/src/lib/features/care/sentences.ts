/** An act of the history in words: what it was, what it was about, and who did it. */
import type { Operation } from '$lib/api/types';
import { text } from '$lib/i18n';

const words = text.care.history;

export function whatOf(operation: Pick<Operation, 'kind'>): string {
  const known = (words.kinds as Record<string, string>)[operation.kind];
  if (known) return known;
  const plain = operation.kind.replace(/[._]/g, ' ');
  return plain.charAt(0).toUpperCase() + plain.slice(1);
}

/** What a document of settings is called on its screen. */
export const settingWord = (key: string): string => (words.settings as Record<string, string>)[key] ?? key;

/**
 * Whether an act can be taken back: not once goods or money moved or a number was given away, which only another act
 * sets right.
 */
export function canTakeBack({
  kind,
  undone_by,
  change_count,
}: Pick<Operation, 'kind' | 'undone_by' | 'change_count'>) {
  if (undone_by !== null || change_count === 0) return false;
  const [area = ''] = kind.split('.');
  return !FINAL_AREAS.has(area) && !(area === 'order' && !OPEN_ORDER_ACTS.has(kind));
}
const FINAL_AREAS = new Set([
  'gift_card',
  'store_credit',
  'stored_method',
  'cash_drawer',
  'return',
  'retail',
  'document',
]);
const OPEN_ORDER_ACTS = new Set([
  'order.created',
  'order.edited',
  'order.discarded',
  'order.address_changed',
  'order.archived',
  'order.unarchived',
]);

/** The thing's own name, where the act tells one. */
export function aboutOf(operation: Pick<Operation, 'kind' | 'details'>): string {
  const details = (operation.details ?? {}) as Record<string, unknown>;
  if (operation.kind === 'undo' && typeof details.kind === 'string') {
    const inner = { kind: details.kind, details: details.details };
    const about = aboutOf(inner);
    return about ? `${whatOf(inner)}: ${about}` : whatOf(inner);
  }
  if (operation.kind === 'setting.changed') {
    return settingWord(String(details.key ?? ''));
  }
  for (const field of ['title', 'file_name', 'name', 'number', 'code', 'word']) {
    const value = details[field];
    if (typeof value === 'string' && value !== '') return value;
    if (typeof value === 'number') return String(value);
  }
  return '';
}

export function whoOf(operation: Pick<Operation, 'actor' | 'actor_name'>): string {
  const who = words.actors[operation.actor];
  return operation.actor_name ? `${who} (${operation.actor_name})` : who;
}
