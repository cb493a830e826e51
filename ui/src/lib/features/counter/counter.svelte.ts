/**
 * The counter while it sells: the sale that is being put together, what was scanned last, parked sales, and the one
 * request that sells. That request carries the sale's own key, so pressing twice, or again after a lost answer, sells
 * once.
 */
import { api, call } from '$lib/api/client';
import type { Order, OrderSummary, PaymentInput, VariantRow } from '$lib/api/types';
import { isAbort, toApiError, type ApiError } from '$lib/api/errors';
import { useQuery, type Query } from '$lib/api/query.svelte';
import { notify } from '$lib/components';
import { text } from '$lib/i18n';
import { useDraft, type Draft, type DraftLine } from '../orders/draft.svelte';
import { perform } from '../shell/perform';
import { reportFailure } from '../shell/report';
import { play } from './sound';

export interface Feedback {
  tone: 'good' | 'bad';
  title: string;
  hint?: string;
  /** Changes with each, so that the same words are said again. */
  at: number;
}

/** A line that the stock does not hold enough for. */
export interface Shortage {
  line: DraftLine;
  left: number;
}

const words = text.counter;
const nameOf = (row: { product_title: string; variant_title: string }) =>
  words.add({ title: row.product_title, variant: row.variant_title });

export class CounterState {
  draft: Draft;
  parked: Query<OrderSummary[]>;
  feedback = $state.raw<Feedback>();
  shortage = $state.raw<Shortage>();
  /** The line that was changed last: the one that keys act on. */
  lastLine = $state<string>();
  selling = $state(false);
  sellError = $state.raw<ApiError>();
  sold = $state.raw<Order>();
  #said = 0;

  constructor() {
    this.draft = useDraft('counter', 'counter');
    this.parked = useQuery(
      async (signal) =>
        (
          await call(
            api.GET('/api/v1/orders', {
              params: { query: { status: 'draft', channel: 'counter', sort: 'newest', limit: 100 } },
              signal,
            }),
          )
        ).items,
      { live: ['order.updated'] },
    );
  }

  say(tone: Feedback['tone'], title: string, hint?: string): void {
    this.feedback = { tone, title, hint, at: (this.#said += 1) };
    play(tone);
  }

  /** Adds pieces of a variant, or asks what to do when there are not enough. */
  add(variant: VariantRow, quantity = 1): void {
    if (variant.product_status !== 'active') {
      this.say('bad', words.notSold({ what: nameOf(variant) }));
      return;
    }
    const line = this.draft.add(variant, quantity);
    this.lastLine = line.key;
    if (line.left !== null && line.quantity > line.left) {
      this.shortage = { line, left: line.left };
      play('bad');
    } else this.say('good', words.added({ what: nameOf(variant), count: quantity }));
  }

  /** A code from the scanner or typed. True when a product has it; false is told as well, unless `quiet`. */
  async scan(code: string, quantity = 1, quiet = false): Promise<boolean> {
    try {
      const variant = await call(api.GET('/api/v1/variants/by-code/{code}', { params: { path: { code } } }));
      this.add(variant, quantity);
      return true;
    } catch (thrown) {
      if (isAbort(thrown)) return false;
      if (toApiError(thrown).code !== 'not_found') this.say('bad', words.failed);
      else if (!quiet) this.say('bad', words.unknown({ code }), words.unknownHint);
      return false;
    }
  }

  setQuantity(line: DraftLine, quantity: number): void {
    line.quantity = quantity;
    this.lastLine = line.key;
    if (line.left !== null && quantity > line.left) {
      this.shortage = { line, left: line.left };
      play('bad');
    }
  }

  remove(line: DraftLine): void {
    const back = this.draft.remove(line.key);
    if (this.shortage?.line.key === line.key) this.shortage = undefined;
    notify.done(words.cart.removed({ title: line.title }), { label: text.common.undo, run: back });
  }

  clear(): void {
    if (this.draft.empty && this.draft.contact === null) return;
    const back = this.draft.clear();
    this.feedback = undefined;
    notify.done(words.cart.cleared, { label: text.common.undo, run: back });
  }

  /** The only way that something is sold. */
  async sell(payments: PaymentInput[]): Promise<boolean> {
    if (this.selling || this.draft.empty) return false;
    this.selling = true;
    this.sellError = undefined;
    try {
      this.sold = await call(
        api.POST('/api/v1/sales', {
          body: {
            ...this.draft.input,
            payments,
            request_key: this.draft.requestKey,
            draft_id: this.draft.stored?.id,
          },
        }),
      );
      this.draft.clear();
      this.feedback = undefined;
      play('sold');
      return true;
    } catch (thrown) {
      if (isAbort(thrown)) return false;
      const error = toApiError(thrown);
      play('bad');
      const short = error.code === 'out_of_stock' ? this.#shortLine(error) : undefined;
      if (short) this.shortage = short;
      else this.sellError = error;
      return false;
    } finally {
      this.selling = false;
    }
  }

  /** Which line an answer means that says too little is left. */
  #shortLine(error: ApiError): Shortage | undefined {
    const line = this.draft.lines.find(({ variant_id }) => variant_id === error.more.variant_id);
    const left = typeof error.more.left === 'number' ? error.more.left : 0;
    if (!line) return undefined;
    line.left = left;
    return { line, left };
  }

  /** Puts the sale aside, into the shop's file. True when it is there. */
  async park(): Promise<boolean> {
    const { draft } = this;
    if (draft.empty) return false;
    const body = { ...draft.input };
    const done = draft.stored
      ? await perform(
          api.PATCH('/api/v1/orders/{id}', {
            params: { path: { id: draft.stored.id } },
            body: { ...body, version: draft.stored.version },
          }),
          words.park.parked,
        )
      : await perform(
          api.POST('/api/v1/orders', { body: { ...body, request_key: draft.requestKey } }),
          words.park.parked,
        );
    if (!done) return false;
    draft.clear();
    this.feedback = undefined;
    this.parked.refetch();
    return true;
  }

  /** Continues a parked sale; what stands on the counter is parked first. */
  async resume(id: string): Promise<boolean> {
    if (!this.draft.empty) {
      if (this.draft.stored && !this.draft.dirty) this.draft.clear();
      else if (!(await this.park())) return false;
    }
    try {
      this.draft.adopt(await call(api.GET('/api/v1/orders/{id}', { params: { path: { id } } })));
      return true;
    } catch (thrown) {
      reportFailure(thrown);
      return false;
    }
  }

  async discard(id: string): Promise<void> {
    await perform(api.DELETE('/api/v1/orders/{id}', { params: { path: { id } } }), words.park.discarded);
    this.parked.refetch();
  }

  next(): void {
    this.sold = undefined;
    this.sellError = undefined;
  }
}
