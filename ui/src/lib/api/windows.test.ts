import { describe, expect, it, vi } from 'vitest';
import { WindowedList } from './windows.svelte';

interface Asked {
  offset: number;
  signal: AbortSignal;
  answer: (total?: number) => void;
}

/** A shop of rows "0", "1", … that answers when it is told to. */
function shop() {
  const asked: Asked[] = [];
  const list = new WindowedList<string>(
    (offset, limit, signal) =>
      new Promise((resolve, reject) => {
        signal.addEventListener('abort', () => reject(new DOMException('', 'AbortError')));
        const answer = (total = 100_000) =>
          resolve({
            items: Array.from({ length: Math.max(0, Math.min(limit, total - offset)) }, (_, i) =>
              String(offset + i),
            ),
            total,
          });
        asked.push({ offset, signal, answer });
      }),
  );
  const answerAll = async (total?: number) => {
    for (const each of asked.splice(0)) each.answer(total);
    await vi.waitFor(() => expect(list.loading).toBe(false));
    await Promise.resolve();
  };
  return { list, asked, answerAll };
}

describe('a list that is read where it is looked at', () => {
  it('reads its beginning, then the place that is jumped to', async () => {
    const { list, asked, answerAll } = shop();
    list.restart();
    await answerAll();
    expect([list.total, list.at(5), list.at(50_000)]).toEqual([100_000, '5', undefined]);
    list.want(49_990, 50_010);
    expect(asked.map(({ offset }) => offset)).toEqual([49_900, 50_000]);
    await answerAll();
    expect([list.at(49_999), list.at(50_000)]).toEqual(['49999', '50000']);
  });

  it('reads ahead of who scrolls, in the direction of the scrolling and not beyond the ends', async () => {
    const { list, asked, answerAll } = shop();
    const offsets = () => asked.map(({ offset }) => offset);
    list.restart();
    await answerAll(450);
    list.want(10, 30);
    expect(offsets()).toEqual([100, 200]);
    await answerAll(450);
    list.want(190, 210);
    expect(offsets()).toEqual([300, 400]);
    await answerAll(450);
    list.want(380, 400);
    expect(offsets()).toEqual([]);
    list.refresh();
    await answerAll(450);
    list.want(310, 330);
    expect(offsets()).toEqual([200, 100]);
  });

  it('gives up what was scrolled past before it came', async () => {
    const { list, asked, answerAll } = shop();
    list.restart();
    await answerAll();
    list.want(10_000, 10_020);
    list.want(90_000, 90_020);
    expect(asked.map(({ offset, signal }) => [offset, signal.aborted])).toEqual([
      [10_000, true],
      [90_000, false],
    ]);
    expect(list.error).toBeUndefined();
  });

  it('shows the old rows until what is in sight was read again', async () => {
    const { list, asked, answerAll } = shop();
    list.restart();
    await answerAll();
    list.want(0, 20);
    list.refresh();
    expect(list.at(0)).toBe('0');
    expect(asked.map(({ offset }) => offset)).toEqual([0]);
    await answerAll(10);
    await vi.waitFor(() => expect(list.total).toBe(10));
    expect(list.at(50)).toBeUndefined();
  });

  it('takes no answer to an earlier question', async () => {
    const { list, asked } = shop();
    list.restart();
    const [early] = asked.splice(0);
    list.restart();
    early?.answer(7);
    asked[0]?.answer(3);
    await vi.waitFor(() => expect(list.total).toBe(3));
  });

  it('forgets what is far away', async () => {
    const { list, answerAll } = shop();
    list.restart();
    await answerAll();
    for (let from = 0; from < 10_000; from += 100) {
      list.want(from, from + 20);
      await answerAll();
      await vi.waitFor(() => expect(list.at(from)).toBe(String(from)));
    }
    expect(list.at(0)).toBeUndefined();
    expect(list.at(9_900)).toBe('9900');
  });
});
