import { fireEvent, render, screen, waitFor, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { giveLayout } from '../../test/layout';
import DataTable from './DataTable.svelte';
import { RowSelection } from './selection.svelte';
import { moved, nextEditable, readBlock, type Column } from './table';

interface Row {
  id: string;
  name: string;
  price: string;
  fixed?: boolean;
}

const rowOf = (index: number): Row => ({ id: `var_${index}`, name: `Shirt ${index}`, price: String(index) });
const columns: Column<Row>[] = [
  { id: 'name', title: 'Name', width: 200, sort: 'name', text: ({ name }) => name },
  {
    id: 'price',
    title: 'Price',
    width: 100,
    align: 'end',
    text: ({ price }) => price,
    edit: {
      read: ({ price }) => price,
      when: ({ fixed }) => !fixed,
      check: (words) => (/^\d+$/.test(words) ? undefined : 'Not a price'),
    },
  },
  { id: 'stock', title: 'Stock', width: 80, text: () => 3, edit: { read: () => '3' } },
];

beforeEach(giveLayout);
afterEach(() => {
  vi.unstubAllGlobals();
  localStorage.clear();
});

function table(props: Record<string, unknown> = {}) {
  const onedit = vi.fn();
  const view = render(DataTable<Row>, {
    label: 'Variants',
    columns,
    count: 100_000,
    at: rowOf,
    key: (row: Row) => row.id,
    rowLabel: (row: Row) => row.name,
    onedit,
    ...props,
  });
  const grid = screen.getByRole('grid', { name: 'Variants' });
  /** The cell that the keys are on, in words. */
  const here = () => {
    const id = grid.getAttribute('aria-activedescendant');
    return id ? (document.getElementById(id)?.textContent.trim() ?? '') : undefined;
  };
  const edits = () =>
    onedit.mock.calls.map(([list]) =>
      (list as { row: Row; column: string; words: string }[]).map((e) => [e.row.id, e.column, e.words]),
    );
  return { ...view, grid, here, onedit, edits };
}

describe('a table of 100,000 rows', () => {
  it('draws those in sight and says how many there are', () => {
    const { grid } = table();
    expect(grid).toHaveAttribute('aria-rowcount', '100001');
    const rows = within(grid).getAllByRole('row');
    expect(rows.length).toBeGreaterThan(10);
    expect(rows.length).toBeLessThan(60);
    expect(rows[1]).toHaveAttribute('aria-rowindex', '2');
  });

  it('jumps to the end by a key and asks for what is there', async () => {
    const onwindow = vi.fn();
    const onend = vi.fn();
    const { grid, here } = table({ onwindow, onend });
    grid.focus();
    await userEvent.keyboard('{ArrowDown}{Control>}{End}{/Control}');
    expect(here()).toBe('3');
    expect(within(grid).getByText('Shirt 99999')).toBeInTheDocument();
    await waitFor(() => expect(onend).toHaveBeenCalled());
    expect(onwindow.mock.lastCall?.[1]).toBe(100_000);
  });

  it('shows grey where a row is not read yet', () => {
    table({ at: () => undefined, count: 3 });
    expect(screen.getAllByLabelText('Loading…').length).toBe(9);
  });

  it('goes to the beginning when the question changes', async () => {
    const { grid, rerender } = table({ question: 'a' });
    grid.scrollTop = 4000;
    await fireEvent.scroll(grid);
    expect(within(grid).queryByText('Shirt 0')).toBeNull();
    await rerender({ question: 'b' });
    expect(within(grid).getByText('Shirt 0')).toBeInTheDocument();
  });
});

describe('keys', () => {
  it('move as in a spreadsheet', async () => {
    const { grid, here } = table();
    grid.focus();
    await userEvent.keyboard('{ArrowDown}');
    expect(here()).toBe('Shirt 0');
    await userEvent.keyboard('{ArrowDown}{ArrowDown}{ArrowRight}');
    expect(here()).toBe('2');
    await userEvent.keyboard('{ArrowUp}{Home}');
    expect(here()).toBe('Shirt 1');
  });

  it('type over a cell, Enter goes down, and the change is told once', async () => {
    const { grid, here, edits } = table();
    grid.focus();
    await userEvent.keyboard('{ArrowDown}{ArrowRight}');
    await userEvent.keyboard('42{Enter}');
    expect(edits()).toEqual([[['var_0', 'price', '42']]]);
    expect(here()).toBe('1');
    expect(grid).toHaveFocus();
  });

  it('F2 keeps what stands there, Escape leaves it as it was', async () => {
    const { grid, edits } = table();
    grid.focus();
    await userEvent.keyboard('{ArrowDown}{ArrowDown}{ArrowRight}{F2}');
    const field = screen.getByRole('textbox', { name: 'Price' });
    expect(field).toHaveValue('1');
    await userEvent.keyboard('7{Escape}');
    expect(screen.queryByRole('textbox')).toBeNull();
    expect(edits()).toEqual([]);
  });

  it('Tab goes on to the next cell that can be changed, in the next row too', async () => {
    const { grid } = table();
    grid.focus();
    await userEvent.keyboard('{ArrowDown}{ArrowRight}{Enter}{Tab}');
    expect(screen.getByRole('textbox', { name: 'Stock' })).toHaveFocus();
    await userEvent.keyboard('{Tab}');
    expect(screen.getByRole('textbox', { name: 'Price' })).toHaveValue('1');
    await userEvent.keyboard('{Shift>}{Tab}{/Shift}');
    expect(screen.getByRole('textbox', { name: 'Stock' })).toHaveFocus();
  });

  it('keep what cannot be taken, and say why', async () => {
    const { grid, edits } = table();
    grid.focus();
    await userEvent.keyboard('{ArrowDown}{ArrowRight}{Enter}x{Enter}');
    expect(screen.getByRole('alert')).toHaveTextContent('Not a price');
    expect(screen.getByRole('textbox', { name: 'Price' })).toHaveValue('x');
    expect(edits()).toEqual([]);
  });

  it('do not open a cell that may not be changed', async () => {
    const { grid } = table({ at: (index: number) => ({ ...rowOf(index), fixed: true }) });
    grid.focus();
    await userEvent.keyboard('{ArrowDown}{ArrowRight}5');
    expect(screen.queryByRole('textbox')).toBeNull();
  });

  it('Enter opens the row where nothing is to be edited', async () => {
    const onopen = vi.fn();
    const { grid } = table({ onopen });
    grid.focus();
    await userEvent.keyboard('{ArrowDown}{ArrowDown}{Enter}');
    expect(onopen).toHaveBeenCalledExactlyOnceWith(rowOf(1), 1);
  });

  it('on the head sort, and sort the other way', async () => {
    const onsort = vi.fn();
    const { grid } = table({ onsort });
    grid.focus();
    await userEvent.keyboard('{ArrowDown}{ArrowUp}{Enter}');
    expect(onsort).toHaveBeenLastCalledWith({ by: 'name', descending: false });
    expect(screen.getByRole('columnheader', { name: 'Name' })).toHaveAttribute('aria-sort', 'ascending');
    await userEvent.click(screen.getByRole('button', { name: 'Name' }));
    expect(onsort).toHaveBeenLastCalledWith({ by: 'name', descending: true });
  });
});

it('a row is a link, and its other cells open it too', async () => {
  const onopen = vi.fn();
  const selection = new RowSelection();
  table({ onopen, selection, onedit: undefined, href: (row: Row) => `/x/${row.id}` });
  expect(screen.getByRole('link', { name: 'Shirt 1' })).toHaveAttribute('href', '/x/var_1');
  const [, price] = within(screen.getByText('Shirt 1').closest('[role="row"]') as HTMLElement).getAllByRole(
    'gridcell',
  );
  const user = userEvent.setup();
  await user.click(screen.getByRole('checkbox', { name: 'Choose Shirt 1' }));
  expect(onopen).not.toHaveBeenCalled();
  expect(price).toHaveTextContent('Shirt 1');
  await user.click(screen.getAllByText('3')[1] as HTMLElement);
  expect(onopen).toHaveBeenCalledExactlyOnceWith(rowOf(1), 1);
});

it('a press opens a row where nothing can be changed in it', async () => {
  const onopen = vi.fn();
  table({ onopen, onedit: undefined });
  await userEvent.click(screen.getByText('Shirt 2'));
  expect(onopen).toHaveBeenCalledExactlyOnceWith(rowOf(2), 2);
});

it('words stand as far in as the page at both ends, and away from the figures before them', () => {
  table();
  const [name, price, stock] = screen.getAllByRole('columnheader');
  expect(name).toHaveClass('ps-(--table-edge)');
  expect(price).toHaveClass('ps-2', 'pe-2');
  expect(stock).toHaveClass('ps-5', 'pe-(--table-edge)');
});

describe('choosing rows', () => {
  it('by Space, by a range with Shift, by click, and all', async () => {
    const selection = new RowSelection();
    const { grid } = table({ selection });
    grid.focus();
    await userEvent.keyboard('{ArrowDown} {Shift>}{ArrowDown}{ArrowDown}{/Shift}');
    expect(selection.chosen).toEqual({ all: false, ids: ['var_0', 'var_1', 'var_2'] });
    await userEvent.click(screen.getByRole('checkbox', { name: 'Choose Shirt 1' }));
    expect(selection.chosen).toEqual({ all: false, ids: ['var_0', 'var_2'] });
    expect(screen.getByRole('checkbox', { name: 'Choose all' })).toBePartiallyChecked();
    grid.focus();
    await userEvent.keyboard('{Control>}a{/Control}');
    expect(selection.count(100_000)).toBe(100_000);
    await userEvent.click(screen.getByRole('checkbox', { name: 'Choose Shirt 3' }));
    expect(selection.chosen).toEqual({ all: true, except: ['var_3'] });
    expect(screen.getByRole('status')).toHaveTextContent('99,999 chosen');
  });

  it('a range over rows that are not read asks for their ids', async () => {
    const selection = new RowSelection();
    const idsBetween = vi.fn(async (from: number, to: number) =>
      Array.from({ length: to - from }, (_, step) => `var_${from + step}`),
    );
    const at = (index: number) => (index === 1 ? undefined : rowOf(index));
    table({ selection, idsBetween, at });
    const user = userEvent.setup();
    await user.click(screen.getByRole('checkbox', { name: 'Choose Shirt 0' }));
    await user.keyboard('{Shift>}');
    await user.click(screen.getByRole('checkbox', { name: 'Choose Shirt 2' }));
    await user.keyboard('{/Shift}');
    expect(idsBetween).toHaveBeenCalledExactlyOnceWith(0, 3);
    expect(selection.count(100_000)).toBe(3);
  });
});

describe('pasting a block', () => {
  const paste = (grid: HTMLElement, words: string) =>
    fireEvent.paste(grid, { clipboardData: { getData: () => words } });

  it('changes all its cells at once', async () => {
    const { grid, edits } = table();
    grid.focus();
    await userEvent.keyboard('{ArrowDown}{ArrowRight}');
    await paste(grid, '10\t5\r\n20\t6\r\n');
    expect(edits()).toEqual([
      [
        ['var_0', 'price', '10'],
        ['var_0', 'stock', '5'],
        ['var_1', 'price', '20'],
        ['var_1', 'stock', '6'],
      ],
    ]);
  });

  it('changes nothing when one cell does not fit', async () => {
    const { grid, edits } = table();
    grid.focus();
    await userEvent.keyboard('{ArrowDown}{ArrowRight}');
    await paste(grid, '10\nabc');
    expect(edits()).toEqual([]);
  });
});

it('a column keeps the width it was given', async () => {
  const { grid, unmount } = table({ name: 'test' });
  grid.focus();
  await userEvent.keyboard('{ArrowDown}{ArrowUp}{Alt>}{ArrowRight}{/Alt}');
  expect(JSON.parse(localStorage.getItem('table:test') ?? '')).toEqual({ name: 216 });
  unmount();
  table({ name: 'test' });
  expect(screen.getAllByRole('row')[0]?.getAttribute('style')).toContain('216px');
});

describe('moves', () => {
  const extent = { rows: 10, columns: 3, page: 4 };
  it.each([
    ['ArrowRight', {}, { row: 2, column: 2 }],
    ['ArrowRight', { rightToLeft: true }, { row: 2, column: 0 }],
    ['ArrowLeft', { ctrl: true }, { row: 2, column: 0 }],
    ['PageDown', {}, { row: 6, column: 1 }],
    ['PageUp', {}, { row: 0, column: 1 }],
    ['Home', { ctrl: true }, { row: 0, column: 0 }],
    ['End', { ctrl: true }, { row: 9, column: 2 }],
    ['ArrowUp', { ctrl: true }, { row: 0, column: 1 }],
    ['a', {}, undefined],
  ])('%s %o', (key, options, place) =>
    expect(moved({ row: 2, column: 1 }, key, extent, options)).toEqual(place),
  );

  it('the next cell to edit is in reading order, and none after the last', () => {
    const only = ({ column }: { column: number }) => column === 1;
    expect(nextEditable({ row: 0, column: 1 }, 1, extent, only)).toEqual({ row: 1, column: 1 });
    expect(nextEditable({ row: 9, column: 1 }, 1, extent, only)).toBeUndefined();
    expect(nextEditable({ row: 0, column: 1 }, -1, extent, only)).toBeUndefined();
  });

  it('a copied block keeps its empty cells', () =>
    expect(readBlock('a\t\tb\r\n\tc\n')).toEqual([
      ['a', '', 'b'],
      ['', 'c'],
    ]));
});
