import { screen, waitFor, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';
import { notify } from '$lib/components';
import { text } from '$lib/i18n';
import { problem, recorded } from '../../../test/api';
import { repositoryFile } from '../../../test/files';
import { minutesAgo, showInWindow, standard } from '../../../test/window';
import TodayScreen from '../today/TodayScreen.svelte';
import ApprovalBanner from './ApprovalBanner.svelte';
import ApprovalsScreen from './ApprovalsScreen.svelte';

const LIST = 'GET /api/v1/approvals';
const APPROVE = 'POST /api/v1/approvals/:id/approve';
const DECLINE = 'POST /api/v1/approvals/:id/decline';

const approval = (n: number, changes: Record<string, unknown> = {}) => ({
  id: `act_${n}`,
  conversation_id: `cnv_${n}`,
  contact_id: `con_${n}`,
  contact_name: ['Amelia Hartwell', 'Jonas Weber'][n % 2] ?? '',
  order_number: `104${n}`,
  action: 'cancel_order',
  agreed: `Order 104${n} would be cancelled. You get back €170.00 to card 1 within 5 to 7 business days.`,
  created_at: minutesAgo(12),
  ...changes,
});
type Approval = ReturnType<typeof approval>;

/** A shop in which these wait, and both decisions take one away. */
function shop(waiting: Approval[] = [approval(0), approval(1)]) {
  const state = { waiting };
  const decide = ({ path }: { path: string }) => {
    state.waiting = state.waiting.filter(({ id }) => !path.includes(id));
    return recorded(state.waiting);
  };
  const fake = standard({ [LIST]: () => state.waiting, [APPROVE]: decide, [DECLINE]: decide });
  return { fake, state };
}
const card = (name: string) => screen.findByRole('article', { name });
const press = async (name: string, button: string) =>
  userEvent.click(within(await card(name)).getByRole('button', { name: button }));

describe('what waits for the owner', () => {
  it('says who asks, what would happen with its money, since when, and leads to the conversation', async () => {
    shop();
    showInWindow(ApprovalsScreen);
    const first = await card('Amelia Hartwell');
    expect(first).toHaveTextContent('Cancel an order');
    expect(first).toHaveTextContent('Order 1040 would be cancelled. You get back €170.00 to card 1');
    expect(first).toHaveTextContent('Said yes 12 min ago');
    expect(within(first).getByRole('link', { name: 'Open the conversation' })).toHaveAttribute(
      'href',
      '/inbox/cnv_0',
    );
    expect(within(first).getByRole('button', { name: 'Approve' })).toHaveAccessibleDescription(/€170\.00/);
    expect(screen.getAllByRole('article')).toHaveLength(2);
  });

  it('is carried out once approved, says so, and goes on with the next', async () => {
    const told = vi.spyOn(notify, 'done').mockImplementation(() => undefined);
    const { fake } = shop();
    showInWindow(ApprovalsScreen);
    await press('Amelia Hartwell', 'Approve');
    await waitFor(() => expect(screen.getAllByRole('article')).toHaveLength(1));
    expect(fake.last(APPROVE)?.path).toBe('/api/v1/approvals/act_0/approve');
    expect(told).toHaveBeenCalledExactlyOnceWith('Approved and done. The customer is told.');
    await waitFor(async () => expect(await card('Jonas Weber')).toHaveFocus());
    const decided = screen.getByRole('region', { name: 'Decided just now' });
    expect(within(decided).getByRole('link', { name: /Amelia Hartwell/ })).toHaveTextContent('Approved');
  });

  it('changes nothing once declined', async () => {
    const told = vi.spyOn(notify, 'done').mockImplementation(() => undefined);
    const { fake } = shop([approval(0)]);
    showInWindow(ApprovalsScreen);
    await press('Amelia Hartwell', 'Decline');
    const decided = await screen.findByRole('region', { name: 'Decided just now' });
    expect(decided).toHaveTextContent('Declined');
    expect(fake.count(APPROVE)).toBe(0);
    expect(told).toHaveBeenCalledExactlyOnceWith('Declined. Nothing was changed, and the customer is told.');
    expect(screen.getByText('Nothing waits for your approval')).toBeInTheDocument();
  });

  it('takes one decision at a time', async () => {
    let answer: (value: unknown) => void = () => undefined;
    const { fake } = shop();
    fake.on(APPROVE, () => new Promise((resolve) => (answer = resolve)));
    showInWindow(ApprovalsScreen);
    await press('Amelia Hartwell', 'Approve');
    const other = within(await card('Jonas Weber')).getByRole('button', { name: 'Approve' });
    expect(other).toBeDisabled();
    answer([approval(1)]);
    await waitFor(() => expect(other).toBeEnabled());
    expect(fake.count(APPROVE)).toBe(1);
  });

  it.each([
    ['conflict', 'It would be something else by now. Ask the customer again.'],
    ['refused', 'The order was sent already.'],
  ])('stays when the facts changed meanwhile (%s), and says that nothing was done', async (code, detail) => {
    const { fake } = shop();
    fake.on(APPROVE, () => problem(409, code, detail));
    showInWindow(ApprovalsScreen);
    await press('Amelia Hartwell', 'Approve');
    const alert = await within(await card('Amelia Hartwell')).findByRole('alert');
    expect(alert).toHaveTextContent('Not done: the facts changed meanwhile');
    expect(alert).toHaveTextContent(detail);
    expect(alert).toHaveTextContent('Nothing was changed. Decline it so that the customer is told');
    expect(screen.queryByRole('region', { name: 'Decided just now' })).toBeNull();
    expect(within(await card('Jonas Weber')).queryByRole('alert')).toBeNull();
    await press('Amelia Hartwell', 'Decline');
    await waitFor(() => expect(screen.getAllByRole('article')).toHaveLength(1));
  });

  it('leaves when somebody else decided it', async () => {
    const told = vi.spyOn(notify, 'info').mockImplementation(() => undefined);
    const { fake, state } = shop([approval(0)]);
    fake.on(APPROVE, () => {
      state.waiting = [];
      return problem(409, 'conflict', 'This was decided already.');
    });
    showInWindow(ApprovalsScreen);
    await press('Amelia Hartwell', 'Approve');
    expect(await screen.findByText('Nothing waits for your approval')).toBeInTheDocument();
    expect(told).toHaveBeenCalledExactlyOnceWith('This was decided already', expect.any(String));
  });

  it('other failures say what to do, and it can be tried again', async () => {
    const { fake } = shop([approval(0)]);
    fake.on(APPROVE, () => problem(507, 'disk_full'));
    showInWindow(ApprovalsScreen);
    await press('Amelia Hartwell', 'Approve');
    expect(await screen.findByText('The disk is full')).toBeInTheDocument();
    fake.on(APPROVE, () => recorded([]));
    await press('Amelia Hartwell', 'Approve');
    expect(await screen.findByRole('region', { name: 'Decided just now' })).toBeInTheDocument();
  });

  it('follows what happens without being reloaded', async () => {
    const { state } = shop([]);
    const { happen } = showInWindow(ApprovalsScreen);
    expect(await screen.findByText('Nothing waits for your approval')).toBeInTheDocument();
    expect(screen.getByRole('link', { name: 'Set the sum' })).toHaveAttribute('href', '/settings/assistant');
    state.waiting = [approval(1, { contact_name: ' ' })];
    happen('run.finished', 'cnv_1');
    expect(await card(text.contacts.nameless)).toBeInTheDocument();
  });

  it('says what failed and tries again', async () => {
    const { fake } = shop();
    fake.on(LIST, () => problem(503, 'database_locked'));
    showInWindow(ApprovalsScreen);
    expect(await screen.findByText(/Another program is using/)).toBeInTheDocument();
    fake.on(LIST, () => [approval(0)]);
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
    expect(await card('Amelia Hartwell')).toBeInTheDocument();
  });

  it('names every kind of change that core knows', () => {
    const source = repositoryFile('src-tauri/crates/core/src/policy/action.rs');
    const names = [...source.matchAll(/Self::\w+ \{ \.\. \} => "([a-z_]+)"/g)].map((match) => match[1] ?? '');
    expect(names.length).toBeGreaterThan(0);
    expect(Object.keys(text.approvals.kinds).sort()).toEqual(names.sort());
  });
});

describe('in the conversation', () => {
  const region = () => screen.queryByRole('region', { name: 'Waits for your approval' });

  it('stands above it, with the same two buttons, and leaves once decided', async () => {
    vi.spyOn(notify, 'done').mockImplementation(() => undefined);
    const { fake } = shop();
    showInWindow(ApprovalBanner, { conversation: 'cnv_1' });
    const banner = await screen.findByRole('region', { name: 'Waits for your approval' });
    expect(banner).toHaveTextContent('Order 1041 would be cancelled.');
    expect(banner).not.toHaveTextContent('Order 1040');
    await userEvent.click(within(banner).getByRole('button', { name: 'Decline' }));
    await waitFor(() => expect(region()).toBeNull());
    expect(fake.last(DECLINE)?.path).toBe('/api/v1/approvals/act_1/decline');
  });

  it('says when the facts changed meanwhile', async () => {
    const { fake } = shop();
    fake.on(APPROVE, () => problem(409, 'conflict', 'It would be something else by now.'));
    showInWindow(ApprovalBanner, { conversation: 'cnv_1' });
    await userEvent.click(await screen.findByRole('button', { name: 'Approve' }));
    expect(await screen.findByRole('alert')).toHaveTextContent('Not done: the facts changed meanwhile');
  });

  it('is not there when nothing of it waits', async () => {
    const { fake } = shop();
    showInWindow(ApprovalBanner, { conversation: 'cnv_7' });
    await waitFor(() => expect(fake.count(LIST)).toBe(1));
    expect(region()).toBeNull();
  });
});

describe('on Today', () => {
  it('says how many wait and leads there', async () => {
    shop();
    showInWindow(TodayScreen);
    expect(await screen.findByText('2 changes wait for your approval')).toBeInTheDocument();
    expect(screen.getByText(/said yes to: “Order 1040 would be cancelled\./)).toHaveTextContent(
      'Amelia Hartwell',
    );
    expect(screen.getByRole('link', { name: 'Decide' })).toHaveAttribute('href', '/approvals');
  });

  it('says nothing when nothing waits', async () => {
    shop([]);
    showInWindow(TodayScreen);
    await screen.findByText('Nobody waits for you');
    expect(screen.queryByRole('link', { name: 'Decide' })).toBeNull();
  });
});
