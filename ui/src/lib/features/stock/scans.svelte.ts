/**
 * Scans on their way to the shop: a scanner is faster than the answers, so those that wait go together, in order. A scan
 * that could not be sent stays in line and goes with the next one: nothing that was scanned is forgotten.
 */
import type { StockCount, Stocktake } from '$lib/api/types';

export type Scan = { code: string } | { variant_id: string };

interface Answer {
  counted: StockCount[];
  unknown: string[];
  stocktake: Stocktake;
}

interface Options {
  send: (scans: (Scan & { quantity: number })[]) => Promise<Answer>;
  done: (answer: Answer) => void;
  failed: (thrown: unknown) => void;
}

/** As many as one request may hold. */
const TOGETHER = 200;

export class ScanQueue {
  /** The variant that was counted last. */
  last = $state.raw<StockCount>();
  /** Codes that nothing in the catalog has. */
  unknown = $state.raw<string[]>([]);
  #waiting: Scan[] = [];
  #sending = false;

  constructor(private readonly options: Options) {}

  /** How many have not been counted yet. */
  get waiting(): number {
    return this.#waiting.length;
  }

  add(scan: Scan): void {
    this.#waiting.push(scan);
    void this.#send();
  }

  forget(): void {
    this.unknown = [];
  }

  async #send(): Promise<void> {
    if (this.#sending) return;
    this.#sending = true;
    try {
      while (this.#waiting.length > 0) {
        const sent = this.#waiting.slice(0, TOGETHER);
        const answer = await this.options.send(sent.map((scan) => ({ ...scan, quantity: 1 })));
        this.#waiting.splice(0, sent.length);
        this.last = answer.counted.at(-1) ?? this.last;
        this.unknown = [...new Set([...this.unknown, ...answer.unknown])];
        this.options.done(answer);
      }
    } catch (thrown) {
      this.options.failed(thrown);
    } finally {
      this.#sending = false;
    }
  }
}
