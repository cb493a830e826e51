/** What the shop's program tells while it happens: the kinds of core's `EventKind`, kept equal by a test. */

export const EVENT_KINDS = [
  'message.received',
  'message.queued',
  'message.status',
  'conversation.updated',
  'run.finished',
  'handoff.started',
  'complaint.updated',
  'attachment.updated',
  'order.updated',
  'discount.updated',
  'product.updated',
  'catalog.changed',
  'bulk_edit.progress',
  'contact.updated',
  'agents.updated',
  'settings.updated',
  'job.died',
  'channel.state',
  'stock.updated',
  'stock.low',
  'supplier.updated',
  'purchase_order.updated',
  'transfer.updated',
  'waiting.updated',
  'stocktake.updated',
  'location.updated',
  'operation.recorded',
  'return.updated',
  'gift_card.updated',
  'store_credit.updated',
  'cash_drawer.updated',
  'import.updated',
  'export.updated',
  'backup.finished',
  'document.issued',
  'knowledge.updated',
  'model.updated',
  'market.updated',
  'prompt.updated',
  'prompt_lab.updated',
] as const;

export type EventKind = (typeof EVENT_KINDS)[number];

/** One thing that happened. `subject` is the public id (or name) of what it happened to. */
export interface DomainEvent {
  id: string;
  at: string;
  kind: EventKind;
  subject: string;
  payload: Record<string, unknown>;
}

/** Any event that may change what a list of conversations shows. */
export const CONVERSATION_EVENTS: EventKind[] = [
  'message.received',
  'message.queued',
  'message.status',
  'conversation.updated',
  'handoff.started',
  'run.finished',
];
