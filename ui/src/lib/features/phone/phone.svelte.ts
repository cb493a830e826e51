/**
 * One customer's phone: its thread, what is being sent, and what the shop makes of it. Messages travel the same
 * way as those from a real channel; only the channel is simulated.
 */
import { untrack } from 'svelte';
import { api, call, fileBody } from '$lib/api/client';
import { isAbort, toApiError } from '$lib/api/errors';
import { CONVERSATION_EVENTS } from '$lib/api/events';
import { useQuery, type Query } from '$lib/api/query.svelte';
import type { Conversation, Message, Persona, RunSummary } from '$lib/api/types';

export interface Customer {
  name: string;
  address: string;
}

/** A message that the shop has not confirmed yet. */
export interface Outgoing {
  key: number;
  body: string;
  picture?: File;
  at: string;
  failed: boolean;
}

interface Thread {
  conversation_id: string | null;
  items: Message[];
}

export class CustomerPhone {
  personas: Query<Persona[]>;
  customer = $state.raw<Customer | undefined>(undefined);
  outgoing = $state.raw<Outgoing[]>([]);
  thread: Query<Thread>;
  conversation: Query<Conversation | null>;
  runs: Query<RunSummary[]>;
  #count = 0;

  /** `wanted` is the address to start with, if the address bar names one. */
  constructor(wanted?: string | null) {
    this.personas = useQuery((signal) => call(api.GET('/api/v1/phone/personas', { signal })));
    $effect(() => {
      const personas = this.personas.data;
      if (!personas || untrack(() => this.customer)) return;
      const found = personas.find(({ address }) => address === wanted) ?? (wanted ? undefined : personas[0]);
      if (found) this.become({ name: found.display_name, address: found.address });
      else if (wanted) this.become({ name: '', address: wanted });
    });

    const about = (event: { subject: string }) =>
      event.subject === this.conversationId || !this.conversationId;
    const key = () => this.customer?.address;
    this.thread = useQuery(
      async (signal) => {
        const from = untrack(() => this.customer?.address);
        if (!from) return { conversation_id: null, items: [] };
        return call(api.GET('/api/v1/phone/thread', { params: { query: { from } }, signal }));
      },
      { live: CONVERSATION_EVENTS, when: about, key },
    );
    const conversationKey = () => this.conversationId;
    this.conversation = useQuery(
      async (signal) => {
        const id = untrack(() => this.conversationId);
        return id ? call(api.GET('/api/v1/conversations/{id}', { params: { path: { id } }, signal })) : null;
      },
      { live: CONVERSATION_EVENTS, when: about, key: conversationKey },
    );
    this.runs = useQuery(
      async (signal) => {
        const id = untrack(() => this.conversationId);
        if (!id) return [];
        const params = { path: { id }, query: { limit: 3 } };
        return (await call(api.GET('/api/v1/conversations/{id}/runs', { params, signal }))).items;
      },
      { live: ['run.finished'], when: about, key: conversationKey },
    );
  }

  get conversationId(): string | null {
    return this.thread.data?.conversation_id ?? null;
  }
  get messages(): Message[] {
    return this.thread.data?.items ?? [];
  }
  get working(): boolean {
    return this.conversation.data?.agent_is_working ?? false;
  }

  become(customer: Customer): void {
    this.customer = customer;
    this.outgoing = [];
  }

  /** Sends words, a picture, or both. */
  async send(body: string, picture?: File): Promise<void> {
    const customer = this.customer;
    const words = body.trim();
    if (!customer || (words === '' && !picture)) return;
    const key = (this.#count += 1);
    const at = new Date().toISOString();
    this.outgoing = [...this.outgoing, { key, body: words, picture, at, failed: false }];
    try {
      const message = { from: customer.address, body: words, profile_name: customer.name || undefined };
      await call(
        picture
          ? api.POST('/api/v1/phone/pictures', {
              params: { query: message },
              ...fileBody(picture, picture.type || undefined),
            })
          : api.POST('/api/v1/phone/messages', { body: message }),
      );
      if (this.customer !== customer) return;
      await this.thread.load();
      this.outgoing = this.outgoing.filter((entry) => entry.key !== key);
    } catch (thrown) {
      this.outgoing = this.outgoing.map((entry) => (entry.key === key ? { ...entry, failed: true } : entry));
      if (!isAbort(thrown)) throw toApiError(thrown);
    }
  }

  async resend(entry: Outgoing): Promise<void> {
    this.outgoing = this.outgoing.filter(({ key }) => key !== entry.key);
    await this.send(entry.body, entry.picture);
  }
}
