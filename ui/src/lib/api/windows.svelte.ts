/**
 * A list of known length that is read where it is looked at: for tables of 100,000 rows that jump anywhere. What is
 * far from where the owner looks is forgotten again. After an event the rows in sight are read anew and stay shown
 * until then.
 */
import { untrack } from 'svelte';
import { SvelteMap } from 'svelte/reactivity';
import { isAbort, toApiError, type ApiError } from './errors';
import type { DomainEvent, EventKind } from './events';
import { useLive } from './live.svelte';

export interface RowWindow<T> {
  items: readonly T[];
  total: number;
}

export type ReadWindow<T> = (offset: number, limit: number, signal: AbortSignal) => Promise<RowWindow<T>>;

const BLOCK_ROWS = 100;
/** Blocks kept: 4,000 rows. */
const BLOCKS_KEPT = 40;
/** Blocks read ahead of where the owner scrolls to, so that rows are there before they come into sight. */
const BLOCKS_AHEAD = 2;

export class WindowedList<T> {
  total = $state(0);
  loaded = $state(false);
  error = $state.raw<ApiError | undefined>(undefined);
  #blocks = new SvelteMap<number, readonly T[]>();
  #running = new Map<number, AbortController>();
  #stale = new Set<number>();
  #sight = { from: 0, to: 1 };
  /** Changes with every question, so that a late answer to an old one is not taken. */
  #question = 0;

  constructor(readonly read: ReadWindow<T>) {}

  get loading(): boolean {
    return !this.loaded && this.error === undefined;
  }
  get empty(): boolean {
    return this.loaded && this.total === 0;
  }

  /** A row by its number from 0; undefined while it is not read. */
  at = (index: number): T | undefined =>
    this.#blocks.get(Math.floor(index / BLOCK_ROWS))?.[index % BLOCK_ROWS];

  /** These rows are in sight, `to` not included. */
  want = (from: number, to: number): void => {
    const [before] = this.#range();
    const moved = from - this.#sight.from;
    this.#sight = { from, to: Math.max(to, from + 1) };
    const [first, last] = this.#range();
    for (const [block, controller] of this.#running) {
      // Scrolled past before it came: whoever drags the bar through 100,000 rows wants the last place only.
      if (block < first - BLOCKS_AHEAD || block > last + BLOCKS_AHEAD) {
        controller.abort();
        this.#running.delete(block);
      }
    }
    for (let block = first; block <= last; block += 1) this.#fetch(block);
    // Who scrolls goes on; who jumped may have arrived.
    if (moved === 0 || Math.abs(first - before) > BLOCKS_AHEAD) return;
    for (let n = 1; n <= BLOCKS_AHEAD; n += 1) {
      const ahead = moved > 0 ? last + n : first - n;
      if (ahead >= 0 && ahead * BLOCK_ROWS < this.total) this.#fetch(ahead);
    }
  };

  /** Reads what is in sight from the shop again; rows stay until the answer is there. */
  refresh(): void {
    for (const block of this.#blocks.keys()) this.#stale.add(block);
    if (this.error) this.error = undefined;
    const [first, last] = this.#range();
    for (let block = first; block <= last; block += 1) this.#fetch(block);
  }

  /** Another question: nothing of the old answer holds. The rows stay in sight until the first new ones come. */
  restart(): void {
    this.stop();
    this.#question += 1;
    this.#sight = { from: 0, to: 1 };
    this.error = undefined;
    for (const block of this.#blocks.keys()) this.#stale.add(block);
    this.#fetch(0);
  }

  /** Puts a row's new state in place that came another way, such as from a change just made. */
  put(index: number, item: T): void {
    const block = Math.floor(index / BLOCK_ROWS);
    const rows = this.#blocks.get(block);
    if (rows) this.#blocks.set(block, rows.with(index % BLOCK_ROWS, item));
  }

  stop(): void {
    for (const controller of this.#running.values()) controller.abort();
    this.#running.clear();
  }

  #range(): [number, number] {
    const last = Math.max(0, Math.min(this.#sight.to, this.total || 1) - 1);
    return [Math.floor(Math.min(this.#sight.from, last) / BLOCK_ROWS), Math.floor(last / BLOCK_ROWS)];
  }

  #fetch(block: number): void {
    if (this.#running.has(block) || (this.#blocks.has(block) && !this.#stale.has(block))) return;
    const controller = new AbortController();
    const question = this.#question;
    this.#running.set(block, controller);
    void this.read(block * BLOCK_ROWS, BLOCK_ROWS, controller.signal)
      .then((window) => {
        if (this.#running.get(block) !== controller || this.#question !== question) return;
        this.#take(block, window);
      })
      .catch((thrown: unknown) => {
        if (this.#running.get(block) === controller && !isAbort(thrown)) this.error = toApiError(thrown);
      })
      .finally(() => {
        if (this.#running.get(block) === controller) this.#running.delete(block);
      });
  }

  #take(block: number, window: RowWindow<T>): void {
    if (!this.loaded || window.total !== this.total) {
      // Rows came or went: what was read before stands at other places now.
      for (const other of this.#blocks.keys()) if (other !== block) this.#stale.add(other);
      this.total = window.total;
    }
    this.#stale.delete(block);
    this.#blocks.set(block, window.items);
    this.loaded = true;
    this.error = undefined;
    const [first, last] = this.#range();
    for (const other of [...this.#blocks.keys()]) {
      const beyond = other * BLOCK_ROWS >= window.total && other > 0;
      const far = this.#blocks.size > BLOCKS_KEPT && (other < first - 4 || other > last + 4);
      if (beyond || far) {
        this.#blocks.delete(other);
        this.#stale.delete(other);
      }
    }
    for (let other = first; other <= last; other += 1) {
      if (this.#stale.has(other) || !this.#blocks.has(other)) this.#fetch(other);
    }
  }
}

interface WindowOptions {
  live?: readonly EventKind[];
  when?: (event: DomainEvent) => boolean;
  /** When this changes another list is asked for. */
  key?: () => unknown;
}

/** How long events are gathered before what is in sight is read again. */
const GATHER_MS = 150;

/** A windowed list for the component's life. Call while the component is set up. */
export function useWindowedList<T>(read: ReadWindow<T>, options: WindowOptions = {}): WindowedList<T> {
  const list = new WindowedList(read);
  const live = useLive();
  $effect(() => {
    options.key?.();
    untrack(() => list.restart());
  });
  $effect(() => {
    if (!options.live) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const stop = live.on(
      options.live,
      (event) => {
        if (!(options.when?.(event) ?? true)) return;
        timer ??= setTimeout(() => {
          timer = undefined;
          list.refresh();
        }, GATHER_MS);
      },
      () => list.refresh(),
    );
    return () => {
      clearTimeout(timer);
      stop();
    };
  });
  $effect(() => () => list.stop());
  return list;
}
