/** How wide a DataTable's columns are: as they were made, as the owner pulled them, and how they share what is left. */
import type { Column } from './table';

const TICK = 'calc(var(--table-edge) + 1.875rem)';

type Sized = Pick<Column<never>, 'id' | 'width' | 'grow' | 'pinned'>;

/** A column that grows takes this many times the share of one that does not. */
const GROWTH = 3;

export class ColumnWidths {
  #pulled = $state.raw<Record<string, number>>({});

  constructor(
    /** The pulled widths are remembered by this name on this machine. */
    private readonly name: string | undefined,
    private readonly columns: () => readonly Sized[],
    private readonly ticked: () => boolean,
  ) {
    this.#pulled = this.#remembered();
  }

  of(column: Sized): number {
    return this.#pulled[column.id] ?? column.width;
  }

  /** `undefined` gives the column its own width back. */
  set(column: Sized, width: number | undefined): void {
    this.#pulled =
      width === undefined
        ? Object.fromEntries(Object.entries(this.#pulled).filter(([other]) => other !== column.id))
        : { ...this.#pulled, [column.id]: width };
    try {
      if (this.name) localStorage.setItem(`table:${this.name}`, JSON.stringify(this.#pulled));
    } catch {
      // Without storage the widths hold until the window closes.
    }
  }

  /** For `grid-template-columns`. The outer columns also hold the table's edges. */
  get template(): string {
    const columns = this.columns();
    const tracks = columns.map((column, index) => {
      const width = this.of(column);
      const edges = (index === 0 && !this.ticked() ? 1 : 0) + (index === columns.length - 1 ? 1 : 0);
      const least = edges === 0 ? `${width}px` : `calc(${width}px + ${edges} * (var(--table-edge) - 0.5rem))`;
      // What the owner pulled stays as it was pulled; the others share the room that is left.
      if (column.id in this.#pulled && !column.grow) return least;
      return `minmax(${least}, ${column.grow ? width * GROWTH : width}fr)`;
    });
    return [...(this.ticked() ? [TICK] : []), ...tracks].join(' ');
  }

  /** The least width of the whole table, as CSS. */
  get least(): string {
    return this.#sum(this.columns());
  }

  /** How wide the columns are that stay in sight, as CSS. */
  get pinned(): string {
    return this.#sum(this.columns().filter(({ pinned }) => pinned));
  }

  /** Where each pinned column stays, as CSS; undefined for those that scroll. */
  get insets(): (string | undefined)[] {
    let before = 0;
    return this.columns().map((column) => {
      if (!column.pinned) return undefined;
      const inset = this.ticked() ? `calc(${TICK} + ${before}px)` : `${before}px`;
      before += this.of(column);
      return inset;
    });
  }

  #sum(columns: readonly Sized[]): string {
    const width = columns.reduce((sum, column) => sum + this.of(column), 0);
    return `calc(${width}px + 2 * var(--table-edge)${this.ticked() ? ' + 1.875rem' : ''})`;
  }

  #remembered(): Record<string, number> {
    try {
      const stored: unknown = this.name && JSON.parse(localStorage.getItem(`table:${this.name}`) ?? '{}');
      return typeof stored === 'object' && stored !== null ? (stored as Record<string, number>) : {};
    } catch {
      return {};
    }
  }
}
