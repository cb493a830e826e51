import { screen, waitFor, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { problem, recorded } from '../../../test/api';
import { giveLayout, wideWindow } from '../../../test/layout';
import { minutesAgo, showInWindow, standard } from '../../../test/window';
import GiftCardsScreen from './GiftCardsScreen.svelte';

vi.mock('$app/navigation', () => ({ replaceState: vi.fn(), goto: vi.fn() }));

const eur = (amount: number) => ({ amount, currency: 'EUR' });
const card = (changes: Record<string, unknown> = {}) => ({
  id: 'gft_1',
  masked: '•••• 7QK2',
  state: 'active',
  balance: eur(5000),
  initial: eur(5000),
  contact: { id: 'con_1', display_name: 'Amelia Hartwell' },
  expires_on: null as string | null,
  note: '',
  created_at: minutesAgo(5),
  last_used_at: null,
  version: 2,
  ...changes,
});
const entry = {
  id: 'gce_1',
  kind: 'issued',
  amount: eur(5000),
  balance: eur(5000),
  order: null,
  note: '',
  actor: 'owner',
  at: minutesAgo(5),
};
const page = (items: unknown[]) => ({ items, next_cursor: null });

function shop(cards = [card()]) {
  return standard({
    'GET /api/v1/gift-cards': () => page(cards),
    'GET /api/v1/gift-cards/:id': () => card(),
    'GET /api/v1/gift-cards/:id/entries': () => page([entry]),
    'GET /api/v1/gift-cards/:id/code': () => ({ code: 'AB2C-3D4E-5F6G-7QK2' }),
    'GET /api/v1/cash-drawer': () => ({ open: null, last_closed: null, denominations: [], currency: 'EUR' }),
    'GET /api/v1/contacts': () => page([]),
    'GET /api/v1/store-credit': () =>
      page([
        {
          contact: { id: 'con_1', display_name: 'Amelia Hartwell' },
          balance: eur(1200),
          last_entry_at: minutesAgo(9),
        },
      ]),
    'GET /api/v1/contacts/:id/store-credit': () => ({ balances: [eur(1200)], entries: page([]) }),
    'POST /api/v1/gift-cards': () =>
      recorded({ gift_card: card(), code: 'AB2C-3D4E-5F6G-7QK2' }, 'opr_1', 201),
    'POST /api/v1/gift-cards/:id/top-up': () => recorded(card({ balance: eur(6000), version: 3 })),
    'POST /api/v1/contacts/:id/store-credit': () =>
      problem(422, 'invalid', 'Say why the credit is taken away.', [
        { field: 'note', detail: 'Say why the credit is taken away.' },
      ]),
  });
}

beforeEach(() => {
  giveLayout();
  wideWindow();
});
afterEach(() => vi.unstubAllGlobals());

describe('gift cards', { timeout: 20_000 }, () => {
  it('are issued, and the whole code is shown once it is', async () => {
    const user = userEvent.setup();
    const fake = shop([]);
    showInWindow(GiftCardsScreen, {});
    expect(await screen.findByText('No gift cards yet')).toBeInTheDocument();
    await user.click(screen.getAllByRole('button', { name: 'Issue a gift card' })[0]!);
    const dialog = await screen.findByRole('dialog', { name: 'Issue a gift card' });
    expect(within(dialog).getByRole('button', { name: 'Issue' })).toBeDisabled();
    await user.type(within(dialog).getByLabelText('Amount'), '50');
    await user.click(within(dialog).getByRole('button', { name: 'Issue' }));
    expect(await screen.findByText('AB2C-3D4E-5F6G-7QK2')).toBeInTheDocument();
    expect(fake.last('POST /api/v1/gift-cards')?.body).toEqual({
      amount: 5000,
      note: '',
      paid_with: { method: 'cash' },
    });
  });

  it('are masked until their code is asked for, and can be topped up', async () => {
    const user = userEvent.setup();
    const fake = shop();
    showInWindow(GiftCardsScreen, { card: 'gft_1' });
    const panel = await screen.findByRole('dialog', { name: 'Gift card •••• 7QK2' });
    expect(within(panel).queryByText('AB2C-3D4E-5F6G-7QK2')).toBeNull();
    await user.click(await within(panel).findByRole('button', { name: 'Show the code' }));
    expect(await within(panel).findByText('AB2C-3D4E-5F6G-7QK2')).toBeInTheDocument();
    await user.click(within(panel).getByRole('button', { name: 'Top up' }));
    await user.type(within(panel).getByLabelText('How much is added?'), '10');
    await user.click(within(panel).getAllByRole('button', { name: 'Top up' }).at(-1)!);
    await waitFor(() =>
      expect(fake.last('POST /api/v1/gift-cards/:id/top-up')?.body).toEqual({ version: 2, amount: 1000 }),
    );
  });

  it('stand beside store credit, which is taken away only with a reason', async () => {
    const user = userEvent.setup();
    const fake = shop();
    showInWindow(GiftCardsScreen, {});
    await user.click(await screen.findByRole('radio', { name: 'Store credit' }));
    await user.click(await screen.findByText('Amelia Hartwell'));
    await user.keyboard('{Enter}');
    const panel = await screen.findByRole('dialog', { name: 'Store credit of Amelia Hartwell' });
    await user.click(within(panel).getByRole('radio', { name: 'Take away' }));
    await user.type(within(panel).getByLabelText('Amount'), '5');
    await user.click(within(panel).getByRole('button', { name: 'Save' }));
    expect(await within(panel).findByText('Say why the credit is taken away.')).toBeInTheDocument();
    expect(fake.last('POST /api/v1/contacts/:id/store-credit')?.body).toEqual({ amount: -500, note: '' });
  });
});
