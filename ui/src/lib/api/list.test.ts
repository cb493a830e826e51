import { describe, expect, it } from 'vitest';
import { ApiError } from './errors';
import { LiveList, mergeHead, mergeTail, type ListSource } from './list.svelte';

interface Row {
  id: string;
  note?: string;
  left?: boolean;
}

const rows = (ids: string): Row[] => [...ids].map((id) => ({ id }));
const ids = (items: readonly Row[] | undefined) => items?.map(({ id }) => id).join('');
const idOf = (row: Row) => row.id;

describe('a page read again at the head', () => {
  it.each([
    ['nothing happened', 'abcdef', 'abc', '', 'abcdef'],
    ['a row rose from below', 'abcdef', 'eab', 'e', 'eabcdf'],
    ['several rose at once', 'abcdefg', 'gfa', 'gf', 'gfabcde'],
    ['a new row came', 'abcdef', 'xab', 'x', 'xabcdef'],
    ['a row of the head was touched and stayed', 'abcdef', 'abc', 'a', 'abcdef'],
  ])('%s', (_what, before, head, touched, after) => {
    expect(ids(mergeHead(rows(before), rows(head), idOf, new Set(touched)))).toBe(after);
  });

  it('replaces the list when there may be unknown rows between', () => {
    expect(mergeHead(rows('abc'), rows('xyz'), idOf)).toBeUndefined();
    expect(mergeHead(rows('abcdefgh'), rows('hgf'), idOf, new Set('hgf'))).toBeUndefined();
  });

  it('takes the new state of rows in the head', () => {
    const merged = mergeHead(rows('ab'), [{ id: 'a', note: 'new' }], idOf);
    expect(merged).toEqual([{ id: 'a', note: 'new' }, { id: 'b' }]);
  });
});

it('a page at the end shows no row twice', () => {
  expect(ids(mergeTail(rows('abc'), rows('cde'), idOf))).toBe('abcde');
});

/** Rows in order, pages of three. */
class Shop implements ListSource<Row> {
  asked: string[] = [];
  failing = false;
  constructor(public all: Row[]) {}
  id = idOf;
  belongs = (row: Row) => row.left !== true;

  async page(cursor: string | undefined) {
    this.asked.push(`page ${cursor ?? 'first'}`);
    if (this.failing) throw new ApiError('storage_unavailable', 503, '');
    const shown = this.all.filter((row) => this.belongs(row));
    const from = cursor === undefined ? 0 : shown.findIndex(({ id }) => id === cursor) + 1;
    const items = shown.slice(from, from + 3);
    return { items, next_cursor: from + 3 < shown.length ? (items.at(-1)?.id ?? null) : null };
  }
  async one(id: string) {
    this.asked.push(`one ${id}`);
    const row = this.all.find((known) => known.id === id);
    if (!row) throw new ApiError('not_found', 404, '');
    return row;
  }
  change(id: string, change: Partial<Row>) {
    this.all = this.all.map((row) => (row.id === id ? { ...row, ...change } : row));
  }
  raise(id: string) {
    this.all = [...this.all.filter((row) => row.id === id), ...this.all.filter((row) => row.id !== id)];
  }
}

async function settled(): Promise<void> {
  for (let round = 0; round < 20; round += 1) await Promise.resolve();
}

async function opened(all: string, pages: number) {
  const shop = new Shop(rows(all));
  const list = new LiveList(shop);
  await list.load();
  for (let page = 1; page < pages; page += 1) await list.more();
  shop.asked = [];
  return { shop, list };
}

describe('a live list', () => {
  it('is loading, then empty or filled, and knows when all is there', async () => {
    const list = new LiveList(new Shop([]));
    expect(list.loading).toBe(true);
    await list.load();
    expect([list.loading, list.empty, list.complete]).toEqual([false, true, true]);
    const { list: filled } = await opened('abcd', 1);
    expect([filled.empty, filled.hasMore]).toEqual([false, true]);
    await filled.more();
    expect([ids(filled.items), filled.hasMore]).toEqual(['abcd', false]);
    await filled.more();
    expect(ids(filled.items)).toBe('abcd');
  });

  it('tells an error only while nothing is shown, and recovers', async () => {
    const shop = new Shop(rows('abc'));
    shop.failing = true;
    const list = new LiveList(shop);
    await list.load();
    expect(list.error?.code).toBe('storage_unavailable');
    shop.failing = false;
    await list.load();
    expect([list.error, ids(list.items)]).toEqual([undefined, 'abc']);
    shop.failing = true;
    list.touch('a');
    await settled();
    expect([list.error, ids(list.items)]).toEqual([undefined, 'abc']);
  });

  it('lets a row rise with one request, however long the list is', async () => {
    const { shop, list } = await opened('abcdefghijkl', 4);
    shop.raise('k');
    list.touch('k');
    await settled();
    expect(ids(list.items)).toBe('kabcdefghijl');
    expect(shop.asked).toEqual(['page first']);
  });

  it('reads a changed row alone when it stays below the head', async () => {
    const { shop, list } = await opened('abcdefghi', 3);
    shop.change('h', { note: 'read' });
    list.touch('h');
    await settled();
    expect(list.items.find(({ id }) => id === 'h')?.note).toBe('read');
    expect(shop.asked).toEqual(['page first', 'one h']);
  });

  it('drops a row that left the list, near the top and far below, and one that is gone', async () => {
    const { shop, list } = await opened('abcdefghi', 3);
    shop.change('b', { left: true });
    shop.change('g', { left: true });
    shop.all = shop.all.filter(({ id }) => id !== 'i');
    list.touch('b');
    list.touch('g');
    list.touch('i');
    await settled();
    expect(ids(list.items)).toBe('acdefh');
  });

  it('gathers a burst of events', async () => {
    const { shop, list } = await opened('abcdefghi', 3);
    for (let time = 0; time < 50; time += 1) list.touch('h');
    await settled();
    expect(shop.asked.filter((asked) => asked === 'page first').length).toBe(2);
  });

  it('ignores what happens to rows that it has not read', async () => {
    const { shop, list } = await opened('abcdefghi', 1);
    list.touch('h');
    await settled();
    expect([ids(list.items), shop.asked]).toEqual(['abc', ['page first']]);
  });

  it('keeps its place in the pages after rows have risen', async () => {
    const { shop, list } = await opened('abcdefghi', 2);
    shop.raise('h');
    list.touch('h');
    await settled();
    await list.more();
    expect(ids(list.items)).toBe('habcdefgi');
  });
});
