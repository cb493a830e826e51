import { fireEvent, screen, waitFor, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { FakeApi, problem, recorded } from '../../../test/api';
import { minutesAgo, showInWindow, standard } from '../../../test/window';
import { cashOffers } from '../orders/cash';
import CounterScreen from './CounterScreen.svelte';
import { mayBeCode, readEntry } from './entry';

const eur = (amount: number) => ({ amount, currency: 'EUR' });

const variant = (n: number, changes: Record<string, unknown> = {}) => ({
  id: `var_${n}`,
  product_id: `prd_${n}`,
  product_title: ['Linen shirt', 'Merino jumper', 'Wool scarf'][n] ?? `Product ${n}`,
  variant_title: 'M / Navy',
  sku: `HB-${n}`,
  barcode: `400638133393${n}`,
  size: 'M',
  colour: 'Navy',
  price: eur(1990 + n * 1000),
  compare_at: null,
  allow_backorder: false,
  on_hand: 5,
  image_url: null,
  product_status: 'active',
  ...changes,
});

interface Line {
  variant_id?: string;
  quantity: number;
  unit_price?: number;
}
interface Body {
  lines: Line[];
  payments: { method: string; amount: number; tendered?: number }[];
  request_key: string;
  draft_id?: string;
  contact_id: string | null;
  manual_discount: { rate_ppm?: number } | null;
}

/** A shop with three variants that prices and sells what it is sent. */
function shop(variants = [variant(0), variant(1), variant(2)], handlers = {}): FakeApi {
  const priced = (body: Body) => {
    const lines = body.lines.map((line) => {
      const found = variants.find(({ id }) => id === line.variant_id) ?? variant(9);
      const unit = line.unit_price ?? found.price.amount;
      return { ...found, unit_price: eur(unit), quantity: line.quantity, total: eur(unit * line.quantity) };
    });
    const subtotal = lines.reduce((sum, line) => sum + line.total.amount, 0);
    const discount = Math.round((subtotal * (body.manual_discount?.rate_ppm ?? 0)) / 1_000_000);
    return {
      currency: 'EUR',
      prices_include_tax: true,
      line_items: lines,
      subtotal: eur(subtotal),
      discounts: discount ? [{ discount_id: null, title: 'By hand', code: null, amount: eur(discount) }] : [],
      discount: eur(discount),
      shipping: eur(0),
      shipping_methods: [],
      tax: eur(318),
      taxes: [{ name: 'VAT', rate_ppm: 190_000, base: eur(1672), amount: eur(318) }],
      total: eur(subtotal - discount),
      display_total: null,
      codes: [],
    };
  };
  return standard({
    'GET /api/v1/variants': ({ query }: { query: URLSearchParams }) => {
      const words = (query.get('search') ?? '').toLowerCase();
      const items = variants.filter((entry) => entry.product_title.toLowerCase().includes(words));
      return { items, total: items.length };
    },
    'GET /api/v1/variants/by-code/:code': ({ path }: { path: string }) => {
      const code = decodeURIComponent(path.split('/').at(-1) ?? '');
      return (
        variants.find(({ barcode, sku }) => barcode === code || sku === code) ??
        problem(404, 'not_found', 'No such code.')
      );
    },
    'POST /api/v1/pricing/preview': ({ body }: { body: unknown }) => priced(body as Body),
    'POST /api/v1/sales': ({ body }: { body: unknown }) => {
      const sale = body as Body;
      const price = priced(sale);
      return recorded({
        id: 'ord_1',
        number: '1042',
        currency: 'EUR',
        total: price.total,
        payments: sale.payments.map((payment, index) => ({
          id: `pay_${index}`,
          ...payment,
          change: payment.tendered ? eur(payment.tendered - payment.amount) : null,
        })),
      });
    },
    'GET /api/v1/orders': () => ({ items: [], next_cursor: null }),
    ...handlers,
  });
}

const search = () => screen.getByRole('searchbox', { name: 'Scan, or find a product' });
const cart = () => screen.getByRole('region', { name: 'This sale' });
const inCart = async (count: number) =>
  waitFor(() => expect(within(cart()).getAllByRole('listitem')).toHaveLength(count));
const toPay = (words: string) =>
  waitFor(() => expect(within(cart()).getByRole('status')).toHaveTextContent(words));
/** Writes into the search field at once and presses Enter: as a scanner does, whatever the machine's pace. */
async function enter(words: string) {
  await fireEvent.input(search(), { target: { value: words } });
  await fireEvent.keyDown(search(), { key: 'Enter' });
}
const sale = (fake: FakeApi) => fake.last('POST /api/v1/sales')?.body as Body;

describe('the counter', () => {
  beforeEach(() => localStorage.clear());
  afterEach(() => vi.unstubAllGlobals());

  it('sells by keys alone: scan, Enter, Enter, Enter', async () => {
    const fake = shop();
    showInWindow(CounterScreen);
    await waitFor(() => expect(search()).toHaveFocus());
    const user = userEvent.setup();
    await enter('4006381333930');
    await inCart(1);
    await enter('4006381333931');
    await inCart(2);
    await toPay('€49.80');
    await user.keyboard('{Enter}');
    const dialog = await screen.findByRole('dialog', { name: 'Take the payment' });
    await waitFor(() => expect(within(dialog).getByRole('textbox', { name: 'Given' })).toHaveFocus());
    await user.keyboard('{Enter}');
    expect(await screen.findByRole('dialog', { name: 'Sold' })).toHaveTextContent('Paid exactly');
    expect(sale(fake)).toMatchObject({
      lines: [
        { variant_id: 'var_0', quantity: 1 },
        { variant_id: 'var_1', quantity: 1 },
      ],
      payments: [{ method: 'cash', amount: 4980 }],
      contact_id: null,
    });
    await waitFor(() => expect(screen.getByRole('button', { name: 'Next customer' })).toHaveFocus());
    await user.keyboard('{Enter}');
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    await waitFor(() => expect(search()).toHaveFocus());
    expect(within(cart()).getByText('Nothing scanned yet')).toBeInTheDocument();
  });

  it('counts the same piece twice as two, and takes "3*" before a code', async () => {
    shop();
    showInWindow(CounterScreen);
    const user = userEvent.setup();
    await user.click(search());
    await enter('HB-00');
    expect(await screen.findByRole('alert')).toHaveTextContent('No product has the code HB-00');
    await enter('4006381333930');
    await inCart(1);
    await enter('3*4006381333930');
    await waitFor(() =>
      expect(screen.getByRole('spinbutton', { name: 'Quantity of Linen shirt' })).toHaveValue('4'),
    );
    await toPay('€79.60');
  });

  it('puts a scan together again that a busy machine tore apart', async () => {
    const fake = shop();
    showInWindow(CounterScreen);
    await waitFor(() => expect(search()).toHaveFocus());
    let at = 10_000;
    const key = async (name: string) => {
      const event = new KeyboardEvent('keydown', { key: name, bubbles: true, cancelable: true });
      // As the system says; the page's own clock would make this test a matter of speed.
      Object.defineProperty(event, 'timeStamp', { value: (at += 8) });
      if (!search().dispatchEvent(event) || name.length > 1) return;
      await fireEvent.input(search(), { target: { value: (search() as HTMLInputElement).value + name } });
    };
    for (const name of '40063') await key(name);
    at += 400;
    for (const name of [...'81333930', 'Enter']) await key(name);
    await inCart(1);
    expect(search()).toHaveValue('');
    expect(screen.queryByRole('alert')).toBeNull();
    const looked = () => fake.asked.flatMap(({ path }) => /by-code\/(.*)/.exec(path)?.[1] ?? []);
    expect(looked()).toEqual(['4006381333930']);
    // What stood there by itself is no beginning of the next code.
    await fireEvent.input(search(), { target: { value: 'lin' } });
    at += 400;
    for (const name of [...'4006381333931', 'Enter']) await key(name);
    await inCart(2);
    expect(looked()).toEqual(['4006381333930', '4006381333931']);
    // Nor are figures that belong to nothing.
    await fireEvent.input(search(), { target: { value: '12' } });
    at += 400;
    for (const name of [...'4006381333932', 'Enter']) await key(name);
    await inCart(3);
  });

  it('finds by words and takes the one that the arrows chose', async () => {
    shop();
    showInWindow(CounterScreen);
    const user = userEvent.setup({ delay: 60 });
    await user.click(search());
    await user.keyboard('jum');
    await waitFor(() => expect(screen.queryByRole('button', { name: /Linen shirt/ })).toBeNull());
    await user.keyboard('{Enter}');
    await inCart(1);
    expect(within(cart()).getByText('Merino jumper')).toBeInTheDocument();
    expect(search()).toHaveValue('');
  });

  it('an unknown code is said, and nothing is sold for it', async () => {
    shop();
    showInWindow(CounterScreen);
    await userEvent.click(search());
    await enter('9999999999999');
    expect(await screen.findByRole('alert')).toHaveTextContent('No product has the code 9999999999999');
    expect(within(cart()).queryAllByRole('listitem')).toHaveLength(0);
    const { selectionStart, selectionEnd } = search() as HTMLInputElement;
    expect([selectionStart, selectionEnd]).toEqual([0, 13]);
  });

  it('gives change, and a second payment takes what the first left', async () => {
    const fake = shop();
    showInWindow(CounterScreen);
    await userEvent.click(await screen.findByRole('button', { name: /Wool scarf/ }));
    await toPay('€39.90');
    await userEvent.keyboard('{F9}');
    const dialog = await screen.findByRole('dialog', { name: 'Take the payment' });
    await userEvent.click(within(dialog).getByRole('radio', { name: 'Card' }));
    const amount = within(dialog).getByRole('textbox', { name: 'Amount' });
    await userEvent.clear(amount);
    await userEvent.type(amount, '20');
    await userEvent.click(within(dialog).getByRole('button', { name: 'Take €20.00 of it' }));
    expect(within(dialog).getByText('Still to pay').parentElement).toHaveTextContent('€19.90');
    await userEvent.click(within(dialog).getByRole('radio', { name: 'Cash' }));
    await userEvent.click(within(dialog).getByRole('button', { name: '€50.00' }));
    const done = await screen.findByRole('dialog', { name: 'Sold' });
    expect(done).toHaveTextContent('Change to give €30.10');
    expect(sale(fake).payments).toEqual([
      { method: 'card', amount: 2000 },
      { method: 'cash', amount: 1990, tendered: 5000 },
    ]);
  });

  it('a lost answer is sent again with the same key, and never twice at once', async () => {
    let lost = true;
    const fake = shop(undefined, {
      'POST /api/v1/sales': () => {
        if (lost) throw new TypeError('network');
        return recorded({ id: 'ord_1', number: '1042', currency: 'EUR', total: eur(1990), payments: [] });
      },
    });
    showInWindow(CounterScreen);
    await userEvent.click(await screen.findByRole('button', { name: /Linen shirt/ }));
    await toPay('€19.90');
    await userEvent.keyboard('{F9}');
    await userEvent.click(await screen.findByRole('button', { name: 'Exact' }));
    expect(await screen.findByRole('alert')).toHaveTextContent('it will not be sold twice');
    const first = sale(fake).request_key;
    lost = false;
    await userEvent.click(screen.getByRole('button', { name: 'Exact' }));
    await screen.findByRole('dialog', { name: 'Sold' });
    expect(sale(fake).request_key).toBe(first);
    expect(first.length).toBeGreaterThan(20);
    expect(fake.count('POST /api/v1/sales')).toBe(2);
  });

  it('asks what to do when there is not enough, and sells what is left', async () => {
    shop([variant(0, { on_hand: 1 })]);
    showInWindow(CounterScreen);
    const tile = await screen.findByRole('button', { name: /Linen shirt/ });
    await userEvent.click(tile);
    await userEvent.click(tile);
    const dialog = await screen.findByRole('dialog', { name: 'Not enough in stock' });
    expect(dialog).toHaveTextContent('1 of “Linen shirt, M / Navy” is left, and you want to sell 2');
    await userEvent.click(within(dialog).getByRole('button', { name: 'Sell only 1' }));
    expect(screen.getByRole('spinbutton', { name: 'Quantity of Linen shirt' })).toHaveValue('1');
    await toPay('€19.90');
  });

  it('corrects the stock when the piece is there after all', async () => {
    const fake = shop([variant(0, { on_hand: 0 })], {
      'GET /api/v1/stock/locations': () => [{ id: 'loc_1', name: 'Shop', active: true }],
      'POST /api/v1/stock/adjustments': () => recorded({ levels: [], movements: [] }),
    });
    showInWindow(CounterScreen);
    await userEvent.click(await screen.findByRole('button', { name: /Linen shirt/ }));
    await userEvent.click(await screen.findByRole('button', { name: 'It is here: correct the stock' }));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(fake.last('POST /api/v1/stock/adjustments')?.body).toMatchObject({
      location_id: 'loc_1',
      word: 'found',
      lines: [{ variant_id: 'var_0', change: 1 }],
    });
  });

  it('when the shop refuses for want of stock, the same question is asked and nothing is sold', async () => {
    shop(undefined, {
      'POST /api/v1/sales': () => {
        const refused = problem(409, 'out_of_stock', 'Only 0 left.');
        Object.assign(refused.body as object, { variant_id: 'var_0', left: 0 });
        return refused;
      },
    });
    showInWindow(CounterScreen);
    await userEvent.click(await screen.findByRole('button', { name: /Linen shirt/ }));
    await toPay('€19.90');
    await userEvent.keyboard('{F9}');
    await userEvent.click(await screen.findByRole('button', { name: 'Exact' }));
    const dialog = await screen.findByRole('dialog', { name: 'Not enough in stock' });
    await userEvent.click(within(dialog).getByRole('button', { name: 'Take it out of this sale' }));
    await waitFor(() => expect(within(cart()).getByText('Nothing scanned yet')).toBeInTheDocument());
  });

  it('takes a discount in percent', async () => {
    const fake = shop();
    showInWindow(CounterScreen);
    await userEvent.click(await screen.findByRole('button', { name: /Linen shirt/ }));
    await toPay('€19.90');
    await userEvent.click(within(cart()).getByRole('button', { name: 'Discount' }));
    const dialog = await screen.findByRole('dialog', { name: 'Discount on this sale' });
    await userEvent.type(within(dialog).getByRole('textbox', { name: /Percent/ }), '10');
    await userEvent.click(within(dialog).getByRole('button', { name: 'Apply' }));
    await toPay('€17.91');
    expect(within(cart()).getByText('By hand')).toBeInTheDocument();
    expect(fake.last('POST /api/v1/pricing/preview')?.body).toMatchObject({
      manual_discount: { kind: 'percent', rate_ppm: 100_000 },
    });
  });

  it('a parked sale is put into the shop’s file and continued from there', async () => {
    const parked = {
      id: 'ord_7',
      number: 'D7',
      contact: null,
      total: eur(1990),
      item_count: 1,
      updated_at: minutesAgo(5),
      version: 3,
    };
    const state = { parked: [] as unknown[] };
    const fake = shop(undefined, {
      'GET /api/v1/orders': () => ({ items: state.parked, next_cursor: null }),
      'POST /api/v1/orders': () => {
        state.parked = [parked];
        return recorded(parked, 'opr_1', 201);
      },
      'GET /api/v1/orders/:id': () => ({
        ...parked,
        line_items: [
          {
            id: 'lin_1',
            product_id: 'prd_0',
            variant_id: 'var_0',
            title: 'Linen shirt',
            variant_title: 'M / Navy',
            sku: 'HB-0',
            quantity: 2,
            unit_price: eur(1990),
            image_url: null,
          },
        ],
        ship_to: { name: '', address: '', country: '', region: '' },
        shipping_method: null,
        discount_codes: [],
        manual_discount: null,
        note: '',
        tags: [],
      }),
    });
    showInWindow(CounterScreen);
    await userEvent.click(await screen.findByRole('button', { name: /Linen shirt/ }));
    await inCart(1);
    await userEvent.keyboard('{F8}');
    await waitFor(() => expect(within(cart()).getByText('Nothing scanned yet')).toBeInTheDocument());
    expect(fake.last('POST /api/v1/orders')?.body).toMatchObject({ channel: 'counter' });
    await userEvent.click(await screen.findByRole('button', { name: '1 parked sale' }));
    await userEvent.click(await screen.findByRole('button', { name: 'Continue' }));
    await inCart(1);
    await toPay('€39.80');
    await userEvent.keyboard('{F9}');
    await userEvent.click(await screen.findByRole('button', { name: 'Exact' }));
    await screen.findByRole('dialog', { name: 'Sold' });
    expect(sale(fake)).toMatchObject({ draft_id: 'ord_7', lines: [{ line_item_id: 'lin_1', quantity: 2 }] });
  });

  it('what stood on the counter is there again when the window comes back', async () => {
    const fake = shop();
    const { unmount } = showInWindow(CounterScreen);
    await userEvent.click(await screen.findByRole('button', { name: /Linen shirt/ }));
    await toPay('€19.90');
    unmount();
    showInWindow(CounterScreen);
    await inCart(1);
    await toPay('€19.90');
    expect(fake.count('POST /api/v1/sales')).toBe(0);
  });
});

it.each([
  ['linen', { quantity: 1, words: 'linen' }],
  ['3*linen', { quantity: 3, words: 'linen' }],
  [' 12 x 4006381333931', { quantity: 12, words: '4006381333931' }],
  ['2×', { quantity: 2, words: '' }],
  ['0*linen', { quantity: 1, words: '0*linen' }],
  ['4xl shirt', { quantity: 4, words: 'l shirt' }],
])('"%s" is %o', (typed, entry) => expect(readEntry(typed)).toEqual(entry));

it.each([
  ['4006381333931', true],
  ['LD-S', false],
  ['HB-1', true],
  ['linen 3', false],
])('%s may be a code: %s', (words, may) => expect(mayBeCode(words)).toBe(may));

it.each([
  [4980, 2, [5000]],
  [1990, 2, [2000, 5000, 10000]],
  [1234, 2, [1300, 1500, 2000, 5000]],
  [5000, 2, [6000, 10000, 20000]],
  [1980, 0, [2000, 5000, 10000, 20000]],
])('for %d with %d digits people give %o', (due, digits, offers) =>
  expect(cashOffers(due, digits).slice(0, offers.length)).toEqual(offers),
);
