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

/** The thing's own name, where the act tells one. */
export function aboutOf(operation: Pick<Operation, 'kind' | 'details'>): string {
  const details = (operation.details ?? {}) as Record<string, unknown>;
  if (operation.kind === 'undo' && typeof details.kind === 'string') {
    const inner = { kind: details.kind, details: details.details };
    const about = aboutOf(inner);
    return about ? `${whatOf(inner)}: ${about}` : whatOf(inner);
  }
  if (operation.kind === 'setting.changed') {
    const key = String(details.key ?? '');
    return (text.settings.sections as Record<string, string>)[key] ?? key;
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
