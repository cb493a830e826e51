import { plural } from '../locale';

/** Changes that customers said yes to and that wait for the owner. */
export const approvals = {
  title: 'Approvals',
  lead: 'Customers asked for these or said yes to them. By your rules nothing happens until you decide.',
  list: 'Changes that wait for you',
  since: 'Said yes',
  agreed: 'What the customer said yes to',
  /** Its words speak to the customer, so they stand as a quotation. */
  said: ({ agreed, action }: { agreed: string; action: string }) =>
    action === 'match_price'
      ? `The customer saw it cheaper: ${agreed}`
      : `The customer said yes to: “${agreed}”`,
  asked: 'What would be done',
  askedSince: 'Asked',
  conversation: 'Open the conversation',
  approve: 'Approve',
  decline: 'Decline',
  done: {
    approve: 'Approved and done. The customer is told.',
    decline: 'Declined. Nothing was changed, and the customer is told.',
  },
  result: { approve: 'Approved', decline: 'Declined' },
  kinds: {
    cancel_order: 'Cancel an order',
    modify_items: 'Change items',
    modify_address: 'Change where it is sent',
    modify_payment: 'Change how it is paid',
    return_items: 'Return',
    exchange_items: 'Exchange',
    modify_customer_address: 'Change the customer’s address',
    put_aside: 'Put goods aside',
    wait_for_stock: 'Write when it is back',
    match_price: 'Match another shop’s price',
    subscribe_or_opt_out: 'Send news and offers',
  },
  changed: 'Not done: the facts changed meanwhile',
  changedHint: 'Nothing was changed. Decline it so that the customer is told, or write to them.',
  gone: 'This was decided already',
  goneHint: 'In another window, or by somebody else. The list shows what still waits.',
  none: 'Nothing waits for your approval',
  noneHint:
    'When a customer agrees to a change that moves more money than you let the assistant decide, it stands here until you approve or decline it.',
  settings: 'Set the sum',
  decided: 'Decided just now',
  decidedHint:
    'In this window, since it was opened. The history in the settings keeps everything that changed.',
  banner: 'Waits for your approval',
  waits: ({ what }: { what: string }) => `Waits for your approval: ${what}`,
  today: {
    title: ({ count }: { count: number }) =>
      `${plural(count, 'change waits', 'changes wait')} for your approval`,
    said: ({ agreed, action }: { agreed: string; action: string }) =>
      action === 'match_price' ? `saw it cheaper: ${agreed}` : `said yes to: “${agreed}”`,
    open: 'Decide',
  },
} as const;
