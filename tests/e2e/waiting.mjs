// Waiting for what a program says or does, never for a time to pass.
import { createInterface } from 'node:readline';

/** Long enough for a slow machine; a test that waits in vain fails with what it waited for. */
export const PATIENCE_MS = 30_000;

/** The lines of a stream, kept, so that one can wait for a line that has come already. */
export class Lines {
  #lines = [];
  #taken = 0;
  #waiting = new Set();
  #ended = false;

  constructor(stream) {
    const reader = createInterface({ input: stream });
    reader.on('line', (line) => this.#add(line));
    reader.on('close', () => {
      this.#ended = true;
      for (const look of [...this.#waiting]) look();
    });
  }

  #add(line) {
    this.#lines.push(line);
    for (const look of [...this.#waiting]) look();
  }

  get all() {
    return [...this.#lines];
  }

  /** Forgets the lines so far: only later ones are waited for. */
  skip() {
    this.#taken = this.#lines.length;
  }

  /** The first line, not taken before, of which `find` makes something; it and those before it count as taken. */
  next(find, what) {
    return new Promise((resolve, reject) => {
      const stop = (settle) => {
        clearTimeout(timer);
        this.#waiting.delete(look);
        settle();
      };
      const look = () => {
        for (let at = this.#taken; at < this.#lines.length; at++) {
          let found;
          try {
            found = find(this.#lines[at]);
          } catch (error) {
            this.#taken = at + 1;
            stop(() => reject(error));
            return;
          }
          if (found !== undefined && found !== false && found !== null) {
            this.#taken = at + 1;
            stop(() => resolve(found));
            return;
          }
        }
        if (this.#ended) stop(() => reject(new Error(`ended without ${what}:\n${this.#lines.join('\n')}`)));
      };
      const timer = setTimeout(
        () =>
          stop(() =>
            reject(new Error(`waited in vain for ${what}; it said:\n${this.#lines.slice(-20).join('\n')}`)),
          ),
        PATIENCE_MS,
      );
      this.#waiting.add(look);
      look();
    });
  }
}

/** Asks again until the answer is truthy. For what offers nothing to listen to. */
export async function until(ask, what) {
  const end = Date.now() + PATIENCE_MS;
  let last;
  for (;;) {
    try {
      last = await ask();
      if (last) return last;
    } catch (error) {
      last = error;
    }
    if (Date.now() > end) throw new Error(`waited in vain until ${what}; last: ${last}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
