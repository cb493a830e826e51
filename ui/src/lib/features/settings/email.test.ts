import { screen, waitFor, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import { email, problem } from '../../../test/api';
import { showInWindow, standard } from '../../../test/window';
import SettingsScreen from './SettingsScreen.svelte';

const KEEP = 'PUT /api/v1/email';
const TEST = 'POST /api/v1/email/test';
const ACCOUNT = {
  server: 'smtp.example.com',
  port: 465,
  encryption: 'tls',
  user: 'hello@lindenlark.example',
  sender_name: 'Linden & Lark',
  sender_address: 'hello@lindenlark.example',
};
const kept = (changes: Record<string, unknown> = {}) =>
  email({ set_up: true, account: ACCOUNT, version: 1, has_password: true, ...changes });
const answer = (changes: Record<string, unknown> = {}) => ({
  ok: true,
  problem: null,
  detail: null,
  answer: null,
  status: kept(),
  ...changes,
});

describe('the e-mail account', () => {
  const show = async (handlers: Parameters<typeof standard>[0] = {}) => {
    const fake = standard(handlers);
    showInWindow(SettingsScreen, { section: 'email' });
    const card = await screen.findByRole('region', { name: 'E-mail account' });
    await within(card).findByRole('textbox', { name: 'Outgoing server' });
    return { fake, card };
  };
  const fill = async () => {
    await userEvent.type(screen.getByRole('textbox', { name: 'Outgoing server' }), ACCOUNT.server);
    await userEvent.type(screen.getByRole('textbox', { name: 'User' }), ACCOUNT.user);
    await userEvent.type(screen.getByLabelText('Password'), 'secret words');
    await userEvent.type(screen.getByRole('textbox', { name: 'Sender’s name' }), ACCOUNT.sender_name);
    await userEvent.type(screen.getByRole('textbox', { name: 'Sender’s address' }), ACCOUNT.sender_address);
  };

  it('says what it is for, and is kept once it works', async () => {
    const { fake, card } = await show({ [KEEP]: () => answer() });
    expect(card).toHaveTextContent('E-mail that customers write to you is not read.');
    expect(card).toHaveTextContent('Not set up');
    expect(screen.queryByRole('button', { name: 'Send me a test mail' })).toBeNull();
    await fill();
    await userEvent.click(screen.getByRole('button', { name: 'Try it and keep it' }));
    expect(await within(card).findByText('The account works and is kept')).toBeInTheDocument();
    expect(fake.last(KEEP)?.body).toEqual({ account: ACCOUNT, version: 0, password: 'secret words' });
    expect(screen.getByLabelText('Password')).toHaveValue('');
    expect(screen.getByRole('button', { name: 'Send me a test mail' })).toBeInTheDocument();
  });

  it('keeps what is typed where the server says no, with its reason', async () => {
    const refused = answer({
      ok: false,
      problem: 'password',
      detail: 'The e-mail server refused the user or the password.',
      answer: '5.7.8 user or password wrong',
      status: email(),
    });
    const { card } = await show({ [KEEP]: () => refused });
    await fill();
    await userEvent.click(screen.getByRole('button', { name: 'Try it and keep it' }));
    expect(await screen.findByText('Not kept: it does not work yet')).toBeInTheDocument();
    expect(card).toHaveTextContent('The server said: 5.7.8 user or password wrong');
    expect(screen.getByRole('textbox', { name: 'Outgoing server' })).toHaveValue(ACCOUNT.server);
    expect(screen.getByLabelText('Password')).toHaveValue('secret words');
  });

  it('names the field that is wrong', async () => {
    const wrong = problem(422, 'invalid', 'Without encryption it could be read.', [
      { field: 'account.encryption', detail: 'Only a server on this computer may be reached like that.' },
    ]);
    await show({ [KEEP]: () => wrong });
    await userEvent.click(screen.getByRole('button', { name: 'Try it and keep it' }));
    expect(await screen.findByText(/Only a server on this computer may be reached/)).toBeInTheDocument();
    expect(screen.getByRole('combobox', { name: 'Encryption' })).toHaveAttribute('aria-invalid', 'true');
  });

  it('the usual port follows the encryption, one that was chosen stays', async () => {
    await show();
    const encryption = screen.getByRole('combobox', { name: 'Encryption' });
    const port = screen.getByRole('textbox', { name: 'Port' });
    await userEvent.selectOptions(encryption, 'starttls');
    expect(port).toHaveValue('587');
    await userEvent.clear(port);
    await userEvent.type(port, '2525');
    await userEvent.selectOptions(encryption, 'tls');
    expect(port).toHaveValue('2525');
  });

  it('sends a test mail to the shop’s address, and tells how the last code fared', async () => {
    const { fake } = await show({
      'GET /api/v1/email': () =>
        kept({
          last_mail: {
            at: '2026-03-10T11:00:00Z',
            state: 'unsent',
            detail: 'The e-mail server could not be reached.',
          },
        }),
      [TEST]: () => answer(),
    });
    expect(screen.getByText(/could not be sent/)).toHaveTextContent('could not be reached');
    const to = screen.getByRole('textbox', { name: 'Your address' });
    await userEvent.clear(to);
    await userEvent.type(to, 'owner@example.com');
    await userEvent.click(screen.getByRole('button', { name: 'Send me a test mail' }));
    expect(await screen.findByText(/The server took the mail/)).toBeInTheDocument();
    expect(fake.last(TEST)?.body).toEqual({ to: 'owner@example.com' });
    // What is not kept yet is not what would be tested.
    await userEvent.type(screen.getByRole('textbox', { name: 'User' }), 'x');
    expect(screen.getByRole('button', { name: 'Send me a test mail' })).toBeDisabled();
  });

  it('is forgotten', async () => {
    const { fake } = await show({
      'GET /api/v1/email': () => kept(),
      'DELETE /api/v1/email': () => email({ version: 2 }),
    });
    await userEvent.click(screen.getByRole('button', { name: 'Remove the account' }));
    await waitFor(() => expect(screen.getByRole('textbox', { name: 'Outgoing server' })).toHaveValue(''));
    expect(fake.count('DELETE /api/v1/email')).toBe(1);
  });
});
