import { screen, waitFor, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { problem, recorded } from '../../../test/api';
import { giveLayout } from '../../../test/layout';
import { showInWindow, standard } from '../../../test/window';
import { detail, eur, line, order, payment } from './fixtures';
import { readFilters, toQuery, writeFilters } from './filters';
import OrderScreen from './OrderScreen.svelte';
import OrdersScreen from './OrdersScreen.svelte';

beforeEach(giveLayout);
afterEach(() => {
  vi.unstubAllGlobals();
  localStorage.clear();
});

describe('orders', () => {
  const rows = async () =>
    (await within(await screen.findByRole('grid', { name: 'Orders' })).findAllByRole('link')).map((link) =>
      link.getAttribute('aria-label'),
    );
  function shop(all = [order(1), order(2), order(3)]) {
    const state = { all };
    const fake = standard({
      'GET /api/v1/orders': ({ query }) => {
        const [status, search] = [query.get('status'), query.get('search') ?? ''];
        const from = Number(query.get('cursor') ?? 0);
        const found = state.all
          .filter((entry) => status === null || entry.status === status)
          .filter((entry) => entry.number.includes(search));
        const next = from + 3;
        return { items: found.slice(from, next), next_cursor: next < found.length ? String(next) : null };
      },
      'GET /api/v1/orders/counts': () => ({ to_ship: 4, draft: 1, return_requested: 0 }),
    });
    return { fake, state };
  }

  it('show number, customer, statuses and the total', async () => {
    shop([order(1)]);
    showInWindow(OrdersScreen, { go: vi.fn() });
    const link = await screen.findByRole('link', { name: 'Order 1042 of Amelia Hartwell' });
    expect(link).toHaveAttribute('href', '/orders/ord_1');
    for (const words of ['#1042', 'Amelia Hartwell', 'Shipped', 'Paid', 'Sent', '€49.90', 'Assistant']) {
      expect(link.closest('[role="row"]')).toHaveTextContent(words);
    }
    expect(screen.getByRole('radio', { name: 'To ship 4' })).toBeInTheDocument();
  });

  it('are read page after page', async () => {
    const { fake } = shop([1, 2, 3, 4, 5, 6, 7].map((n) => order(n)));
    showInWindow(OrdersScreen, { go: vi.fn() });
    await waitFor(async () => expect((await rows()).length).toBe(7));
    expect(fake.count('GET /api/v1/orders')).toBe(3);
  });

  it('are those of the address, and what is chosen goes there', async () => {
    const { fake } = shop();
    const replace = vi.fn();
    const query = new URLSearchParams('view=to_ship&channel=agent&from=2026-03-01&q=10');
    showInWindow(OrdersScreen, { go: vi.fn(), replace, query });
    await rows();
    expect(Object.fromEntries(fake.last('GET /api/v1/orders')?.query ?? [])).toEqual({
      open: 'true',
      channel: 'agent',
      from: '2026-03-01',
      search: '10',
      sort: 'newest',
      limit: '60',
    });
    expect(screen.getByRole('button', { name: 'Sold by: Assistant' })).toBeInTheDocument();
    await userEvent.click(screen.getByRole('button', { name: 'Remove the filter Sold by' }));
    expect(replace).toHaveBeenLastCalledWith('/orders?view=to_ship&from=2026-03-01&q=10');
    await userEvent.click(screen.getByRole('button', { name: 'Total' }));
    expect(replace).toHaveBeenLastCalledWith(
      '/orders?view=to_ship&channel=agent&from=2026-03-01&sort=total_low&q=10',
    );
    await userEvent.clear(screen.getByRole('searchbox'));
    await userEvent.type(screen.getByRole('searchbox'), '1044{Enter}');
    expect(replace).toHaveBeenLastCalledWith('/orders?view=to_ship&channel=agent&from=2026-03-01&q=1044');
  });

  it('say when none fits, and lead back to all', async () => {
    shop([]);
    const replace = vi.fn();
    showInWindow(OrdersScreen, { go: vi.fn(), replace, query: new URLSearchParams('status=cancelled') });
    expect(await screen.findByText('No such order')).toBeInTheDocument();
    await userEvent.click(screen.getByRole('button', { name: 'Show all orders' }));
    expect(replace).toHaveBeenLastCalledWith('/orders');
  });

  it('are shipped several at once, and what did not work is named', async () => {
    const { fake } = shop([order(2), order(4), order(6)]);
    fake.on('POST /api/v1/orders/:id/fulfilments', ({ path }) =>
      path.includes('ord_4')
        ? problem(409, 'conflict', 'Nothing is open in this order.')
        : recorded(detail()),
    );
    showInWindow(OrdersScreen, { go: vi.fn() });
    await rows();
    await userEvent.click(screen.getByRole('checkbox', { name: 'Choose Order 1043 of Jonas Weber' }));
    await userEvent.click(screen.getByRole('checkbox', { name: 'Choose Order 1045 of Jonas Weber' }));
    await userEvent.click(screen.getByRole('button', { name: 'Mark 2 orders as shipped' }));
    const dialog = await screen.findByRole('dialog', { name: 'Ship 2 orders' });
    await userEvent.type(within(dialog).getByRole('combobox', { name: /Carrier/ }), 'DHL');
    await userEvent.click(within(dialog).getByRole('button', { name: 'Mark 2 orders as shipped' }));
    expect(await within(dialog).findByText(/#1045: Nothing is open/)).toBeInTheDocument();
    expect(fake.count('POST /api/v1/orders/:id/fulfilments')).toBe(2);
    expect(fake.last('POST /api/v1/orders/ord_2/fulfilments')?.body).toEqual({ carrier: 'DHL' });
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
      ['Welcome (HELLO)', '-€5.00'],
      ['Shipping', '€4.90'],
      ['VAT 19%, included', '€7.97'],
      ['Total', '€49.90'],
      ['Refunded', '€10.00'],
    ] as const) {
      expect(lines.getByText(term).parentElement).toHaveTextContent(value);
    }
    expect(screen.getByRole('textbox', { name: 'Note' })).toHaveValue('Please wrap it');
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
      expect.stringContaining('Payment: €49.90, card'),
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
    show({
      payments: [],
      fulfilments: [],
      conversation_id: null,
      shipping: eur(0),
      placed_at: null,
    });
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

  it('leads to what comes back of it', async () => {
    const fake = standard({
      'GET /api/v1/orders/:id': () => detail({ return_status: 'return_requested' }),
      'GET /api/v1/returns': () => ({
        items: [
          {
            id: 'rma_1',
            number: '1042-R1',
            kind: 'return',
            state: 'approved',
            item_count: 1,
            refund: eur(4990),
            created_at: '2026-03-10T11:00:00Z',
          },
        ],
        next_cursor: null,
      }),
    });
    showInWindow(OrderScreen, { id: 'ord_1' });
    const link = await screen.findByRole('link', { name: /Return 1042-R1/ });
    expect(link).toHaveAttribute('href', '/returns/rma_1');
    expect(fake.last('GET /api/v1/returns')?.query.get('order_id')).toBe('ord_1');
  });

  it('tells when it is not there', async () => {
    standard();
    showInWindow(OrderScreen, { id: 'ord_9' });
    expect(await screen.findByText('This is not there any more')).toBeInTheDocument();
  });

  it('leads to everything about the customer, and says when there is none', async () => {
    const { unmount } = show();
    expect(
      (await card('Customer')).getByRole('link', { name: /Everything about this customer/ }),
    ).toHaveAttribute('href', '/contacts/con_1');
    unmount();
    show({ contact: null });
    expect((await card('Customer')).getByText('No customer')).toBeInTheDocument();
  });
});

describe('what is done with an order', () => {
  const show = (changes: Record<string, unknown> = {}) => {
    const fake = standard({ 'GET /api/v1/orders/:id': () => detail(changes) });
    return { fake, ...showInWindow(OrderScreen, { id: 'ord_1', go: vi.fn() }) };
  };
  const open = async (name: string) => userEvent.click(await screen.findByRole('button', { name }));
  const choose = async (name: string) => {
    await open('More');
    const menu = await screen.findByRole('menu', { hidden: true });
    await userEvent.click(within(menu).getByText(name));
  };

  it('only what may be done now is offered', async () => {
    show({ actions: ['duplicate'], status: 'cancelled' });
    await screen.findByRole('button', { name: 'More' });
    for (const name of ['Send', 'Take a payment', 'Mark as delivered'])
      expect(screen.queryByRole('button', { name })).toBeNull();
  });

  it('is paid with something else as a whole', async () => {
    const { fake } = show({ actions: ['change_payment'], paid: eur(4990), refunded: eur(0), due: eur(0) });
    fake.on('POST /api/v1/orders/:id/payment-method', () => recorded(detail({ actions: [] })));
    await open('More');
    await userEvent.click(
      await screen.findByText('Pay with something else', { selector: '[role="menuitem"] span' }),
    );
    const dialog = await screen.findByRole('dialog', { name: 'Pay with something else' });
    // No part of it: there is no amount to write.
    expect(within(dialog).queryByRole('textbox', { name: 'Amount' })).toBeNull();
    await userEvent.type(within(dialog).getByRole('textbox', { name: /Why/ }), 'Card was declined');
    await userEvent.click(within(dialog).getByRole('radio', { name: 'Bank transfer' }));
    await userEvent.click(within(dialog).getByRole('button', { name: 'Take €49.90' }));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(fake.last('POST /api/v1/orders/ord_1/payment-method')?.body).toMatchObject({
      to: { method: 'bank_transfer', state: 'pending' },
      reason: 'Card was declined',
    });
    expect(fake.last('POST /api/v1/orders/ord_1/payment-method')?.body).not.toHaveProperty('to.amount');
  });

  it('a payment takes what is due', async () => {
    const { fake } = show({ actions: ['pay'], due: eur(3000), payment_status: 'partly_paid' });
    fake.on('POST /api/v1/orders/:id/payments', () => recorded(detail({ actions: [] })));
    await open('Take a payment');
    const dialog = await screen.findByRole('dialog', { name: 'Take a payment' });
    expect(dialog).toHaveTextContent('Still to pay: €30.00');
    await userEvent.type(within(dialog).getByRole('textbox', { name: /Reference/ }), 'T-77');
    await userEvent.click(within(dialog).getByRole('button', { name: 'Take €30.00' }));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(fake.last('POST /api/v1/orders/ord_1/payments')?.body).toEqual({
      method: 'card',
      amount: 3000,
      reference: 'T-77',
    });
    expect(screen.queryByRole('button', { name: 'Take a payment' })).toBeNull();
  });

  it('a gift card pays no more than it holds, and the rest stays due', async () => {
    const { fake } = show({ actions: ['pay'], due: eur(3000) });
    fake
      .on('POST /api/v1/gift-cards/look-up', () => ({
        id: 'gft_1',
        masked: '•••• 7QK2',
        balance: eur(1200),
        state: 'active',
      }))
      .on('POST /api/v1/orders/:id/payments', () => recorded(detail({ actions: ['pay'], due: eur(1800) })));
    await open('Take a payment');
    const dialog = await screen.findByRole('dialog', { name: 'Take a payment' });
    await userEvent.click(within(dialog).getByRole('radio', { name: 'Gift card' }));
    await userEvent.type(within(dialog).getByRole('textbox', { name: /Code/ }), 'abcd-7qk2{Enter}');
    expect(await within(dialog).findByText('•••• 7QK2 holds €12.00')).toBeInTheDocument();
    await userEvent.click(within(dialog).getByRole('button', { name: 'Take €12.00 of it' }));
    await waitFor(() => expect(dialog).toHaveTextContent('Still to pay: €18.00'));
    expect(fake.last('POST /api/v1/orders/ord_1/payments')?.body).toEqual({
      method: 'gift_card',
      amount: 1200,
      gift_card_id: 'gft_1',
    });
  });

  it('a part of it is sent, with carrier and tracking', async () => {
    const { fake } = show({
      status: 'placed',
      actions: ['fulfil', 'cancel'],
      line_items: [line(), line({ id: 'lin_2', title: 'Wool scarf', quantity: 1, open: 1 })],
      fulfilments: [],
    });
    fake.on('POST /api/v1/orders/:id/fulfilments', () => recorded(detail()));
    await open('Send');
    const dialog = await screen.findByRole('dialog', { name: 'Send the parcel' });
    const scarf = within(dialog).getByRole('spinbutton', { name: 'Quantity of Wool scarf' });
    scarf.focus();
    await userEvent.keyboard('{ArrowDown}');
    await userEvent.type(within(dialog).getByRole('combobox', { name: /Carrier/ }), 'DHL');
    await userEvent.type(within(dialog).getByRole('textbox', { name: /Tracking number/ }), 'JD 1');
    await userEvent.click(within(dialog).getByRole('button', { name: 'Send 2 pieces' }));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(fake.last('POST /api/v1/orders/ord_1/fulfilments')?.body).toEqual({
      version: 2,
      lines: [{ line_item_id: 'lin_1', quantity: 2 }],
      carrier: 'DHL',
      tracking_number: 'JD 1',
      state: 'in_transit',
    });
  });

  it('is cancelled with a reason; a refusal is said and nothing is lost', async () => {
    const { fake } = show({ actions: ['cancel'], status: 'placed', refunded: eur(0) });
    fake.on('POST /api/v1/orders/:id/cancel', () =>
      problem(409, 'conflict', 'A parcel of this order is under way.'),
    );
    await choose('Cancel the order');
    const dialog = await screen.findByRole('dialog', { name: 'Cancel order 1042' });
    await userEvent.selectOptions(within(dialog).getByRole('combobox', { name: 'Why' }), 'Another reason');
    const send = within(dialog).getByRole('button', { name: 'Cancel the order' });
    expect(send).toBeDisabled();
    await userEvent.type(within(dialog).getByRole('textbox', { name: 'In your words' }), 'Moved away');
    await userEvent.click(send);
    expect(await within(dialog).findByRole('alert')).toHaveTextContent(
      'A parcel of this order is under way.',
    );
    expect(within(dialog).getByRole('textbox', { name: 'In your words' })).toHaveValue('Moved away');
    expect(fake.last('POST /api/v1/orders/ord_1/cancel')?.body).toEqual({
      version: 2,
      reason: 'Moved away',
      refund: 'original',
    });
  });

  it('money goes back where it came from, never more than is left there', async () => {
    const { fake } = show({
      actions: ['refund'],
      payments: [
        payment(1),
        payment(2, { kind: 'refund', amount: eur(1000), refund_of: 'pay_1', reference: null }),
      ],
    });
    fake.on('POST /api/v1/orders/:id/refunds', () => recorded(detail()));
    await choose('Refund');
    const dialog = await screen.findByRole('dialog', { name: 'Refund' });
    const amount = within(dialog).getByRole('textbox', { name: 'Amount' });
    expect(amount).toHaveValue('39.90');
    await userEvent.clear(amount);
    await userEvent.type(amount, '50');
    expect(within(dialog).getByText('More than was paid')).toBeInTheDocument();
    await userEvent.clear(amount);
    await userEvent.type(amount, '10');
    await userEvent.type(within(dialog).getByRole('textbox', { name: 'Why' }), 'Small fault');
    await userEvent.click(within(dialog).getByRole('button', { name: 'Refund €10.00' }));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(fake.last('POST /api/v1/orders/ord_1/refunds')?.body).toEqual({
      version: 2,
      amount: 1000,
      payment_id: 'pay_1',
      reason: 'Small fault',
    });
  });

  it('a transfer is marked as received', async () => {
    const { fake } = show({
      payments: [payment(1, { method: 'bank_transfer', state: 'pending' })],
    });
    fake.on('POST /api/v1/orders/:id/payments/:payment/settle', () =>
      recorded(detail({ payments: [payment(1)] })),
    );
    await open('Received');
    await waitFor(() => expect(screen.queryByRole('button', { name: 'Received' })).toBeNull());
    expect(fake.count('POST /api/v1/orders/ord_1/payments/pay_1/settle')).toBe(1);
  });

  it('a note is kept with the order', async () => {
    const { fake } = show();
    fake.on('PATCH /api/v1/orders/:id', ({ body }) =>
      recorded(detail({ note: (body as { note: string }).note })),
    );
    const note = await screen.findByRole('textbox', { name: 'Note' });
    await userEvent.type(note, '!');
    await userEvent.click(screen.getByRole('button', { name: 'Save' }));
    await waitFor(() => expect(screen.queryByRole('button', { name: 'Save' })).toBeNull());
    expect(fake.last('PATCH /api/v1/orders/ord_1')?.body).toEqual({ version: 2, note: 'Please wrap it!' });
  });
});

describe('the address', () => {
  it.each([
    '',
    '?view=to_ship',
    '?view=returns&status=placed&payment=unpaid&shipping=fulfilled&returns=exchanged&channel=counter&from=2026-01-01&to=2026-01-31&sort=total_high&q=anna+b',
  ])('%s is read and written the same', (address) =>
    expect(writeFilters(readFilters(new URLSearchParams(address)))).toBe(address),
  );

  it('leaves out what it does not know', () =>
    expect(writeFilters(readFilters(new URLSearchParams('status=eaten&from=yesterday&view=x')))).toBe(''));

  it.each([
    ['view=unpaid', { due: true }],
    ['view=draft', { status: 'draft' }],
    ['view=returns', { returning: true }],
    ['view=archived', { archived: 'yes' }],
    ['view=to_ship', { open: true }],
    ['view=unpaid&payment=paid', { payment_status: 'paid', due: undefined }],
  ])('%s asks for %o', (address, query) =>
    expect(toQuery(readFilters(new URLSearchParams(address)))).toMatchObject(query),
  );
});
