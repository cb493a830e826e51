import { screen, waitFor, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it, vi, type MockInstance } from 'vitest';
import { notify } from '$lib/components';
import { problem, recorded } from '../../../test/api';
import { giveLayout } from '../../../test/layout';
import { minutesAgo, showInWindow, standard } from '../../../test/window';
import LevelsScreen from './LevelsScreen.svelte';
import PurchaseOrderScreen from './PurchaseOrderScreen.svelte';
import { ScanQueue, type Scan } from './scans.svelte';
import { readPieces, toneOf } from './stock';
import StocktakeScreen from './StocktakeScreen.svelte';

const eur = (amount: number) => ({ amount, currency: 'EUR' });

const level = (n: number, changes: Record<string, unknown> = {}) => ({
  variant_id: `var_${n}`,
  product_id: `prd_${n}`,
  product_title: ['Linen dress', 'Wool coat', 'Cotton shirt'][n] ?? `Product ${n}`,
  variant_title: 'M / Navy',
  sku: `SKU-${n}`,
  barcode: null,
  image_url: null,
  status: 'active',
  on_hand: 9,
  reserved: 1,
  available: 8,
  incoming: 0,
  allow_backorder: false,
  low_at: 3,
  own_low_at: null,
  product_low_at: null,
  is_low: false,
  low_since: null,
  price: eur(5000),
  cost: eur(2000),
  value: eur(18_000),
  sold_7: 1,
  sold_30: 6,
  sold_90: 20,
  per_day: 0.2,
  days_of_cover: 40,
  suggested_order: 0,
  places: [{ location_id: 'loc_1', name: 'Shop floor', on_hand: 9, reserved: 1, available: 8 }],
  stock_version: 3,
  ...changes,
});
const place = (n: number, name: string) => ({
  id: `loc_${n}`,
  name,
  position: n,
  active: true,
  on_hand: 9,
  version: 1,
});
const summary = {
  variants: 3,
  on_hand: 27,
  reserved: 3,
  incoming: 0,
  low: 1,
  out: 0,
  oversold: 0,
  value: eur(54_000),
  variants_without_cost: 0,
};

/** A scanner is faster than any hand: all keys within one moment. */
function scan(code: string) {
  for (const key of [...code, 'Enter'])
    window.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
}

let done: MockInstance<typeof notify.done>;
let failed: MockInstance<typeof notify.failed>;
beforeEach(() => {
  giveLayout();
  done = vi.spyOn(notify, 'done').mockImplementation(() => undefined);
  failed = vi.spyOn(notify, 'failed').mockImplementation(() => undefined);
});
afterEach(() => vi.restoreAllMocks());

describe('the levels', () => {
  const shop = (levels: unknown[], more: Record<string, () => unknown> = {}) =>
    standard({
      'GET /api/v1/stock/levels': () => ({ items: levels, next_cursor: null }),
      'GET /api/v1/stock/summary': () => summary,
      'GET /api/v1/stock/locations': () => [place(1, 'Shop floor')],
      ...more,
    });

  it('are listed with what is low standing out, and filtered by the address', async () => {
    const api = shop([level(0), level(1, { on_hand: 2, available: 2, is_low: true })]);
    const replace = vi.fn();
    showInWindow(LevelsScreen, { go: vi.fn(), replace });
    const table = await screen.findByRole('grid', { name: 'Stock levels' });
    expect(await within(table).findByText('Linen dress')).toBeInTheDocument();
    expect(screen.getByText('€540.00')).toBeInTheDocument();
    await userEvent.click(screen.getByRole('radio', { name: /Low/ }));
    expect(replace).toHaveBeenCalledWith('/stock?show=low');
    expect(api.last('GET /api/v1/stock/levels')?.query.get('filter')).toBe('all');
  });

  it('are corrected with a reason, and the correction can be taken back', async () => {
    const api = shop([level(0)], {
      'POST /api/v1/stock/adjustments': () => recorded({ levels: [level(0)], changed: 1 }),
    });
    showInWindow(LevelsScreen, { go: vi.fn() });
    await screen.findByText('Linen dress');
    await userEvent.click(screen.getByRole('checkbox', { name: 'Choose Linen dress, M / Navy' }));
    await userEvent.click(await screen.findByRole('button', { name: 'Adjust…' }));
    const dialog = await screen.findByRole('dialog', { name: 'Adjust stock' });
    expect(within(dialog).getByRole('button', { name: 'Adjust' })).toBeDisabled();
    await userEvent.selectOptions(within(dialog).getByRole('combobox', { name: 'Why' }), 'damaged');
    const field = within(dialog).getByRole('spinbutton', { name: 'Should be: Linen dress, M / Navy' });
    await userEvent.clear(field);
    await userEvent.type(field, '7');
    await userEvent.tab();
    await userEvent.click(within(dialog).getByRole('button', { name: 'Adjust' }));
    await waitFor(() => expect(api.count('POST /api/v1/stock/adjustments')).toBe(1));
    expect(api.last('POST /api/v1/stock/adjustments')?.body).toEqual({
      location_id: 'loc_1',
      word: 'damaged',
      lines: [{ variant_id: 'var_0', on_hand: 7 }],
    });
    await waitFor(() =>
      expect(done).toHaveBeenCalledWith('Stock adjusted', expect.objectContaining({ label: 'Undo' })),
    );
  });

  it('teach the next step when there are none', async () => {
    shop([]);
    showInWindow(LevelsScreen, { go: vi.fn() });
    expect(await screen.findByText('Nothing in stock yet')).toBeInTheDocument();
    expect(screen.getByRole('link', { name: 'Open the catalog' })).toHaveAttribute('href', '/catalog');
  });
});

