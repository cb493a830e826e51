import { screen, waitFor, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { toast } from 'svelte-sonner';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Answer, problem } from '../../../test/api';
import { giveLayout, wideWindow } from '../../../test/layout';
import { minutesAgo, NOW, showInWindow, standard } from '../../../test/window';
import { actionOfKey } from './actions';
import { belongsTo, nameOf } from './conversations';
import { keepDraft } from './drafts';
import InboxScreen from './InboxScreen.svelte';
import { ThreadState } from './thread.svelte';

const conversation = (n: number, changes: Record<string, unknown> = {}) => ({
  id: `cnv_${n}`,
  contact: {
    id: `con_${n}`,
    display_name: ['Amelia Hartwell', 'Jonas Weber', 'Noor El-Sayed'][n % 3] ?? '',
    address: `+1555010000${n}`,
  },
  channel: 'whatsapp',
  state: 'open',
  handler: 'agent',
  needs_owner: false,
  needs_owner_reason: null,
  unread_count: 0,
  last_message_at: minutesAgo(5 + n),
  last_preview: `Preview ${n}`,
  last_direction: 'inbound',
  last_status: null,
  shop_address: '+15550100999',
  last_inbound_at: minutesAgo(5 + n),
  window_closes_at: new Date(NOW + 5 * 3_600_000).toISOString(),
  agent_is_working: false,
  version: 1,
  open_complaint_id: null,
  ...changes,
});
type Conversation = ReturnType<typeof conversation>;

const message = (id: string, changes: Record<string, unknown> = {}) => ({
  id,
  conversation_id: 'cnv_0',
  direction: 'inbound',
  author: 'customer',
  body: `Body of ${id}`,
  status: 'received',
  error_code: null,
  error: null,
  run_id: null,
  attachments: [],
  created_at: minutesAgo(30),
  status_at: minutesAgo(30),
  ...changes,
});
type Message = ReturnType<typeof message>;

const contact = (changes: Record<string, unknown> = {}) => ({
  id: 'con_0',
  display_name: 'Amelia Hartwell',
  email: null,
  phone: '+15550100000',
  order_count: 1,
  last_message_at: minutesAgo(5),
  language: 'en',
  notes: 'Asks for long sizes',
  address: '',
  identities: [{ id: 'idn_1', channel: 'whatsapp', address: '+15550100000', profile_name: 'amy' }],
  consents: [{ purpose: 'service', granted: true, recorded_at: minutesAgo(9000), message_id: null }],
  orders: [
    {
      id: 'ord_1',
      number: '1042',
      contact: { id: 'con_0', display_name: 'Amelia Hartwell' },
      status: 'shipped',
      payment_status: 'paid',
      total: { amount: 4990, currency: 'EUR' },
      item_count: 1,
      placed_at: minutesAgo(2000),
      created_at: minutesAgo(2000),
      first_image_url: null,
    },
  ],
  conversations: [{ id: 'cnv_0', last_message_at: minutesAgo(5) }],
  created_at: minutesAgo(90_000),
  version: 1,
  ...changes,
});

