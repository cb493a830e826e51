import { screen, waitFor, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { problem } from '../../../test/api';
import { giveLayout, wideWindow } from '../../../test/layout';
import { minutesAgo, NOW, showInWindow, standard } from '../../../test/window';
import ConversationView from './ConversationView.svelte';
import { keepDraft } from './drafts';

const SEND = 'POST /api/v1/conversations/:id/draft/send';
const DISCARD = 'POST /api/v1/conversations/:id/draft/discard';
const READ = 'GET /api/v1/conversations/:id';
const DRAFT = { run_id: 'run_1', text: 'Order 1042 is on its way.', created_at: minutesAgo(1) };

const conversation = (changes: Record<string, unknown> = {}) => ({
  id: 'cnv_0',
  contact: { id: 'con_0', display_name: 'Amelia Hartwell', address: '+15550100000' },
  channel: 'whatsapp',
  state: 'open',
  handler: 'agent',
  needs_owner: true,
  needs_owner_reason: 'draft_waits',
  unread_count: 0,
  last_message_at: minutesAgo(2),
  last_preview: 'Where is it?',
  last_direction: 'inbound',
  last_status: null,
  shop_address: '+15550100999',
  last_inbound_at: minutesAgo(2),
  window_closes_at: new Date(NOW + 5 * 3_600_000).toISOString(),
  agent_is_working: false,
  version: 1,
  open_complaint_id: null,
  draft: DRAFT,
  ...changes,
});

function open(given = conversation()) {
  const fake = standard({
    [READ]: () => given,
    'GET /api/v1/conversations/:id/messages': () => ({ items: [], has_older: false, has_newer: false }),
    'GET /api/v1/contacts/:id': () => problem(404, 'not_found'),
    [SEND]: () => conversation({ draft: null, needs_owner: false, needs_owner_reason: null }),
    [DISCARD]: () => conversation({ draft: null, handler: 'owner', needs_owner_reason: 'needs_owner' }),
  });
  const onrun = vi.fn();
  showInWindow(ConversationView, { id: 'cnv_0', run: undefined, alone: false, onrun, onchange: vi.fn() });
  return { fake, onrun };
}
const card = () => screen.findByRole('region', { name: 'A reply is ready for you' });
const press = async (name: string) => userEvent.click(within(await card()).getByRole('button', { name }));

beforeEach(() => {
  giveLayout();
  wideWindow();
  keepDraft('cnv_0', '');
});

describe('a reply that waits for the owner', () => {
  it('is sent as it stands, once, and only by the owner', async () => {
    const { fake } = open();
    expect(await card()).toHaveTextContent('Order 1042 is on its way.');
    expect(fake.count(SEND)).toBe(0);
    await press('Send');
    await waitFor(() =>
      expect(screen.queryByRole('region', { name: 'A reply is ready for you' })).toBeNull(),
    );
    expect(fake.count(SEND)).toBe(1);
    expect(fake.last(SEND)?.body).toEqual({ run_id: 'run_1' });
  });

  it('is thrown away, and the owner answers', async () => {
    const { fake } = open();
    await press('Throw away');
    await waitFor(() =>
      expect(screen.queryByRole('region', { name: 'A reply is ready for you' })).toBeNull(),
    );
    expect(fake.last(DISCARD)?.body).toEqual({ run_id: 'run_1' });
  });

  it('goes into the field below what was typed there before', async () => {
    keepDraft('cnv_0', 'Dear Amelia,');
    open();
    await press('Edit it first');
    const field = screen.getByRole('textbox', { name: 'Your answer' });
    expect(field).toHaveValue('Dear Amelia,\n\nOrder 1042 is on its way.');
    expect(await card()).toBeInTheDocument();
  });

  it('shows its receipts', async () => {
    const { onrun } = open();
    await press('Why this?');
    expect(onrun).toHaveBeenCalledWith('run_1');
  });

  it('looks again when another draft took its place', async () => {
    const { fake } = open();
    await card();
    fake.on(SEND, () => problem(409, 'conflict'));
    const before = fake.count(READ);
    await press('Send');
    await waitFor(() => expect(fake.count(READ)).toBeGreaterThan(before));
  });

  it('cannot be sent once the window has closed', async () => {
    open(conversation({ window_closes_at: minutesAgo(5) }));
    expect(within(await card()).getByRole('button', { name: 'Send' })).toBeDisabled();
    expect(within(await card()).getByRole('button', { name: 'Throw away' })).toBeEnabled();
  });

  it('is not there where nothing waits', async () => {
    open(conversation({ draft: null }));
    await screen.findByRole('textbox', { name: 'Your answer' });
    expect(screen.queryByRole('region', { name: 'A reply is ready for you' })).toBeNull();
  });
});
