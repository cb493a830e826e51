/**
 * Orders, sales and prices as their contract says, until the generated schema knows them. The same names stand in
 * the schema then, and this file goes.
 */
import createClient from 'openapi-fetch';
import type { Money, Page } from './types';

export type OrderStatus =
  'draft' | 'placed' | 'processing' | 'shipped' | 'delivered' | 'cancelled' | 'returned';
export type PaymentStatus = 'unpaid' | 'partly_paid' | 'paid' | 'partly_refunded' | 'refunded';
export type FulfilmentStatus = 'unfulfilled' | 'partly_fulfilled' | 'fulfilled';
export type ReturnStatus =
  'none' | 'return_requested' | 'exchange_requested' | 'partly_returned' | 'returned' | 'exchanged';
export type OrderChannel = 'counter' | 'online' | 'agent' | 'office';
export type PaymentMethod =
  'card' | 'cash' | 'bank_transfer' | 'gift_card' | 'store_credit' | 'on_delivery' | 'wallet';
export type PaymentState = 'pending' | 'settled' | 'failed';
export type FulfilmentState = 'preparing' | 'in_transit' | 'out_for_delivery' | 'delivered' | 'failed';

export interface ContactRef {
  id: string;
  display_name: string;
}

export interface OrderSummary {
  id: string;
  number: string;
  contact: ContactRef | null;
  status: OrderStatus;
  payment_status: PaymentStatus;
  fulfilment_status: FulfilmentStatus;
  return_status: ReturnStatus;
  channel: OrderChannel;
  total: Money;
  due: Money;
  item_count: number;
  tags: string[];
  archived: boolean;
  placed_at: string | null;
  created_at: string;
  updated_at: string;
  first_image_url: string | null;
  version: number;
}

export interface LineItem {
  id: string;
  product_id: string | null;
  variant_id: string | null;
  title: string;
  variant_title: string;
  sku: string | null;
  quantity: number;
  unit_price: Money;
  discount: Money;
  total: Money;
  tax: Money;
  tax_class: string;
  tax_rate_ppm: number;
  fulfilled: number;
  returned: number;
  open: number;
  image_url: string | null;
}

export interface OrderPayment {
  id: string;
  kind: 'payment' | 'refund';
  method: PaymentMethod;
  amount: Money;
  state: PaymentState;
  reference: string | null;
  tendered: Money | null;
  change: Money | null;
  refund_of: string | null;
  stored_method_id: string | null;
  gift_card_id: string | null;
  return_id: string | null;
  reason: string | null;
  paid_at: string;
}

export interface OrderFulfilment {
  id: string;
  state: FulfilmentState;
  carrier: string | null;
  tracking_number: string | null;
  tracking_url: string | null;
  shipped_at: string | null;
  expected_on: string | null;
  delivered_at: string | null;
  lines: { line_item_id: string; quantity: number }[];
  version: number;
}

export interface TimelineEntry {
  at: string;
  actor: string;
  actor_name: string | null;
  kind: string;
  from_status: OrderStatus | null;
  to_status: OrderStatus | null;
  reason: string;
  details: Record<string, unknown>;
}

export interface ShipTo {
  name: string;
  address: string;
  country: string;
  region: string;
}

export interface ManualDiscount {
  kind: 'amount' | 'percent';
  amount?: number;
  rate_ppm?: number;
  reason: string;
}

export interface AppliedDiscount {
  discount_id: string | null;
  title: string;
  code: string | null;
  amount: Money;
}

export interface AppliedTax {
  name: string;
  rate_ppm: number;
  base: Money;
  amount: Money;
}

export type OrderAction =
  | 'edit'
  | 'discard'
  | 'place'
  | 'process'
  | 'pay'
  | 'refund'
  | 'fulfil'
  | 'deliver'
  | 'cancel'
  | 'change_items'
  | 'change_address'
  | 'change_payment'
  | 'archive'
  | 'unarchive'
  | 'duplicate'
  | 'return'
  | 'exchange';

export interface Order extends OrderSummary {
  currency: string;
  prices_include_tax: boolean;
  subtotal: Money;
  discount: Money;
  shipping: Money;
  tax: Money;
  paid: Money;
  refunded: Money;
  display_total: Money | null;
  ship_to: ShipTo;
  shipping_method: string | null;
  pickup: boolean;
  note: string;
  cancel_reason: string | null;
  items_changed_at: string | null;
  archived_at: string | null;
  location_id: string | null;
  discount_codes: string[];
  manual_discount: ManualDiscount | null;
  discounts: AppliedDiscount[];
  taxes: AppliedTax[];
  line_items: LineItem[];
  payments: OrderPayment[];
  fulfilments: OrderFulfilment[];
  timeline: TimelineEntry[];
  conversation_id: string | null;
  /** What may be done now; see `OrderAction`. */
  actions: string[];
}

