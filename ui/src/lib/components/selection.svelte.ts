/**
 * Which rows of a long list are chosen: some by their ids, or all that the filter finds but a few. Ids that were
 * never read belong to "all" as well, so a choice of 100,000 rows is two words.
 */
import { SvelteSet } from 'svelte/reactivity';

/** A choice as a request names it. */
export type Chosen = { all: true; except: string[] } | { all: false; ids: string[] };

export class RowSelection {
  all = $state(false);
  /** The chosen ids, or with `all` those that are not. */
  #ids = new SvelteSet<string>();
  /** Where a range begins. */
  anchor = $state<number | undefined>(undefined);

  has(id: string): boolean {
    return this.all !== this.#ids.has(id);
  }
  count(total: number): number {
    return this.all ? Math.max(0, total - this.#ids.size) : this.#ids.size;
  }
  get empty(): boolean {
    return !this.all && this.#ids.size === 0;
  }
  get chosen(): Chosen {
    return this.all ? { all: true, except: [...this.#ids] } : { all: false, ids: [...this.#ids] };
  }

  set(ids: Iterable<string>, on: boolean): void {
    for (const id of ids) {
      if (on !== this.all) this.#ids.add(id);
      else this.#ids.delete(id);
    }
  }
  toggle(id: string): void {
    this.set([id], !this.has(id));
  }
  /** Everything that the filter finds, read or not. */
  selectAll(): void {
    this.all = true;
    this.#ids.clear();
  }
  clear(): void {
    this.all = false;
    this.#ids.clear();
    this.anchor = undefined;
  }
}
