import { screen, waitFor, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import { email, settings } from '../../../test/api';
import { showInWindow, standard } from '../../../test/window';
import { CHANGES, PRESETS, presetOf, type Policy } from './documents';
import SettingsScreen from './SettingsScreen.svelte';

const SAVE = 'PUT /api/v1/settings/:key';
const PREVIEW = 'POST /api/v1/policy/preview';
const stored = (value: unknown, version = 1) => ({ value, version, updated_at: '2026-03-01T09:00:00Z' });

/** As the program answers: by what the rules say of each kind of change. */
const heard = (policy: Policy) =>
  CHANGES.map((change) => {
    const who = policy.changes[change];
    return {
      change,
      asks: `I want to ${change}.`,
      stated: who === 'owner' ? null : `Order 1001 would have its ${change}.`,
      answered: { assistant: 'Done.', approval: 'The owner was asked.', owner: 'A person does this.' }[who],
      waits: who === 'approval',
      handed_over: who === 'owner',
      rule: who === 'owner' ? 'owner_only' : null,
      introduction:
        policy.identification === 'code'
          ? [
              { by_customer: false, text: 'Please tell me its six digits.' },
              { by_customer: true, text: '123 456' },
            ]
          : [{ by_customer: false, text: 'I don’t find that order.' }],
      unknown_ends: policy.identification === 'channel',
    };
  });

describe('what the assistant may change', () => {
  const show = async (more: Parameters<typeof standard>[0] = {}) => {
    const fake = standard({
      ...more,
      [SAVE]: ({ body }) => stored((body as { value: unknown }).value, 2),
      [PREVIEW]: ({ body }) => heard((body as { policy: Policy }).policy),
    });
    showInWindow(SettingsScreen, { section: 'policy' });
    const card = await screen.findByRole('region', { name: 'What it may change' });
    await within(card).findByRole('radio', { name: /By the shop’s rules/ });
    const saved = async (times = 1) => {
      await userEvent.click(screen.getByRole('button', { name: 'Save' }));
      await waitFor(() => expect(fake.count(SAVE)).toBe(times));
      return (fake.last(SAVE)?.body as { value: Policy }).value;
    };
    return {
      fake,
      saved,
      preset: (name: RegExp) => within(card).getByRole('radio', { name }),
      who: (name: string) => within(card).getByRole('combobox', { name }),
      toggle: (name: RegExp) => within(card).getByRole('switch', { name }),
    };
  };

  it('a preset is known by its permissions, and chosen with one press', async () => {
    const { preset, who, saved } = await show();
    expect(preset(/By the shop’s rules/)).toBeChecked();
    expect(screen.getByText(/What the rules do not allow it refuses/)).toBeInTheDocument();
    await userEvent.click(preset(/Only with you/));
    expect(
      screen.getByText(/The customer’s yes is kept under Approvals, and you are told/),
    ).toBeInTheDocument();
    expect(who('Cancel an order')).toHaveValue('approval');
    await userEvent.selectOptions(who('Take a return'), 'It is handed to you');
    for (const name of [/By the shop’s rules/, /Only with you/, /Answers only/])
      expect(preset(name)).not.toBeChecked();
    expect(screen.getByText(/You chose for each kind of change/)).toBeInTheDocument();
    const policy = await saved();
    expect(policy.changes).toEqual({
      ...Object.fromEntries(CHANGES.map((change) => [change, 'approval'])),
      return: 'owner',
    });
    expect(presetOf(policy)).toBe('own');
  });

  it('shows what a customer would hear before anything is saved', async () => {
    const { preset, fake } = await show();
    const log = await screen.findByRole('log', { name: 'What a customer would hear' });
    expect(log).toHaveTextContent('Order 1001 would have its cancel. Shall I do that?');
    expect(log).toHaveTextContent('Done.');
    await userEvent.click(preset(/Only with you/));
    await waitFor(() => expect(log).toHaveTextContent('You find it under Approvals.'));
    expect(log).toHaveTextContent('The owner has to agree to it. Shall I ask?');
    await userEvent.click(preset(/Answers only/));
    await waitFor(() => expect(log).toHaveTextContent('The conversation is handed to you'));
    expect(within(log).queryByText('Yes')).toBeNull();
    await userEvent.selectOptions(
      screen.getByRole('combobox', { name: 'The customer wants to' }),
      'Take a return',
    );
    expect(log).toHaveTextContent('I want to return.');
    expect(screen.getByRole('textbox', { name: 'Delivered so many days ago' })).toHaveValue('3');
    expect(fake.count(SAVE)).toBe(0);
  });

  it('large sums wait above a sum that must be there', async () => {
    const { toggle, saved } = await show();
    await userEvent.click(toggle(/Large sums wait/));
    const sum = screen.getByRole('textbox', { name: 'Sums above this wait for you' });
    expect(sum).toHaveValue('100.00');
    await userEvent.clear(sum);
    expect(screen.getByText('Write the sum above which you want to be asked.')).toBeInTheDocument();
    expect(screen.getByText(/Mend what is marked above/)).toBeInTheDocument();
    await userEvent.type(sum, '250');
    expect(await saved()).toMatchObject({ approval_above: 25_000, return_days: null });
    await userEvent.click(toggle(/Large sums wait/));
    expect(await saved(2)).toMatchObject({ approval_above: null });
  });

  it('takes returns for a shorter time, and refuses days that are none', async () => {
    const { toggle, saved } = await show();
    await userEvent.click(toggle(/shorter time/));
    const days = screen.getByRole('textbox', { name: 'Days after the delivery' });
    await userEvent.clear(days);
    await userEvent.type(days, '900');
    expect(screen.getByText('From 0 to 730 days.')).toBeInTheDocument();
    await userEvent.clear(days);
    await userEvent.type(days, '7');
    expect(await saved()).toMatchObject({ return_days: 7 });
  });

  it('warns before it believes who somebody says to be', async () => {
    const { preset, saved } = await show();
    expect(preset(/^Nobody/)).toBeChecked();
    expect(screen.queryByText('Anyone who knows these can act as your customer')).toBeNull();
    await userEvent.click(preset(/is believed/));
    expect(screen.getByText('Anyone who knows these can act as your customer')).toBeInTheDocument();
    expect(await saved()).toMatchObject({ identification: 'claim' });
  });

  it('asks for a code, and says where none can be sent', async () => {
    const { preset, saved } = await show();
    await userEvent.click(preset(/with a code/));
    expect(await screen.findByText('No e-mail account is set up')).toBeInTheDocument();
    expect(screen.getByRole('link', { name: 'Set up e-mail' })).toHaveAttribute('href', '/settings/email');
    const what = screen.getByRole('combobox', { name: 'The code is asked for' });
    expect(what).toHaveValue('facts');
    await userEvent.selectOptions(what, 'changes');
    expect(screen.getByText(/is told what they ordered/)).toBeInTheDocument();
    expect(await saved()).toMatchObject({ identification: 'code', code_for: 'changes' });
  });

  it('a preset asks for codes where they can be sent, and shows what somebody unknown lives through', async () => {
    const { preset } = await show({ 'GET /api/v1/email': () => email({ set_up: true, version: 1 }) });
    await userEvent.click(screen.getByRole('switch', { name: 'Somebody unknown writes' }));
    const log = await screen.findByRole('log', { name: 'What a customer would hear' });
    await waitFor(() => expect(log).toHaveTextContent('They come no further'));
    expect(log).not.toHaveTextContent('Done.');
    await userEvent.click(preset(/Only with you/));
    expect(preset(/with a code/)).toBeChecked();
    expect(screen.queryByText('No e-mail account is set up')).toBeNull();
    await waitFor(() => expect(log).toHaveTextContent('Please tell me its six digits.'));
    expect(within(log).getByText('123 456')).toBeInTheDocument();
    expect(log).toHaveTextContent('You find it under Approvals.');
    await userEvent.click(preset(/Answers only/));
    expect(preset(/^Nobody/)).toBeChecked();
  });

  it('arrow keys move through the presets', async () => {
    const { preset } = await show();
    preset(/By the shop’s rules/).focus();
    await userEvent.keyboard('{ArrowDown}');
    expect(preset(/Only with you/)).toBeChecked();
    expect(preset(/Only with you/)).toHaveFocus();
  });

  it('has one name for every set of permissions', () => {
    const policy = settings().policy.value as Policy;
    for (const [preset, permission] of Object.entries(PRESETS)) {
      for (const change of CHANGES) policy.changes[change] = permission;
      expect(presetOf(policy)).toBe(preset);
    }
  });
});