function shop(given: { conversations?: Conversation[]; messages?: Message[]; contact?: object } = {}) {
  const state = {
    conversations: given.conversations ?? [conversation(0), conversation(1), conversation(2)],
    messages: given.messages ?? [message('msg_1')],
  };
  const find = (path: string) => state.conversations.find(({ id }) => path.includes(`${id}`));
  const change = (changes: Partial<Conversation>) => (asked: { path: string }) => {
    const found = find(asked.path);
    if (!found) return problem(404, 'not_found');
    Object.assign(found, changes);
    return { ...found };
  };
  const fake = standard({
    'GET /api/v1/conversations/counts': () => ({
      needs_owner: state.conversations.filter(({ needs_owner }) => needs_owner).length,
      agent: 2,
      owner: 0,
      closed: 4,
      all: state.conversations.length,
      unread: 0,
    }),
    'GET /api/v1/conversations': ({ query }) => {
      const filter = query.get('filter') ?? 'all';
      const search = query.get('search') ?? '';
      return {
        items: state.conversations
          .filter((entry) => belongsTo(filter as 'all', entry as never))
          .filter((entry) => entry.contact.display_name.includes(search))
          .sort((a, b) => b.last_message_at.localeCompare(a.last_message_at)),
        next_cursor: null,
      };
    },
    'GET /api/v1/conversations/:id': ({ path }) => find(path) ?? problem(404, 'not_found'),
    'GET /api/v1/conversations/:id/messages': () => ({
      items: state.messages,
      has_older: false,
      has_newer: false,
    }),
    'POST /api/v1/conversations/:id/read': change({ unread_count: 0 }),
    'POST /api/v1/conversations/:id/take-over': change({ handler: 'owner' }),
    'POST /api/v1/conversations/:id/hand-back': change({ handler: 'agent', needs_owner: false }),
    'POST /api/v1/conversations/:id/close': change({ state: 'closed' }),
    'POST /api/v1/conversations/:id/reopen': change({ state: 'open' }),
    'GET /api/v1/contacts/:id': () => given.contact ?? contact(),
  });
  return { fake, state };
}

function open(openId?: string, run?: string, message?: string) {
  const go = vi.fn();
  return { go, ...showInWindow(InboxScreen, { openId, run, message, go }) };
}
const thread = () => screen.findByRole('log');
const list = () => screen.findByRole('list', { name: 'Conversations' });
const rowNames = async () =>
  (await within(await list()).findAllByRole('link')).map(
    (link) => /Amelia|Jonas|Noor|Chiara/.exec(link.textContent ?? '')?.[0],
  );

beforeEach(() => {
  giveLayout();
  wideWindow();
  for (const id of ['cnv_0', 'cnv_1']) keepDraft(id, '');
  sessionStorage.clear();
  localStorage.clear();
});
afterEach(() => vi.unstubAllGlobals());

