import { plural } from '../locale';

/** Who waits for what is sold out. */
export const waiting = {
  lead: 'Who waits is written to once it is back: the longest wait first, one customer for each piece, and each only once.',
  list: 'Waiting list',
  filters: 'Which customers',
  state: { waits: 'Waiting', owner: 'Yours to tell', told: 'Told' },
  ofProduct: ({ title }: { title: string }) => `Only ${title}`,
  allProducts: 'Show all products',
  column: {
    customer: 'Customer',
    product: 'Waits for',
    since: 'Since',
    until: 'Until',
    told: 'Told',
    back: 'Back since',
    why: 'Why you',
  },
  any: 'any of it',
  more: ({ count }: { count: number }) => `${count} more`,
  why: {
    window_closed: 'WhatsApp’s 24 hours are over',
    assistant_off: 'The assistant is off',
    owner_only: 'Your rules leave it to you',
  },
  ownerHint:
    'These are back in stock, and the assistant could not write. Tell the customer yourself, by a template or a call, then take them off the list.',
  remove: 'Take off the list',
  told: 'Was told',
  removed: 'Taken off the waiting list',
  empty: {
    waits: {
      title: 'Nobody waits for anything',
      hint: 'When somebody asks for what is sold out, the assistant offers to write once it is back. Who says yes stands here.',
    },
    owner: { title: 'Nothing for you to tell', hint: 'What the assistant cannot say by itself stands here.' },
    told: {
      title: 'Nobody was told yet',
      hint: 'Receive goods that somebody waits for, and see who was told.',
    },
  },
  product: {
    title: ({ count }: { count: number }) => `${plural(count, 'customer waits', 'customers wait')} for this`,
    owner: ({ count }: { count: number }) =>
      `It is back, and ${plural(count, 'customer is', 'customers are')} yours to tell`,
    hint: 'They are written to when it is back in stock.',
    open: 'See who',
  },
} as const;
