import { describe, expect, it } from 'vitest';
import type { Message, MessageStatus } from '$lib/api/types';
import { mergeNewest, mergeOlder, putMessage, threadRows, tickOf, type MessageWindow } from './messages';
import { answerWindow } from './window';

const BASE = Date.parse('2026-03-09T23:50:00Z');

function message(id: string, changes: Partial<Message> = {}): Message {
  return {
    id,
    conversation_id: 'cnv_1',
    direction: 'inbound',
    author: 'customer',
    body: id,
    status: 'received',
    error_code: null,
    error: null,
    run_id: null,
    attachments: [],
    created_at: new Date(BASE + id.charCodeAt(0) * 1000).toISOString(),
    status_at: new Date(BASE).toISOString(),
    ...changes,
  };
}
const all = (ids: string) => [...ids].map((id) => message(id));
const ids = ({ items }: { items: Message[] }) => items.map(({ id }) => id).join('');
const stretch = (text: string, has_older = true): MessageWindow => ({
  items: all(text),
  has_older,
  has_newer: false,
});

describe('stretches of a thread', () => {
  it.each([
    ['the first reading', '', false, 'def', true, 'def', true],
    ['new messages at the end', 'abcd', false, 'cdef', true, 'abcdef', false],
    ['nothing new', 'abcd', false, 'bcd', true, 'abcd', false],
    ['nothing connects them', 'abc', false, 'xyz', true, 'xyz', true],
    ['the whole thread in one stretch', 'ab', true, 'abc', false, 'abc', false],
  ])('%s', (_what, before, hasOlder, read, readOlder, after, older) => {
    const merged = mergeNewest({ items: all(before), hasOlder }, stretch(read, readOlder));
    expect([ids(merged), merged.hasOlder]).toEqual([after, older]);
  });

  it('takes the new state of messages that it has', () => {
    const read = { ...stretch('bc'), items: [message('b', { status: 'read' }), message('c')] };
    expect(mergeNewest({ items: all('abc'), hasOlder: false }, read).items[1]?.status).toBe('read');
  });

  it('puts earlier messages in front, none twice', () => {
    const merged = mergeOlder({ items: all('def'), hasOlder: true }, stretch('bcd', false));
    expect([ids(merged), merged.hasOlder]).toEqual(['bcdef', false]);
  });

  it('replaces a message in its place and adds a new one at the end', () => {
    expect(putMessage(all('abc'), message('b', { body: 'new' })).map(({ body }) => body)).toEqual([
      'a',
      'new',
      'c',
    ]);
    expect(ids({ items: putMessage(all('abc'), message('d')) })).toBe('abcd');
  });
});

describe('lines of a thread', () => {
  const utcDay = (time: string) => time.slice(0, 10);
  const at = (minutes: number) => new Date(BASE + minutes * 60_000).toISOString();
  const shape = (messages: Message[], working = false) =>
    threadRows(messages, utcDay, working).map((row) =>
      row.kind === 'message' ? `${row.message.id}${row.first ? '<' : ''}${row.last ? '>' : ''}` : row.kind,
    );

  it('starts each day with a line, and groups what one author wrote within minutes', () => {
    expect(
      shape([
        message('a', { created_at: at(0) }),
        message('b', { created_at: at(2) }),
        message('c', { created_at: at(9.9) }),
        message('d', { created_at: at(10) }),
        message('e', { created_at: at(11), author: 'agent' }),
      ]),
    ).toEqual(['day', 'a<', 'b>', 'c<>', 'day', 'd<>', 'e<>']);
  });

  it('keeps answers of two runs apart, so that each has its reasons', () => {
    const answer = (id: string, run_id: string) =>
      message(id, { author: 'agent', run_id, created_at: at(1) });
    expect(shape([answer('a', 'run_1'), answer('b', 'run_1'), answer('c', 'run_2')])).toEqual([
      'day',
      'a<',
      'b>',
      'c<>',
    ]);
  });

  it('ends with a sign while the assistant works', () => {
    expect(shape([message('a')], true)).toEqual(['day', 'a<>', 'working']);
  });

  it('gives every line a key of its own', () => {
    const keys = threadRows(all('abc'), utcDay, true).map(({ key }) => key);
    expect(new Set(keys).size).toBe(keys.length);
  });
});

it.each<[MessageStatus, string | undefined]>([
  ['received', undefined],
  ['queued', 'waiting'],
  ['sending', 'waiting'],
  ['sent', 'one'],
  ['delivered', 'two'],
  ['read', 'read'],
  ['failed', 'failed'],
  ['undelivered', 'failed'],
])('a message that is %s has the sign %s', (status, tick) => expect(tickOf(status)).toBe(tick));

describe('the 24 hours', () => {
  const now = Date.parse('2026-03-10T12:00:00Z');
  it.each([
    ['no such rule', null, { state: 'unlimited' }],
    ['just opened', '2026-03-11T12:00:00Z', { state: 'open', hours: 24, minutes: 0, soon: false }],
    ['rounded down', '2026-03-10T17:12:59Z', { state: 'open', hours: 5, minutes: 12, soon: false }],
    ['soon over', '2026-03-10T13:59:00Z', { state: 'open', hours: 1, minutes: 59, soon: true }],
    ['the last seconds', '2026-03-10T12:00:30Z', { state: 'open', hours: 0, minutes: 0, soon: true }],
    ['over', '2026-03-10T12:00:00Z', { state: 'closed' }],
    ['a time that cannot be read', 'yesterday', { state: 'closed' }],
  ])('%s', (_what, closesAt, expected) => expect(answerWindow(closesAt, now)).toEqual(expected));
});