describe('the list of conversations', () => {
  it('shows grey rows while it is read', () => {
    shop().fake.on('GET /api/v1/conversations', () => new Promise(() => undefined));
    open();
    expect(screen.getByRole('status', { name: 'Loading…' })).toBeInTheDocument();
  });

  it('teaches the next step when there is nothing', async () => {
    shop({ conversations: [] });
    open();
    expect(await screen.findByText('No messages yet')).toBeInTheDocument();
    expect(screen.getByRole('link', { name: 'Open the Phone' })).toHaveAttribute('href', '/phone');
  });

  it('says what is wrong and tries again', async () => {
    const { fake } = shop();
    let broken = true;
    const answer = { items: [conversation(0)], next_cursor: null };
    fake.on('GET /api/v1/conversations', () => (broken ? problem(503, 'storage_unavailable') : answer));
    open();
    const alert = await screen.findByRole('alert');
    broken = false;
    await userEvent.click(within(alert).getByRole('button', { name: 'Try again' }));
    expect(await rowNames()).toEqual(['Amelia']);
  });

  it('shows who waits and why, and how much is unread', async () => {
    shop({
      conversations: [
        conversation(0, { needs_owner: true, needs_owner_reason: 'asks_for_human', unread_count: 2 }),
      ],
    });
    open();
    const row = await within(await list()).findByRole('link');
    expect(row).toHaveTextContent('Asks for a person');
    expect(within(row).getByRole('img', { name: '2 unread messages' })).toBeInTheDocument();
    expect(within(row).getByRole('img', { name: 'WhatsApp' })).toBeInTheDocument();
    expect(row).toHaveAttribute('href', '/inbox/cnv_0');
  });

  it('filters with counts, and searches', async () => {
    const { fake } = shop({
      conversations: [conversation(0, { needs_owner: true }), conversation(1), conversation(2)],
    });
    open();
    await list();
    expect(await screen.findByRole('radio', { name: /Needs me\s*1/ })).toBeInTheDocument();
    await userEvent.click(screen.getByRole('radio', { name: /Needs me/ }));
    await waitFor(async () => expect(await rowNames()).toEqual(['Amelia']));
    await userEvent.click(screen.getByRole('radio', { name: /^All/ }));
    await waitFor(async () => expect((await rowNames()).length).toBe(3));
    await userEvent.type(screen.getByRole('searchbox', { name: 'Find a customer' }), 'Jonas{Enter}');
    await waitFor(async () => expect(await rowNames()).toEqual(['Jonas']));
    expect(fake.last('GET /api/v1/conversations')?.query.get('search')).toBe('Jonas');
    await userEvent.click(screen.getByRole('button', { name: 'Clear the search' }));
  });

  it('lets a conversation rise when its customer writes', async () => {
    const { state } = shop();
    const { happen } = open();
    expect(await rowNames()).toEqual(['Amelia', 'Jonas', 'Noor']);
    Object.assign(state.conversations[2] ?? {}, {
      last_message_at: minutesAgo(0),
      last_preview: 'It is me again',
    });
    happen('message.received', 'cnv_2');
    await waitFor(async () => expect(await rowNames()).toEqual(['Noor', 'Amelia', 'Jonas']));
    expect(screen.getByText('It is me again')).toBeInTheDocument();
  });

  it('is moved through with j and k, and opened with Enter', async () => {
    shop();
    const { go } = open();
    await list();
    await userEvent.keyboard('jjk{Enter}');
    expect(go).toHaveBeenCalledWith('/inbox/cnv_0');
    await userEvent.keyboard('j{Enter}');
    expect(go).toHaveBeenLastCalledWith('/inbox/cnv_1');
  });

  it('gives the focus to the row that keys choose, and takes it from nobody who writes', async () => {
    shop();
    open('cnv_0');
    await rowNames();
    await userEvent.keyboard('j');
    await waitFor(() => expect(screen.getByRole('link', { name: /Jonas/ })).toHaveFocus());
    const field = await screen.findByRole('textbox', { name: 'Your answer' });
    await userEvent.click(field);
    await userEvent.keyboard('jk');
    expect(field).toHaveFocus();
    expect(field).toHaveValue('jk');
  });
});

