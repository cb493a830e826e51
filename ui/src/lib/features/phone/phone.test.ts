import { screen, waitFor, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import { problem } from '../../../test/api';
import { minutesAgo, showInWindow, standard } from '../../../test/window';
import { pieces } from './linkify';
import PhoneScreen from './PhoneScreen.svelte';

const PERSONAS = [
  { contact_id: 'con_1', display_name: 'Amelia Hartwell', address: '+15550100001' },
  { contact_id: 'con_2', display_name: 'Jonas Weber', address: '+15550100002' },
];
const SEND = 'POST /api/v1/phone/messages';

const message = (id: string, direction: 'inbound' | 'outbound', body: string) => ({
  id,
  conversation_id: 'cnv_1',
  direction,
  author: direction === 'inbound' ? 'customer' : 'agent',
  body,
  status: direction === 'inbound' ? 'received' : 'delivered',
  error_code: null,
  error: null,
  run_id: null,
  attachments: [],
  created_at: minutesAgo(1),
  status_at: minutesAgo(1),
});

const conversation = (changes: Record<string, unknown> = {}) => ({
  id: 'cnv_1',
  contact: { id: 'con_1', display_name: 'Amelia Hartwell', address: '+15550100001' },
  channel: 'phone',
  state: 'open',
  handler: 'agent',
  needs_owner: false,
  needs_owner_reason: null,
  unread_count: 1,
  last_message_at: minutesAgo(1),
  last_preview: '',
  last_direction: 'inbound',
  last_status: null,
  shop_address: '',
  last_inbound_at: minutesAgo(1),
  window_closes_at: null,
  agent_is_working: false,
  created_at: minutesAgo(1),
  version: 1,
  open_complaint_id: null,
  ...changes,
});

function shop() {
  const state = {
    items: [] as ReturnType<typeof message>[],
    working: false,
    changes: {} as Record<string, unknown>,
  };
  const fake = standard({
    'GET /api/v1/phone/personas': () => PERSONAS,
    'GET /api/v1/phone/thread': () => ({
      conversation_id: state.items.length > 0 ? 'cnv_1' : null,
      items: state.items,
    }),
    'GET /api/v1/conversations/:id': () =>
      conversation({ agent_is_working: state.working, ...state.changes }),
    'GET /api/v1/conversations/:id/runs': () => ({
      items: [
        {
          id: 'run_1',
          outcome: 'replied',
          handoff_reason: null,
          confidence: 0.93,
          started_at: minutesAgo(1),
          duration_us: 4200,
          reply_preview: 'It left us yesterday.',
        },
      ],
      next_cursor: null,
    }),
    [SEND]: ({ body }) => {
      state.items = [...state.items, message('msg_1', 'inbound', (body as { body: string }).body)];
      state.working = true;
      return { conversation_id: 'cnv_1', message_id: 'msg_1' };
    },
  });
  return { state, fake };
}

describe('the customer’s phone', () => {
  const field = () => screen.findByRole('textbox', { name: 'Message' });

  it('sends as the first customer, shows that the assistant works, then its answer and why', async () => {
    const { state, fake } = shop();
    const { happen } = showInWindow(PhoneScreen);
    expect(await screen.findByRole('button', { name: /Amelia Hartwell/ })).toHaveAttribute(
      'aria-pressed',
      'true',
    );
    await userEvent.type(await field(), 'Where is my order?{Enter}');
    const thread = screen.getByRole('log', { name: 'Messages' });
    expect(await within(thread).findByText('Where is my order?')).toBeInTheDocument();
    expect(fake.last(SEND)?.body).toEqual({
      from: '+15550100001',
      body: 'Where is my order?',
      profile_name: 'Amelia Hartwell',
    });
    expect(await screen.findByRole('status', { name: 'Linden & Lark is typing' })).toBeInTheDocument();

    state.items = [...state.items, message('msg_2', 'outbound', 'It left us yesterday.')];
    state.working = false;
    happen('message.queued', 'cnv_1');
    happen('run.finished', 'cnv_1');
    expect(await within(thread).findByText('It left us yesterday.')).toBeInTheDocument();
    await waitFor(() => expect(screen.queryByRole('status', { name: 'Linden & Lark is typing' })).toBeNull());
    expect(await screen.findByRole('link', { name: 'Why this answer?' })).toHaveAttribute(
      'href',
      '/inbox/cnv_1?run=run_1',
    );
    expect(screen.getByRole('link', { name: 'Open in Inbox' })).toHaveAttribute('href', '/inbox/cnv_1');
  });

  it('says how sure an answer was, and of what is handed over only why', async () => {
    const { state, fake } = shop();
    state.items = [message('msg_1', 'inbound', 'What is this charge?')];
    const run = { started_at: minutesAgo(1), duration_us: 4200, reply_preview: null };
    const handed = { outcome: 'handed_off', handoff_reason: 'low_confidence', confidence: 0.91 };
    const replied = { outcome: 'replied', handoff_reason: null, confidence: 0.87 };
    fake.on('GET /api/v1/conversations/:id/runs', () => ({
      items: [
        { ...run, ...handed, id: 'run_2' },
        { ...run, ...replied, id: 'run_1' },
      ],
      next_cursor: null,
    }));
    showInWindow(PhoneScreen);
    expect(await screen.findByText('Not sure enough to answer')).toBeInTheDocument();
    expect(screen.getByText(/87% sure/)).toBeInTheDocument();
    expect(screen.queryByText(/91%/)).toBeNull();
  });

  it('lets each message run in the direction of its own language', async () => {
    const { state } = shop();
    state.items = [
      message('msg_1', 'inbound', 'أين طلبي؟'),
      message('msg_2', 'outbound', 'الطلب رقم 1042 في الطريق إليكم.'),
    ];
    showInWindow(PhoneScreen);
    for (const body of ['أين طلبي؟', 'الطلب رقم 1042 في الطريق إليكم.']) {
      expect(await screen.findByText(body)).toHaveAttribute('dir', 'auto');
    }
    expect(await field()).toHaveAttribute('dir', 'auto');
  });

  it('keeps a message that could not be sent, and sends it again', async () => {
    const { fake, state } = shop();
    fake.on(SEND, () => problem(507, 'disk_full'));
    showInWindow(PhoneScreen);
    await screen.findByRole('button', { name: /Amelia Hartwell/ });
    await userEvent.type(await field(), 'Hello{Enter}');
    const again = await screen.findByRole('button', { name: /Not sent/ });
    expect(screen.getByText('Hello')).toBeInTheDocument();
    fake.on(SEND, () => {
      state.items = [message('msg_1', 'inbound', 'Hello')];
      return { conversation_id: 'cnv_1', message_id: 'msg_1' };
    });
    await userEvent.click(again);
    await waitFor(() => expect(screen.queryByRole('button', { name: /Not sent/ })).toBeNull());
    expect(screen.getAllByText('Hello')).toHaveLength(1);
  });

  it('sends a picture with what was written, and shows it', async () => {
    const { fake, state } = shop();
    const picture = { id: 'att_1', state: 'stored', media_type: 'image/jpeg', byte_count: 5, problem: null };
    fake.on('POST /api/v1/phone/pictures', ({ query }) => {
      const sent = message('msg_1', 'inbound', query.get('body') ?? '');
      const attachments = [{ ...picture, url: '/api/v1/attachments/att_1' }];
      state.items = [{ ...sent, attachments: attachments as never }];
      return { conversation_id: 'cnv_1', message_id: 'msg_1' };
    });
    const { container } = showInWindow(PhoneScreen);
    await screen.findByRole('button', { name: /Amelia Hartwell/ });
    await userEvent.type(await field(), 'In red?');
    expect(screen.getByRole('button', { name: 'Send a picture' })).toBeEnabled();
    const file = container.querySelector<HTMLInputElement>('input[type="file"]');
    await userEvent.upload(
      file as HTMLInputElement,
      new File(['bytes'], 'dress.jpg', { type: 'image/jpeg' }),
    );
    expect(await screen.findByRole('img', { name: 'Picture' })).toHaveAttribute(
      'src',
      '/api/v1/attachments/att_1',
    );
    expect(fake.last('POST /api/v1/phone/pictures')?.query.get('from')).toBe('+15550100001');
    expect(screen.getByText('In red?')).toBeInTheDocument();
  });

  it('writes a line break with Shift, and sends nothing that is empty', async () => {
    const { fake } = shop();
    showInWindow(PhoneScreen);
    await screen.findByRole('button', { name: /Amelia Hartwell/ });
    await userEvent.type(await field(), '  {Enter}');
    await userEvent.type(await field(), 'a{Shift>}{Enter}{/Shift}b');
    expect(fake.count(SEND)).toBe(0);
    expect(await field()).toHaveValue('  a\nb');
  });

  it('becomes another customer, or any number', async () => {
    const { fake } = shop();
    showInWindow(PhoneScreen);
    await userEvent.click(await screen.findByRole('button', { name: /Jonas Weber/ }));
    await waitFor(() =>
      expect(fake.last('GET /api/v1/phone/thread')?.query.get('from')).toBe('+15550100002'),
    );
    await userEvent.type(screen.getByRole('textbox', { name: 'Number' }), 'nonsense');
    await userEvent.click(screen.getByRole('button', { name: 'Use this number' }));
    expect(screen.getByText('Write the number with its country, such as +15550100.')).toBeInTheDocument();
    await userEvent.clear(screen.getByRole('textbox', { name: 'Number' }));
    await userEvent.type(screen.getByRole('textbox', { name: 'Number' }), '+1 555 0100 333');
    await userEvent.click(screen.getByRole('button', { name: 'Use this number' }));
    await waitFor(() =>
      expect(fake.last('GET /api/v1/phone/thread')?.query.get('from')).toBe('+15550100333'),
    );
  });

  it('starts as the customer that the address names', async () => {
    const { fake } = shop();
    showInWindow(PhoneScreen, { from: '+15550100002' });
    expect(await screen.findByRole('button', { name: /Jonas Weber/ })).toHaveAttribute(
      'aria-pressed',
      'true',
    );
    await waitFor(() =>
      expect(fake.last('GET /api/v1/phone/thread')?.query.get('from')).toBe('+15550100002'),
    );
  });

  it('a thing to try is put into the field, ready to be sent', async () => {
    shop();
    showInWindow(PhoneScreen);
    await userEvent.click(await screen.findByRole('button', { name: 'What does shipping cost?' }));
    expect(await field()).toHaveValue('What does shipping cost?');
    expect(await field()).toHaveFocus();
  });

  it('says that the conversation was handed over, and why', async () => {
    const { state } = shop();
    state.items = [message('msg_1', 'inbound', 'A person, please')];
    state.changes = { handler: 'owner', needs_owner: true, needs_owner_reason: 'asks_for_human' };
    showInWindow(PhoneScreen);
    expect(await screen.findByText('It asked for you · Asks for a person')).toBeInTheDocument();
    expect(screen.getByText('The assistant stays silent: this conversation is yours')).toBeInTheDocument();
  });
});

describe('links in messages', () => {
  it.each([
    ['no link', [{ text: 'no link' }]],
    [
      'Track: https://dhl.example/1?a=b. Thanks',
      [
        { text: 'Track: ' },
        { text: 'https://dhl.example/1?a=b', href: 'https://dhl.example/1?a=b' },
        { text: '. Thanks' },
      ],
    ],
    ['javascript:alert(1)', [{ text: 'javascript:alert(1)' }]],
  ])('%s', (body, wanted) => expect(pieces(body)).toEqual(wanted));
});
