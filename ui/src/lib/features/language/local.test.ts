import { screen, waitFor, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';
import { problem } from '../../../test/api';
import { showInWindow, standard } from '../../../test/window';
import LocalModels from './LocalModels.svelte';

const LIST = 'GET /api/v1/models';
const TRIAL = 'POST /api/v1/language-models/trial';
const model = (changes: Record<string, unknown> = {}) => ({
  id: 'small',
  kind: 'language',
  name: 'Small model',
  purpose: 'writes simple answers',
  file: 'small.gguf',
  licence: 'Apache-2.0',
  source: 'a hub',
  size: 1_117_000_000,
  memory: 1_652_000_000,
  state: 'not_installed',
  detail: null,
  received: 0,
  can_download: true,
  is_recommended: true,
  fits: true,
  speed: null,
  ...changes,
});
const list = (...items: unknown[]) => ({
  items: [model({ id: 'words', kind: 'meaning', name: 'Sentence model', is_recommended: false }), ...items],
  computer_memory: 8e9,
  meaning: { state: 'ready', detail: null, done: 0, total: 0 },
});
const show = (used: string[] = [], onuse = vi.fn()) => {
  showInWindow(LocalModels, { used, runsModels: true, onuse });
  return onuse;
};

describe('models on this computer', () => {
  it('say which suits it and which is too large', async () => {
    standard().on(LIST, () =>
      list(model(), model({ id: 'big', name: 'Big model', is_recommended: false, fits: false })),
    );
    show();
    const small = within(await screen.findByRole('listitem', { name: 'Small model' }));
    expect(small.getByText('Suits this computer')).toBeInTheDocument();
    expect(small.getByRole('button', { name: 'Download' })).toBeEnabled();
    const big = within(screen.getByRole('listitem', { name: 'Big model' }));
    expect(big.getByText('Too large for this computer')).toBeInTheDocument();
    expect(screen.queryByRole('listitem', { name: 'Sentence model' })).toBeNull();
  });

  it('are none where the memory is too small, and that is said', async () => {
    standard().on(LIST, () => list(model({ is_recommended: false, fits: false })));
    show();
    expect(await screen.findByText(/too little for a language model beside the shop/)).toBeInTheDocument();
  });

  it('are used by one button, and tell the speed that was seen', async () => {
    const speed = { tokens_per_second: 21.4, seconds: 3.26 };
    standard().on(LIST, () => list(model({ state: 'installed', speed })));
    const onuse = show();
    expect(await screen.findByText(/about 21 word pieces a second, an answer in 3.3 s/)).toBeInTheDocument();
    await userEvent.click(screen.getByRole('button', { name: 'Use it' }));
    expect(onuse).toHaveBeenCalledWith('small.gguf');
  });

  it('in use are not offered again', async () => {
    standard().on(LIST, () => list(model({ state: 'installed' })));
    show(['small.gguf']);
    expect(await screen.findByText('In use')).toBeInTheDocument();
    expect(screen.queryByRole('button', { name: 'Use it' })).toBeNull();
  });

  it('are asked three questions, and it is told what was right', async () => {
    const said = ['We are closed on Sundays.', 'Yes, for 10 euros.', 'I ask the owner.'];
    const api = standard()
      .on(LIST, () => list(model({ state: 'installed' })))
      .on(TRIAL, () => {
        const n = api.count(TRIAL) - 1;
        return {
          works: true,
          is_right: n !== 1,
          detail: 'It answers, in 2.0 seconds.',
          asked: `question ${n}`,
          said: said[n],
          milliseconds: 2000,
          tokens: 100,
          tokens_per_second: 20,
        };
      });
    show();
    await userEvent.click(await screen.findByRole('button', { name: 'Ask three questions' }));
    const asked = within(await screen.findByRole('dialog', { name: 'Three questions for Small model' }));
    expect(await asked.findByText(/2 of 3 answers as it should be/)).toBeInTheDocument();
    for (const answer of said) expect(asked.getByText(answer)).toBeInTheDocument();
    expect(api.count(TRIAL)).toBe(3);
    expect(asked.getAllByText('As it should be')).toHaveLength(2);
    expect(asked.getByText('Not as it should be')).toBeInTheDocument();
  });

  it('that cannot be loaded are asked once, with the reason', async () => {
    const api = standard()
      .on(LIST, () => list(model({ state: 'installed' })))
      .on(TRIAL, () => ({
        works: false,
        is_right: null,
        detail: 'There is too little free memory.',
        asked: 'question',
        said: null,
        milliseconds: 5,
        tokens: null,
        tokens_per_second: null,
      }));
    show();
    await userEvent.click(await screen.findByRole('button', { name: 'Ask three questions' }));
    expect(await screen.findByText(/There is too little free memory/)).toBeInTheDocument();
    expect(api.count(TRIAL)).toBe(1);
  });

  it('of the owner are copied from a path; what is none is told at the field', async () => {
    let refuses = true;
    const api = standard()
      .on(LIST, () => list(model()))
      .on('POST /api/v1/models/import', () =>
        refuses ? problem(422, 'invalid', 'There is no such file.') : model({ name: 'Mine' }),
      );
    show();
    const field = await screen.findByLabelText(/A model file of your own/);
    await userEvent.type(field, '/models/mine.gguf');
    await userEvent.click(screen.getByRole('button', { name: 'Copy it' }));
    expect(await screen.findByText('There is no such file.')).toBeInTheDocument();
    expect(field).toHaveValue('/models/mine.gguf');
    refuses = false;
    await userEvent.click(screen.getByRole('button', { name: 'Copy it' }));
    await waitFor(() => expect(field).toHaveValue(''));
    expect(api.last('POST /api/v1/models/import')?.body).toEqual({ path: '/models/mine.gguf' });
  });
});
