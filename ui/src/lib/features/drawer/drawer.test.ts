import { screen, waitFor, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { recorded } from '../../../test/api';
import { giveLayout, wideWindow } from '../../../test/layout';
import { minutesAgo, showInWindow, standard } from '../../../test/window';
import DrawerScreen from './DrawerScreen.svelte';

const eur = (amount: number) => ({ amount, currency: 'EUR' });
const session = (changes: Record<string, unknown> = {}) => ({
  id: 'drw_1',
  state: 'open',
  opened_at: minutesAgo(60),
  opened_by: 'owner',
  note: '',
  float: eur(10_000),
  sales: eur(2_500),
  refunds: eur(0),
  pay_in: eur(0),
  pay_out: eur(0),
  expected: eur(12_500),
  counted: null,
  difference: null,
  difference_reason: null,
  counts: [],
  closed_at: null,
  version: 4,
  ...changes,
});

function shop(open: unknown) {
  return standard({
    'GET /api/v1/cash-drawer': () => ({
      open,
      last_closed: null,
      denominations: [10_000, 5_000, 1_000, 500],
      currency: 'EUR',
    }),
    'GET /api/v1/cash-drawer/sessions': () => ({ items: [], next_cursor: null }),
    'GET /api/v1/cash-drawer/sessions/:id/entries': () => ({
      items: [
        {
          id: 'dre_1',
          kind: 'sale',
          amount: eur(2_500),
          order: { id: 'ord_1', number: '1042' },
          reason: '',
          actor: 'owner',
          at: minutesAgo(3),
        },
      ],
      next_cursor: null,
    }),
    'POST /api/v1/cash-drawer/open': () => recorded(session(), 'opr_1', 201),
    'POST /api/v1/cash-drawer/entries': () => recorded(session(), 'opr_1', 201),
    'POST /api/v1/cash-drawer/close': () => recorded(session({ state: 'closed' })),
  });
}

beforeEach(() => {
  giveLayout();
  wideWindow();
});
afterEach(() => vi.unstubAllGlobals());

describe('the cash drawer', { timeout: 20_000 }, () => {
  it('is opened with what is in it', async () => {
    const user = userEvent.setup();
    const fake = shop(null);
    showInWindow(DrawerScreen, {});
    await user.type(await screen.findByLabelText('What is in the drawer'), '100');
    await user.click(screen.getByRole('button', { name: 'Open the drawer' }));
    await waitFor(() =>
      expect(fake.last('POST /api/v1/cash-drawer/open')?.body).toEqual({ float: 10_000, note: '' }),
    );
  });

  it('is counted, and a difference needs a reason', async () => {
    const user = userEvent.setup();
    const fake = shop(session());
    showInWindow(DrawerScreen, {});
    expect(await screen.findByText('Order 1042')).toBeInTheDocument();
    await user.click(screen.getByRole('button', { name: 'Count and close' }));
    const dialog = await screen.findByRole('dialog', { name: 'Count the drawer' });
    await user.type(within(dialog).getByLabelText(/Number of .*100\.00/), '1');
    await user.type(within(dialog).getByLabelText(/Number of .*10\.00/), '2');
    expect(within(dialog).getByText(/5\.00 is missing/)).toBeInTheDocument();
    expect(within(dialog).getByRole('button', { name: 'Close the drawer' })).toBeDisabled();
    await user.type(within(dialog).getByLabelText('Why does it differ?'), 'a tip');
    await user.click(within(dialog).getByRole('button', { name: 'Close the drawer' }));
    await waitFor(() =>
      expect(fake.last('POST /api/v1/cash-drawer/close')?.body).toEqual({
        version: 4,
        counts: [
          { denomination: 10_000, count: 1 },
          { denomination: 1_000, count: 2 },
        ],
        reason: 'a tip',
      }),
    );
  });
});