describe('a conversation', () => {
  it('shows who said what, day by day', async () => {
    shop({
      messages: [
        message('msg_1', { body: 'Where is my order?', created_at: minutesAgo(60 * 24) }),
        message('msg_2', {
          body: 'It left us.',
          direction: 'outbound',
          author: 'agent',
          status: 'read',
          run_id: 'run_1',
        }),
        message('msg_3', { body: 'I look at it.', direction: 'outbound', author: 'owner', status: 'queued' }),
      ],
    });
    const { go } = open('cnv_0');
    const log = await thread();
    expect(await within(log).findByText('Yesterday')).toBeInTheDocument();
    expect(within(log).getByText('Today')).toBeInTheDocument();
    expect(
      within(log)
        .getAllByRole('article')
        .map((item) => item.getAttribute('aria-label')),
    ).toEqual(['Customer', 'Assistant', 'You']);
    expect(within(log).getByRole('img', { name: 'Read' })).toBeInTheDocument();
    expect(within(log).getByRole('img', { name: 'Waiting to be sent' })).toBeInTheDocument();
    await userEvent.click(within(log).getByRole('button', { name: 'Why did the assistant say this?' }));
    expect(go).toHaveBeenCalledWith('/inbox/cnv_0?run=run_1', expect.anything());
  });

  /** A thread so long that it is read in stretches. */
  function longAgo() {
    const { fake } = shop();
    const name = (n: number) => `msg_${String(n).padStart(3, '0')}`;
    const all = Array.from({ length: 130 }, (_, n) => message(name(n)));
    fake.on('GET /api/v1/conversations/:id/messages', ({ query }) => {
      const before = query.get('before');
      const end = before ? all.findIndex(({ id }) => id === before) : all.length;
      const from = Math.max(0, end - Number(query.get('limit')));
      return { items: all.slice(from, end), has_older: from > 0, has_newer: end < all.length };
    });
    return { fake, name };
  }
  const READS = 'GET /api/v1/conversations/:id/messages';

  it('is read back to a message of long ago, and no further', async () => {
    const { fake, name } = longAgo();
    const thread = new ThreadState('cnv_0');
    await thread.load();
    expect(await Promise.all([thread.reach(name(40)), thread.reach(name(41))])).toEqual([true, true]);
    expect([thread.items[0]?.id, fake.count(READS)]).toEqual([name(30), 2]);
    // None of this conversation: not looked for at its very beginning.
    expect(await thread.reach(`${name(40)}x`)).toBe(false);
    expect(fake.count(READS)).toBe(2);
    expect(await thread.reach('msg_')).toBe(false);
    expect([thread.items.length, fake.count(READS)]).toEqual([130, 3]);
  });

  it('stops looking where the earlier messages cannot be read', async () => {
    const { fake, name } = longAgo();
    const thread = new ThreadState('cnv_0');
    await thread.load();
    fake.on(READS, () => problem(503, 'storage_unavailable'));
    expect(await thread.reach(name(3))).toBe(false);
    expect(thread.olderError).toBeDefined();
  });

  it('marks the message that it was opened at', async () => {
    shop({ messages: ['msg_1', 'msg_2', 'msg_3'].map((id) => message(id)) });
    open('cnv_0', undefined, 'msg_2');
    const log = await thread();
    const current = () =>
      within(log)
        .getAllByRole('article')
        .filter((item) => item.getAttribute('aria-current') === 'true');
    await waitFor(() => expect(current()).toHaveLength(1));
    expect(current()[0]).toHaveTextContent('Body of msg_2');
  });

  it('says so when the message that was looked for is gone', async () => {
    const told = vi.spyOn(toast, 'info');
    const { fake } = shop({ messages: [message('msg_2'), message('msg_3')] });
    open('cnv_0', undefined, 'msg_1');
    const gone = 'That message is no longer in this conversation.';
    await waitFor(() => expect(told).toHaveBeenCalledWith(gone, expect.anything()));
    expect(within(await thread()).getByText('Body of msg_3')).toBeInTheDocument();
    expect(fake.count(READS)).toBe(1);
    told.mockRestore();
  });

  it('says in words why a message was not sent, and sends it again', async () => {
    const failed = message('msg_1', {
      direction: 'outbound',
      author: 'owner',
      status: 'failed',
      error_code: '63016',
      error: { title: 'The 24-hour window has closed', next_action: 'Wait until the customer writes.' },
    });
    const { fake } = shop({ messages: [failed] });
    fake.on('POST /api/v1/messages/:id/retry', () => ({ ...failed, status: 'queued', error: null }));
    open('cnv_0');
    const log = await thread();
    const alert = await within(log).findByRole('alert');
    expect(alert).toHaveTextContent('The 24-hour window has closed');
    expect(alert).toHaveTextContent('Wait until the customer writes.');
    await userEvent.click(within(alert).getByRole('button', { name: 'Try again' }));
    expect(await within(log).findByRole('img', { name: 'Waiting to be sent' })).toBeInTheDocument();
    expect(within(log).queryByRole('alert')).toBeNull();
  });

  it('shows pictures, and what became of other attachments', async () => {
    const attachment = (id: string, changes: object) => ({
      id,
      state: 'stored',
      media_type: 'image/jpeg',
      byte_count: 2048,
      problem: null,
      url: `/api/v1/attachments/${id}`,
      ...changes,
    });
    shop({
      messages: [
        message('msg_1', {
          body: '',
          attachments: [
            attachment('att_1', {}),
            attachment('att_2', { media_type: 'application/pdf' }),
            attachment('att_3', { state: 'refused', url: null, problem: 'It is a program.' }),
          ],
        }),
      ],
    });
    open('cnv_0');
    const log = await thread();
    expect(await within(log).findByRole('img', { name: 'Picture from the customer' })).toHaveAttribute(
      'src',
      '/api/v1/attachments/att_1',
    );
    expect(within(log).getByRole('link', { name: /application\/pdf/ })).toHaveAttribute('download');
    expect(within(log).getByText(/Not kept/)).toHaveTextContent('It is a program.');
  });

  it('shows new messages as they come, and that the assistant works', async () => {
    const { state } = shop();
    const { happen } = open('cnv_0');
    const log = await thread();
    await within(log).findByText('Body of msg_1');
    state.messages = [...state.messages, message('msg_2', { body: 'Hello?' })];
    Object.assign(state.conversations[0] ?? {}, { agent_is_working: true });
    happen('message.received', 'cnv_0', { message_id: 'msg_2' });
    expect(await within(log).findByText('Hello?')).toBeInTheDocument();
    expect(
      await within(log).findByRole('status', { name: 'The assistant is answering Amelia Hartwell' }),
    ).toBeInTheDocument();
  });

  it('is marked as read once it is seen', async () => {
    const { fake } = shop({ conversations: [conversation(0, { unread_count: 3 })] });
    open('cnv_0');
    await thread();
    await waitFor(() => expect(fake.count('POST /api/v1/conversations/:id/read')).toBe(1));
  });

  it.each([
    ['t', { handler: 'agent' }, 'take-over'],
    ['h', { handler: 'owner' }, 'hand-back'],
    ['e', {}, 'close'],
    ['e', { state: 'closed' }, 'reopen'],
  ])('key %s with %o does %s', async (key, changes, action) => {
    const { fake } = shop({ conversations: [conversation(0, changes)] });
    open('cnv_0');
    await thread();
    await userEvent.keyboard(key);
    await waitFor(() => expect(fake.count(`POST /api/v1/conversations/:id/${action}`)).toBe(1));
  });

  it('is taken over and handed back by buttons', async () => {
    shop();
    open('cnv_0');
    await userEvent.click(await screen.findByRole('button', { name: 'Take over' }));
    expect(await screen.findByText('You answer')).toBeInTheDocument();
    await userEvent.click(screen.getByRole('button', { name: 'Hand back' }));
    expect(await screen.findByText('Assistant answers')).toBeInTheDocument();
  });

  it('tells when it is not there any more', async () => {
    shop();
    open('cnv_9');
    expect(await screen.findByText('This is not there any more')).toBeInTheDocument();
  });
});

