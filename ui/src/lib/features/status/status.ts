/** One colour for each status, the same on every screen. The words are in i18n/en/statuses. */
import type { Tone } from '$lib/components';
import { text } from '$lib/i18n';

const TONES = {
  order: {
    draft: 'neutral',
    placed: 'accent',
    processing: 'warn',
    shipped: 'info',
    delivered: 'good',
    cancelled: 'neutral',
    returned: 'bad',
  },
  payment: {
    unpaid: 'warn',
    partly_paid: 'warn',
    paid: 'good',
    partly_refunded: 'info',
    refunded: 'neutral',
  },
  fulfilmentStatus: { unfulfilled: 'warn', partly_fulfilled: 'warn', fulfilled: 'good' },
  returnStatus: {
    none: 'neutral',
    return_requested: 'bad',
    exchange_requested: 'bad',
    partly_returned: 'info',
    returned: 'neutral',
    exchanged: 'neutral',
  },
  channelOfOrder: { counter: 'neutral', online: 'neutral', agent: 'neutral', office: 'neutral' },
  product: { active: 'good', draft: 'neutral', archived: 'neutral' },
  complaint: { open: 'bad', in_progress: 'warn', resolved: 'good' },
  message: {
    received: 'neutral',
    queued: 'neutral',
    sending: 'neutral',
    sent: 'neutral',
    delivered: 'neutral',
    read: 'info',
    failed: 'bad',
    undelivered: 'bad',
  },
  handler: { agent: 'accent', owner: 'info' },
  conversation: { open: 'neutral', closed: 'neutral', needs_owner: 'warn' },
  channel: {
    connected: 'good',
    not_connected: 'neutral',
    unauthorized: 'bad',
    unreachable: 'warn',
    keyring_unavailable: 'bad',
    rate_limited: 'warn',
  },
  engine: { active: 'good', unused: 'neutral', not_installed: 'neutral' },
  job: { ready: 'neutral', running: 'info', dead: 'bad' },
  fulfilment: {
    preparing: 'warn',
    in_transit: 'info',
    out_for_delivery: 'info',
    delivered: 'good',
    failed: 'bad',
  },
  purchase: {
    draft: 'neutral',
    ordered: 'info',
    partly_received: 'warn',
    received: 'good',
    cancelled: 'neutral',
  },
  transfer: { in_transit: 'info', partly_received: 'warn', received: 'good', cancelled: 'neutral' },
  stocktake: { open: 'info', approved: 'good', abandoned: 'neutral' },
  paymentState: { pending: 'warn', settled: 'good', failed: 'bad' },
  returned: {
    requested: 'warn',
    approved: 'info',
    received: 'accent',
    settled: 'good',
    closed: 'neutral',
    refused: 'bad',
    cancelled: 'neutral',
  },
  discount: { active: 'good', scheduled: 'info', expired: 'neutral', used_up: 'neutral', off: 'neutral' },
  giftCard: { active: 'good', used_up: 'neutral', expired: 'warn', voided: 'bad' },
  import: {
    analysed: 'neutral',
    checking: 'info',
    checked: 'accent',
    running: 'info',
    paused: 'warn',
    done: 'good',
    cancelled: 'neutral',
    failed: 'bad',
    undoing: 'info',
    undone: 'neutral',
  },
  importOutcome: {
    created: 'good',
    changed: 'info',
    unchanged: 'neutral',
    skipped: 'neutral',
    rejected: 'bad',
  },
  importOutcomeDone: {
    created: 'good',
    changed: 'info',
    unchanged: 'neutral',
    skipped: 'neutral',
    rejected: 'bad',
  },
  export: { running: 'info', done: 'good', failed: 'bad' },
  run: { replied: 'good', handed_off: 'warn', silent: 'neutral' },
} as const satisfies Record<string, Record<string, Tone>>;

export type StatusKind = keyof typeof TONES;
/** The statuses known here; a newer program may send another, which is shown as it is. */
export type StatusOf<K extends StatusKind> = (keyof (typeof TONES)[K] & string) | (string & {});

export function statusTone<K extends StatusKind>(kind: K, value: StatusOf<K>): Tone {
  return (TONES[kind] as Record<string, Tone>)[value] ?? 'neutral';
}

/** The word for a status; a value without a word (from a newer program) is shown as it is. */
export function statusWord<K extends StatusKind>(kind: K, value: StatusOf<K>): string {
  return (text.statuses[kind] as Record<string, string>)[value] ?? readable(value);
}

/** Why a conversation was handed over, in words. */
export function handoffWord(reason: string): string {
  return (text.statuses.handoff as Record<string, string>)[reason] ?? readable(reason);
}

function readable(value: string): string {
  const words = value.replaceAll('_', ' ');
  return words.charAt(0).toLocaleUpperCase('en') + words.slice(1);
}
