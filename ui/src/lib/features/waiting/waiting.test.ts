import { screen, waitFor } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { notify } from '$lib/components';
import { recorded } from '../../../test/api';
import { giveLayout } from '../../../test/layout';
import { minutesAgo, showInWindow, standard } from '../../../test/window';
import { pieceOf } from './waiting';
import WaitingNote from './WaitingNote.svelte';
import WaitingScreen from './WaitingScreen.svelte';

const LIST = 'GET /api/v1/waiting-list';
const COUNTS = 'GET /api/v1/waiting-list/counts';
const REMOVE = 'DELETE /api/v1/waiting-list/:id';

const entry = (n: number, changes: Record<string, unknown> = {}) => ({
  id: `wai_${n}`,
  state: 'waits' as const,
  reason: null,
  contact_id: `con_${n}`,
  contact_name: ['Amelia Hartwell', 'Jonas Weber'][n % 2] ?? '',
  conversation_id: `cnv_${n}`,
  channel: 'whatsapp' as const,
  product_id: 'prd_1',
  product_title: 'Wrap dress',
  variants: ['M / navy'],
  variant_count: 1,
  came: null,
  promised_at: minutesAgo(90),
  expires_at: '2027-01-20T10:00:00Z',
  fulfilled_at: null,
  ...changes,
});

beforeEach(() => giveLayout());
afterEach(() => void vi.unstubAllGlobals());

describe('who waits for what is sold out', () => {
  it('stands in a list with what they wait for, and can be taken off it', async () => {
    const told = vi.spyOn(notify, 'done').mockImplementation(() => undefined);
    let waiting = [entry(0), entry(1, { variants: ['M / navy', 'L / navy'], variant_count: 5 })];
    const fake = standard({
      [LIST]: () => ({ items: waiting, next_cursor: null }),
      [COUNTS]: () => ({ waiting: waiting.length, for_owner: 0 }),
      [REMOVE]: ({ path }: { path: string }) => {
        waiting = waiting.filter(({ id }) => !path.endsWith(id));
        return recorded({ waiting: waiting.length, for_owner: 0 });
      },
    });
    showInWindow(WaitingScreen, { go: vi.fn() });
    expect(await screen.findByRole('link', { name: 'Amelia Hartwell' })).toHaveAttribute(
      'href',
      '/contacts/con_0',
    );
    expect(screen.getByText('M / navy, L / navy, 3 more')).toBeVisible();
    expect(screen.getByRole('link', { name: 'Waiting list' })).toHaveAttribute('aria-current', 'page');
    await userEvent.click(screen.getAllByRole('button', { name: 'Take off the list' })[0] as HTMLElement);
    await waitFor(() => expect(screen.queryByRole('link', { name: 'Amelia Hartwell' })).toBeNull());
    expect(fake.last(REMOVE)?.path).toBe('/api/v1/waiting-list/wai_0');
    expect(told.mock.calls[0]?.[0]).toBe('Taken off the waiting list');
  });

  it('is asked for by kind, and says why the owner has to tell', async () => {
    const fake = standard({
      [LIST]: ({ query }: { query: URLSearchParams }) => ({
        items:
          query.get('state') === 'owner'
            ? [
                entry(0, {
                  state: 'owner',
                  reason: 'window_closed',
                  came: 'M / navy',
                  fulfilled_at: minutesAgo(5),
                }),
              ]
            : [],
        next_cursor: null,
      }),
      [COUNTS]: () => ({ waiting: 0, for_owner: 1 }),
    });
    showInWindow(WaitingScreen, { go: vi.fn(), product: 'prd_1' });
    expect(await screen.findByText('Nobody waits for anything')).toBeVisible();
    await userEvent.click(screen.getByRole('radio', { name: 'Yours to tell (1)' }));
    expect(await screen.findByText('WhatsApp’s 24 hours are over')).toBeVisible();
    expect(screen.getByRole('button', { name: 'Was told' })).toBeVisible();
    expect(fake.count(LIST)).toBe(2);
  });

  it('is told on the product', async () => {
    standard({ [COUNTS]: () => ({ waiting: 3, for_owner: 0 }) });
    showInWindow(WaitingNote, { product: 'prd_1' });
    expect(await screen.findByText('3 customers wait for this')).toBeVisible();
    expect(screen.getByRole('link', { name: 'See who' })).toHaveAttribute(
      'href',
      '/stock/waiting?product=prd_1',
    );
  });
});

it('names what would do, or what came', () => {
  expect(pieceOf(entry(0))).toBe('M / navy');
  expect(pieceOf(entry(0, { came: 'L / navy' }))).toBe('L / navy');
  expect(pieceOf(entry(0, { variants: [''], variant_count: 1 }))).toBe('');
});
