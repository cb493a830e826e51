import { screen, waitFor, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Answer, problem } from '../../../test/api';
import { giveLayout, wideWindow } from '../../../test/layout';
import { minutesAgo, pageIsFree, showInWindow, standard } from '../../../test/window';
import type { Import, ImportRow } from '$lib/api/types';
import ExportScreen from './ExportScreen.svelte';
import ImportDetail from './ImportDetail.svelte';
import { changeable, changeWords, fileSize, stepOf, undoable } from './imports';
import ImportScreen from './ImportScreen.svelte';

const options = {
  match_by: 'auto',
  existing: 'update',
  currency: null,
  stock: 'set',
  location_id: null,
  images: 'remember',
  sheet: null,
  status: null,
  decimal: 'auto',
  default_country: null,
} as const;

const table = (changes: Partial<Import> = {}): Import => ({
  id: 'imp_1',
  file_name: 'prices.csv',
  byte_count: 1234,
  kind: 'products',
  format: 'csv',
  format_label: 'Table (CSV)',
  state: 'analysed',
  mapping_needed: true,
  columns: [
    { column: 0, name: 'Bezeichnung', samples: ['Hemd', 'Hose'], field: 'title' },
    { column: 1, name: 'Preis', samples: ['1.234,50'], field: 'price' },
    { column: 2, name: 'Regal', samples: ['A1'], field: null },
  ],
  fields: [
    { id: 'title', label: 'Title', required: true },
    { id: 'price', label: 'Price', required: false },
    { id: 'season', label: 'Season', required: false },
  ],
  sheets: [],
  encoding: 'windows-1252',
  options: { ...options },
  total_rows: null,
  done_rows: 0,
  counts: { created: 0, changed: 0, unchanged: 0, skipped: 0, rejected: 0 },
  backup_name: null,
  operation_id: null,
  undo_left: null,
  error: null,
  warnings: ['The file was read as windows-1252.'],
  archive: null,
  created_at: minutesAgo(2),
  started_at: null,
  finished_at: null,
  version: 1,
  ...changes,
});

const row = (position: number, changes: Partial<ImportRow> = {}): ImportRow => ({
  position,
  first_row: position + 2,
  last_row: position + 2,
  title: `Shirt ${position}`,
  outcome: 'created',
  reason: null,
  field: null,
  subject_id: null,
  changes: [{ field: 'Price', before: null, after: '€ 19.99' }],
  ...changes,
});

function shop(first: Import, rows: ImportRow[] = []) {
  const state = { now: first };
  const become = (changes: Partial<Import>) =>
    (state.now = { ...state.now, ...changes, version: state.now.version + 1 });
  const fake = standard({
    'GET /api/v1/imports': () => ({ items: [state.now], next_cursor: null }),
    'GET /api/v1/imports/:id': () => state.now,
    'POST /api/v1/imports': () => new Answer(201, state.now),
    'GET /api/v1/imports/:id/preview': () => ({ columns: ['Bezeichnung'], rows: [['Hemd']] }),
    'PUT /api/v1/imports/:id/setup': () => become({}),
    'POST /api/v1/imports/:id/check': () => become({ state: 'checking', total_rows: 100, done_rows: 40 }),
    'POST /api/v1/imports/:id/start': () => become({ state: 'running', started_at: minutesAgo(0) }),
    'POST /api/v1/imports/:id/pause': () => become({ state: 'paused' }),
    'POST /api/v1/imports/:id/undo': () => become({ state: 'undone', undo_left: 1 }),
    'GET /api/v1/imports/:id/rows': ({ query }) => ({
      items: rows.filter(({ outcome }) => !query.get('outcome') || query.get('outcome') === outcome),
      next_cursor: null,
    }),
  });
  return { fake, state, become };
}

beforeEach(() => {
  giveLayout();
  wideWindow();
});
afterEach(() => vi.unstubAllGlobals());

