import { screen, waitFor, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { problem, recorded } from '../../../test/api';
import { showInWindow, standard } from '../../../test/window';
import { detail, eur, line } from './fixtures';
import OrderEditor from './OrderEditor.svelte';

const shirt = {
  id: 'var_1',
  product_id: 'prd_1',
  product_title: 'Linen shirt',
  variant_title: 'M / Navy',
  sku: 'HB-1',
  barcode: '4006381333931',
  price: eur(1990),
  allow_backorder: false,
  on_hand: 5,
  image_url: null,
  product_status: 'active',
};

interface Body {
  lines: { quantity: number; unit_price?: number }[];
  shipping_method: string | null;
}

function shop(handlers = {}) {
  return standard({
    'GET /api/v1/variants': () => ({ items: [shirt], total: 1 }),
    'GET /api/v1/variants/by-code/:code': ({ path }: { path: string }) =>
      path.endsWith('4006381333931') ? shirt : problem(404, 'not_found'),
    'POST /api/v1/pricing/preview': ({ body }: { body: unknown }) => {
      const { lines, shipping_method } = body as Body;
      const priced = lines.map(({ quantity, unit_price = 1990 }) => ({
        unit_price: eur(unit_price),
        total: eur(unit_price * quantity),
      }));
      const subtotal = priced.reduce((sum, { total }) => sum + total.amount, 0);
      const shipping = shipping_method ? 490 : 0;
      return {
        currency: 'EUR',
        prices_include_tax: true,
        line_items: priced,
        subtotal: eur(subtotal),
        discounts: [],
        discount: eur(0),
        shipping: eur(shipping),
        shipping_methods: [{ name: 'Standard', price: eur(490), days_min: 2, days_max: 4 }],
        tax: eur(318),
        taxes: [{ name: 'VAT', rate_ppm: 190_000, base: eur(1672), amount: eur(318) }],
        total: eur(subtotal + shipping),
        display_total: null,
        codes: [],
      };
    },
    'GET /api/v1/contacts': () => ({
      items: [
        { id: 'con_1', display_name: 'Amelia Hartwell', email: null, phone: '+15550100', order_count: 2 },
      ],
      next_cursor: null,
    }),
    'GET /api/v1/contacts/:id': () => ({
      id: 'con_1',
      display_name: 'Amelia Hartwell',
      address: 'Lindenstraße 12\n10969 Berlin',
    }),
    ...handlers,
  });
}

const total = (words: string) =>
  waitFor(() =>
    expect(
      within(screen.getByRole('region', { name: 'What it costs' })).getByText('Total').parentElement,
    ).toHaveTextContent(words),
  );

describe('an order that is put together', () => {
  beforeEach(() => localStorage.clear());
  afterEach(() => vi.unstubAllGlobals());

  it('is placed with customer, products, shipping and its price', async () => {
    const fake = shop({
      'POST /api/v1/orders': () =>
        recorded(detail({ id: 'ord_5', status: 'draft', number: 'D5', version: 1 })),
      'POST /api/v1/orders/:id/place': () => recorded(detail({ id: 'ord_5', number: '1043' })),
    });
    const go = vi.fn();
    showInWindow(OrderEditor, { go });
    await userEvent.type(screen.getByRole('combobox', { name: 'Customer' }), 'ame');
    await userEvent.click(await screen.findByRole('option', { name: /Amelia Hartwell/ }));
    await userEvent.type(screen.getByRole('combobox', { name: 'Add a product' }), 'lin');
    await userEvent.click(await screen.findByRole('option', { name: /Linen shirt/ }));
    await total('€19.90');
    await userEvent.click(screen.getByRole('button', { name: 'One more' }));
    await total('€39.80');
    await userEvent.selectOptions(screen.getByRole('combobox', { name: 'Shipping' }), 'Standard, €4.90');
    await total('€44.70');
    expect(screen.getByRole('textbox', { name: 'Street, postcode and town' })).toHaveValue(
      'Lindenstraße 12\n10969 Berlin',
    );
    await userEvent.click(screen.getByRole('button', { name: 'Place the order' }));
    await waitFor(() => expect(go).toHaveBeenCalledWith('/orders/ord_5'));
    expect(fake.last('POST /api/v1/orders')?.body).toMatchObject({
      contact_id: 'con_1',
      lines: [{ variant_id: 'var_1', quantity: 2 }],
      shipping_method: 'Standard',
      ship_to: { name: 'Amelia Hartwell', address: 'Lindenstraße 12\n10969 Berlin' },
      channel: 'office',
    });
    expect(fake.last('POST /api/v1/orders/ord_5/place')?.body).toEqual({ version: 1 });
    expect(localStorage.getItem('draft:new')).toBeNull();
  });

  it('takes a scanned label, and another price than the catalog’s', async () => {
    const fake = shop();
    showInWindow(OrderEditor, { go: vi.fn() });
    await userEvent.keyboard('4006381333931{Enter}');
    await total('€19.90');
    const price = screen.getByRole('textbox', { name: 'Price of Linen shirt' });
    await userEvent.clear(price);
    await userEvent.type(price, '15');
    await userEvent.tab();
    await total('€15.00');
    expect(fake.last('POST /api/v1/pricing/preview')?.body).toMatchObject({ lines: [{ unit_price: 1500 }] });
  });

  it('a refusal keeps everything; the next try makes no second draft', async () => {
    let refuse = true;
    const fake = shop({
      'POST /api/v1/orders': () =>
        recorded(detail({ id: 'ord_5', status: 'draft', number: 'D5', version: 1 })),
      'POST /api/v1/orders/:id/place': () =>
        refuse
          ? problem(409, 'conflict', 'Only 0 of Linen shirt are left.')
          : recorded(detail({ id: 'ord_5' })),
    });
    const go = vi.fn();
    showInWindow(OrderEditor, { go });
    await userEvent.keyboard('4006381333931{Enter}');
    await total('€19.90');
    await userEvent.click(screen.getByRole('button', { name: 'Place the order' }));
    expect(await screen.findByRole('alert')).toHaveTextContent('Only 0 of Linen shirt are left.');
    refuse = false;
    await userEvent.click(screen.getByRole('button', { name: 'Place the order' }));
    await waitFor(() => expect(go).toHaveBeenCalledWith('/orders/ord_5'));
    expect(fake.count('POST /api/v1/orders')).toBe(1);
  });

  it('a customer that is new is added on the way', async () => {
    const fake = shop({
      'GET /api/v1/contacts': () => ({ items: [], next_cursor: null }),
      'POST /api/v1/contacts': ({ body }: { body: unknown }) =>
        recorded({ id: 'con_9', ...(body as object) }),
    });
    showInWindow(OrderEditor, { go: vi.fn() });
    await userEvent.type(screen.getByRole('combobox', { name: 'Customer' }), 'Zoe Lang');
    await userEvent.click(await screen.findByRole('option', { name: 'Create “Zoe Lang”' }));
    await userEvent.type(screen.getByRole('textbox', { name: /Phone/ }), '+15550101');
    await userEvent.click(screen.getByRole('button', { name: 'Add the customer' }));
    expect(await screen.findByText('Zoe Lang')).toBeInTheDocument();
    expect(fake.last('POST /api/v1/contacts')?.body).toEqual({
      display_name: 'Zoe Lang',
      phone: '+15550101',
    });
  });

  it('a stored draft is continued and saved with its lines', async () => {
    const stored = detail({ id: 'ord_5', status: 'draft', number: 'D5', version: 4, line_items: [line()] });
    const fake = shop({
      'PATCH /api/v1/orders/:id': () => recorded({ ...stored, version: 5 }),
    });
    showInWindow(OrderEditor, { go: vi.fn(), order: stored });
    expect(screen.getByRole('heading', { name: 'Draft D5' })).toBeInTheDocument();
    expect(screen.getByRole('button', { name: 'Save the draft' })).toBeDisabled();
    await userEvent.click(screen.getByRole('button', { name: 'One more' }));
    await userEvent.click(screen.getByRole('button', { name: 'Save the draft' }));
    await waitFor(() => expect(screen.getByRole('button', { name: 'Save the draft' })).toBeDisabled());
    expect(fake.last('PATCH /api/v1/orders/ord_5')?.body).toMatchObject({
      version: 4,
      lines: [{ line_item_id: 'lin_1', quantity: 3 }],
    });
  });
});
