/**
 * Live events for the whole window: one stream, handed on to whoever shows what it is about.
 * Must not know what events mean; features decide what to read again.
 */
import { getContext, setContext } from 'svelte';
import type { DomainEvent, EventKind } from './events';
import { openEvents } from './host';

type Handler = (event: DomainEvent) => void;

export class LiveEvents {
  /** `lost` only after a connection that worked, or when the first try failed. */
  state = $state<'connecting' | 'open' | 'lost'>('connecting');
  #handlers = new Map<EventKind, Set<Handler>>();
  #resyncs = new Set<() => void>();

  /** Starts the stream; the returned function ends it. */
  start(): () => void {
    return openEvents({
      event: (event) => this.dispatch(event),
      resync: () => this.resync(),
      state: (state) => {
        // What happened while the line was down may never be told: read again what is shown.
        const regained = state === 'open' && this.state === 'lost';
        this.state = state;
        if (regained) this.resync();
      },
    });
  }

  dispatch(event: DomainEvent) {
    for (const handler of [...(this.#handlers.get(event.kind) ?? [])]) handler(event);
  }

  resync() {
    for (const handler of [...this.#resyncs]) handler();
  }

  /** Calls `handler` for events of these kinds, and `resync` when events were missed. Returns the way to stop. */
  on(kinds: readonly EventKind[], handler: Handler, resync?: () => void): () => void {
    for (const kind of kinds) {
      const handlers = this.#handlers.get(kind) ?? new Set();
      this.#handlers.set(kind, handlers.add(handler));
    }
    if (resync) this.#resyncs.add(resync);
    return () => {
      for (const kind of kinds) this.#handlers.get(kind)?.delete(handler);
      if (resync) this.#resyncs.delete(resync);
    };
  }
}

const KEY = Symbol('live events');

export const provideLive = (live: LiveEvents): LiveEvents => setContext(KEY, live);

/** The window's events. Outside a window (a component under test) a stream that stays silent. */
export const useLive = (): LiveEvents => getContext<LiveEvents | undefined>(KEY) ?? new LiveEvents();
