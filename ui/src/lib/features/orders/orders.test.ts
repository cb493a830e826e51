import { screen, waitFor, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { problem } from '../../../test/api';
import { giveLayout } from '../../../test/layout';
import { minutesAgo, showInWindow, standard } from '../../../test/window';
import OrderScreen from './OrderScreen.svelte';
import OrdersScreen from './OrdersScreen.svelte';

const eur = (amount: number) => ({ amount, currency: 'EUR' });

const order = (n: number, changes: Record<string, unknown> = {}) => ({
  id: `ord_${n}`,
  number: String(1041 + n),
  contact: { id: 'con_1', display_name: n % 2 ? 'Amelia Hartwell' : 'Jonas Weber' },
  status: n % 2 ? 'shipped' : 'placed',
  payment_status: 'paid',
  total: eur(4990),
  item_count: 2,
  placed_at: minutesAgo(60 * n),
  created_at: minutesAgo(60 * n),
  first_image_url: null,
  ...changes,
});

const detail = (changes: Record<string, unknown> = {}) => ({
  ...order(1),
  currency: 'EUR',
  subtotal: eur(5000),
  shipping: eur(490),
  discount: eur(500),
  ship_to: { name: 'Amelia Hartwell', address: 'Lindenstraße 12\n10969 Berlin' },
  note: 'Please wrap it',
  cancel_reason: null,
  line_items: [
    {
      id: 'lin_1',
      product_id: 'prd_1',
      title: 'Merino jumper',
      variant_title: 'M / Navy',
      sku: 'HB-1',
      quantity: 2,
      unit_price: eur(2500),
      total: eur(5000),
      image_url: null,
    },
  ],
  payments: [
    {
      id: 'pay_1',
      kind: 'payment',
      method: 'card',
      amount: eur(4990),
      state: 'settled',
      reference: 'ch_1',
      paid_at: minutesAgo(50),
    },
    {
      id: 'pay_2',
      kind: 'refund',
      method: 'gift_card',
      amount: eur(1000),
      state: 'pending',
      reference: null,
      paid_at: minutesAgo(10),
    },
  ],
  fulfilments: [
    {
      id: 'ful_1',
      state: 'in_transit',
      carrier: 'DHL',
      tracking_number: 'JD0146',
      tracking_url: 'https://dhl.example/JD0146',
      shipped_at: minutesAgo(40),
      expected_on: '2026-03-12',
      delivered_at: null,
    },
  ],
  timeline: [
    { at: minutesAgo(60), actor: 'agent', from_status: null, to_status: 'placed', reason: '' },
    {
      at: minutesAgo(40),
      actor: 'owner',
      from_status: 'placed',
      to_status: 'shipped',
      reason: 'Handed to DHL',
    },
  ],
  conversation_id: 'cnv_1',
  version: 2,
  ...changes,
});

beforeEach(giveLayout);
afterEach(() => vi.unstubAllGlobals());

describe('orders', () => {
  const rows = async () =>
    (await within(await screen.findByRole('list', { name: 'Orders' })).findAllByRole('link')).map((link) =>
      link.getAttribute('aria-label'),
    );
  function shop(all = [order(1), order(2), order(3)]) {
    const state = { all };
    const fake = standard({
      'GET /api/v1/orders': ({ query }) => {
        const [status, search] = [query.get('status'), query.get('search') ?? ''];
        const from = Number(query.get('cursor') ?? 0);
        const found = state.all
          .filter((entry) => status === 'all' || entry.status === status)
          .filter((entry) => entry.number.includes(search));
        const next = from + 3;
        return { items: found.slice(from, next), next_cursor: next < found.length ? String(next) : null };
      },
    });
    return { fake, state };
  }

  it('show number, customer, statuses and the total', async () => {
    shop([order(1)]);
    showInWindow(OrdersScreen, { go: vi.fn() });
    const row = await screen.findByRole('link', { name: 'Order 1042 of Amelia Hartwell' });
    expect(row).toHaveAttribute('href', '/orders/ord_1');
    for (const words of ['#1042', 'Shipped', 'Paid', '€49.90', '1 hr ago']) {
      expect(row).toHaveTextContent(words);
    }
  });

  it('are read page after page', async () => {
    const { fake } = shop([1, 2, 3, 4, 5, 6, 7].map((n) => order(n)));
    showInWindow(OrdersScreen, { go: vi.fn() });
    await waitFor(async () => expect((await rows()).length).toBe(7));
    expect(fake.count('GET /api/v1/orders')).toBe(3);
  });

  it('are filtered by status and found by number', async () => {
    shop();
    const view = showInWindow(OrdersScreen, { go: vi.fn() });
    await rows();
    await userEvent.click(screen.getByRole('radio', { name: 'Placed' }));
    await waitFor(async () => expect(await rows()).toEqual(['Order 1043 of Jonas Weber']));
    await userEvent.click(screen.getByRole('radio', { name: 'All' }));
    await userEvent.type(screen.getByRole('searchbox'), '1044{Enter}');
    await waitFor(async () => expect(await rows()).toEqual(['Order 1044 of Amelia Hartwell']));
    await userEvent.type(screen.getByRole('searchbox'), '999{Enter}');
    expect(await screen.findByText('No order found')).toBeInTheDocument();
    await userEvent.click(screen.getByRole('button', { name: 'Clear the search' }));
    await waitFor(async () => expect((await rows()).length).toBe(3));
    view.unmount();
  });

  it('are opened by keys', async () => {
    shop();
    const go = vi.fn();
    showInWindow(OrdersScreen, { go });
    await rows();
    await userEvent.keyboard('jj{Enter}');
    expect(go).toHaveBeenCalledWith('/orders/ord_2');
  });

  it('follow what happens', async () => {
    const { state } = shop();
    const { happen } = showInWindow(OrdersScreen, { go: vi.fn() });
    await rows();
    state.all = [order(9, { number: '1099' }), ...state.all];
    happen('order.updated', 'ord_9');
    await waitFor(async () => expect((await rows())[0]).toBe('Order 1099 of Amelia Hartwell'));
  });

  it('teach the next step when there are none', async () => {
    shop([]);
    showInWindow(OrdersScreen, { go: vi.fn() });
    expect(await screen.findByText('No orders yet')).toBeInTheDocument();
  });

  it('say what is wrong and try again', async () => {
    const { fake } = shop();
    fake.on('GET /api/v1/orders', () => problem(503, 'storage_unavailable'));
    showInWindow(OrdersScreen, { go: vi.fn() });
    const alert = await screen.findByRole('alert');
    fake.on('GET /api/v1/orders', () => ({ items: [order(1)], next_cursor: null }));
    await userEvent.click(within(alert).getByRole('button', { name: 'Try again' }));
    expect((await rows()).length).toBe(1);
  });
});

describe('an order', () => {
  const show = (changes: Record<string, unknown> = {}) => {
    const fake = standard({ 'GET /api/v1/orders/:id': () => detail(changes) });
    return { fake, ...showInWindow(OrderScreen, { id: 'ord_1' }) };
  };
  const card = async (name: string) => within(await screen.findByRole('region', { name }));

  it('shows what was ordered and how the total comes about', async () => {
    show();
    const lines = await card('What was ordered');
    expect(lines.getByRole('link', { name: 'Merino jumper' })).toHaveAttribute('href', '/catalog/prd_1');
    for (const [term, value] of [
      ['Subtotal', '€50.00'],
      ['Discount', '-€5.00'],
      ['Shipping', '€4.90'],
      ['Total', '€49.90'],
    ] as const) {
      expect(lines.getByText(term).parentElement).toHaveTextContent(value);
    }
    expect(lines.getByText('Please wrap it')).toBeInTheDocument();
  });

  it('shows payments and refunds', async () => {
    show();
    const payments = await card('Payments');
    expect(payments.getByText('-€10.00')).toBeInTheDocument();
    expect(payments.getByText('Gift card')).toBeInTheDocument();
    expect(payments.getByText('Pending')).toBeInTheDocument();
  });

  it('shows where the parcel is and where it goes', async () => {
    show();
    const shipping = await card('Shipping');
    expect(shipping.getByText('On its way')).toBeInTheDocument();
    expect(shipping.getByRole('link', { name: 'Track it' })).toHaveAttribute(
      'href',
      'https://dhl.example/JD0146',
    );
    expect(shipping.getByText('Expected 12 Mar 2026')).toBeInTheDocument();
    expect(shipping.getByText(/10969 Berlin/)).toBeInTheDocument();
  });

  it('tells its history, the newest first', async () => {
    show();
    const history = await card('History');
    expect(history.getAllByRole('listitem').map((item) => item.textContent)).toEqual([
      expect.stringContaining('Shipped'),
      expect.stringContaining('Placed'),
    ]);
    expect(history.getByText('Handed to DHL')).toBeInTheDocument();
  });

  it('leads to the conversation with the customer', async () => {
    show();
    expect((await card('Customer')).getByRole('link', { name: 'Open the conversation' })).toHaveAttribute(
      'href',
      '/inbox/cnv_1',
    );
  });

  it('says what is missing', async () => {
    show({ payments: [], fulfilments: [], conversation_id: null, shipping: eur(0), placed_at: null });
    expect(await screen.findByText('Nothing was paid yet')).toBeInTheDocument();
    expect(screen.getByText('Not packed yet')).toBeInTheDocument();
    expect(screen.getByText('Has not written yet')).toBeInTheDocument();
    expect(screen.getByText('Free')).toBeInTheDocument();
  });

  it('follows what happens to it, and to nothing else', async () => {
    const { fake, happen } = show();
    await card('History');
    happen('order.updated', 'ord_2');
    happen('order.updated', 'ord_1');
    await waitFor(() => expect(fake.count('GET /api/v1/orders/:id')).toBe(2));
  });

  it('tells when it is not there', async () => {
    standard();
    showInWindow(OrderScreen, { id: 'ord_9' });
    expect(await screen.findByText('This is not there any more')).toBeInTheDocument();
  });
});