export interface LineInput {
  variant_id?: string;
  quantity: number;
  unit_price?: number;
  title?: string;
  tax_class?: string;
  line_item_id?: string;
}

export interface DraftInput {
  contact_id?: string | null;
  lines?: LineInput[];
  ship_to?: ShipTo;
  shipping_method?: string | null;
  shipping_price?: number | null;
  discount_codes?: string[];
  manual_discount?: ManualDiscount | null;
  note?: string;
  tags?: string[];
  channel?: OrderChannel;
}

export interface PaymentInput {
  method: PaymentMethod;
  amount?: number;
  tendered?: number;
  reference?: string;
  state?: PaymentState;
  stored_method_id?: string;
  gift_card_id?: string;
}

export interface PricingPreview {
  currency: string;
  prices_include_tax: boolean;
  lines: Omit<LineItem, 'id'>[];
  subtotal: Money;
  discounts: AppliedDiscount[];
  discount: Money;
  shipping: Money;
  shipping_methods: { name: string; price: Money; days_min: number; days_max: number }[];
  tax: Money;
  taxes: AppliedTax[];
  total: Money;
  display_total: Money | null;
  codes: { code: string; applied: boolean; rule: string | null; detail: string | null }[];
}

export interface OrderCounts {
  draft: number;
  placed: number;
  processing: number;
  shipped: number;
  delivered: number;
  cancelled: number;
  returned: number;
  to_ship: number;
  unpaid: number;
  partly_fulfilled: number;
  return_requested: number;
  exchange_requested: number;
  archived: number;
  cap: number;
}

export interface VariantRow {
  id: string;
  product_id: string;
  product_title: string;
  variant_title: string;
  sku: string | null;
  barcode: string | null;
  size: string | null;
  colour: string | null;
  price: Money;
  compare_at: Money | null;
  allow_backorder: boolean;
  on_hand: number;
  image_url: string | null;
  product_status: string;
}

export interface ContactInput {
  display_name?: string;
  email?: string | null;
  phone?: string | null;
  language?: string | null;
  address?: string;
  notes?: string;
}

export interface GiftCard {
  id: string;
  masked: string;
  balance: Money;
  state: string;
}

export interface SalesDay {
  day: string;
  orders: number;
  sales: Money;
}

export interface ReturnSummary {
  id: string;
  number: string;
  kind: 'return' | 'exchange';
  state: string;
  order: { id: string; number: string };
  refund: Money;
  created_at: string;
}

export interface StoreCreditEntry {
  id: string;
  kind: 'granted' | 'spent' | 'refunded' | 'adjusted';
  amount: Money;
  balance: Money;
  note: string;
  at: string;
}

interface Json<T> {
  content: { 'application/json': T };
}
interface Parameters {
  query?: object;
  path?: object;
}
interface Ask<A, P extends Parameters = object> {
  parameters: P;
  responses: { 200: Json<A> };
}
interface Tell<B, A, P extends Parameters = object> {
  parameters: P;
  requestBody: Json<B>;
  responses: { 200: Json<A> };
}
interface ById {
  path: { id: string };
}
interface Versioned {
  version?: number;
  reason?: string;
}

export interface OrderQuery {
  status?: OrderStatus | 'all';
  payment_status?: PaymentStatus;
  fulfilment_status?: FulfilmentStatus;
  return_status?: ReturnStatus;
  channel?: OrderChannel;
  contact_id?: string;
  from?: string;
  to?: string;
  archived?: 'no' | 'yes' | 'all';
  open?: boolean;
  unpaid?: boolean;
  search?: string;
  sort?: 'newest' | 'oldest' | 'total_high' | 'total_low';
  cursor?: string;
  limit?: number;
}