describe('the composer', () => {
  const field = () => screen.findByRole<HTMLTextAreaElement>('textbox', { name: 'Your answer' });
  const sent = { direction: 'outbound', author: 'owner', status: 'queued' };

  it('is reached with r, sends with Ctrl Enter, and shows the message', async () => {
    const { fake } = shop();
    fake.on('POST /api/v1/conversations/:id/messages', ({ body }) => {
      const given = body as { body: string };
      return new Answer(201, message('msg_9', { ...sent, body: given.body }));
    });
    open('cnv_0');
    await thread();
    await userEvent.keyboard('r');
    expect(await field()).toHaveFocus();
    await userEvent.keyboard('  On its way!  {Control>}{Enter}{/Control}');
    expect(fake.last('POST /api/v1/conversations/:id/messages')?.body).toEqual({ body: 'On its way!' });
    expect(await within(await thread()).findByText('On its way!')).toBeInTheDocument();
    expect(await field()).toHaveValue('');
    expect(sessionStorage.getItem('draft:cnv_0')).toBeNull();
  });

  it('keeps what was typed when sending fails', async () => {
    const { fake } = shop();
    fake.on('POST /api/v1/conversations/:id/messages', () => problem(503, 'storage_unavailable'));
    open('cnv_0');
    await userEvent.type(await field(), 'Hello{Control>}{Enter}{/Control}');
    await waitFor(() => expect(fake.count('POST /api/v1/conversations/:id/messages')).toBe(1));
    expect(await field()).toHaveValue('Hello');
  });

  it('keeps a draft for each conversation', async () => {
    shop();
    const first = open('cnv_0');
    await userEvent.type(await field(), 'Half a sentence');
    first.unmount();
    const second = open('cnv_1');
    expect(await field()).toHaveValue('');
    second.unmount();
    open('cnv_0');
    expect(await field()).toHaveValue('Half a sentence');
  });

  it('counts near the limit and does not send beyond it', async () => {
    shop();
    open('cnv_0');
    const box = await field();
    await userEvent.click(box);
    await userEvent.paste('😀'.repeat(1400));
    expect(screen.getByText('1,400 of 1,600 characters')).toBeInTheDocument();
    await userEvent.paste('x'.repeat(201));
    expect(screen.getByRole('alert')).toHaveTextContent('1 character too long');
    expect(screen.getByRole('button', { name: 'Send' })).toBeDisabled();
  });

  it('says how long an answer may be sent', async () => {
    shop();
    open('cnv_0');
    expect(await screen.findByText('Answer within 5 h 0 min')).toBeInTheDocument();
  });

  it('gives way to an explanation when the 24 hours are over', async () => {
    shop({ conversations: [conversation(0, { window_closes_at: minutesAgo(60) })] });
    open('cnv_0');
    expect(await screen.findByRole('note')).toHaveTextContent('WhatsApp no longer takes a free answer');
    expect(screen.queryByRole('textbox', { name: 'Your answer' })).toBeNull();
  });

  it('knows no limit of time on other channels', async () => {
    shop({ conversations: [conversation(0, { channel: 'phone', window_closes_at: null })] });
    open('cnv_0');
    await field();
    expect(screen.queryByText(/Answer within/)).toBeNull();
  });
});

