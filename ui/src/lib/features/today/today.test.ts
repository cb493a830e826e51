import { screen, waitFor, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import { channel, problem, today } from '../../../test/api';
import { minutesAgo, showInWindow, standard } from '../../../test/window';
import TodayScreen from './TodayScreen.svelte';

const conversation = (changes: Record<string, unknown> = {}) => ({
  id: 'cnv_1',
  contact: { id: 'con_1', display_name: 'Amelia Hartwell', address: '+15550100001' },
  channel: 'whatsapp',
  state: 'open',
  handler: 'owner',
  needs_owner: true,
  needs_owner_reason: 'asks_for_human',
  unread_count: 2,
  last_message_at: minutesAgo(5),
  last_preview: 'Can I talk to a person?',
  last_direction: 'inbound',
  last_status: null,
  ...changes,
});

const order = {
  id: 'ord_1',
  number: '1042',
  contact: { id: 'con_2', display_name: 'Jonas Weber' },
  status: 'placed',
  payment_status: 'paid',
  total: { amount: 4990, currency: 'EUR' },
  item_count: 1,
  placed_at: minutesAgo(120),
  created_at: minutesAgo(120),
  first_image_url: null,
};

describe('Today', () => {
  it('shows grey rows until the answer is there', () => {
    standard({ 'GET /api/v1/today': () => new Promise(() => undefined) });
    showInWindow(TodayScreen);
    expect(screen.getByRole('status', { name: 'Loading…' })).toBeInTheDocument();
  });

  it('shows who needs the owner, why, and leads there', async () => {
    standard({ 'GET /api/v1/today': () => today({ needs_owner: [conversation()], needs_owner_count: 1 }) });
    showInWindow(TodayScreen);
    const card = await screen.findByRole('region', { name: 'Needs you' });
    const link = within(card).getByRole('link', { name: /Amelia Hartwell/ });
    expect(link).toHaveAttribute('href', '/inbox/cnv_1');
    expect(link).toHaveTextContent('Asks for a person');
    expect(link).toHaveTextContent('5 min ago');
    expect(within(link).getByRole('img', { name: '2 unread messages' })).toBeInTheDocument();
  });

  it('shows orders to ship and what runs low', async () => {
    const low = {
      product_id: 'prd_1',
      variant_id: 'var_1',
      title: 'Linen shirt',
      variant_title: 'M / White',
      image_url: null,
    };
    standard({
      'GET /api/v1/today': () =>
        today({
          orders_to_ship: [order],
          orders_to_ship_count: 14,
          low_stock: [
            { ...low, on_hand: 3, available: 0 },
            { ...low, variant_id: 'var_2', on_hand: 2, available: 2 },
          ],
          low_stock_count: 5,
        }),
    });
    showInWindow(TodayScreen);
    expect(await screen.findByText('14 orders are ready to be packed')).toBeInTheDocument();
    expect(screen.getByRole('link', { name: /#1042/ })).toHaveTextContent('€49.90');
    const stock = screen.getByRole('region', { name: 'Running low' });
    expect(within(stock).getByText('Sold out')).toBeInTheDocument();
    expect(within(stock).getByText('2 left')).toBeInTheDocument();
    expect(within(stock).getByText('and 3 more')).toBeInTheDocument();
  });

  it('teaches the next step when nothing waits', async () => {
    standard();
    showInWindow(TodayScreen);
    expect(await screen.findByText('Nobody waits for you')).toBeInTheDocument();
    expect(screen.getByRole('link', { name: 'Try it on the Phone' })).toHaveAttribute('href', '/phone');
    expect(screen.getByText('Everything is on its way')).toBeInTheDocument();
  });

  it('offers to connect WhatsApp, and says when the connection is broken', async () => {
    const state = { now: 'not_connected' };
    standard({
      'GET /api/v1/today': () => today({ channel: channel({ state: state.now, detail: 'Twilio said no.' }) }),
    });
    const { happen } = showInWindow(TodayScreen);
    expect(await screen.findByRole('link', { name: 'Connect WhatsApp' })).toHaveAttribute(
      'href',
      '/settings/whatsapp',
    );
    state.now = 'unauthorized';
    happen('channel.state', 'whatsapp');
    expect(await screen.findByText('Twilio said no.')).toBeInTheDocument();
  });

  it('says what failed and tries again', async () => {
    const state = { broken: true };
    standard({ 'GET /api/v1/today': () => (state.broken ? problem(507, 'disk_full') : today()) });
    showInWindow(TodayScreen);
    expect(await screen.findByText('The disk is full')).toBeInTheDocument();
    state.broken = false;
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
    expect(await screen.findByText('Nobody waits for you')).toBeInTheDocument();
  });

  it('follows what happens without being reloaded', async () => {
    const state = { waiting: 0 };
    const fake = standard({
      'GET /api/v1/today': () =>
        today({ needs_owner: state.waiting ? [conversation()] : [], needs_owner_count: state.waiting }),
    });
    const { happen } = showInWindow(TodayScreen);
    await screen.findByText('Nobody waits for you');
    const before = fake.count('GET /api/v1/today');
    state.waiting = 1;
    happen('handoff.started', 'cnv_1');
    expect(await screen.findByText('Amelia Hartwell')).toBeInTheDocument();
    await waitFor(() => expect(fake.count('GET /api/v1/today')).toBeGreaterThan(before));
  });

  it('draws the sales per day and leads to the orders of a day', async () => {
    const fake = standard({
      'GET /api/v1/today/sales': ({ query }: { query: URLSearchParams }) =>
        Array.from({ length: Number(query.get('days')) }, (_, index) => ({
          day: `2026-03-${String(index + 1).padStart(2, '0')}`,
          orders: index,
          sales: { amount: index * 1000, currency: 'EUR' },
        })),
    });
    showInWindow(TodayScreen);
    const card = await screen.findByRole('region', { name: 'Sales per day' });
    expect(await within(card).findByText('€910.00 from 91 orders')).toBeInTheDocument();
    expect(within(card).getByRole('row', { name: '3 Mar 2026, 2 orders €20.00' })).toBeInTheDocument();
    await userEvent.click(within(card).getByRole('radio', { name: '30 days' }));
    await waitFor(() => expect(fake.last('GET /api/v1/today/sales')?.query.get('days')).toBe('30'));
  });
});
