import { describe, expect, it } from 'vitest';
import { differences, type Say } from './changes';
import { canTakeBack } from './sentences';
import { sizeOf } from './sizes';

const say: Say = {
  money: (amount, currency = 'EUR') => `${(amount / 100).toFixed(2)} ${currency}`,
  time: (time) => `at ${time.slice(0, 10)}`,
  rate: (share) => `${share * 100} %`,
};

describe('differences', () => {
  it('names what a person would see, and nothing else', () => {
    const before = { title: 'Dress', price: 1900, tags: ['a'], version: 1, updated_at: 'x' };
    const after = { title: 'Dress', price: 2100, tags: ['a', 'b'], version: 2, updated_at: 'y' };
    expect(differences(before, after, say)).toEqual([
      { field: 'Price', before: '19.00 EUR', after: '21.00 EUR' },
      { field: 'Tags', before: 'a', after: 'a, b' },
    ]);
    expect(differences(before, { ...before, version: 9 }, say)).toEqual([]);
  });

  it('says money, times, shares, yes and no as the window does, and leaves out what only names rows', () => {
    const before = { terms: { active: true, rate_ppm: 200_000, minimum_subtotal: null }, currency: 'EUR' };
    const after = {
      terms: {
        active: false,
        rate_ppm: 250_000,
        minimum_subtotal: 5000,
        ends_at: '2026-11-30T23:00:00.000Z',
        contact_ids: ['con_1'],
      },
      currency: 'EUR',
    };
    expect(differences(before, after, say)).toEqual([
      { field: 'Active', before: 'yes', after: 'no' },
      { field: 'Percent', before: '20 %', after: '25 %' },
      { field: 'Minimum subtotal', before: '', after: '50.00 EUR' },
      { field: 'Ends', before: '', after: 'at 2026-11-30' },
    ]);
    const paid = {
      order: { payment_status: 'unpaid', paid: { amount: 0, currency: 'USD' }, contact_id: null },
    };
    const now = {
      order: { payment_status: 'paid', paid: { amount: 990, currency: 'USD' }, contact_id: 'con_1' },
      happenings: [{ kind: 'payment' }],
    };
    expect(differences(paid, now, say)).toEqual([
      { field: 'Payment status', before: 'Unpaid', after: 'Paid' },
      { field: 'Paid', before: '0.00 USD', after: '9.90 USD' },
    ]);
  });

  it('shows all of what is new or gone, and looks into settings', () => {
    expect(differences(null, { title: 'Dress', brand: '' }, say)).toEqual([
      { field: 'Title', before: '', after: 'Dress' },
    ]);
    expect(
      differences({ value: { name: 'A' }, version: 1 }, { value: { name: 'B' }, version: 2 }, say),
    ).toEqual([{ field: 'Name', before: 'A', after: 'B' }]);
    const options = [{ name: 'Size', values: ['S', 'M'] }];
    expect(differences({ options: [] }, { options }, say)[0]?.after).toBe('Name: Size; Values: S, M');
  });
});

describe('what can be taken back', () => {
  const act = (kind: string, changes = {}) => ({ kind, undone_by: null, change_count: 1, ...changes });

  it.each(['product.changed', 'order.edited', 'stock.adjusted', 'discount.created', 'import', 'undo'])(
    '%s can',
    (kind) => expect(canTakeBack(act(kind))).toBe(true),
  );
  it.each([
    'order.sold',
    'order.payment',
    'document.issued',
    'cash_drawer.closed',
    'gift_card.issued',
    'return.moved',
  ])('%s cannot: goods, money or a number went out', (kind) => expect(canTakeBack(act(kind))).toBe(false));
  it('not twice, and not what changed nothing', () => {
    expect(canTakeBack(act('product.changed', { undone_by: 'opr_2' }))).toBe(false);
    expect(canTakeBack(act('product.changed', { change_count: 0 }))).toBe(false);
  });
});

describe('sizeOf', () => {
  it.each([
    [0, '0 bytes'],
    [999, '999 bytes'],
    [3_400_000, '3.4 MB'],
    [12_000_000_000, '12 GB'],
  ])('%i', (bytes, expected) => {
    expect(sizeOf(bytes, 'en')).toBe(expected);
  });
});