interface Paths {
  '/api/v1/orders': {
    get: Ask<Page<OrderSummary>, { query?: OrderQuery }>;
    post: Tell<DraftInput & { request_key?: string }, Order>;
  };
  '/api/v1/orders/counts': { get: Ask<OrderCounts, { query?: { contact_id?: string } }> };
  '/api/v1/orders/{id}': {
    get: Ask<Order, ById>;
    patch: Tell<DraftInput & { version: number }, Order, ById>;
    delete: { parameters: ById; responses: { 204: { content?: never } } };
  };
  '/api/v1/orders/{id}/duplicate': { post: Ask<Order, ById> };
  '/api/v1/orders/{id}/place': {
    post: Tell<Versioned & { payments?: PaymentInput[] }, Order, ById>;
  };
  '/api/v1/orders/{id}/process': { post: Tell<Versioned, Order, ById> };
  '/api/v1/orders/{id}/deliver': { post: Tell<Versioned, Order, ById> };
  '/api/v1/orders/{id}/cancel': {
    post: Tell<
      { version?: number; reason: string; refund?: 'original' | 'none'; note?: string },
      Order,
      ById
    >;
  };
  '/api/v1/orders/{id}/fulfilments': {
    post: Tell<
      {
        version?: number;
        lines?: { line_item_id: string; quantity: number }[];
        carrier?: string;
        tracking_number?: string;
        tracking_url?: string;
        expected_on?: string;
        state?: FulfilmentState;
      },
      Order,
      ById
    >;
  };
  '/api/v1/orders/{id}/fulfilments/{fulfilment_id}': {
    patch: Tell<
      {
        version?: number;
        state?: FulfilmentState;
        carrier?: string;
        tracking_number?: string;
        tracking_url?: string;
        expected_on?: string;
      },
      Order,
      { path: { id: string; fulfilment_id: string } }
    >;
  };
  '/api/v1/orders/{id}/items': {
    post: Tell<
      Versioned & {
        changes: { line_item_id: string; variant_id: string; quantity?: number }[];
        settle: PaymentInput;
      },
      Order,
      ById
    >;
  };
  '/api/v1/orders/{id}/address': { post: Tell<Versioned & { ship_to: ShipTo }, Order, ById> };
  '/api/v1/orders/{id}/payment-method': { post: Tell<Versioned & { to: PaymentInput }, Order, ById> };
  '/api/v1/orders/{id}/archive': { post: Ask<Order, ById> };
  '/api/v1/orders/{id}/unarchive': { post: Ask<Order, ById> };
  '/api/v1/orders/{id}/payments': { post: Tell<PaymentInput, Order, ById> };
  '/api/v1/orders/{id}/payments/{payment_id}/settle': {
    post: Tell<{ reference?: string }, Order, { path: { id: string; payment_id: string } }>;
  };
  '/api/v1/orders/{id}/payments/{payment_id}/fail': {
    post: Tell<{ reason?: string }, Order, { path: { id: string; payment_id: string } }>;
  };
  '/api/v1/orders/{id}/refunds': {
    post: Tell<
      Versioned & { amount: number; payment_id?: string; method?: PaymentMethod; reference?: string },
      Order,
      ById
    >;
  };
  '/api/v1/sales': {
    post: Tell<DraftInput & { payments: PaymentInput[]; request_key?: string; draft_id?: string }, Order>;
  };
  '/api/v1/pricing/preview': { post: Tell<DraftInput, PricingPreview> };
  '/api/v1/variants': {
    get: Ask<
      { items: VariantRow[]; total: number },
      { query?: { search?: string; in_stock?: boolean; sort?: string; status?: string; limit?: number } }
    >;
  };
  '/api/v1/variants/by-code/{code}': { get: Ask<VariantRow, { path: { code: string } }> };
  '/api/v1/returns': {
    get: Ask<Page<ReturnSummary>, { query?: { contact_id?: string; state?: 'all'; limit?: number } }>;
  };
  '/api/v1/today/sales': { get: Ask<SalesDay[], { query?: { days?: number } }> };
  '/api/v1/stock/locations': { get: Ask<{ id: string; name: string; active: boolean }[]> };
  '/api/v1/stock/adjustments': {
    post: Tell<
      {
        location_id: string;
        word: 'found' | 'correction';
        note?: string;
        lines: { variant_id: string; change: number }[];
      },
      unknown
    >;
  };
  '/api/v1/gift-cards/look-up': { post: Tell<{ code: string }, GiftCard> };
  '/api/v1/contacts/{id}/store-credit': {
    get: Ask<{ balances: Money[]; entries: Page<StoreCreditEntry> }, ById>;
    post: Tell<{ amount: Money; note: string }, unknown, ById>;
  };
  '/api/v1/contacts': {
    post: Tell<ContactInput, ContactRef>;
  };
  '/api/v1/contacts/{id}': {
    patch: Tell<ContactInput & { version: number }, ContactRef, ById>;
  };
}

export const coming = createClient<Paths>({
  baseUrl: new URL('/', document.baseURI).href.replace(/\/$/, ''),
  credentials: 'same-origin',
  fetch: (request) => globalThis.fetch(request),
});
