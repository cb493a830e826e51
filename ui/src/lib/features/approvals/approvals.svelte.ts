/**
 * Changes that customers said yes to and that wait for the owner's word: one list for the whole window, so that the
 * sidebar, Today, the conversation and the screen always say the same.
 */
import { api, call } from '$lib/api/client';
import { isAbort, toApiError, type ApiError } from '$lib/api/errors';
import type { EventKind } from '$lib/api/events';
import { useQuery, type Query } from '$lib/api/query.svelte';
import type { Approval } from '$lib/api/types';
import { notify } from '$lib/components';
import { text } from '$lib/i18n';

export type Verdict = 'approve' | 'decline';

/** What was decided in this window: the shop's program lists only what still waits. */
export interface Decided {
  approval: Approval;
  verdict: Verdict;
  at: string;
}

const words = text.approvals;
/** A change begins to wait when a run ends; a decision queues the message that tells the customer. */
const LIVE: EventKind[] = ['run.finished', 'handoff.started', 'message.queued', 'contact.updated'];
const MOST_DECIDED = 20;

function ask(id: string, verdict: Verdict) {
  const params = { params: { path: { id } } };
  return verdict === 'approve'
    ? api.POST('/api/v1/approvals/{id}/approve', params)
    : api.POST('/api/v1/approvals/{id}/decline', params);
}

export class Approvals {
  waiting: Query<Approval[]>;
  decided = $state.raw<Decided[]>([]);
  /** The decision under way; no other is taken meanwhile. */
  deciding = $state.raw<{ id: string; verdict: Verdict } | undefined>(undefined);
  #problems = $state.raw<Record<string, ApiError>>({});

  /** Call while a component is set up. */
  constructor() {
    this.waiting = useQuery((signal) => call(api.GET('/api/v1/approvals', { signal })), { live: LIVE });
  }

  get count(): number {
    return this.waiting.data?.length ?? 0;
  }

  ofConversation(id: string): Approval[] {
    return (this.waiting.data ?? []).filter(({ conversation_id }) => conversation_id === id);
  }

  /** Why the last decision on it could not be carried out. */
  problem(id: string): ApiError | undefined {
    return this.#problems[id];
  }

  /** True when it was decided. What failed is kept with it, or told when it waits no more. */
  async decide(approval: Approval, verdict: Verdict): Promise<boolean> {
    if (this.deciding) return false;
    this.deciding = { id: approval.id, verdict };
    this.#keep(approval.id, undefined);
    try {
      this.waiting.set(await call(ask(approval.id, verdict)));
      const decided = { approval, verdict, at: new Date().toISOString() };
      this.decided = [decided, ...this.decided].slice(0, MOST_DECIDED);
      notify.done(words.done[verdict]);
      return true;
    } catch (thrown) {
      if (isAbort(thrown)) return false;
      const error = toApiError(thrown);
      if (error.code === 'conflict' || error.code === 'not_found') await this.waiting.load();
      if (this.waiting.data?.some(({ id }) => id === approval.id)) this.#keep(approval.id, error);
      else notify.info(words.gone, words.goneHint);
      return false;
    } finally {
      this.deciding = undefined;
    }
  }

  #keep(id: string, error: ApiError | undefined): void {
    const others = Object.entries(this.#problems).filter(([known]) => known !== id);
    this.#problems = Object.fromEntries(error ? [...others, [id, error]] : others);
  }
}

/** What kind of change it is, in the owner's words. A kind from a newer program is shown as it is called there. */
export function kindOf(approval: Approval): string {
  return (words.kinds as Record<string, string>)[approval.action] ?? approval.action.replaceAll('_', ' ');
}
