import { screen, waitFor } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import { languageStatus, settings } from '../../../test/api';
import { pageIsFree, showInWindow, standard } from '../../../test/window';
import LanguageSection from './LanguageSection.svelte';
import { move, readDollars, remotes, writeDollars } from './language';

const price = { question: 75_000, answer: 300_000 };
const on = (chain: unknown[]) => () => {
  const all = settings();
  return {
    ...all,
    language_models: { ...all.language_models, value: { ...(all.language_models.value as object), chain } },
  };
};
const groq = { provider: 'groq', model: 'openai/gpt-oss-20b', base_url: null, price };
const local = { provider: 'local', model: 'small.gguf', base_url: null, price: null };

describe('language models', () => {
  it('are off at first, and say that nothing leaves the laptop', async () => {
    const api = standard();
    showInWindow(LanguageSection);
    expect(await screen.findByText('Nobody: off')).toBeInTheDocument();
    expect(screen.getByText(/answers alone, and nothing leaves this laptop/)).toBeInTheDocument();
    expect(api.count('GET /api/v1/language-models/models')).toBe(0);
    pageIsFree();
  });

  it('are chosen from what the provider has, with its price, and kept', async () => {
    const api = standard()
      .on('GET /api/v1/language-models', () => languageStatus({ keys: ['groq'] }))
      .on('GET /api/v1/language-models/models', () => [{ name: 'openai/gpt-oss-20b', price }])
      .on('PUT /api/v1/settings/:key', ({ body }) => ({
        value: (body as { value: unknown }).value,
        version: 2,
        updated_at: null,
      }));
    showInWindow(LanguageSection);
    await userEvent.click(await screen.findByRole('button', { name: 'Add a model' }));
    expect(screen.getByText('What leaves this laptop')).toBeInTheDocument();
    await waitFor(() => expect(api.count('GET /api/v1/language-models/models')).toBe(1));
    await userEvent.type(screen.getByLabelText('Model'), 'openai/gpt-oss-20b');
    await waitFor(() => expect(screen.getByLabelText('Price of a question')).toHaveValue('0.075'));
    expect(screen.getByLabelText('Price of an answer')).toHaveValue('0.3');
    await userEvent.clear(screen.getByLabelText('Costs a conversation at most'));
    await userEvent.click(screen.getByRole('button', { name: /^Save/ }));
    await waitFor(() => expect(api.count('PUT /api/v1/settings/:key')).toBe(1));
    expect(api.last('PUT /api/v1/settings/:key')?.body).toMatchObject({
      value: { chain: [groq], daily_cents: 100, conversation_cents: null },
    });
    pageIsFree();
  });

  it('are not kept without a name or a price that the limits can count', async () => {
    const api = standard();
    showInWindow(LanguageSection);
    await userEvent.click(await screen.findByRole('button', { name: 'Add a model' }));
    await userEvent.click(screen.getByRole('button', { name: /^Save/ }));
    expect(await screen.findByText('Choose a model.')).toBeInTheDocument();
    expect(screen.getByText('Enter both prices, or take the limits away.')).toBeInTheDocument();
    expect(api.count('PUT /api/v1/settings/:key')).toBe(0);
  });

  it('stand in the order in which they are asked', async () => {
    const api = standard()
      .on('GET /api/v1/settings', on([groq, local]))
      .on('PUT /api/v1/settings/:key', ({ body }) => ({
        value: (body as { value: unknown }).value,
        version: 2,
        updated_at: null,
      }));
    showInWindow(LanguageSection);
    const up = await screen.findAllByRole('button', { name: 'Ask it earlier' });
    expect(up[0]).toBeDisabled();
    await userEvent.click(up[1] as HTMLElement);
    await userEvent.click(screen.getByRole('button', { name: /^Save/ }));
    await waitFor(() => expect(api.count('PUT /api/v1/settings/:key')).toBe(1));
    expect(api.last('PUT /api/v1/settings/:key')?.body).toMatchObject({ value: { chain: [local, groq] } });
  });

  it('are tried, and say why one did not answer', async () => {
    const why = 'Groq does not have the model “openai/gpt-oss-20b” (any more). Choose another one.';
    const links = [{ provider: 'groq', model: 'openai/gpt-oss-20b', last_failure: why }];
    const api = standard()
      .on('GET /api/v1/settings', on([groq]))
      .on('GET /api/v1/language-models', () => languageStatus({ keys: ['groq'], links }))
      .on('POST /api/v1/language-models/trial', () => ({
        works: true,
        detail: 'It answers, in 0.4 seconds.',
        said: 'Good day!',
        milliseconds: 400,
        tokens: 90,
      }));
    showInWindow(LanguageSection);
    expect(await screen.findByText(why)).toBeInTheDocument();
    await userEvent.click(screen.getByRole('button', { name: 'Try it' }));
    expect(await screen.findByText('It answers, in 0.4 seconds.')).toBeInTheDocument();
    expect(screen.getByText('It said: “Good day!”')).toBeInTheDocument();
    expect(screen.queryByText(why)).not.toBeInTheDocument();
    expect(api.last('POST /api/v1/language-models/trial')?.body).toEqual({
      provider: 'groq',
      model: 'openai/gpt-oss-20b',
      base_url: null,
    });
    pageIsFree();
  });

  it('say when a provider does not offer them any more, and as of when', async () => {
    const gone = {
      provider: 'groq',
      model: 'openai/gpt-oss-20b',
      last_failure: 'Groq does not have the model “openai/gpt-oss-20b” (any more). Choose another one.',
      listed_at: '2026-03-03T09:00:00Z',
      is_gone: true,
    };
    let links: unknown[] = [gone];
    const api = standard()
      .on('GET /api/v1/settings', on([groq, local]))
      .on('GET /api/v1/language-models', () => languageStatus({ keys: ['groq'], links }));
    const { happen } = showInWindow(LanguageSection);
    expect(await screen.findByText('Groq does not offer this model any more')).toBeInTheDocument();
    expect(
      screen.getByText(/Choose another one: meanwhile the next in your list answers/),
    ).toBeInTheDocument();
    expect(screen.queryByText(gone.last_failure)).not.toBeInTheDocument();
    expect(screen.getAllByText(/^The list of models there is from 3 Mar 2026/)).toHaveLength(1);
    pageIsFree();
    // The list that the page fetched is the program's newest.
    await waitFor(() => expect(api.count('GET /api/v1/language-models')).toBe(2));
    links = [{ ...gone, last_failure: null, is_gone: false }];
    happen('run.finished', 'cnv_1');
    await waitFor(() => expect(screen.queryByText('Groq does not offer this model any more')).toBeNull());
  });

  it('have keys that are tried before they are kept', async () => {
    let works = false;
    const api = standard()
      .on('GET /api/v1/settings', on([groq]))
      .on('GET /api/v1/language-models', () => languageStatus({ keys: works ? ['groq'] : [] }))
      .on('PUT /api/v1/language-models/key', () => ({
        works,
        kept: works,
        detail: works ? 'Groq takes the key.' : 'Groq refuses the key. It was not kept.',
        models: works ? [{ name: 'openai/gpt-oss-20b', price }] : [],
      }));
    showInWindow(LanguageSection);
    const key = await screen.findByLabelText('Key for Groq');
    expect(key).toHaveAttribute('type', 'password');
    await userEvent.type(key, ' wrong ');
    await userEvent.click(screen.getByRole('button', { name: 'Try and keep' }));
    expect(await screen.findByText(/It was not kept/)).toBeInTheDocument();
    expect(api.last('PUT /api/v1/language-models/key')?.body).toEqual({
      provider: 'groq',
      key: 'wrong',
      base_url: null,
    });
    works = true;
    await userEvent.click(screen.getByRole('button', { name: 'Try and keep' }));
    expect(await screen.findByText('Groq takes the key.')).toBeInTheDocument();
    expect(await screen.findByText('There is a key')).toBeInTheDocument();
    expect(key).toHaveValue('');
  });

  it('are moved, and their prices read, without a surprise', () => {
    expect(move(['a', 'b', 'c'], 1, -1)).toEqual(['b', 'a', 'c']);
    expect(move(['a', 'b'], 0, -1)).toEqual(['a', 'b']);
    expect(move(['a', 'b'], 1, 1)).toEqual(['a', 'b']);
    expect(readDollars('0.075')).toBe(75_000);
    expect(readDollars('1,5')).toBe(1_500_000);
    for (const wrong of ['', '-1', 'free', '1.2.3', '99999']) expect(readDollars(wrong)).toBeNull();
    expect(writeDollars(75_000)).toBe('0.075');
    const own = { provider: 'openai', base_url: 'http://127.0.0.1:1234/v1' };
    const openai = { provider: 'openai', base_url: null };
    expect(remotes([groq, local, groq, own, openai] as never)).toEqual([
      'Groq',
      'Your own server (127.0.0.1:1234)',
      'OpenAI',
    ]);
  });
});
