/** Pure parts of a thread: how what is read is put together, and how it is laid out. */
import type { Message, MessageStatus } from '$lib/api/types';

export interface MessageWindow {
  items: Message[];
  has_older: boolean;
  has_newer: boolean;
}

export interface ThreadItems {
  items: Message[];
  hasOlder: boolean;
}

/**
 * Puts the newest messages, just read, onto what is shown. Messages in both take their new state. When nothing
 * connects the two there may be unknown messages between them, and the new window replaces the old.
 */
export function mergeNewest(current: ThreadItems, window: MessageWindow): ThreadItems {
  const read = new Set(window.items.map((message) => message.id));
  const overlap = current.items.findIndex((message) => read.has(message.id));
  if (overlap < 0) {
    if (current.items.length > 0 && window.items.length === 0) return current;
    return { items: window.items, hasOlder: window.has_older };
  }
  const before = current.items.slice(0, overlap);
  return {
    items: [...before, ...window.items],
    hasOlder: before.length > 0 ? current.hasOlder : window.has_older,
  };
}

/** Puts earlier messages in front. */
export function mergeOlder(current: ThreadItems, window: MessageWindow): ThreadItems {
  const known = new Set(current.items.map((message) => message.id));
  return {
    items: [...window.items.filter((message) => !known.has(message.id)), ...current.items],
    hasOlder: window.has_older,
  };
}

/** Replaces one message, or adds it at the end when it is new. */
export function putMessage(items: Message[], message: Message): Message[] {
  return items.some((known) => known.id === message.id)
    ? items.map((known) => (known.id === message.id ? message : known))
    : [...items, message];
}

export interface MessageRow {
  kind: 'message';
  key: string;
  message: Message;
  /** First and last of a run of messages by one author close in time. */
  first: boolean;
  last: boolean;
}

export type ThreadRow =
  { kind: 'day'; key: string; at: string } | { kind: 'working'; key: string } | MessageRow;

const CLOSE_MS = 5 * 60_000;

/** Messages with a line for each new day, grouped by author. `dayKey` names the day in the shop's zone. */
export function threadRows(
  messages: readonly Message[],
  dayKey: (time: string) => string,
  working = false,
): ThreadRow[] {
  const rows: ThreadRow[] = [];
  for (const [index, message] of messages.entries()) {
    const before = messages[index - 1];
    const after = messages[index + 1];
    const newDay = !before || dayKey(before.created_at) !== dayKey(message.created_at);
    if (newDay) rows.push({ kind: 'day', key: `day ${dayKey(message.created_at)}`, at: message.created_at });
    rows.push({
      kind: 'message',
      key: message.id,
      message,
      first: newDay || !before || !together(before, message),
      last: !after || dayKey(after.created_at) !== dayKey(message.created_at) || !together(message, after),
    });
  }
  if (working) rows.push({ kind: 'working', key: 'working' });
  return rows;
}

function together(first: Message, second: Message): boolean {
  return (
    first.author === second.author &&
    first.run_id === second.run_id &&
    Date.parse(second.created_at) - Date.parse(first.created_at) < CLOSE_MS
  );
}

export type Tick = 'waiting' | 'one' | 'two' | 'read' | 'failed';

/** The sign beside a message of ours; undefined for the customer's. */
export function tickOf(status: MessageStatus): Tick | undefined {
  switch (status) {
    case 'received':
      return undefined;
    case 'queued':
    case 'sending':
      return 'waiting';
    case 'sent':
      return 'one';
    case 'delivered':
      return 'two';
    case 'read':
      return 'read';
    case 'failed':
    case 'undelivered':
      return 'failed';
  }
}
