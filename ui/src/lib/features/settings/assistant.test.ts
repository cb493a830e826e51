import { screen, waitFor, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import { showInWindow, standard } from '../../../test/window';
import type { AssistantSettings } from './documents';
import SettingsScreen from './SettingsScreen.svelte';

const SAVE = 'PUT /api/v1/settings/:key';
const stored = (value: unknown, version = 1) => ({ value, version, updated_at: '2026-03-01T09:00:00Z' });

describe('what the assistant may change', () => {
  const show = async () => {
    const fake = standard({
      'GET /api/v1/ai': () => ({ planner: 'builtin', engines: [], models: [] }),
      [SAVE]: ({ body }) => stored((body as { value: unknown }).value, 2),
    });
    showInWindow(SettingsScreen, { section: 'assistant' });
    const part = await screen.findByRole('region', { name: 'What it may change' });
    const toggle = (name: RegExp) => within(part).getByRole('switch', { name });
    const saved = async () => {
      await userEvent.click(screen.getByRole('button', { name: 'Save' }));
      await waitFor(() => expect(fake.count(SAVE)).toBe(1));
      return (fake.last(SAVE)?.body as { value: AssistantSettings }).value;
    };
    return { fake, part, toggle, saved };
  };

  it('is shown as stored', async () => {
    const { toggle } = await show();
    expect(toggle(/may change orders after the customer said yes/)).toBeChecked();
    expect(toggle(/Large sums wait/)).not.toBeChecked();
    expect(toggle(/is believed/)).not.toBeChecked();
    expect(screen.queryByRole('button', { name: 'Save' })).toBeNull();
  });

  it('large sums wait above a sum that must be there', async () => {
    const { fake, part, toggle, saved } = await show();
    await userEvent.click(toggle(/Large sums wait/));
    const sum = within(part).getByRole('textbox', { name: 'Sums above this wait for you' });
    expect(sum).toHaveValue('100.00');
    await userEvent.clear(sum);
    expect(within(part).getByText('Write the sum above which you want to be asked.')).toBeInTheDocument();
    await userEvent.type(sum, '250');
    expect(await saved()).toMatchObject({ acts: true, approval_above: 25_000, trusts_claims: false });
    await userEvent.click(toggle(/Large sums wait/));
    await userEvent.click(screen.getByRole('button', { name: 'Save' }));
    await waitFor(() => expect(fake.count(SAVE)).toBe(2));
    expect(fake.last(SAVE)?.body).toMatchObject({ value: { approval_above: null } });
  });

  it('warns before it believes who somebody says to be', async () => {
    const { toggle, saved } = await show();
    expect(screen.queryByText('Anyone who knows these can act as your customer')).toBeNull();
    await userEvent.click(toggle(/is believed/));
    expect(screen.getByText('Anyone who knows these can act as your customer')).toBeInTheDocument();
    expect(await saved()).toMatchObject({ trusts_claims: true });
  });

  it('hides what means nothing once it may change nothing', async () => {
    const { part, toggle, saved } = await show();
    await userEvent.click(toggle(/may change orders/));
    expect(within(part).getAllByRole('switch')).toHaveLength(1);
    expect(await saved()).toMatchObject({ acts: false });
  });
});
