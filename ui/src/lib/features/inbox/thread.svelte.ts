/** The messages of one conversation, read in stretches and kept right while things happen. */
import { api, call } from '$lib/api/client';
import { isAbort, toApiError, type ApiError } from '$lib/api/errors';
import type { Message } from '$lib/api/types';
import { mergeNewest, mergeOlder, putMessage, type MessageWindow } from './messages';

export const STRETCH = 50;

interface Span {
  before?: string;
  after?: string;
  limit?: number;
}

export class ThreadState {
  items = $state.raw<Message[]>([]);
  hasOlder = $state(false);
  loaded = $state(false);
  error = $state.raw<ApiError | undefined>(undefined);
  olderError = $state.raw<ApiError | undefined>(undefined);
  loadingOlder = $state(false);
  /** The last change put messages in front: the view must keep its distance from the end. */
  prepended = $state(false);
  #stopping = new AbortController();
  #reading = false;
  #olderRead: Promise<void> | undefined;
  #again = false;

  constructor(readonly conversation: string) {}

  /** Reads the newest messages; while that runs, further calls are gathered into one more reading. */
  async load(): Promise<void> {
    if (this.#reading) {
      this.#again = true;
      return;
    }
    this.#reading = true;
    try {
      const window = await this.#read({ limit: STRETCH });
      const merged = mergeNewest({ items: this.items, hasOlder: this.hasOlder }, window);
      this.prepended = false;
      this.items = merged.items;
      this.hasOlder = merged.hasOlder;
      this.loaded = true;
      this.error = undefined;
    } catch (thrown) {
      if (!isAbort(thrown) && !this.loaded) this.error = toApiError(thrown);
    } finally {
      this.#reading = false;
      if (this.#again && !this.#stopping.signal.aborted) {
        this.#again = false;
        void this.load();
      }
    }
  }

  /** Reads the stretch before what is known, once however often it is asked for. */
  older(): Promise<void> {
    this.#olderRead ??= this.#readOlder().finally(() => (this.#olderRead = undefined));
    return this.#olderRead;
  }

  /** Reads back as far as a message. `false`: this conversation does not have it, or it could not be read. */
  async reach(message: string): Promise<boolean> {
    for (;;) {
      if (this.items.some((known) => known.id === message)) return true;
      const first = this.items[0];
      // Ids grow with time.
      if (!first || !this.hasOlder || first.id < message) return false;
      await this.older();
      if (this.items[0] === first) return false;
    }
  }

  async #readOlder(): Promise<void> {
    const first = this.items[0];
    if (!first || !this.hasOlder) return;
    this.loadingOlder = true;
    this.olderError = undefined;
    try {
      const window = await this.#read({ before: first.id, limit: STRETCH });
      const merged = mergeOlder({ items: this.items, hasOlder: this.hasOlder }, window);
      this.prepended = true;
      this.items = merged.items;
      this.hasOlder = merged.hasOlder;
    } catch (thrown) {
      if (!isAbort(thrown)) this.olderError = toApiError(thrown);
    } finally {
      this.loadingOlder = false;
    }
  }

  /** Something happened to this message, or to the conversation as a whole. */
  async touch(message?: string): Promise<void> {
    const place = message === undefined ? -1 : this.items.findIndex((known) => known.id === message);
    const before = this.items[place - 1];
    // Older than the newest stretch: it is read alone, by the message before it.
    if (message !== undefined && before && place < this.items.length - STRETCH) {
      try {
        const window = await this.#read({ after: before.id, limit: 1 });
        const found = window.items.find((read) => read.id === message);
        if (found) this.put(found);
      } catch (thrown) {
        if (!isAbort(thrown)) void this.load();
      }
      return;
    }
    await this.load();
  }

  put(message: Message): void {
    this.prepended = false;
    this.items = putMessage(this.items, message);
  }

  stop(): void {
    this.#stopping.abort();
  }

  async #read(span: Span): Promise<MessageWindow> {
    return call(
      api.GET('/api/v1/conversations/{id}/messages', {
        params: { path: { id: this.conversation }, query: span },
        signal: this.#stopping.signal,
      }),
    );
  }
}