describe('receiving', () => {
  const order = (changes: Record<string, unknown> = {}) => ({
    id: 'por_1',
    number: 'PO-1001',
    supplier: { id: 'sup_1', name: 'Loom' },
    location: { id: 'loc_1', name: 'Shop floor' },
    status: 'ordered',
    expected_on: '2026-03-12',
    ordered_at: minutesAgo(60),
    created_at: minutesAgo(90),
    pieces: 2,
    received: 0,
    total: eur(4000),
    is_late: false,
    version: 2,
    note: '',
    currency: 'EUR',
    lines: [
      {
        id: 'pol_1',
        variant_id: 'var_0',
        product_title: 'Linen dress',
        variant_title: 'M / Navy',
        sku: 'SKU-0',
        barcode: '4006381333931',
        image_url: null,
        quantity: 2,
        received: 0,
        unit_cost: eur(2000),
        total: eur(4000),
      },
    ],
    receipts: [],
    allowed: ['change', 'receive', 'cancel'],
    ...changes,
  });

  it('counts each scan, asks about more than was ordered, and enters what came', async () => {
    const api = standard({
      'GET /api/v1/purchase-orders/:id': () => order(),
      'GET /api/v1/stock/lookup': ({ query }: { query: URLSearchParams }) =>
        query.get('code') === '4006381333931' ? level(0) : problem(404, 'not_found'),
      'POST /api/v1/purchase-orders/:id/receive': () =>
        recorded(order({ status: 'received', received: 3, allowed: [], version: 3 })),
    });
    showInWindow(PurchaseOrderScreen, { id: 'por_1', go: vi.fn() });
    await userEvent.click(await screen.findByRole('button', { name: 'Receive goods' }));
    const dialog = await screen.findByRole('dialog', { name: 'Receive PO-1001' });
    for (let piece = 1; piece <= 3; piece += 1) {
      scan('4006381333931');
      await within(dialog).findByText(`Linen dress, M / Navy: ${piece}`);
    }
    scan('0000000');
    await waitFor(() => expect(failed).toHaveBeenCalledWith('Nothing in the catalog has the code 0000000'));
    const receive = within(dialog).getByRole('button', { name: 'Receive 3 pieces' });
    expect(receive).toBeDisabled();
    await userEvent.click(within(dialog).getByRole('switch', { name: /More came than was ordered/ }));
    await userEvent.click(receive);
    await waitFor(() => expect(api.count('POST /api/v1/purchase-orders/:id/receive')).toBe(1));
    expect(api.last('POST /api/v1/purchase-orders/:id/receive')?.body).toEqual({
      version: 2,
      lines: [{ line_id: 'pol_1', quantity: 3 }],
      accept_more: true,
    });
    await waitFor(() => expect(done).toHaveBeenCalledWith('3 pieces of PO-1001 received', expect.anything()));
  });
});

