import { describe, expect, it, vi } from 'vitest';
import { ApiError } from './errors';
import { PagedQuery, Query } from './query.svelte';

function deferred<T>() {
  let resolve!: (value: T) => void;
  let reject!: (reason: unknown) => void;
  const promise = new Promise<T>((yes, no) => {
    resolve = yes;
    reject = no;
  });
  return { promise, resolve, reject };
}

describe('Query', () => {
  it('is loading until the first answer', async () => {
    const answer = deferred<number>();
    const query = new Query(() => answer.promise);
    const done = query.load();
    expect(query.loading).toBe(true);
    answer.resolve(7);
    await done;
    expect([query.loading, query.data, query.fetching]).toEqual([false, 7, false]);
  });

  it('keeps the old answer while it asks again, and when that fails', async () => {
    const answers = [Promise.resolve(1), Promise.reject(new ApiError('internal', 500, ''))];
    const query = new Query(() => answers.shift() ?? Promise.resolve(0));
    await query.load();
    await query.load();
    expect(query.data).toBe(1);
    expect(query.error?.code).toBe('internal');
  });

  it('drops a slow answer that a newer request has overtaken', async () => {
    const [slow, quick] = [deferred<string>(), deferred<string>()];
    const answers = [slow, quick];
    const signals: AbortSignal[] = [];
    const query = new Query((signal) => {
      signals.push(signal);
      return (answers.shift() ?? quick).promise;
    });
    const first = query.load();
    const second = query.load();
    quick.resolve('new');
    await second;
    slow.resolve('old');
    await first;
    expect(query.data).toBe('new');
    expect(signals[0]?.aborted).toBe(true);
  });

  it('answers a burst of events with one more request', async () => {
    const first = deferred<number>();
    const ask = vi.fn(() => (ask.mock.calls.length === 1 ? first.promise : Promise.resolve(2)));
    const query = new Query(ask);
    const done = query.load();
    for (let i = 0; i < 5; i += 1) query.refetch();
    first.resolve(1);
    await done;
    await vi.waitFor(() => expect(query.data).toBe(2));
    expect(ask).toHaveBeenCalledTimes(2);
  });

  it('says nothing about a request that was stopped', async () => {
    const answer = deferred<number>();
    const query = new Query(() => answer.promise);
    const done = query.load();
    query.stop();
    answer.reject(new DOMException('aborted', 'AbortError'));
    await done;
    expect(query.error).toBeUndefined();
  });
});

describe('PagedQuery', () => {
  const PAGES: Record<string, { items: number[]; next_cursor: string | null }> = {
    start: { items: [1, 2], next_cursor: 'b' },
    b: { items: [3, 4], next_cursor: 'c' },
    c: { items: [5], next_cursor: null },
  };
  const paged = () => {
    const ask = vi.fn((cursor: string | undefined) =>
      Promise.resolve(PAGES[cursor ?? 'start'] ?? { items: [], next_cursor: null }),
    );
    return { ask, query: new PagedQuery<number>(ask) };
  };

  it('grows page by page until the end', async () => {
    const { query, ask } = paged();
    await query.load();
    expect([query.items, query.hasMore]).toEqual([[1, 2], true]);
    await query.more();
    await query.more();
    expect([query.items, query.hasMore]).toEqual([[1, 2, 3, 4, 5], false]);
    await query.more();
    expect(ask).toHaveBeenCalledTimes(3);
  });

  it('reads as many rows again as it shows', async () => {
    const { query } = paged();
    await query.load();
    await query.more();
    await query.load();
    expect(query.items).toEqual([1, 2, 3, 4]);
  });

  it('is empty only after an answer', async () => {
    const query = new PagedQuery<number>(() => Promise.resolve({ items: [], next_cursor: null }));
    expect([query.loading, query.empty]).toEqual([true, false]);
    await query.load();
    expect([query.loading, query.empty]).toEqual([false, true]);
  });

  it('keeps its rows when the next page fails', async () => {
    const query = new PagedQuery<number>((cursor) =>
      cursor
        ? Promise.reject(new ApiError('internal', 500, ''))
        : Promise.resolve({ items: [1], next_cursor: 'b' }),
    );
    await query.load();
    await query.more();
    expect(query.items).toEqual([1]);
    expect(query.error?.code).toBe('internal');
    expect(query.hasMore).toBe(true);
  });
});
