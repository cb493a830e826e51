/**
 * A long list that stays right while things happen: pages are read at its end, and after an event only its head
 * and the rows that the event is about are read again, however far down the reader is.
 */
import { isAbort, toApiError, type ApiError } from './errors';
import type { EventKind } from './events';
import { useLive } from './live.svelte';
import { keepAsking } from './query.svelte';
import type { Page } from './types';

export interface ListSource<T> {
  /** One page of the list, from its newest end. */
  page(cursor: string | undefined, signal: AbortSignal): Promise<Page<T>>;
  /** The present state of one row; throws `not_found` when it is gone. */
  one(id: string, signal: AbortSignal): Promise<T>;
  id(item: T): string;
  /** False when a row, as it is now, has left this list. */
  belongs?(item: T): boolean;
}

/**
 * Puts a newly read first page on top of the list; the rows below it stay where they are. `touched` are the rows
 * that something happened to: they may have risen from anywhere. Undefined when no other row connects the page
 * with the list, for there may be unknown rows between the two, and the page must replace the list.
 */
export function mergeHead<T>(
  current: readonly T[],
  head: readonly T[],
  id: (item: T) => string,
  touched: ReadonlySet<string> = new Set(),
): T[] | undefined {
  const known = new Set(current.map(id));
  const connected = head.some((item) => known.has(id(item)) && !touched.has(id(item)));
  if (!connected) return undefined;
  const inHead = new Set(head.map(id));
  return [...head, ...current.filter((item) => !inHead.has(id(item)))];
}

/** Adds a page at the end. A row that came up meanwhile is already there and is not shown twice. */
export function mergeTail<T>(current: readonly T[], page: readonly T[], id: (item: T) => string): T[] {
  const known = new Set(current.map(id));
  return [...current, ...page.filter((item) => !known.has(id(item)))];
}

/** After so many events at once the rows are not read one by one. */
const ROWS_READ_SINGLY = 12;

export class LiveList<T> {
  items = $state.raw<T[]>([]);
  error = $state.raw<ApiError | undefined>(undefined);
  loaded = $state(false);
  /** A page at the end is being read. */
  extending = $state(false);
  #next = $state.raw<string | null>(null);
  #loading: AbortController | undefined;
  #refreshing = false;
  #subjects = new Set<string>();
  #dirty = false;

  constructor(readonly source: ListSource<T>) {}

  get loading(): boolean {
    return !this.loaded && this.error === undefined;
  }
  get empty(): boolean {
    return this.loaded && this.items.length === 0;
  }
  get hasMore(): boolean {
    return this.#next !== null;
  }
  get complete(): boolean {
    return this.loaded && this.#next === null;
  }

  /** Reads the list from its beginning; what is shown stays until the answer is there. */
  async load(): Promise<void> {
    await this.#run(async (signal) => {
      const page = await this.source.page(undefined, signal);
      return () => {
        this.items = page.items;
        this.#next = page.next_cursor ?? null;
        this.loaded = true;
      };
    });
  }

  /** Reads the next page, unless there is none or one is under way. */
  async more(): Promise<void> {
    const cursor = this.#next;
    if (cursor === null || this.#loading) return;
    this.extending = true;
    await this.#run(async (signal) => {
      const page = await this.source.page(cursor, signal);
      return () => {
        this.items = mergeTail(this.items, page.items, this.source.id);
        this.#next = page.next_cursor ?? null;
      };
    });
  }

  /** Something happened to these rows. Bursts are gathered into one reading. */
  touch(subject?: string): void {
    this.#dirty = true;
    if (subject !== undefined) this.#subjects.add(subject);
    if (!this.#refreshing && !this.#loading && this.loaded) void this.#refresh();
    else if (!this.loaded && this.error !== undefined) void this.load();
  }

  /** Puts a row's new state in place that came another way, such as from a change just made. */
  put(item: T): void {
    const id = this.source.id(item);
    if (this.source.belongs && !this.source.belongs(item)) {
      this.items = this.items.filter((row) => this.source.id(row) !== id);
    } else {
      this.items = this.items.map((row) => (this.source.id(row) === id ? item : row));
    }
  }

  clear(): void {
    this.stop();
    this.items = [];
    this.#next = null;
    this.loaded = false;
    this.error = undefined;
  }

  stop(): void {
    this.#loading?.abort();
    this.#loading = undefined;
    this.extending = false;
    this.#subjects.clear();
    this.#dirty = false;
  }

  async #refresh(): Promise<void> {
    this.#refreshing = true;
    const controller = new AbortController();
    this.#loading = controller;
    this.#dirty = false;
    const subjects = [...this.#subjects];
    this.#subjects.clear();
    try {
      const head = await this.source.page(undefined, controller.signal);
      if (this.#loading !== controller) return;
      const inHead = new Set(head.items.map(this.source.id));
      const rows = new Set(this.items.map(this.source.id));
      const below = subjects.filter((subject) => rows.has(subject) && !inHead.has(subject));
      const merged =
        head.next_cursor === null
          ? undefined
          : mergeHead(this.items, head.items, this.source.id, new Set(subjects));
      if (merged && below.length <= ROWS_READ_SINGLY) {
        const states = await Promise.all(below.map((id) => this.#state(id, controller.signal)));
        if (this.#loading !== controller) return;
        this.items = merged;
        for (const [index, state] of states.entries()) {
          if (state === 'gone') this.items = this.items.filter((row) => this.source.id(row) !== below[index]);
          else this.put(state);
        }
      } else {
        this.items = head.items;
        this.#next = head.next_cursor ?? null;
      }
      this.error = undefined;
    } catch (thrown) {
      // The rows shown are the newest known; the connection's banner tells that they may be out of date.
      if (!isAbort(thrown) && this.items.length === 0) this.error = toApiError(thrown);
    } finally {
      this.#refreshing = false;
      if (this.#loading === controller) this.#loading = undefined;
      if (this.#dirty && this.loaded && !this.#loading) void this.#refresh();
    }
  }

  async #state(id: string, signal: AbortSignal): Promise<T | 'gone'> {
    try {
      return await this.source.one(id, signal);
    } catch (thrown) {
      if (toApiError(thrown).code === 'not_found') return 'gone';
      throw thrown;
    }
  }

  async #run(read: (signal: AbortSignal) => Promise<() => void>): Promise<void> {
    this.#loading?.abort();
    const controller = new AbortController();
    this.#loading = controller;
    try {
      const apply = await read(controller.signal);
      if (this.#loading !== controller) return;
      apply();
      this.error = undefined;
    } catch (thrown) {
      if (this.#loading !== controller || isAbort(thrown)) return;
      this.error = toApiError(thrown);
    } finally {
      if (this.#loading === controller) {
        this.#loading = undefined;
        this.extending = false;
        if (this.#dirty && this.loaded) void this.#refresh();
      }
    }
  }
}

interface LiveListOptions {
  live?: readonly EventKind[];
  /** When this changes the list is another one: its rows are cleared and read from the beginning. */
  key?: () => unknown;
  /** When this changes the list is read from the beginning, and its rows stay until the answer is there. */
  reload?: () => unknown;
}

/** A live list for the component's life. Call while the component is set up. */
export function useLiveList<T>(source: ListSource<T>, options: LiveListOptions = {}): LiveList<T> {
  const list = new LiveList(source);
  const live = useLive();
  keepAsking(list, options);
  $effect(() => {
    if (!options.live) return;
    return live.on(
      options.live,
      (event) => list.touch(event.subject),
      () => void list.load(),
    );
  });
  return list;
}