describe('the states of an import', () => {
  it('say which step it is at and what can be done', () => {
    const steps = (['analysed', 'checking', 'checked', 'running', 'done'] as const).map((state) =>
      stepOf({ state }),
    );
    expect(steps).toEqual(['columns', 'check', 'check', 'import', 'import']);
    expect(changeable({ state: 'failed', started_at: null })).toBe(true);
    expect(changeable({ state: 'failed', started_at: minutesAgo(1) })).toBe(false);
    expect(undoable({ state: 'cancelled', started_at: minutesAgo(1) })).toBe(true);
    expect(undoable({ state: 'checked', started_at: null })).toBe(false);
  });

  it('name changes and sizes in words', () => {
    expect(
      changeWords(row(1, { outcome: 'changed', changes: [{ field: 'Price', before: '€ 5', after: '' }] })),
    ).toBe('Price: € 5 → empty');
    expect(changeWords(row(1))).toBe('Price: € 19.99');
    const sizes = [999, 1234, 12_345_678].map((bytes) => fileSize(bytes, String));
    expect(sizes).toEqual(['999 B', '1.2 KB', '12 MB']);
  });
});

describe('a file', () => {
  const drop = async (name = 'prices.csv') => {
    const group = await screen.findByRole('group', { name: /drop a file/i });
    const field = group.querySelector('input') as HTMLInputElement;
    await userEvent.upload(field, new File(['Title\nShirt\n'], name));
  };

  it('is taken up and opened', async () => {
    const { fake } = shop(table());
    const go = vi.fn();
    showInWindow(ImportScreen, { go });
    await drop();
    await waitFor(() => expect(go).toHaveBeenCalledWith('/import/imp_1'));
    expect(fake.last('POST /api/v1/imports')?.query.get('file_name')).toBe('prices.csv');
    expect(await screen.findByText('Not checked yet')).toBeInTheDocument();
  });

  it('that nobody can read is explained', async () => {
    const { fake } = shop(table());
    fake.on('POST /api/v1/imports', () => problem(422, 'invalid', '“list.pdf” is a PDF document.'));
    const go = vi.fn();
    showInWindow(ImportScreen, { go });
    await drop('list.pdf');
    expect(await screen.findByRole('alert')).toHaveTextContent('is a PDF document');
    expect(go).not.toHaveBeenCalled();
  });
});

