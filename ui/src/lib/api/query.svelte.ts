/**
 * State of what was asked for: loading, error or data. While it is asked for again the old data stays.
 * `Query` holds one answer, `PagedQuery` a list that grows page by page.
 */
import { untrack } from 'svelte';
import { isAbort, toApiError, type ApiError } from './errors';
import type { DomainEvent, EventKind } from './events';
import { useLive } from './live.svelte';
import type { Page } from './types';

type Ask<T> = (signal: AbortSignal) => Promise<T>;

/** Asks for one thing at a time; what is asked for anew takes the place of what is under way. */
abstract class Question {
  error = $state.raw<ApiError | undefined>(undefined);
  /** A request is under way, be it the first or a later one. */
  fetching = $state(false);
  #running: AbortController | undefined;
  #again = false;

  abstract load(): Promise<void>;
  abstract clear(): void;

  /** Asks again, at most once more while a request is under way: for events that come in bursts. */
  refetch(): void {
    if (this.#running) this.#again = true;
    else void this.load();
  }

  stop(): void {
    this.#running?.abort();
    this.#running = undefined;
    this.#again = false;
    this.fetching = false;
  }

  protected get underWay(): boolean {
    return this.#running !== undefined;
  }

  /** Asks at once and drops what is under way; `put` gets the answer unless something newer was asked meanwhile. */
  protected async run<A>(read: (signal: AbortSignal) => Promise<A>, put: (answer: A) => void): Promise<void> {
    this.#running?.abort();
    const controller = new AbortController();
    this.#running = controller;
    this.#again = false;
    this.fetching = true;
    try {
      const answer = await read(controller.signal);
      if (this.#running !== controller) return;
      put(answer);
      this.error = undefined;
    } catch (thrown) {
      if (this.#running !== controller || isAbort(thrown)) return;
      this.error = toApiError(thrown);
    } finally {
      if (this.#running === controller) {
        this.#running = undefined;
        this.fetching = false;
        if (this.#again) void this.load();
      }
    }
  }
}

export class Query<T> extends Question {
  data = $state.raw<T | undefined>(undefined);

  constructor(readonly ask: Ask<T>) {
    super();
  }

  get loading(): boolean {
    return this.data === undefined && this.error === undefined;
  }

  /** Asks anew at once and drops what is under way. */
  async load(): Promise<void> {
    await this.run(
      (signal) => this.ask(signal),
      (data) => (this.data = data),
    );
  }

  /** Puts an answer in place that came another way, such as from a change just made. */
  set(data: T): void {
    this.data = data;
    this.error = undefined;
  }

  clear(): void {
    this.stop();
    this.data = undefined;
    this.error = undefined;
  }
}

interface Rows<T> {
  items: T[];
  next: string | null;
}

export class PagedQuery<T> extends Question {
  items = $state.raw<T[]>([]);
  loaded = $state(false);
  #next = $state.raw<string | null>(null);

  constructor(readonly ask: (cursor: string | undefined, signal: AbortSignal) => Promise<Page<T>>) {
    super();
  }

  get loading(): boolean {
    return !this.loaded && this.error === undefined;
  }
  get empty(): boolean {
    return this.loaded && this.items.length === 0;
  }
  get hasMore(): boolean {
    return this.#next !== null;
  }

  /** Reads the list anew: as many rows as are shown now, so that the reader's place stays. */
  async load(): Promise<void> {
    const wanted = this.items.length;
    await this.#read(async (signal) => {
      const items: T[] = [];
      let cursor: string | undefined;
      do {
        const page = await this.ask(cursor, signal);
        items.push(...page.items);
        cursor = page.next_cursor ?? undefined;
      } while (cursor && items.length < wanted);
      return { items, next: cursor ?? null };
    });
  }

  /** Reads the next page, unless there is none or a request is under way. */
  async more(): Promise<void> {
    const cursor = this.#next;
    if (cursor === null || this.underWay) return;
    await this.#read(async (signal) => {
      const page = await this.ask(cursor, signal);
      return { items: [...this.items, ...page.items], next: page.next_cursor ?? null };
    });
  }

  clear(): void {
    this.stop();
    this.items = [];
    this.#next = null;
    this.loaded = false;
    this.error = undefined;
  }

  #read(read: (signal: AbortSignal) => Promise<Rows<T>>): Promise<void> {
    return this.run(read, ({ items, next }) => {
      this.items = items;
      this.#next = next;
      this.loaded = true;
    });
  }
}

export interface LiveOptions {
  /** Events after which the answer is read again. */
  live?: readonly EventKind[];
  /** Narrows `live`, for example to one subject. */
  when?: (event: DomainEvent) => boolean;
  /** When this value changes, what is shown belongs to something else and is cleared before asking. */
  key?: () => unknown;
}

interface Asked {
  load(): Promise<void>;
  clear(): void;
  stop(): void;
}

/**
 * Asks for the component's life: at once, and again when `key` or `reload` changes. Another key clears what is shown
 * first.
 */
export function keepAsking(
  asked: Asked,
  { key, reload }: { key?: () => unknown; reload?: () => unknown },
): void {
  let first = true;
  let last: unknown;
  $effect(() => {
    const now = key?.();
    reload?.();
    untrack(() => {
      if (!first && now !== last) asked.clear();
      first = false;
      last = now;
      void asked.load();
    });
  });
  $effect(() => () => asked.stop());
}

function connect(query: Question, options: LiveOptions & { reload?: () => unknown }) {
  const live = useLive();
  keepAsking(query, options);
  $effect(() => {
    if (!options.live) return;
    return live.on(
      options.live,
      (event) => {
        if (options.when?.(event) ?? true) query.refetch();
      },
      () => query.refetch(),
    );
  });
}

/**
 * A query for the component's life: asked at once, again when `options.key` changes, and after the events named.
 * A change of `reload()` asks anew but keeps what is shown until the answer is there. Call while the component is set up.
 */
export function useQuery<T>(ask: Ask<T>, options: LiveOptions & { reload?: () => unknown } = {}): Query<T> {
  const query = new Query(ask);
  connect(query, options);
  return query;
}

/** As `useQuery`, for lists. A change of `reload()` asks anew but keeps the rows until the answer is there. */
export function usePagedQuery<T>(
  ask: (cursor: string | undefined, signal: AbortSignal) => Promise<Page<T>>,
  options: LiveOptions & { reload?: () => unknown } = {},
): PagedQuery<T> {
  const query = new PagedQuery(ask);
  connect(query, options);
  return query;
}
