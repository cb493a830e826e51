import { screen, waitFor, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import { problem, recorded } from '../../../test/api';
import { pageIsFree, showInWindow, standard } from '../../../test/window';
import PromptSection from './PromptSection.svelte';
import { differs } from './prompts';
import type { LabResult, LabTurn } from '$lib/api/types';

const PROMPT = 'GET /api/v1/prompt';
const own = { instructions: 'Be kind. {{agent}} {{fence}} {{steps}}', question: '{{facts}}\n{{messages}}' };
const shorter = { ...own, instructions: 'Be brief. {{agent}} {{fence}} {{steps}}' };
const places = ['shop', 'agent', 'fence', 'steps', 'facts', 'messages'].map((name) => ({
  name,
  is_needed: name !== 'shop',
  is_fenced: name === 'facts' || name === 'messages',
}));
const prompt = (changes: Record<string, unknown> = {}) => ({
  version: 0,
  is_own: true,
  template: own,
  own,
  places,
  draft: null,
  versions: [],
  trial: null,
  models: [{ provider: 'groq', model: 'model-large', is_unpriced: false }],
  most_conversations: 50,
  ...changes,
});
const draft = (changes: Record<string, unknown> = {}) => ({
  template: shorter,
  revision: 1,
  based_on: 0,
  updated_at: '2026-03-10T11:00:00Z',
  ...changes,
});
const side = (changes: Record<string, unknown> = {}) => ({
  turns: 4,
  asked: 3,
  answered: 4,
  handed_over: 0,
  acts: 0,
  spoke: 3,
  failed: 0,
  refusals: 0,
  questions: 5,
  words: 60,
  prompt_tokens: 900,
  answer_tokens: 100,
  cost_micros: 25_000,
  milliseconds: 3_000,
  ...changes,
});
const run = (changes: Record<string, unknown> = {}) => ({
  id: 'lab_1',
  template: shorter,
  against_version: 0,
  provider: 'groq',
  model: 'model-large',
  conversations: 10,
  cap_cents: 50,
  spent_micros: 50_000,
  state: 'done',
  problem: null,
  done: 4,
  total: 4,
  created_at: '2026-03-10T11:30:00Z',
  ended_at: '2026-03-10T11:31:00Z',
  ...changes,
});
const result = (text: string, changes: Record<string, unknown> = {}) => ({
  outcome: 'answered',
  handoff_reason: null,
  asked: true,
  spoke: true,
  text,
  problems: [],
  refusals: 0,
  prompt_tokens: 100,
  answer_tokens: 10,
  cost_micros: 5,
  milliseconds: 500,
  failure: null,
  ...changes,
});
const turn = (position: number, published: string, drafted: string) => ({
  position,
  run_id: 'run_1',
  conversation_id: 'cnv_1',
  contact_name: 'Ida Lind',
  question: `Question ${String(position)}`,
  reply: 'Said then.',
  published: result(published),
  draft: result(drafted, { problems: ['“90%”: nobody said so'], refusals: 1 }),
});
const outcome = (version: number, changes: Record<string, unknown> = {}) => ({
  version,
  conversations: 10,
  without_owner: 8,
  complained: 1,
  turns: 20,
  answered: 18,
  handed_over: 2,
  spoke: 15,
  refusals: 3,
  prompt_tokens: 2_000,
  answer_tokens: 400,
  cost_micros: 40_000,
  milliseconds: 10_000,
  ...changes,
});
const trial = (changes: Record<string, unknown> = {}) => ({
  id: 'ptr_1',
  first_version: 0,
  second_version: 1,
  second_share: 30,
  started_at: '2026-03-09T12:00:00Z',
  ended_at: null,
  chosen_version: null,
  outcomes: [outcome(0), outcome(1, { without_owner: 9, complained: 0 })],
  ...changes,
});
const versions = [{ version: 1, template: shorter, note: 'Shorter', created_at: '2026-03-09T12:00:00Z' }];
const page = (items: unknown[]) => ({ items, next_cursor: null });
const shop = (now: () => unknown) =>
  standard()
    .on(PROMPT, now)
    .on('GET /api/v1/prompt/trials', () => [])
    .on('GET /api/v1/prompt-lab', () => page([]));

describe('what language models are told', () => {
  it('says that nobody reads it where no model is set up', async () => {
    shop(() => prompt({ models: [] }));
    showInWindow(PromptSection);
    expect(await screen.findByText(/so nobody reads this/)).toBeInTheDocument();
    expect(screen.getByRole('link', { name: 'Set up a language model' })).toHaveAttribute(
      'href',
      '/settings/language',
    );
    expect(screen.getByText('This needs a language model.')).toBeInTheDocument();
    expect(screen.queryByRole('button', { name: 'Try it' })).not.toBeInTheDocument();
    pageIsFree();
  });

  it('keeps a draft, and tells at the text what is wrong with it', async () => {
    let now = prompt();
    let wrong = true;
    const api = shop(() => now).on('PUT /api/v1/prompt/draft', () => {
      if (wrong)
        return problem(422, 'invalid', 'Wrong.', [
          { field: 'template.instructions', detail: '{{fence}} is missing: a customer could give orders.' },
        ]);
      now = prompt({ draft: draft() });
      return draft();
    });
    showInWindow(PromptSection);
    const instructions = await screen.findByLabelText('Instructions');
    expect(instructions).toHaveValue(own.instructions);
    expect(screen.queryByLabelText('Each question')).not.toBeInTheDocument();
    await userEvent.clear(instructions);
    await userEvent.type(instructions, shorter.instructions.replaceAll('{', '{{'));
    expect(screen.getByText('Save the draft first.')).toBeInTheDocument();
    await userEvent.click(screen.getByRole('button', { name: 'Save draft' }));
    expect(await screen.findByText(/a customer could give orders/)).toBeInTheDocument();
    expect(instructions).toHaveValue(shorter.instructions);
    wrong = false;
    await userEvent.click(screen.getByRole('button', { name: 'Save draft' }));
    expect(await screen.findByRole('button', { name: 'Throw the draft away' })).toBeInTheDocument();
    expect(api.last('PUT /api/v1/prompt/draft')?.body).toEqual({ template: shorter, revision: 0 });
    expect(screen.getByRole('heading', { name: 'Give it to customers' })).toBeInTheDocument();
    pageIsFree();
  });

  it('publishes for all or for some, and asks which share', async () => {
    let now = prompt({ draft: draft() });
    const api = shop(() => now).on('POST /api/v1/prompt/publish', () => {
      now = prompt({ version: 1, is_own: false, template: shorter, versions, trial: trial() });
      return recorded(now);
    });
    showInWindow(PromptSection);
    await userEvent.selectOptions(await screen.findByLabelText('Who gets it'), 'some');
    const share = screen.getByLabelText('How many of them');
    await userEvent.clear(share);
    await userEvent.type(share, '100');
    await userEvent.click(screen.getByRole('button', { name: 'Publish' }));
    expect(await screen.findByText('From 1 to 99 percent.')).toBeInTheDocument();
    expect(api.count('POST /api/v1/prompt/publish')).toBe(0);
    await userEvent.clear(share);
    await userEvent.type(share, '30');
    await userEvent.click(screen.getByRole('button', { name: 'Publish' }));
    expect(await screen.findByRole('heading', { name: 'Two versions side by side' })).toBeInTheDocument();
    expect(api.last('POST /api/v1/prompt/publish')?.body).toEqual({
      note: '',
      version: 0,
      revision: 1,
      share: 30,
    });
    pageIsFree();
  });

  it('shows both versions’ outcomes and ends with a choice', async () => {
    let now = prompt({ version: 1, is_own: false, template: shorter, versions, trial: trial() });
    const api = shop(() => now).on('POST /api/v1/prompt/trials/:id/end', () => {
      now = prompt({ version: 1, is_own: false, template: shorter, versions });
      return recorded(trial({ ended_at: '2026-03-10T12:00:00Z', chosen_version: 1 }));
    });
    showInWindow(PromptSection);
    const table = await screen.findByRole('table', { name: 'What came of the two versions' });
    const settled = within(table).getByRole('row', { name: /Settled without you/ });
    expect(
      within(settled)
        .getAllByRole('cell')
        .map((cell) => cell.textContent),
    ).toEqual(['8 (80%)', '9 (90%)']);
    expect(screen.getByText(/the difference may be chance/)).toBeInTheDocument();
    await userEvent.click(screen.getByRole('button', { name: 'Choose: Version 1' }));
    await waitFor(() => expect(screen.queryByRole('table')).not.toBeInTheDocument());
    expect(api.last('POST /api/v1/prompt/trials/:id/end')?.body).toEqual({ version: 1 });
    pageIsFree();
  });

  it('goes back to a version', async () => {
    const two = [{ version: 2, template: null, note: '', created_at: '2026-03-10T11:00:00Z' }, ...versions];
    const api = shop(() => prompt({ version: 2, versions: two })).on('POST /api/v1/prompt/roll-back', () =>
      recorded(prompt({ version: 3, is_own: false, template: shorter, versions: two })),
    );
    showInWindow(PromptSection);
    await userEvent.click(await screen.findByRole('button', { name: 'Use version 1 again' }));
    await waitFor(() => expect(screen.getByLabelText('Instructions')).toHaveValue(shorter.instructions));
    expect(api.last('POST /api/v1/prompt/roll-back')?.body).toEqual({ to_version: 1, version: 2 });
    pageIsFree();
  });
});

describe('the lab', () => {
  it('tries a draft, shows how far it is, and both texts side by side', async () => {
    let runs: ReturnType<typeof run>[] = [];
    const api = shop(() => prompt({ draft: draft() }))
      .on('GET /api/v1/prompt-lab', () => page(runs))
      .on('POST /api/v1/prompt-lab', () => {
        runs = [run({ state: 'running', done: 1, ended_at: null })];
        return recorded(runs[0], '', 202);
      })
      .on('GET /api/v1/prompt-lab/:id', () => ({
        ...runs[0],
        published: side(),
        draft: side({ words: 90, refusals: 2, handed_over: 1, answered: 3 }),
      }))
      .on('GET /api/v1/prompt-lab/:id/turns', () =>
        page([turn(0, 'Same.', 'Same.'), turn(1, 'Long.', 'Short.')]),
      );
    const { happen } = showInWindow(PromptSection);
    await userEvent.click(await screen.findByRole('button', { name: 'Try it' }));
    expect(await screen.findByRole('progressbar')).toHaveAttribute('aria-valuenow', '25');
    expect(api.last('POST /api/v1/prompt-lab')?.body).toEqual({
      provider: 'groq',
      model: 'model-large',
      conversations: 10,
      cap_cents: 50,
      revision: 1,
    });
    expect(screen.getByRole('button', { name: 'Stop' })).toBeInTheDocument();
    runs = [run()];
    happen('prompt_lab.updated', 'lab_1');
    const table = await screen.findByRole('table', { name: 'The present text and the draft side by side' });
    const cells = (name: RegExp) =>
      within(within(table).getByRole('row', { name }))
        .getAllByRole('cell')
        .map((cell) => cell.textContent);
    await waitFor(() => expect(screen.queryByRole('progressbar')).not.toBeInTheDocument());
    expect(cells(/Handed to you/)).toEqual(['0', '1']);
    expect(cells(/could not be proved/)).toEqual(['0', '2']);
    expect(cells(/Words an answer/)).toEqual(['20', '30']);
    expect(within(table).queryByRole('row', { name: /Would have changed/ })).not.toBeInTheDocument();
    // Turns that are the same with both are left out until they are asked for.
    expect(await screen.findByText('Question 1')).toBeInTheDocument();
    expect(screen.queryByText('Question 0')).not.toBeInTheDocument();
    expect(screen.getByText('“90%”: nobody said so')).toBeInTheDocument();
    await userEvent.click(screen.getByRole('switch', { name: /different answers/ }));
    expect(screen.getByText('Question 0')).toBeInTheDocument();
    pageIsFree();
  });

  it('says why it stopped, and forgets a try', async () => {
    let runs = [run({ state: 'stopped', problem: 'What it may cost is spent.' })];
    const api = shop(() => prompt({ draft: draft() }))
      .on('GET /api/v1/prompt-lab', () => page(runs))
      .on('GET /api/v1/prompt-lab/:id', () => ({
        ...runs[0],
        published: side({ turns: 0 }),
        draft: side({ turns: 0 }),
      }))
      .on('DELETE /api/v1/prompt-lab/:id', () => {
        runs = [];
        return recorded(null, '', 204);
      });
    showInWindow(PromptSection);
    expect(await screen.findByText('What it may cost is spent.')).toBeInTheDocument();
    await userEvent.click(screen.getByRole('button', { name: 'Forget it' }));
    await waitFor(() => expect(screen.queryByText('What it may cost is spent.')).not.toBeInTheDocument());
    expect(api.count('DELETE /api/v1/prompt-lab/:id')).toBe(1);
    pageIsFree();
  });

  it('tells apart what differs', () => {
    const same = turn(0, 'a', 'a') as unknown as LabTurn;
    expect(differs(same)).toBe(false);
    expect(differs(turn(0, 'a', 'b') as unknown as LabTurn)).toBe(true);
    expect(differs({ ...same, draft: result('a', { outcome: 'handed_over' }) as unknown as LabResult })).toBe(
      true,
    );
    expect(differs({ ...same, draft: null })).toBe(false);
  });
});