describe('an import', () => {
  const show = () => showInWindow(ImportDetail, { id: 'imp_1', go: vi.fn() });

  it('stores what the columns mean and is checked', async () => {
    const { fake } = shop(table());
    show();
    const meaning = await screen.findByRole('combobox', { name: 'What is “Regal”?' });
    await userEvent.selectOptions(meaning, 'Season');
    await userEvent.selectOptions(screen.getByRole('combobox', { name: 'Stock' }), 'Do not touch');
    await userEvent.click(screen.getByRole('button', { name: 'Check the file' }));
    expect(await screen.findByRole('progressbar')).toHaveAttribute('aria-valuenow', '40');
    const setup = fake.last('PUT /api/v1/imports/:id/setup')?.body as {
      mapping: unknown;
      options: { stock: string };
    };
    expect(setup.mapping).toEqual([
      { column: 0, field: 'title' },
      { column: 1, field: 'price' },
      { column: 2, field: 'season' },
    ]);
    expect(setup.options.stock).toBe('ignore');
  });

  it('says what is wrong with the mapping', async () => {
    const { fake } = shop(table());
    fake.on('PUT /api/v1/imports/:id/setup', () =>
      problem(422, 'invalid', 'Look again.', [{ field: 'mapping', detail: 'Two columns are “Title”.' }]),
    );
    show();
    await userEvent.click(await screen.findByRole('button', { name: 'Check the file' }));
    expect(await screen.findByRole('alert')).toHaveTextContent('Two columns are “Title”.');
    expect(fake.count('POST /api/v1/imports/:id/check')).toBe(0);
  });

  it('shows refused rows first, with the reason, and imports the others', async () => {
    const counts = { created: 3, changed: 1, unchanged: 9, skipped: 0, rejected: 1 };
    const { fake } = shop(table({ state: 'checked', counts, total_rows: 14, done_rows: 14 }), [
      row(0),
      row(1, { outcome: 'rejected', reason: 'Price: “twenty” is not a number.', changes: [] }),
    ]);
    show();
    const grid = await screen.findByRole('grid', { name: 'Entries of the file' });
    expect(await within(grid).findByText('Price: “twenty” is not a number.')).toBeInTheDocument();
    expect(within(grid).queryByText('Shirt 0')).not.toBeInTheDocument();
    expect(screen.getByRole('link', { name: 'Download refused rows' })).toHaveAttribute(
      'href',
      '/api/v1/imports/imp_1/rejected',
    );
    await userEvent.click(screen.getByRole('radio', { name: /All/ }));
    await userEvent.click(await screen.findByRole('button', { name: 'Details of Shirt 0' }));
    expect(within(await screen.findByRole('dialog')).getByText('€ 19.99')).toBeInTheDocument();
    await userEvent.click(screen.getAllByRole('button', { name: 'Close' })[0] as HTMLElement);
    await pageIsFree();
    await userEvent.click(screen.getByRole('button', { name: 'Import 4 entries' }));
    await waitFor(() => expect(fake.count('POST /api/v1/imports/:id/start')).toBe(1));
    await userEvent.click(await screen.findByRole('button', { name: 'Pause' }));
    expect(await screen.findByRole('button', { name: 'Go on' })).toBeInTheDocument();
  });

  it('follows what happens and is taken back', async () => {
    const { become } = shop(
      table({ state: 'running', started_at: minutesAgo(1), total_rows: 10, done_rows: 2 }),
    );
    const { happen } = show();
    expect(await screen.findByRole('progressbar')).toHaveAttribute('aria-valuenow', '20');
    become({ state: 'done', counts: { created: 9, changed: 1, unchanged: 0, skipped: 0, rejected: 0 } });
    happen('import.updated', 'imp_1');
    expect(await screen.findByText('9 entries created, 1 entry changed')).toBeInTheDocument();
    await userEvent.click(screen.getByRole('button', { name: 'Take the import back' }));
    expect(await screen.findByText('1 entry was changed since and stayed as they are.')).toBeInTheDocument();
  });

  it('of a whole shop asks before it replaces the present one', async () => {
    const archive = { made_at: minutesAgo(60), shop_name: 'Old shop', rows: 12, files: 3, now: null };
    const { fake } = shop(
      table({ kind: 'archive', format_label: 'Whole shop', mapping_needed: false, archive }),
    );
    show();
    await userEvent.click(await screen.findByRole('button', { name: 'Replace the shop with this archive' }));
    expect(fake.count('POST /api/v1/imports/:id/start')).toBe(0);
    await userEvent.click(await screen.findByRole('button', { name: 'Replace it' }));
    await waitFor(() => expect(fake.count('POST /api/v1/imports/:id/start')).toBe(1));
  });
});

describe('an export', () => {
  it('is made in a format that fits, and downloaded', async () => {
    const made: Record<string, unknown>[] = [];
    const fake = standard({
      'GET /api/v1/exports': () => ({ items: made, next_cursor: null }),
      'POST /api/v1/exports': ({ body }) => {
        const wanted = body as { what: string; format: string };
        made.push({
          id: 'exp_1',
          ...wanted,
          folder: null,
          state: 'done',
          file_name: 'contacts.vcf',
          byte_count: 2048,
          done: 5,
          total: 5,
          error: null,
          created_at: minutesAgo(0),
          finished_at: minutesAgo(0),
        });
        return new Answer(202, made[0]);
      },
    });
    showInWindow(ExportScreen, { go: vi.fn() });
    await userEvent.click(await screen.findByRole('radio', { name: /Contacts/ }));
    await userEvent.selectOptions(
      screen.getByRole('combobox', { name: 'Format' }),
      'Contact cards for phones (vCard)',
    );
    await userEvent.click(screen.getByRole('button', { name: 'Export' }));
    expect(await screen.findByRole('link', { name: 'Download' })).toHaveAttribute(
      'href',
      '/api/v1/exports/exp_1/file',
    );
    expect(fake.last('POST /api/v1/exports')?.body).toEqual({ what: 'contacts', format: 'vcard' });
  });
});
