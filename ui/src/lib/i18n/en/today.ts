import { plural } from '../locale';

/** The Today screen. */
export const today = {
  title: 'Today',
  needsYou: {
    title: 'Needs you',
    lead: ({ count }: { count: number }) =>
      `${plural(count, 'conversation waits', 'conversations wait')} for your answer`,
    none: 'Nobody waits for you',
    noneHint:
      'The assistant answers by itself. What it may not or cannot answer is shown here, and you are notified.',
    tryIt: 'Try it on the Phone',
    all: 'Open the inbox',
  },
  figures: {
    title: 'In figures',
    today: 'Today',
    yesterday: 'Yesterday',
    messages: 'Messages received',
    answered: 'Assistant answered',
    handedOff: 'Handed to you',
    answerTime: 'Typical answer time',
    orders: 'New orders',
    sales: 'Sales',
    share: ({ share }: { share: string }) => `${share} of the messages`,
  },
  sales: {
    title: 'Sales per day',
    lead: ({ amount, count }: { amount: string; count: number }) =>
      `${amount} from ${plural(count, 'order', 'orders')}`,
    span: 'How many days',
    none: 'Nothing sold in these days',
    noneHint: 'What is sold at the counter or ordered is drawn here, day by day.',
    days: ({ count }: { count: number }) => plural(count, 'day', 'days'),
    day: ({ day, count }: { day: string; count: number }) => `${day}, ${plural(count, 'order', 'orders')}`,
  },
  toShip: {
    title: 'To ship',
    lead: ({ count }: { count: number }) =>
      plural(count, 'order is ready to be packed', 'orders are ready to be packed'),
    none: 'Everything is on its way',
    noneHint: 'New orders stand here until they are packed and sent.',
    all: 'All orders',
    items: ({ count }: { count: number }) => plural(count, 'item', 'items'),
  },
  lowStock: {
    title: 'Running low',
    lead: ({ count }: { count: number }) =>
      plural(count, 'variant is nearly sold out', 'variants are nearly sold out'),
    none: 'Enough of everything',
    noneHint: 'Variants with few pieces left stand here. Set how few under Settings → Look and notices.',
    left: ({ count }: { count: number }) => (count <= 0 ? 'Sold out' : plural(count, 'left', 'left')),
    more: ({ count }: { count: string }) => `and ${count} more`,
    all: 'All that runs low',
  },
  problems: {
    channel: 'WhatsApp needs a look',
    notConnected: 'WhatsApp is not connected yet',
    notConnectedHint:
      'Customers cannot reach the assistant until you connect a number. You can already try it on the Phone.',
    connect: 'Connect WhatsApp',
    openChannel: 'Look at the connection',
    jobs: ({ count }: { count: number }) =>
      plural(count, 'task could not be finished', 'tasks could not be finished'),
    jobsHint: 'They were tried several times. Look at them, then try again or discard them.',
    openJobs: 'Look at them',
  },
} as const;
