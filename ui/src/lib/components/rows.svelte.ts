/** Which rows of a DataTable are in sight, and which are drawn. All rows have one height, under a head that stays. */

export const HEAD_PX = 36;
const OVERSCAN_ROWS = 10;

export class RowWindow {
  /** The element that scrolls, and how high it is. */
  view = $state<HTMLElement>();
  height = $state(0);
  #offset = $state(0);

  constructor(
    private readonly count: () => number,
    private readonly rowHeight: () => number,
    /** A row that stays drawn, however far the table is scrolled. */
    private readonly kept: () => number | undefined,
  ) {}

  /** The rows in sight: from `first`, `last` not included. */
  readonly first = $derived.by(() => Math.max(0, Math.floor(this.#offset / this.rowHeight())));
  readonly last = $derived.by(() =>
    Math.min(this.count(), Math.ceil((this.#offset + this.height) / this.rowHeight())),
  );
  readonly drawn = $derived.by(() => {
    const count = this.count();
    const from = Math.max(0, Math.min(this.first, count) - OVERSCAN_ROWS);
    const to = Math.min(count, this.last + OVERSCAN_ROWS);
    const rows = Array.from({ length: Math.max(0, to - from) }, (_, step) => from + step);
    const kept = this.kept();
    if (kept !== undefined && (kept < from || kept >= to)) rows.push(kept);
    return rows;
  });
  /** How many rows a page is, for the keys that turn one. */
  readonly page = $derived.by(() => Math.max(1, Math.floor((this.height - HEAD_PX) / this.rowHeight()) - 1));

  scrolled(): void {
    this.#offset = this.view?.scrollTop ?? 0;
  }

  toTop(): void {
    if (this.view) this.view.scrollTop = 0;
    this.#offset = 0;
  }

  /** Scrolls no further than the row needs. */
  reveal(row: number): void {
    const { view } = this;
    if (!view) return;
    const rowHeight = this.rowHeight();
    const room = this.height - HEAD_PX;
    const top = row * rowHeight;
    if (top < view.scrollTop) view.scrollTop = top;
    else if (room > 0 && top + rowHeight > view.scrollTop + room) view.scrollTop = top + rowHeight - room;
    this.#offset = view.scrollTop;
  }
}
