/** What a DataTable is told about its columns and tells about its cells; and the moves of the cursor, as functions. */
import type { Snippet } from 'svelte';

export interface Choice {
  value: string;
  label: string;
}

export interface Editing<T> {
  /** What stands in the field when editing begins. */
  read: (row: T) => string;
  /** False where this row's cell cannot be changed. */
  when?: (row: T) => boolean;
  /** Why the words cannot be taken, or undefined when they can. */
  check?: (words: string, row: T) => string | undefined;
  inputmode?: 'text' | 'decimal' | 'numeric';
  /** Fixed choices in place of free words. */
  choices?: readonly Choice[];
}

export interface Column<T> {
  id: string;
  title: string;
  /** Pixels; the owner may change it. */
  width: number;
  /** Takes the room that is left. */
  grow?: boolean;
  align?: 'start' | 'end';
  /** The word for this column in `sort.by`; without it the column cannot be sorted by. */
  sort?: string;
  /** Stays in sight while the table scrolls sideways. */
  pinned?: boolean;
  /** The cell's words, unless `cell` draws it. */
  text?: (row: T) => string | number | null | undefined;
  cell?: Snippet<[row: T]>;
  edit?: Editing<T>;
}

export interface Sort {
  by: string;
  descending: boolean;
}

/** One changed cell. */
export interface CellEdit<T> {
  row: T;
  index: number;
  column: string;
  words: string;
}

/** A cell by its row and column, both from 0. Row −1 is the head. */
export interface Place {
  row: number;
  column: number;
}

export interface Extent {
  rows: number;
  columns: number;
  /** How many rows are in sight. */
  page: number;
}

/** Where a key leads from a cell, as in any spreadsheet; undefined for keys that do not move. */
export function moved(
  from: Place,
  key: string,
  { rows, columns, page }: Extent,
  { ctrl = false, rightToLeft = false } = {},
): Place | undefined {
  const forward = rightToLeft ? 'ArrowLeft' : 'ArrowRight';
  const backward = rightToLeft ? 'ArrowRight' : 'ArrowLeft';
  const to = (row: number, column: number): Place => ({
    row: Math.min(rows - 1, Math.max(-1, row)),
    column: Math.min(columns - 1, Math.max(0, column)),
  });
  switch (key) {
    case 'ArrowDown':
      return to(ctrl ? rows - 1 : from.row + 1, from.column);
    case 'ArrowUp':
      return to(ctrl ? 0 : from.row - 1, from.column);
    case forward:
      return to(from.row, ctrl ? columns - 1 : from.column + 1);
    case backward:
      return to(from.row, ctrl ? 0 : from.column - 1);
    case 'Home':
      return to(ctrl ? 0 : from.row, 0);
    case 'End':
      return to(ctrl ? rows - 1 : from.row, columns - 1);
    case 'PageDown':
      return to(from.row + page, from.column);
    case 'PageUp':
      return to(Math.max(0, from.row - page), from.column);
    default:
      return undefined;
  }
}

/** The next cell that can be edited, in reading order; undefined after the last. */
export function nextEditable(
  from: Place,
  by: 1 | -1,
  { rows, columns }: Pick<Extent, 'rows' | 'columns'>,
  editable: (place: Place) => boolean,
  limit = 500,
): Place | undefined {
  let at = from.row * columns + from.column;
  for (let tried = 0; tried < limit; tried += 1) {
    at += by;
    if (at < 0 || at >= rows * columns) return undefined;
    const place = { row: Math.floor(at / columns), column: at % columns };
    if (editable(place)) return place;
  }
  return undefined;
}

/** The lines and cells of a block that was copied in a spreadsheet. */
export function readBlock(copied: string): string[][] {
  const lines = copied.replace(/\r\n?/g, '\n').replace(/\n$/, '').split('\n');
  return lines.map((line) => line.split('\t'));
}

/** Whether a cell can be changed. A row that is not read yet cannot. */
export function isEditable<T>(column: Column<T> | undefined, row: T | undefined): boolean {
  return column?.edit !== undefined && row !== undefined && (column.edit.when?.(row) ?? true);
}

/** What a block that is pasted at a cell changes, and why some of it cannot be taken. Cells that are not editable are left out. */
export function placeBlock<T>(
  block: string[][],
  from: Place,
  columns: readonly Column<T>[],
  count: number,
  at: (index: number) => T | undefined,
): { edits: CellEdit<T>[]; refused: string[] } {
  const edits: CellEdit<T>[] = [];
  const refused: string[] = [];
  for (const [down, line] of block.entries()) {
    for (const [across, cell] of line.entries()) {
      const index = from.row + down;
      const column = columns[from.column + across];
      const row = index < count ? at(index) : undefined;
      if (!column || row === undefined || !isEditable(column, row)) continue;
      const words = cell.trim();
      const error = column.edit?.check?.(words, row);
      if (error) refused.push(error);
      else edits.push({ row, index, column: column.id, words });
    }
  }
  return { edits, refused };
}