describe('a stocktake', () => {
  const stocktake = (changes: Record<string, unknown> = {}) => ({
    id: 'stk_1',
    number: 'ST-1001',
    name: '',
    location: { id: 'loc_1', name: 'Shop floor' },
    category: null,
    status: 'open',
    started_at: minutesAgo(5),
    ended_at: null,
    counted_variants: 1,
    counted_pieces: 1,
    difference_pieces: -8,
    difference_value: eur(-16_000),
    uncounted_variants: 2,
    uncounted_pieces: 18,
    moved_while_counting: 0,
    version: 1,
    ...changes,
  });
  const count = (counted: number) => ({
    variant_id: 'var_0',
    product_title: 'Linen dress',
    variant_title: 'M / Navy',
    sku: 'SKU-0',
    barcode: null,
    image_url: null,
    counted,
    expected: 9,
    difference: counted - 9,
    value: eur((counted - 9) * 2000),
    moved_while_counting: false,
    counted_at: minutesAgo(0),
  });

  it('hears a scanner, shows unknown codes, and writes the differences when approved', async () => {
    let counted = 0;
    const api = standard({
      'GET /api/v1/stocktakes/:id': () => stocktake(),
      'GET /api/v1/stocktakes/:id/counts': () => ({
        items: counted > 0 ? [count(counted)] : [],
        next_cursor: null,
      }),
      'POST /api/v1/stocktakes/:id/counts': ({ body }: { body: unknown }) => {
        const known = (body as { counts: { code: string }[] }).counts.filter(
          ({ code }) => code === '4006381333931',
        );
        counted += known.length;
        return {
          counted: known.length > 0 ? [count(counted)] : [],
          unknown: known.length > 0 ? [] : ['99999999'],
          stocktake: stocktake(),
        };
      },
      'POST /api/v1/stocktakes/:id/approve': () => recorded(stocktake({ status: 'approved', version: 2 })),
    });
    showInWindow(StocktakeScreen, { id: 'stk_1' });
    expect(await screen.findByText('Ready to scan')).toBeInTheDocument();
    scan('4006381333931');
    const said = () =>
      screen.getAllByRole('status').map(({ textContent }) => textContent?.replace(/\s+/g, ' ').trim());
    await waitFor(() => expect(said()).toContain('Linen dress, M / Navy 1'));
    scan('4006381333931');
    await waitFor(() => expect(said()).toContain('Linen dress, M / Navy 2'));
    scan('99999999');
    expect(await screen.findByText('Codes that nothing has: 99999999')).toBeInTheDocument();
    await userEvent.click(screen.getByRole('button', { name: 'Approve differences' }));
    const dialog = await screen.findByRole('dialog', { name: 'Approve ST-1001' });
    await userEvent.click(within(dialog).getByRole('switch', { name: /set 2 variants to 0/ }));
    await userEvent.click(within(dialog).getByRole('button', { name: 'Approve differences' }));
    await waitFor(() =>
      expect(api.last('POST /api/v1/stocktakes/:id/approve')?.body).toEqual({
        version: 1,
        uncounted: 'zero',
      }),
    );
    await waitFor(() => expect(done).toHaveBeenCalledWith('ST-1001 approved', expect.anything()));
  });
});

describe('scans on their way', () => {
  const answer = { counted: [], unknown: [], stocktake: {} as never };

  it('go together when they are faster than the answers, and none is lost when one fails', async () => {
    const sent: Scan[][] = [];
    const failed = vi.fn();
    let fails = false;
    let release: () => void = () => undefined;
    const queue = new ScanQueue({
      send: async (scans) => {
        sent.push(scans);
        await new Promise<void>((resolve) => (release = resolve));
        if (fails) throw new Error('away');
        return answer;
      },
      done: vi.fn(),
      failed,
    });
    queue.add({ code: 'a' });
    queue.add({ code: 'b' });
    queue.add({ code: 'c' });
    release();
    await vi.waitFor(() => expect(sent.length).toBe(2));
    fails = true;
    release();
    await vi.waitFor(() => expect(failed).toHaveBeenCalledOnce());
    expect(queue.waiting).toBe(2);
    fails = false;
    queue.add({ code: 'd' });
    await vi.waitFor(() => expect(sent.length).toBe(3));
    release();
    await vi.waitFor(() => expect(queue.waiting).toBe(0));
    expect(sent.map((scans) => scans.map((one) => ('code' in one ? one.code : '')).join(''))).toEqual([
      'a',
      'bc',
      'bcd',
    ]);
  });
});

describe('words of stock', () => {
  it('reads pieces as people write them', () => {
    for (const [typed, pieces] of [
      ['12', 12],
      [' 1,200 ', 1200],
      ['0', 0],
      ['-1', undefined],
      ['1e3', undefined],
      ['', undefined],
    ] as const)
      expect(readPieces(typed), typed).toBe(pieces);
  });

  it('marks what is low, and what is sold out unless it can be backordered', () => {
    expect(toneOf({ available: 0, is_low: true, allow_backorder: false })).toBe('bad');
    expect(toneOf({ available: 0, is_low: true, allow_backorder: true })).toBe('warn');
    expect(toneOf({ available: 2, is_low: true, allow_backorder: false })).toBe('warn');
    expect(toneOf({ available: 4, is_low: false, allow_backorder: false })).toBe('neutral');
  });
});
