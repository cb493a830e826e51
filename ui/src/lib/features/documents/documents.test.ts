import { screen, waitFor, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { notify } from '$lib/components';
import { problem, recorded } from '../../../test/api';
import { minutesAgo, showInWindow, standard } from '../../../test/window';
import LabelDialog from './LabelDialog.svelte';
import OrderDocuments from './OrderDocuments.svelte';
import { printPages, saveDocument, type PageImages, type ShopDocument } from './paper';

const eur = (amount: number) => ({ amount, currency: 'EUR' });
const SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"/>';
const pages = (count = 1): PageImages => ({
  page_count: count,
  pages: Array.from({ length: Math.min(count, 3) }, () => ({ width_mm: 210, height_mm: 297, svg: SVG })),
});

const issued = (changes: Partial<ShopDocument> = {}): ShopDocument => ({
  id: 'doc_1',
  kind: 'invoice',
  number: 'INV-2026-00042',
  order: { id: 'ord_1', number: '1042' },
  contact: { id: 'con_1', display_name: 'Amelia Hartwell' },
  issued_on: '2026-03-10',
  issued_at: minutesAgo(5),
  total: eur(4990),
  language: 'en',
  paper: 'a4',
  corrects: null,
  credited: null,
  voided: false,
  file_name: 'INV-2026-00042.pdf',
  pdf_url: '/api/v1/documents/doc_1/pdf',
  ...changes,
});

const order = {
  id: 'ord_1',
  number: '1042',
  status: 'placed',
  currency: 'EUR',
  total: eur(4990),
  line_items: [
    { id: 'lin_1', title: 'Merino jumper', variant_title: 'M / Navy', quantity: 2 },
    { id: 'lin_2', title: 'Socks', variant_title: '', quantity: 1 },
  ],
};

beforeEach(() => {
  URL.createObjectURL = vi.fn(() => 'blob:page');
  URL.revokeObjectURL = vi.fn();
  localStorage.clear();
});

describe('an order’s documents', () => {
  const ISSUE = 'POST /api/v1/orders/:id/documents';
  const choose = async (name: string) => {
    await userEvent.click(await screen.findByRole('button', { name: /New document/ }));
    // Where it stands is not worked out without a layout, so it counts as hidden.
    await userEvent.click(await screen.findByText(name, { selector: '[role="menuitem"] span' }));
  };

  it('issues an invoice, shows it and lists it', async () => {
    let items: ShopDocument[] = [];
    const server = standard({
      'GET /api/v1/documents': () => ({ items, next_cursor: null }),
      [ISSUE]: () => {
        items = [issued()];
        return recorded(issued(), 'opr_1', 201);
      },
      'GET /api/v1/documents/:id/pages': () => pages(2),
    });
    showInWindow(OrderDocuments, { order });
    expect(await screen.findByText(/No documents yet/)).toBeVisible();
    await choose('Invoice');
    const dialog = await screen.findByRole('dialog', { name: 'Invoice INV-2026-00042' });
    expect(await within(dialog).findAllByRole('img')).toHaveLength(2);
    expect(server.last(ISSUE)?.body).toEqual({ kind: 'invoice' });
    await userEvent.selectOptions(within(dialog).getByRole('combobox', { name: /Language/ }), 'French');
    await waitFor(() =>
      expect(server.last('GET /api/v1/documents/:id/pages')?.query.get('language')).toBe('fr'),
    );
    await userEvent.click(within(dialog).getByRole('button', { name: 'Close' }));
    expect(await screen.findByRole('button', { name: /Invoice INV-2026-00042.*49\.90/s })).toBeVisible();
  });

  it('says why an order gets no receipt', async () => {
    standard({
      'GET /api/v1/documents': () => ({ items: [], next_cursor: null }),
      [ISSUE]: () => problem(409, 'refused', 'Nothing is paid yet.'),
    });
    showInWindow(OrderDocuments, { order });
    const failed = vi.spyOn(notify, 'failed');
    await choose('Receipt');
    await waitFor(() => expect(failed).toHaveBeenCalledOnce());
    expect(failed.mock.lastCall?.[1]).toMatch(/^Nothing is paid yet/);
    expect(screen.queryByRole('dialog')).toBeNull();
  });

  it('credits pieces of an invoice with a reason', async () => {
    const note = issued({ id: 'doc_2', kind: 'credit_note', number: 'CN-2026-00001' });
    const server = standard({
      'GET /api/v1/documents': () => ({ items: [issued()], next_cursor: null }),
      'GET /api/v1/documents/:id/pages': () => pages(),
      [ISSUE]: () => recorded(note, 'opr_2', 201),
    });
    showInWindow(OrderDocuments, { order });
    await userEvent.click(await screen.findByRole('button', { name: /INV-2026-00042/ }));
    await userEvent.click(await screen.findByRole('button', { name: 'Credit note…' }));
    const dialog = await screen.findByRole('dialog', { name: /Credit note for INV-2026-00042/ });
    await userEvent.selectOptions(within(dialog).getByRole('combobox'), 'Some pieces');
    await userEvent.click(within(dialog).getByRole('button', { name: 'Issue the credit note' }));
    expect(await within(dialog).findByRole('alert')).toHaveTextContent('at least one piece');
    const pieces = within(dialog).getByRole('spinbutton', { name: 'Pieces of Merino jumper' });
    await userEvent.clear(pieces);
    await userEvent.type(pieces, '2{Enter}');
    await userEvent.type(within(dialog).getByRole('textbox', { name: /Reason/ }), 'Too small');
    await userEvent.click(within(dialog).getByRole('button', { name: 'Issue the credit note' }));
    expect(await screen.findByRole('dialog', { name: 'Credit note CN-2026-00001' })).toBeVisible();
    expect(server.last(ISSUE)?.body).toEqual({
      kind: 'credit_note',
      invoice_id: 'doc_1',
      reason: 'Too small',
      lines: [{ line_item_id: 'lin_1', quantity: 2 }],
    });
  });
});

describe('price labels', () => {
  const variants = [
    { variant_id: 'var_1', title: 'Linen dress', variant_title: 'M / Sage', quantity: 4 },
    { variant_id: 'var_2', title: 'Linen dress', variant_title: 'L / Sage', quantity: 0 },
  ];
  const sheet = (id: string, name: string, changes = {}) => ({
    id,
    name,
    paper: 'a4',
    columns: 3,
    rows: 7,
    width: 6350,
    height: 3810,
    margin_top: 1515,
    margin_left: 720,
    gap_x: 255,
    gap_y: 0,
    ...changes,
  });

  it('previews what was chosen and asks for the same PDF', async () => {
    const server = standard({
      'GET /api/v1/labels/sheets': () => [sheet('a4-21', 'A4 · 21 labels'), sheet('a4-8', 'A4 · 8 labels')],
      'POST /api/v1/labels/preview': () => pages(1),
      'POST /api/v1/labels': () => ({}),
    });
    const saved = vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(() => undefined);
    showInWindow(LabelDialog, { open: true, variants });
    expect(await screen.findByText('4 labels on 1 page')).toBeVisible();
    await userEvent.selectOptions(screen.getByRole('combobox', { name: 'Sheet' }), 'A4 · 8 labels');
    await userEvent.selectOptions(screen.getByRole('combobox', { name: 'Code' }), 'Barcode and QR code');
    await userEvent.click(screen.getByRole('checkbox', { name: 'SKU' }));
    await waitFor(() => {
      const body = server.last('POST /api/v1/labels/preview')?.body;
      expect(body).toMatchObject({ sheet: 'a4-8', style: { code: 'both', sku: false, price: true } });
    });
    await userEvent.click(screen.getByRole('button', { name: 'Save as PDF' }));
    await waitFor(() => expect(saved).toHaveBeenCalledOnce());
    expect(server.last('POST /api/v1/labels')?.body).toEqual(
      server.last('POST /api/v1/labels/preview')?.body,
    );
    expect(server.last('POST /api/v1/labels')?.body).toMatchObject({
      items: [{ variant_id: 'var_1', quantity: 4 }],
    });
  });

  it('prints nothing while nothing is asked for', async () => {
    const server = standard({ 'GET /api/v1/labels/sheets': () => [sheet('a4-21', 'A4 · 21 labels')] });
    showInWindow(LabelDialog, { open: true, variants: variants.slice(1) });
    expect(await screen.findByText(/Choose how many labels/)).toBeVisible();
    expect(screen.getByRole('button', { name: 'Print' })).toBeDisabled();
    expect(server.count('POST /api/v1/labels/preview')).toBe(0);
  });
});

describe('getting onto paper', () => {
  it('prints every page in its size from beside the application, and leaves nothing', async () => {
    const decode = vi.fn(() => Promise.resolve());
    HTMLImageElement.prototype.decode = decode;
    const sheets = () => document.querySelector('[data-sheets]');
    const rules = () => [...document.querySelectorAll('style')].map((style) => style.textContent).join('');
    let printed = 0;
    vi.spyOn(window, 'print').mockImplementation(() => {
      printed = sheets()?.querySelectorAll('img').length ?? 0;
    });
    await printPages(pages(2).pages);
    expect(printed).toBe(2);
    expect(decode).toHaveBeenCalledTimes(2);
    expect(rules()).toContain('size:210mm 297mm');
    window.dispatchEvent(new Event('afterprint'));
    await waitFor(() => expect(sheets()).toBeNull());
    expect(rules()).not.toContain('size:210mm 297mm');
    expect(URL.revokeObjectURL).toHaveBeenCalledTimes(2);
  });

  it('saves a copy under the document’s name', () => {
    const click = vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(() => undefined);
    saveDocument(issued(), 'fr');
    const followed = click.mock.contexts[0] as HTMLAnchorElement | undefined;
    expect(followed?.download).toBe('INV-2026-00042.pdf');
    expect(followed?.getAttribute('href')).toBe('/api/v1/documents/doc_1/pdf?download=true&language=fr');
  });
});
