import { screen, waitFor, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { toast } from 'svelte-sonner';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { problem } from '../../../test/api';
import { giveLayout, wideWindow } from '../../../test/layout';
import { minutesAgo, showInWindow, standard } from '../../../test/window';
import ComplaintsScreen from './ComplaintsScreen.svelte';

const complaint = (n: number, changes: Record<string, unknown> = {}) => ({
  id: `cmp_${n}`,
  conversation_id: `cnv_${n}`,
  contact: { id: `con_${n}`, display_name: n % 2 ? 'Amelia Hartwell' : 'Jonas Weber' },
  reason: 'complaint',
  summary: `The seam of coat ${n} opened.`,
  status: 'open',
  opened_at: minutesAgo(60 * n),
  resolved_at: null as string | null,
  order: n % 2 ? { id: 'ord_1', number: '1042' } : null,
  resolution: '',
  run_id: 'run_1',
  version: 1,
  ...changes,
});

function shop(all = [complaint(1), complaint(2)]) {
  const state = { all };
  const find = (path: string) => state.all.find(({ id }) => path.endsWith(id));
  const fake = standard({
    'GET /api/v1/complaints': ({ query }) => ({
      items: state.all.filter(
        ({ status }) => query.get('status') === 'all' || status === query.get('status'),
      ),
      next_cursor: null,
    }),
    'GET /api/v1/complaints/:id': ({ path }) => find(path) ?? problem(404, 'not_found'),
    'PATCH /api/v1/complaints/:id': ({ path, body }) => {
      const found = find(path);
      const { version, ...change } = body as { version: number; status?: string; resolution?: string };
      if (!found) return problem(404, 'not_found');
      if (version !== found.version) return problem(409, 'conflict');
      Object.assign(found, change, { version: version + 1 });
      return { ...found };
    },
  });
  return { fake, state };
}
const show = (openId?: string, go = vi.fn()) => ({ go, ...showInWindow(ComplaintsScreen, { openId, go }) });
const PATCH = 'PATCH /api/v1/complaints/:id';

beforeEach(() => {
  giveLayout();
  wideWindow();
});
afterEach(() => vi.unstubAllGlobals());

describe('complaints', () => {
  const rows = async () =>
    (await within(await screen.findByRole('list', { name: 'Complaints' })).findAllByRole('link')).map(
      (link) => /Amelia|Jonas/.exec(link.textContent ?? '')?.[0],
    );

  it('are listed by status, with reason and order', async () => {
    shop([complaint(1), complaint(2, { status: 'resolved' })]);
    show();
    expect(await rows()).toEqual(['Amelia']);
    const row = screen.getByRole('link', { name: /Amelia/ });
    expect(row).toHaveTextContent('The seam of coat 1 opened.');
    expect(row).toHaveTextContent('Complaint');
    expect(row).toHaveTextContent('Order 1042');
    await userEvent.click(screen.getByRole('radio', { name: 'Resolved' }));
    await waitFor(async () => expect(await rows()).toEqual(['Jonas']));
    await userEvent.click(screen.getByRole('radio', { name: 'In progress' }));
    expect(await screen.findByText('Nothing in progress')).toBeInTheDocument();
    await userEvent.click(screen.getByRole('button', { name: 'Show all complaints' }));
    await waitFor(async () => expect((await rows()).length).toBe(2));
    await userEvent.click(screen.getByRole('radio', { name: 'Open' }));
  });

  it('are moved through and opened by keys', async () => {
    shop();
    const { go } = show();
    await rows();
    await userEvent.keyboard('jj{Enter}');
    expect(go).toHaveBeenCalledWith('/complaints/cmp_2');
  });

  it('come up as they are opened', async () => {
    const { state } = shop([complaint(1)]);
    const { happen } = show();
    await rows();
    state.all = [complaint(4), ...state.all];
    happen('handoff.started', 'cnv_4');
    await waitFor(async () => expect(await rows()).toEqual(['Jonas', 'Amelia']));
  });

  it('say what is wrong', async () => {
    shop().fake.on('GET /api/v1/complaints', () => problem(503, 'database_locked'));
    show();
    expect(await screen.findByRole('alert')).toHaveTextContent("Another program is using the shop's file");
  });
});

describe('a complaint', () => {
  const field = () => screen.findByRole<HTMLTextAreaElement>('textbox', { name: 'How it was resolved' });

  it('shows what happened and leads to everything about it', async () => {
    shop();
    show('cmp_1');
    expect(await screen.findByRole('link', { name: 'Open the conversation' })).toHaveAttribute(
      'href',
      '/inbox/cnv_1',
    );
    expect(screen.getByRole('link', { name: 'What the assistant did' })).toHaveAttribute(
      'href',
      '/inbox/cnv_1?run=run_1',
    );
    expect(screen.getByRole('link', { name: 'Order 1042' })).toHaveAttribute('href', '/orders/ord_1');
  });

  it('is started on and resolved with words', async () => {
    const { fake } = shop();
    show('cmp_1');
    await userEvent.click(await screen.findByRole('button', { name: 'Start on it' }));
    await waitFor(() =>
      expect(fake.last(PATCH)?.body).toEqual({ version: 1, status: 'in_progress', resolution: '' }),
    );
    await waitFor(() => expect(screen.queryByRole('button', { name: 'Start on it' })).toBeNull());
    await userEvent.type(await field(), 'Sent a new coat');
    await userEvent.click(screen.getByRole('button', { name: 'Resolve' }));
    await waitFor(() =>
      expect(fake.last(PATCH)?.body).toEqual({
        version: 2,
        status: 'resolved',
        resolution: 'Sent a new coat',
      }),
    );
    expect(await screen.findByRole('button', { name: 'Reopen' })).toBeInTheDocument();
  });

  it('is not resolved without a word', async () => {
    const { fake } = shop();
    show('cmp_1');
    await userEvent.click(await screen.findByRole('button', { name: 'Resolve' }));
    expect(await field()).toHaveAccessibleDescription(/Say in a few words how it was resolved/);
    expect(fake.count(PATCH)).toBe(0);
  });

  it('can be undone', async () => {
    const { fake, state } = shop();
    const told = vi.spyOn(toast, 'success');
    show('cmp_1');
    await userEvent.click(await screen.findByRole('button', { name: 'Start on it' }));
    await waitFor(() => expect(told).toHaveBeenCalledWith('Complaint is in progress', expect.anything()));
    const offer = told.mock.calls[0]?.[1]?.action as { label: string; onClick: (event: MouseEvent) => void };
    expect(offer.label).toBe('Undo');
    offer.onClick(new MouseEvent('click'));
    await waitFor(() =>
      expect(fake.last(PATCH)?.body).toEqual({ version: 2, status: 'open', resolution: '' }),
    );
    await waitFor(() => expect(state.all[0]?.status).toBe('open'));
  });

  it('tells when someone else changed it, keeps what was typed and takes the newest version', async () => {
    const { fake, state } = shop();
    show('cmp_1');
    await userEvent.type(await field(), 'Sent a new coat');
    state.all = state.all.map((entry) =>
      entry.id === 'cmp_1' ? { ...entry, version: 7, status: 'in_progress' } : entry,
    );
    await userEvent.click(screen.getByRole('button', { name: 'Resolve' }));
    expect(await screen.findByText('Someone changed this complaint meanwhile')).toBeInTheDocument();
    expect(await field()).toHaveValue('Sent a new coat');
    await userEvent.click(screen.getByRole('button', { name: 'Resolve' }));
    await waitFor(() => expect(fake.last(PATCH)?.body).toMatchObject({ version: 7, status: 'resolved' }));
    expect(await screen.findByRole('button', { name: 'Reopen' })).toBeInTheDocument();
    expect(screen.queryByText('Someone changed this complaint meanwhile')).toBeNull();
  });

  it('shows a new text of someone else unless something was typed', async () => {
    const { state } = shop();
    const { happen } = show('cmp_1');
    await field();
    state.all = state.all.map((entry) => ({ ...entry, resolution: 'From elsewhere', version: 2 }));
    happen('complaint.updated', 'cmp_1');
    await waitFor(async () => expect(await field()).toHaveValue('From elsewhere'));
  });

  it('tells when it is not there', async () => {
    shop();
    show('cmp_9');
    expect(await screen.findByText('This is not there any more')).toBeInTheDocument();
  });
});
