/** Everything that happened with a customer, in one order of time. */
import type { OrderSummary, ReturnSummary, StoreCreditEntry } from '$lib/api/types';

export type Happening =
  | { kind: 'order'; at: string; order: OrderSummary }
  | { kind: 'conversation'; at: string; id: string }
  | { kind: 'return'; at: string; return: ReturnSummary }
  | { kind: 'credit'; at: string; entry: StoreCreditEntry };

export type HappeningFilter = 'all' | 'orders' | 'conversations' | 'money';

export function happenings(
  orders: readonly OrderSummary[],
  conversations: readonly { id: string; last_message_at: string }[],
  returns: readonly ReturnSummary[],
  credit: readonly StoreCreditEntry[],
): Happening[] {
  const all: Happening[] = [
    ...orders.map((order): Happening => ({ kind: 'order', at: order.placed_at ?? order.created_at, order })),
    ...conversations.map(({ id, last_message_at }): Happening => ({
      kind: 'conversation',
      at: last_message_at,
      id,
    })),
    ...returns.map((entry): Happening => ({ kind: 'return', at: entry.created_at, return: entry })),
    ...credit.map((entry): Happening => ({ kind: 'credit', at: entry.at, entry })),
  ];
  return all.sort((a, b) => Date.parse(b.at) - Date.parse(a.at));
}

export function isShown({ kind }: Happening, filter: HappeningFilter): boolean {
  if (filter === 'orders') return kind === 'order';
  if (filter === 'conversations') return kind === 'conversation';
  if (filter === 'money') return kind === 'return' || kind === 'credit';
  return true;
}
