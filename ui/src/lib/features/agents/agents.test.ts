import { screen, waitFor, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import type { Agent, AgentDefinition, AgentVersion } from '$lib/api/types';
import { problem, recorded } from '../../../test/api';
import { minutesAgo, showInWindow, standard } from '../../../test/window';
import AgentsSection from './AgentsSection.svelte';
import { takes, toggled } from './agents';

const LIST = 'GET /api/v1/agents';
const SHOW = 'GET /api/v1/agents/:key';
const PUBLISH = 'PUT /api/v1/agents/:key';
const BACK = 'POST /api/v1/agents/:key/roll-back';

const definition = (changes: Partial<AgentDefinition> = {}): AgentDefinition => ({
  name: 'Sales',
  description: 'Finds products.',
  intents: ['product_search', 'price_question'],
  prompt: 'Offer what is in stock.',
  tools: ['find_products'],
  autonomy: 'limits',
  tone: 'warm',
  enabled: true,
  ...changes,
});
const agent = (key: Agent['key'], changes: Partial<AgentDefinition> = {}, version = 0): Agent => ({
  key,
  version,
  is_own: version === 0,
  definition: definition(changes),
  published_at: version === 0 ? null : minutesAgo(9),
});

/** A shop that publishes what it is asked to. */
function shop() {
  const state = {
    agents: [
      agent('sales'),
      agent('support', {
        name: 'Support',
        intents: ['track_order', 'return_item'],
        tools: ['look_up_orders', 'open_account', 'make_changes'],
      }),
      agent('conversation', { name: 'Conversation', intents: [] }),
    ],
    versions: [] as AgentVersion[],
  };
  const keyOf = (path: string) => path.split('/')[4];
  const put = (path: string, changed: AgentDefinition | null, note: string) => {
    const now = state.agents.find(({ key }) => key === keyOf(path));
    if (!now) return problem(404, 'not_found');
    const version = now.version + 1;
    state.versions.unshift({ version, definition: changed, note, created_at: minutesAgo(0) });
    const next: Agent = {
      ...now,
      version,
      is_own: changed === null,
      definition: changed ?? definition(),
      published_at: minutesAgo(0),
    };
    state.agents = state.agents.map((one) => (one.key === now.key ? next : one));
    return recorded(next);
  };
  const fake = standard({
    [LIST]: () => state.agents,
    [SHOW]: ({ path }) => ({
      agent: state.agents.find(({ key }) => key === keyOf(path)),
      own: definition(),
      versions: state.versions,
    }),
    [PUBLISH]: ({ path, body }) => {
      const { definition: changed, note } = body as { definition: AgentDefinition; note: string };
      return put(path, changed, note);
    },
    [BACK]: ({ path, body }) => {
      const { to_version: to } = body as { to_version: number };
      return put(path, state.versions.find(({ version }) => version === to)?.definition ?? null, '');
    },
  });
  showInWindow(AgentsSection);
  return { fake, state };
}
const editor = () => screen.findByRole('region', { name: 'Sales' });
const edit = async () => {
  await userEvent.click(await screen.findByRole('button', { name: 'Edit Sales' }));
  return editor();
};

describe('the agents', () => {
  it('each says what it takes; the last takes the rest', async () => {
    shop();
    const list = await screen.findByRole('region', { name: 'Agents' });
    await screen.findByRole('switch', { name: 'Sales answers' });
    expect(list).toHaveTextContent('Looking for something · What something costs');
    expect(list).toHaveTextContent('Answers and acts');
    const rest = takes(
      [agent('sales'), agent('conversation', { intents: [] })],
      agent('conversation', { intents: [] }),
    );
    expect(rest).toContain('Hello');
    expect(rest).not.toContain('Looking for something');
  });

  it('one is switched off with one press, as a version of its own', async () => {
    const { fake } = shop();
    await userEvent.click(await screen.findByRole('switch', { name: 'Sales answers' }));
    await waitFor(() => expect(fake.count(PUBLISH)).toBe(1));
    expect(fake.last(PUBLISH)?.body).toMatchObject({
      definition: { name: 'Sales', enabled: false },
      version: 0,
    });
    await waitFor(() => expect(screen.getByRole('switch', { name: 'Sales answers' })).not.toBeChecked());
    expect(screen.getByText('Version 1')).toBeInTheDocument();
  });

  it('is edited and published with a note, and customers hear nothing of it before', async () => {
    const { fake } = shop();
    const form = await edit();
    expect(within(form).queryByRole('button', { name: 'Publish' })).toBeNull();
    await userEvent.selectOptions(
      await within(form).findByRole('combobox', { name: 'How far it goes by itself' }),
      'draft',
    );
    expect(form).toHaveTextContent('You read each reply in the inbox and send it');
    expect(form).toHaveTextContent('Not published yet');
    expect(fake.count(PUBLISH)).toBe(0);
    await userEvent.type(within(form).getByRole('textbox', { name: /What you changed/ }), 'Trying it out');
    await userEvent.click(within(form).getByRole('button', { name: 'Publish' }));
    await waitFor(() => expect(fake.count(PUBLISH)).toBe(1));
    expect(fake.last(PUBLISH)?.body).toMatchObject({
      definition: { autonomy: 'draft', intents: ['product_search', 'price_question'] },
      note: 'Trying it out',
      version: 0,
    });
    expect(await within(await editor()).findByText('In force')).toBeInTheDocument();
    expect(await editor()).toHaveTextContent('Trying it out');
  });

  it('takes no message of another agent’s', async () => {
    const { fake } = shop();
    const form = await edit();
    const theirs = await within(form).findByRole('checkbox', { name: 'Where an order is' });
    expect(theirs).toBeDisabled();
    expect(form).toHaveTextContent('Support has it');
    await userEvent.click(within(form).getByRole('checkbox', { name: 'Buying something' }));
    fake.on(PUBLISH, () =>
      problem(422, 'invalid', '', [{ field: 'definition.intents', detail: 'Support takes it already.' }]),
    );
    await userEvent.click(within(form).getByRole('button', { name: 'Publish' }));
    expect(await within(form).findByText('Support takes it already.')).toBeInTheDocument();
    expect(within(form).getByRole('checkbox', { name: 'Buying something' })).toBeChecked();
  });

  it('keeps tools together that need each other', () => {
    expect(toggled(['find_products'], 'make_changes', true)).toEqual([
      'find_products',
      'open_account',
      'make_changes',
    ]);
    expect(toggled(['open_account', 'make_changes'], 'open_account', false)).toEqual([]);
    expect(toggled(['open_account', 'make_changes'], 'make_changes', false)).toEqual(['open_account']);
  });

  it('goes back to an earlier version, and to the program’s own', async () => {
    const { fake, state } = shop();
    state.agents[0] = agent('sales', { tone: 'brief' }, 2);
    state.versions = [
      { version: 2, definition: definition({ tone: 'brief' }), note: 'Shorter', created_at: minutesAgo(9) },
      { version: 1, definition: definition({ name: 'Verena' }), note: 'A name', created_at: minutesAgo(99) },
    ];
    await edit();
    await userEvent.click(await screen.findByRole('button', { name: 'Publish version 1 again' }));
    await waitFor(() => expect(fake.last(BACK)?.body).toEqual({ to_version: 1, version: 2 }));
    const own = await screen.findByRole('button', { name: 'As the program has it' });
    await userEvent.click(own);
    await waitFor(() => expect(fake.last(BACK)?.body).toEqual({ to_version: 0, version: 3 }));
    await waitFor(() => expect(screen.queryByRole('button', { name: 'As the program has it' })).toBeNull());
  });

  it('throws edits away when asked to', async () => {
    shop();
    const form = await edit();
    const name = await within(form).findByRole('textbox', { name: 'Name' });
    await userEvent.clear(name);
    await userEvent.type(name, 'Verena');
    await userEvent.click(within(form).getByRole('button', { name: 'Throw away' }));
    expect(name).toHaveValue('Sales');
  });
});