describe('the customer beside it', () => {
  it('shows who it is, what was bought and what is open', async () => {
    shop({ conversations: [conversation(0, { open_complaint_id: 'cmp_1' })] });
    open('cnv_0');
    const panel = await screen.findByRole('region', { name: 'About the customer' });
    expect(await within(panel).findByText('Asks for long sizes')).toBeInTheDocument();
    expect(within(panel).getByText('English')).toBeInTheDocument();
    expect(within(panel).getByText('+15550100000')).toBeInTheDocument();
    expect(within(panel).getByText(/Agreed on/)).toBeInTheDocument();
    const order = within(panel).getByRole('link', { name: /#1042/ });
    expect(order).toHaveAttribute('href', '/orders/ord_1');
    expect(order).toHaveTextContent('Shipped');
    expect(within(panel).getByRole('link', { name: /Open complaint/ })).toHaveAttribute(
      'href',
      '/complaints/cmp_1',
    );
  });

  it('is hidden and shown with i', async () => {
    shop();
    open('cnv_0');
    await screen.findByRole('region', { name: 'About the customer' });
    await userEvent.keyboard('i');
    await waitFor(() => expect(screen.queryByRole('region', { name: 'About the customer' })).toBeNull());
    await userEvent.keyboard('i');
    expect(await screen.findByRole('region', { name: 'About the customer' })).toBeInTheDocument();
  });
});

it('no key acts on a state that it does not fit', () => {
  const closed = conversation(0, { state: 'closed' }) as never;
  expect(actionOfKey('t', closed)).toBeUndefined();
  expect(actionOfKey('h', conversation(0) as never)).toBeUndefined();
  expect(actionOfKey('x', conversation(0) as never)).toBeUndefined();
});

it('a customer without a name is called by the address', () => {
  expect(nameOf({ display_name: ' ', address: '+15550100001' })).toBe('+15550100001');
  expect(nameOf({ display_name: '', address: '' })).toBe('Customer without a name');
});
