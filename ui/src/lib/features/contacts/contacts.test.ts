import { screen, waitFor, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { problem, recorded } from '../../../test/api';
import { giveLayout } from '../../../test/layout';
import { minutesAgo, showInWindow, standard } from '../../../test/window';
import { eur, order } from '../orders/fixtures';
import ContactScreen from './ContactScreen.svelte';
import ContactsScreen from './ContactsScreen.svelte';
import { happenings } from './timeline';

const summary = (n: number, changes: Record<string, unknown> = {}) => ({
  id: `con_${n}`,
  display_name: ['Amelia Hartwell', 'Jonas Weber', 'Noor Idrissi'][n] ?? '',
  email: null,
  phone: `+1555010${n}`,
  order_count: n,
  last_message_at: null,
  ...changes,
});

const person = (changes: Record<string, unknown> = {}) => ({
  ...summary(0, { order_count: 2, email: 'amelia@example.com' }),
  language: 'en',
  notes: 'Likes linen',
  address: 'Lindenstraße 12',
  identities: [],
  consents: [],
  orders: [],
  conversations: [{ id: 'cnv_1', last_message_at: minutesAgo(30) }],
  created_at: minutesAgo(60 * 24 * 90),
  version: 3,
  ...changes,
});

beforeEach(giveLayout);
afterEach(() => vi.unstubAllGlobals());

describe('contacts', () => {
  function shop() {
    return standard({
      'GET /api/v1/contacts': ({ query }) => ({
        items: [summary(0), summary(1), summary(2)].filter(({ display_name }) =>
          display_name.toLowerCase().includes((query.get('search') ?? '').toLowerCase()),
        ),
        next_cursor: null,
      }),
    });
  }

  it('are listed, found, and opened', async () => {
    shop();
    const [go, replace] = [vi.fn(), vi.fn()];
    showInWindow(ContactsScreen, { go, replace });
    expect(await screen.findByRole('link', { name: 'Amelia Hartwell' })).toHaveAttribute(
      'href',
      '/contacts/con_0',
    );
    await userEvent.type(screen.getByRole('searchbox'), 'noor{Enter}');
    await waitFor(() => expect(screen.queryByRole('link', { name: 'Amelia Hartwell' })).toBeNull());
    expect(replace).toHaveBeenLastCalledWith('/contacts?q=noor');
    const grid = screen.getByRole('grid', { name: 'Contacts' });
    grid.focus();
    await userEvent.keyboard('{ArrowDown}{Enter}');
    expect(go).toHaveBeenCalledWith('/contacts/con_2');
  });

  it('are added, and what is wrong stands beside its field', async () => {
    const fake = shop();
    const go = vi.fn();
    fake.on('POST /api/v1/contacts', () =>
      problem(422, 'invalid', '', [{ field: 'phone', detail: 'This is no telephone number.' }]),
    );
    showInWindow(ContactsScreen, { go });
    await userEvent.click(await screen.findByRole('button', { name: 'New contact' }));
    const dialog = await screen.findByRole('dialog', { name: 'New contact' });
    await userEvent.type(within(dialog).getByRole('textbox', { name: 'Name' }), 'Zoe Lang');
    await userEvent.type(within(dialog).getByRole('textbox', { name: /Phone/ }), '12');
    await userEvent.click(within(dialog).getByRole('button', { name: 'Save' }));
    expect(await within(dialog).findByText('This is no telephone number.')).toBeInTheDocument();
    expect(within(dialog).queryByRole('alert')).toBeNull();
    fake.on('POST /api/v1/contacts', () => recorded({ id: 'con_9', display_name: 'Zoe Lang' }));
    await userEvent.click(within(dialog).getByRole('button', { name: 'Save' }));
    await waitFor(() => expect(go).toHaveBeenCalledWith('/contacts/con_9'));
    expect(fake.last('POST /api/v1/contacts')?.body).toMatchObject({ display_name: 'Zoe Lang', email: null });
  });
});

describe('a contact', () => {
  function shop(changes: Record<string, unknown> = {}) {
    return standard({
      'GET /api/v1/contacts/:id': () => person(changes),
      'GET /api/v1/orders': () => ({
        items: [order(1), order(2, { status: 'cancelled' })],
        next_cursor: null,
      }),
      'GET /api/v1/returns': () => ({
        items: [
          {
            id: 'rma_1',
            number: '1042-R1',
            kind: 'return',
            state: 'received',
            order: { id: 'ord_1', number: '1042' },
            refund: eur(2500),
            created_at: minutesAgo(10),
          },
        ],
        next_cursor: null,
      }),
      'GET /api/v1/contacts/:id/store-credit': () => ({
        balances: [eur(1500)],
        entries: {
          items: [
            {
              id: 'sce_1',
              kind: 'granted',
              amount: eur(1500),
              balance: eur(1500),
              note: 'Sorry for the delay',
              at: minutesAgo(5),
            },
          ],
          next_cursor: null,
        },
      }),
    });
  }

  it('shows all that happened, the newest first, and leads there', async () => {
    shop();
    showInWindow(ContactScreen, { id: 'con_0' });
    const card = await screen.findByRole('region', { name: 'What happened' });
    await waitFor(() => expect(within(card).getAllByRole('listitem')).toHaveLength(5));
    expect(
      within(card)
        .getAllByRole('listitem')
        .map((item) => item.textContent.replace(/\s+/g, ' ').trim().slice(0, 22)),
    ).toEqual([
      'Store credit granted 5',
      'Return 1042-R1: receiv',
      'Conversation 30 min ag',
      'Order 1042: shipped 2 ',
      'Order 1043: cancelled ',
    ]);
    expect(within(card).getByRole('link', { name: /Order 1042/ })).toHaveAttribute('href', '/orders/ord_1');
    await userEvent.click(within(card).getByRole('radio', { name: 'Orders' }));
    expect(within(card).getAllByRole('listitem')).toHaveLength(2);
  });

  it('shows what they bought and what credit is left', async () => {
    shop();
    showInWindow(ContactScreen, { id: 'con_0' });
    await waitFor(() => expect(screen.getByText('Bought for').parentElement).toHaveTextContent('€49.90'));
    expect(screen.getAllByText('€15.00').length).toBeGreaterThan(0);
    expect(screen.getByRole('link', { name: 'New order' })).toHaveAttribute(
      'href',
      '/orders/new?contact=con_0',
    );
  });

  it('is changed, with the version that was shown', async () => {
    const fake = shop();
    fake.on('PATCH /api/v1/contacts/:id', () => recorded(person({ version: 4 })));
    showInWindow(ContactScreen, { id: 'con_0' });
    await userEvent.click(await screen.findByRole('button', { name: 'Edit' }));
    const dialog = await screen.findByRole('dialog', { name: 'Edit the contact' });
    const notes = within(dialog).getByRole('textbox', { name: /Notes/ });
    expect(notes).toHaveValue('Likes linen');
    await userEvent.type(notes, ' and silk');
    await userEvent.click(within(dialog).getByRole('button', { name: 'Save' }));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(fake.last('PATCH /api/v1/contacts/con_0')?.body).toMatchObject({
      version: 3,
      notes: 'Likes linen and silk',
      display_name: 'Amelia Hartwell',
    });
  });

  it('is given credit, with a reason', async () => {
    const fake = shop();
    fake.on('POST /api/v1/contacts/:id/store-credit', () => recorded({}));
    showInWindow(ContactScreen, { id: 'con_0' });
    await userEvent.click(await screen.findByRole('button', { name: 'Change the credit' }));
    const dialog = await screen.findByRole('dialog', { name: 'Store credit' });
    await userEvent.click(within(dialog).getByRole('radio', { name: 'Take away' }));
    await userEvent.type(within(dialog).getByRole('textbox', { name: 'Amount' }), '5');
    await userEvent.type(within(dialog).getByRole('textbox', { name: 'Why' }), 'Paid in cash');
    await userEvent.click(within(dialog).getByRole('button', { name: 'Save' }));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(fake.last('POST /api/v1/contacts/con_0/store-credit')?.body).toEqual({
      amount: -500,
      note: 'Paid in cash',
    });
  });

  it('who has nothing yet is told what will stand here', async () => {
    const fake = shop({ conversations: [] });
    fake
      .on('GET /api/v1/orders', () => ({ items: [], next_cursor: null }))
      .on('GET /api/v1/returns', () => ({ items: [], next_cursor: null }))
      .on('GET /api/v1/contacts/:id/store-credit', () => ({
        balances: [],
        entries: { items: [], next_cursor: null },
      }));
    showInWindow(ContactScreen, { id: 'con_0' });
    expect(await screen.findByText('Nothing yet')).toBeInTheDocument();
  });
});

it('drafts stand at the time they were begun, orders at the time they were placed', () => {
  const [first, second] = happenings(
    [
      order(1, { placed_at: '2026-03-01T10:00:00Z', created_at: '2026-02-01T10:00:00Z' }) as never,
      order(2, { placed_at: null, created_at: '2026-02-10T10:00:00Z' }) as never,
    ],
    [],
    [],
    [],
  );
  expect([first?.at, second?.at]).toEqual(['2026-03-01T10:00:00Z', '2026-02-10T10:00:00Z']);
});

describe('ways to pay', () => {
  const method = {
    id: 'pmt_1',
    kind: 'card',
    label: 'Visa •••• 9212',
    brand: 'Visa',
    last_four: '9212',
    gift_card: null,
    created_at: minutesAgo(60),
    removed_at: null,
  };
  function shop(kept: unknown[]) {
    return standard({
      'GET /api/v1/contacts/:id': () => person(),
      'GET /api/v1/orders': () => ({ items: [], next_cursor: null }),
      'GET /api/v1/returns': () => ({ items: [], next_cursor: null }),
      'GET /api/v1/contacts/:id/store-credit': () => ({
        balances: [],
        entries: { items: [], next_cursor: null },
      }),
      'GET /api/v1/contacts/:id/payment-methods': () => kept,
      'POST /api/v1/contacts/:id/payment-methods': () => recorded(method, 'opr_1', 201),
      'DELETE /api/v1/payment-methods/:id': () => recorded({ ...method, removed_at: minutesAgo(0) }),
    });
  }

  it('are kept by what they are recognised by, never by a number', async () => {
    const fake = shop([]);
    showInWindow(ContactScreen, { id: 'con_0', go: vi.fn() });
    await userEvent.click(await screen.findByRole('button', { name: 'Keep one' }));
    const dialog = within(await screen.findByRole('dialog', { name: 'Keep a way to pay' }));
    const save = dialog.getByRole('button', { name: 'Save' });
    expect(save).toBeDisabled();
    await userEvent.type(dialog.getByRole('textbox', { name: 'Brand' }), 'Visa');
    const digits = dialog.getByRole('textbox', { name: 'Last four digits' });
    await userEvent.type(digits, '92');
    await userEvent.click(save);
    expect(digits).toHaveAccessibleDescription('Four digits.');
    await userEvent.type(digits, '12');
    await userEvent.click(save);
    await waitFor(() =>
      expect(fake.last('POST /api/v1/contacts/:id/payment-methods')?.body).toEqual({
        kind: 'card',
        label: '',
        brand: 'Visa',
        last_four: '9212',
      }),
    );
  });

  it('are let go, without an undo that would be refused', async () => {
    const fake = shop([method]);
    showInWindow(ContactScreen, { id: 'con_0', go: vi.fn() });
    await userEvent.click(await screen.findByRole('button', { name: 'No longer keep Visa •••• 9212' }));
    await waitFor(() => expect(fake.count('DELETE /api/v1/payment-methods/:id')).toBe(1));
  });
});

describe('what is remembered', () => {
  const size = {
    id: 'cfa_1',
    kind: 'size',
    about: 'shoes',
    value: '38',
    system: 'eu',
    message_id: 'msg_1',
    conversation_id: 'cnv_1',
    said_at: minutesAgo(60),
    version: 2,
  };

  function shop(facts: unknown[]) {
    return standard({
      'GET /api/v1/contacts/:id': () => person(),
      'GET /api/v1/orders': () => ({ items: [], next_cursor: null }),
      'GET /api/v1/returns': () => ({ items: [], next_cursor: null }),
      'GET /api/v1/contacts/:id/store-credit': () => ({
        balances: [],
        entries: { items: [], next_cursor: null },
      }),
      'GET /api/v1/contacts/:id/payment-methods': () => [],
      'GET /api/v1/contacts/:id/memory': () => facts,
      'POST /api/v1/contacts/:id/memory': () => recorded({ ...size, id: 'cfa_2' }, 'opr_1', 201),
      'PATCH /api/v1/memory/:id': () => recorded({ ...size, value: '39', version: 3 }),
      'DELETE /api/v1/memory/:id': () => recorded([]),
    });
  }

  it('is listed with who said it, and forgotten with its version', async () => {
    const fake = shop([size]);
    showInWindow(ContactScreen, { id: 'con_0', go: vi.fn() });
    expect(await screen.findByText('Size 38 (EU), shoes')).toBeInTheDocument();
    expect(screen.getByText(/Said by the customer/)).toBeInTheDocument();
    await userEvent.click(screen.getByRole('button', { name: 'Forget: Size 38 (EU), shoes' }));
    await waitFor(() => expect(fake.count('DELETE /api/v1/memory/:id')).toBe(1));
    expect(fake.last('DELETE /api/v1/memory/:id')?.query.get('version')).toBe('2');
  });

  it('leads to the message that says so, where it is still there', async () => {
    shop([
      size,
      {
        ...size,
        id: 'cfa_2',
        kind: 'address',
        about: '',
        system: null,
        value: 'Musterweg 5',
        message_id: 'msg_2',
      },
      { ...size, id: 'cfa_3', kind: 'fit', about: '', system: null, value: 'slim', conversation_id: null },
      {
        ...size,
        id: 'cfa_4',
        kind: 'called',
        about: '',
        system: null,
        value: 'Amy',
        message_id: null,
        conversation_id: null,
      },
    ]);
    showInWindow(ContactScreen, { id: 'con_0', go: vi.fn() });
    const link = await screen.findByRole('link', { name: /Said by the customer.*Size 38 \(EU\), shoes/ });
    expect(link).toHaveAttribute('href', '/inbox/cnv_1?message=msg_1');
    const confirmed = screen.getByRole('link', { name: /Confirmed by the customer.*Send to Musterweg 5/ });
    expect(confirmed).toHaveAttribute('href', '/inbox/cnv_1?message=msg_2');
    expect(screen.queryByRole('link', { name: /slim|Amy/ })).toBeNull();
    expect(screen.getByText(/Noted by you/)).toBeInTheDocument();
  });

  it('is an address in its lines, which the owner can put right', async () => {
    const address = {
      ...size,
      kind: 'address',
      about: '',
      value: 'Musterweg 5\n10115 Berlin',
      system: null,
    };
    const fake = shop([address]);
    showInWindow(ContactScreen, { id: 'con_0', go: vi.fn() });
    const name = 'Send to Musterweg 5, 10115 Berlin';
    await userEvent.click(await screen.findByRole('button', { name: `Change: ${name}` }));
    const dialog = within(await screen.findByRole('dialog', { name: 'Change what is remembered' }));
    const value = dialog.getByRole('textbox', { name: 'Address to send to' });
    expect(value).toHaveValue('Musterweg 5\n10115 Berlin');
    expect(dialog.queryByRole('textbox', { name: /Of which goods/ })).toBeNull();
    await userEvent.type(value, '{enter}Germany');
    await userEvent.click(dialog.getByRole('button', { name: 'Save' }));
    await waitFor(() =>
      expect(fake.last('PATCH /api/v1/memory/:id')?.body).toEqual({
        version: 2,
        about: '',
        value: 'Musterweg 5\n10115 Berlin\nGermany',
        system: null,
      }),
    );
  });

  it('is written down and changed', async () => {
    const fake = shop([size]);
    showInWindow(ContactScreen, { id: 'con_0', go: vi.fn() });
    await userEvent.click(await screen.findByRole('button', { name: 'Change: Size 38 (EU), shoes' }));
    const dialog = within(await screen.findByRole('dialog', { name: 'Change what is remembered' }));
    const value = dialog.getByRole('textbox', { name: 'Size' });
    await userEvent.clear(value);
    expect(dialog.getByRole('button', { name: 'Save' })).toBeDisabled();
    await userEvent.type(value, '39');
    await userEvent.click(dialog.getByRole('button', { name: 'Save' }));
    await waitFor(() =>
      expect(fake.last('PATCH /api/v1/memory/:id')?.body).toEqual({
        version: 2,
        about: 'shoes',
        value: '39',
        system: 'eu',
      }),
    );
  });
});
