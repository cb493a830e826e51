import { screen, waitFor, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, it } from 'vitest';
import { problem, recorded } from '../../../test/api';
import { giveLayout, wideWindow } from '../../../test/layout';
import { showInWindow, standard } from '../../../test/window';
import type { Discount } from '$lib/api/types';
import { Format } from '$lib/format/format.svelte';
import DiscountsScreen from './DiscountsScreen.svelte';
import { benefitOf, bodyOf, newTerms, spanOf, termsOf, wrongIn } from './terms';

const eur = (amount: number) => ({ amount, currency: 'EUR' });
const discount = (changes: Partial<Discount> = {}): Discount => ({
  id: 'dsc_1',
  title: 'Winter sale',
  code: 'WINTER20',
  kind: 'percent',
  amount: null,
  rate_ppm: 200_000,
  buy: null,
  get: null,
  applies_to: 'all',
  product_ids: [],
  categories: [],
  minimum_subtotal: null,
  minimum_quantity: null,
  starts_at: null,
  ends_at: null,
  usage_limit: null,
  per_customer_limit: null,
  contact_ids: [],
  combines: false,
  active: true,
  state: 'active',
  times_used: 0,
  created_at: '2026-03-01T09:00:00Z',
  updated_at: '2026-03-01T09:00:00Z',
  version: 3,
  ...changes,
});
const page = (items: unknown[]) => ({ items, next_cursor: null });
const berlin = new Format({
  locale: 'en-US',
  zone: 'Europe/Berlin',
  now: Date.parse('2026-11-26T12:00:00Z'),
});

describe('the terms of a discount', () => {
  it('hold whole days of the shop, the last one too', () => {
    const body = bodyOf({ ...newTerms(), from: '2026-11-27', until: '2026-11-30' }, berlin);
    expect([body.starts_at, body.ends_at]).toEqual(['2026-11-26T23:00:00.000Z', '2026-11-30T23:00:00.000Z']);
    const back = termsOf(discount({ starts_at: body.starts_at, ends_at: body.ends_at }), berlin);
    expect([back.from, back.until]).toEqual(['2026-11-27', '2026-11-30']);
  });

  it('say only what belongs to their kind', () => {
    const terms = { ...newTerms(), how: 'itself' as const, code: 'OLD', rate: 200_000, amount: 500 };
    expect(bodyOf(terms, berlin)).toMatchObject({ code: null, rate_ppm: 200_000, amount: null, buy: null });
    expect(bodyOf({ ...terms, kind: 'amount' }, berlin)).toMatchObject({ rate_ppm: null, amount: 500 });
    const deal = bodyOf({ ...terms, kind: 'buy_x_get_y' }, berlin);
    expect(deal).toMatchObject({ rate_ppm: 200_000, amount: null, buy: 2, get: 1 });
    expect(bodyOf({ ...terms, categories: ['Women'] }, berlin).categories).toEqual([]);
  });

  it.each([
    [{}, ['rate_ppm']],
    [{ rate: 200_000 }, []],
    [{ rate: 200_000, usageLimit: 'ten' }, ['usage_limit']],
    [{ kind: 'buy_x_get_y' as const, rate: 1_000_000, buy: Number.NaN }, ['buy']],
    [{ kind: 'free_shipping' as const, perCustomer: '0' }, ['per_customer_limit']],
  ])('%j: wrong is %j', (changes, fields) => {
    expect(Object.keys(wrongIn({ ...newTerms(), ...changes }))).toEqual(fields);
  });

  it.each([
    [{}, '20% off'],
    [{ kind: 'amount' as const, amount: eur(500) }, '€5.00 off'],
    [{ kind: 'buy_x_get_y' as const, buy: 2, get: 1, rate_ppm: 1_000_000 }, 'Buy 2, get 1 free'],
    [{ kind: 'buy_x_get_y' as const, buy: 3, get: 2, rate_ppm: 125_000 }, 'Buy 3, get 2 at 12.5% off'],
    [{ kind: 'free_shipping' as const }, 'Free shipping'],
  ])('%j reads as "%s"', (changes, words) => {
    expect(benefitOf(discount(changes), berlin)).toBe(words);
  });

  it('say when they hold', () => {
    expect(spanOf(discount(), berlin)).toBe('Always');
    expect(spanOf(discount({ ends_at: '2026-11-30T23:00:00Z' }), berlin)).toBe('until Nov 30, 2026');
  });
});

describe('the screen', () => {
  beforeEach(() => {
    giveLayout();
    wideWindow();
  });

  it('makes one with a code', async () => {
    const fake = standard({
      'GET /api/v1/discounts': () => page([]),
      'POST /api/v1/discounts': ({ body }) => recorded({ ...discount(), ...(body as object) }, 'opr_1', 201),
    });
    showInWindow(DiscountsScreen, {});
    await userEvent.click((await screen.findAllByRole('button', { name: 'New discount' }))[0] as HTMLElement);
    const dialog = within(await screen.findByRole('dialog', { name: 'New discount' }));
    const save = dialog.getByRole('button', { name: 'Save' });
    expect(save).toBeDisabled();
    await userEvent.type(dialog.getByRole('textbox', { name: 'Name' }), 'Winter sale');
    await userEvent.type(dialog.getByRole('textbox', { name: 'Code' }), 'winter20');
    await userEvent.click(save);
    expect(dialog.getByRole('textbox', { name: 'Percent' })).toHaveAccessibleDescription(
      'More than 0 and at most 100 percent.',
    );
    expect(fake.count('POST /api/v1/discounts')).toBe(0);
    await userEvent.type(dialog.getByRole('textbox', { name: 'Percent' }), '12,5');
    await userEvent.click(save);
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(fake.last('POST /api/v1/discounts')?.body).toMatchObject({
      title: 'Winter sale',
      code: 'WINTER20',
      kind: 'percent',
      rate_ppm: 125_000,
    });
  });

  it('changes one, says the program’s words at their field, and keeps what was used', async () => {
    const used = discount({ times_used: 2, usage_limit: 10 });
    const fake = standard({
      'GET /api/v1/discounts': () => page([used]),
      'GET /api/v1/discounts/:id/redemptions': () =>
        page([
          {
            order: { id: 'ord_1', number: '1042' },
            contact: { id: 'con_1', display_name: 'Amelia Hartwell' },
            amount: eur(400),
            at: '2026-03-02T09:00:00Z',
          },
        ]),
      'PATCH /api/v1/discounts/:id': () =>
        problem(409, 'conflict', 'The code X belongs to another.', [
          { field: 'code', detail: 'The code X belongs to another.' },
        ]),
    });
    showInWindow(DiscountsScreen, {});
    await userEvent.click(await screen.findByText('Winter sale'));
    const dialog = within(await screen.findByRole('dialog', { name: 'Winter sale' }));
    expect(await dialog.findByRole('link', { name: /Order 1042/ })).toHaveAttribute('href', '/orders/ord_1');
    expect(dialog.getByRole('button', { name: 'Delete' })).toBeDisabled();
    await userEvent.click(dialog.getByRole('button', { name: 'Save' }));
    expect(fake.last('PATCH /api/v1/discounts/:id')?.body).toMatchObject({ version: 3, usage_limit: 10 });
    await waitFor(() =>
      expect(dialog.getByRole('textbox', { name: 'Code' })).toHaveAccessibleDescription(
        /The code X belongs to another/,
      ),
    );
  });
});
