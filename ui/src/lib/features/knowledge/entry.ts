/** What is written in the form of an entry, and what of it goes over the wire. */
import type { KnowledgeEntry, KnowledgeKind } from '$lib/api/types';

export interface Draft {
  kind: KnowledgeKind;
  title: string;
  /** One on each line. */
  wordings: string;
  body: string;
  language: string;
  enabled: boolean;
}

export const newDraft = (title = ''): Draft => ({
  kind: 'question',
  title,
  wordings: '',
  body: '',
  language: 'en',
  enabled: true,
});

export const draftOf = (entry: KnowledgeEntry): Draft => ({
  kind: entry.kind,
  title: entry.title,
  wordings: entry.wordings.join('\n'),
  body: entry.body,
  language: entry.language,
  enabled: entry.enabled,
});

export function bodyOf(draft: Draft) {
  const wordings = draft.wordings
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  return { ...draft, wordings: draft.kind === 'question' ? wordings : [] };
}

export const FILES = '.md,.markdown,.txt,.html,.htm,.pdf,.docx';
