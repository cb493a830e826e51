/** Orders as the shop's program answers them in tests. */
import { minutesAgo } from '../../../test/window';

export const eur = (amount: number) => ({ amount, currency: 'EUR' });

export const order = (n: number, changes: Record<string, unknown> = {}) => ({
  id: `ord_${n}`,
  number: String(1041 + n),
  contact: { id: 'con_1', display_name: n % 2 ? 'Amelia Hartwell' : 'Jonas Weber' } as {
    id: string;
    display_name: string;
  } | null,
  status: n % 2 ? 'shipped' : 'placed',
  payment_status: 'paid',
  fulfilment_status: n % 2 ? 'fulfilled' : 'unfulfilled',
  return_status: 'none',
  channel: 'agent',
  total: eur(4990),
  due: eur(0),
  item_count: 2,
  tags: [] as string[],
  archived: false,
  placed_at: minutesAgo(60 * n) as string | null,
  created_at: minutesAgo(60 * n),
  updated_at: minutesAgo(60 * n),
  first_image_url: null,
  version: 2,
  ...changes,
});

export const line = (changes: Record<string, unknown> = {}) => ({
  id: 'lin_1',
  product_id: 'prd_1',
  variant_id: 'var_1',
  title: 'Merino jumper',
  variant_title: 'M / Navy',
  sku: 'HB-1',
  quantity: 2,
  unit_price: eur(2500),
  discount: eur(500),
  total: eur(4500),
  tax: eur(718),
  tax_class: 'standard',
  tax_rate_ppm: 190_000,
  fulfilled: 0,
  returned: 0,
  open: 2,
  image_url: null,
  ...changes,
});

export const payment = (n: number, changes: Record<string, unknown> = {}) => ({
  id: `pay_${n}`,
  kind: 'payment',
  method: 'card',
  amount: eur(4990),
  state: 'settled',
  reference: 'ch_1',
  tendered: null,
  change: null,
  refund_of: null,
  stored_method_id: null,
  gift_card_id: null,
  return_id: null,
  reason: '',
  paid_at: minutesAgo(50),
  ...changes,
});

const step = (changes: Record<string, unknown>) => ({
  at: minutesAgo(60),
  actor: 'agent',
  actor_name: null,
  kind: 'status',
  from_status: null,
  to_status: null,
  reason: '',
  details: {},
  ...changes,
});

export const detail = (changes: Record<string, unknown> = {}) => ({
  ...order(1),
  currency: 'EUR',
  prices_include_tax: true,
  subtotal: eur(5000),
  discount: eur(500),
  shipping: eur(490),
  tax: eur(797),
  paid: eur(4990),
  refunded: eur(1000),
  display_total: null,
  ship_to: { name: 'Amelia Hartwell', address: 'Lindenstraße 12\n10969 Berlin', country: 'DE', region: '' },
  shipping_method: 'Standard',
  pickup: false,
  note: 'Please wrap it',
  cancel_reason: null,
  items_changed_at: null,
  archived_at: null,
  location_id: null,
  discount_codes: [],
  manual_discount: null,
  discounts: [{ discount_id: 'dsc_1', title: 'Welcome', code: 'HELLO', amount: eur(500) }],
  taxes: [{ name: 'VAT', rate_ppm: 190_000, base: eur(4193), amount: eur(797) }],
  line_items: [line({ fulfilled: 2, open: 0 })],
  payments: [
    payment(1),
    payment(2, { kind: 'refund', method: 'gift_card', amount: eur(1000), state: 'pending', reference: null }),
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
      lines: [{ line_item_id: 'lin_1', quantity: 2 }],
      version: 1,
    },
  ],
  timeline: [
    step({ to_status: 'placed' }),
    step({
      at: minutesAgo(50),
      actor: 'customer',
      kind: 'payment',
      details: { payment_id: 'pay_1', method: 'card', amount: eur(4990), state: 'settled' },
    }),
    step({
      at: minutesAgo(40),
      actor: 'owner',
      from_status: 'placed',
      to_status: 'shipped',
      reason: 'Handed to DHL',
    }),
  ],
  conversation_id: 'cnv_1',
  actions: ['deliver', 'refund', 'archive', 'duplicate'],
  ...changes,
});
