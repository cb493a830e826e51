/** Which orders are listed, as the address holds it: what was looked at can be bookmarked, and Back leads back to it. */
import type {
  FulfilmentStatus,
  OrderChannel,
  OrderQuery,
  OrderStatus,
  OrderSummary,
  PaymentStatus,
  ReturnStatus,
} from '$lib/api/types';

export const VIEWS = ['all', 'to_ship', 'unpaid', 'draft', 'returns', 'archived'] as const;
export type View = (typeof VIEWS)[number];

export const STATUSES: OrderStatus[] = [
  'draft',
  'placed',
  'processing',
  'shipped',
  'delivered',
  'cancelled',
  'returned',
];
export const PAYMENT_STATUSES: PaymentStatus[] = [
  'unpaid',
  'partly_paid',
  'paid',
  'partly_refunded',
  'refunded',
];
export const FULFILMENT_STATUSES: FulfilmentStatus[] = ['unfulfilled', 'partly_fulfilled', 'fulfilled'];
export const RETURN_STATUSES: Exclude<ReturnStatus, 'none'>[] = [
  'return_requested',
  'exchange_requested',
  'partly_returned',
  'returned',
  'exchanged',
];
export const CHANNELS: OrderChannel[] = ['counter', 'online', 'agent', 'office'];
export const SORTS = ['newest', 'oldest', 'total_high', 'total_low'] as const;

export interface OrderFilters {
  view: View;
  status?: OrderStatus;
  payment?: PaymentStatus;
  fulfilment?: FulfilmentStatus;
  returns?: ReturnStatus;
  channel?: OrderChannel;
  from: string | null;
  to: string | null;
  sort: (typeof SORTS)[number];
  search: string;
}

const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** Reads the part of the address after the question mark. What is not known there is left out. */
export function readFilters(query: URLSearchParams): OrderFilters {
  const one = <T extends string>(name: string, known: readonly T[]): T | undefined =>
    known.find((value) => value === query.get(name));
  const day = (name: string) => {
    const given = query.get(name);
    return given !== null && DAY.test(given) ? given : null;
  };
  return {
    view: one('view', VIEWS) ?? 'all',
    status: one('status', STATUSES),
    payment: one('payment', PAYMENT_STATUSES),
    fulfilment: one('shipping', FULFILMENT_STATUSES),
    returns: one('returns', RETURN_STATUSES),
    channel: one('channel', CHANNELS),
    from: day('from'),
    to: day('to'),
    sort: one('sort', SORTS) ?? 'newest',
    search: query.get('q') ?? '',
  };
}

/** The same the other way round; empty when nothing is filtered. */
export function writeFilters(filters: OrderFilters): string {
  const query = new URLSearchParams();
  const put = (name: string, value: string | null | undefined) => value && query.set(name, value);
  if (filters.view !== 'all') query.set('view', filters.view);
  put('status', filters.status);
  put('payment', filters.payment);
  put('shipping', filters.fulfilment);
  put('returns', filters.returns);
  put('channel', filters.channel);
  put('from', filters.from);
  put('to', filters.to);
  if (filters.sort !== 'newest') query.set('sort', filters.sort);
  put('q', filters.search);
  const words = query.toString();
  return words ? `?${words}` : '';
}

/** As the shop's program is asked. */
export function toQuery(filters: OrderFilters): OrderQuery {
  const { view } = filters;
  return {
    status: filters.status ?? (view === 'draft' ? 'draft' : undefined),
    payment_status: filters.payment,
    fulfilment_status: filters.fulfilment,
    return_status: filters.returns,
    channel: filters.channel,
    from: filters.from ?? undefined,
    to: filters.to ?? undefined,
    archived: view === 'archived' ? 'yes' : undefined,
    open: view === 'to_ship' || undefined,
    returning: (view === 'returns' && !filters.returns) || undefined,
    due: (view === 'unpaid' && !filters.payment) || undefined,
    search: filters.search || undefined,
    sort: filters.sort,
  };
}

/** It stands and is not fully paid. */
const isDue = ({ status, payment_status }: OrderSummary) =>
  ['unpaid', 'partly_paid'].includes(payment_status) &&
  ['placed', 'processing', 'shipped', 'delivered'].includes(status);

/** False when an order, as it is now, has left the list. Dates are the shop's to judge. */
export function belongs(order: OrderSummary, filters: OrderFilters): boolean {
  const query = toQuery(filters);
  return (
    (query.status === undefined || order.status === query.status) &&
    (query.payment_status === undefined || order.payment_status === query.payment_status) &&
    (query.fulfilment_status === undefined || order.fulfilment_status === query.fulfilment_status) &&
    (query.return_status === undefined || order.return_status === query.return_status) &&
    (query.channel === undefined || order.channel === query.channel) &&
    (!query.open || order.status === 'placed' || order.status === 'processing') &&
    (!query.due || isDue(order)) &&
    (!query.returning || ['return_requested', 'exchange_requested'].includes(order.return_status)) &&
    order.archived === (query.archived === 'yes')
  );
}

/** True when something other than the view narrows the list. */
export const narrowed = (filters: OrderFilters): boolean =>
  writeFilters({ ...filters, view: 'all', sort: 'newest' }) !== '';
