import { screen, waitFor, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import { Answer, problem } from '../../../test/api';
import { pageIsFree, showInWindow, standard } from '../../../test/window';
import ModelsSection from './ModelsSection.svelte';

const LIST = 'GET /api/v1/models';
const file = (changes: Record<string, unknown> = {}) => ({
  id: 'sentences',
  kind: 'meaning',
  name: 'Sentence model',
  purpose: 'finds products by what is meant',
  file: 'sentences.onnx',
  licence: 'Apache-2.0',
  source: 'a hub',
  size: 23_000_000,
  memory: 80_000_000,
  state: 'not_installed',
  detail: null,
  received: 0,
  can_download: true,
  is_recommended: false,
  fits: true,
  speed: null,
  ...changes,
});
const WORDS_ONLY = { state: 'words_only', detail: 'sentences.onnx is not installed.', done: 0, total: 0 };
const list = (items: unknown[], meaning: unknown = WORDS_ONLY) => ({ items, meaning, computer_memory: 16e9 });
const row = () => screen.findByRole('listitem', { name: 'Sentence model' });

describe('models', () => {
  it('say what they are for, what they need and under which licence', async () => {
    standard().on(LIST, () => list([file()]));
    showInWindow(ModelsSection);
    const shown = within(await row());
    expect(shown.getByText('Finds products by what is meant.')).toBeInTheDocument();
    expect(shown.getByText(/23 MB · needs about 80 MB of memory · Licence Apache-2.0/)).toBeInTheDocument();
    expect(shown.getByText('Not installed')).toBeInTheDocument();
    expect(screen.getByText('sentences.onnx is not installed.')).toBeInTheDocument();
  });

  it('are downloaded, followed live, paused, and go on', async () => {
    let now = file();
    const api = standard()
      .on(LIST, () => list([now]))
      .on('POST /api/v1/models/:id/download', () => (now = file({ state: 'downloading' })))
      .on('POST /api/v1/models/:id/pause', () => (now = { ...now, state: 'paused' }));
    const { happen } = showInWindow(ModelsSection);
    await userEvent.click(within(await row()).getByRole('button', { name: 'Download' }));
    await waitFor(() => expect(api.count('POST /api/v1/models/:id/download')).toBe(1));
    expect(api.last('POST /api/v1/models/:id/download')?.path).toBe('/api/v1/models/sentences/download');
    now = file({ state: 'downloading', received: 11_500_000 });
    happen('model.updated', 'sentences');
    const bar = await screen.findByRole('progressbar', { name: 'Downloading' });
    await waitFor(() => expect(bar).toHaveAttribute('aria-valuenow', '50'));
    await userEvent.click(screen.getByRole('button', { name: 'Pause' }));
    await userEvent.click(await screen.findByRole('button', { name: 'Go on' }));
    await waitFor(() => expect(api.count('POST /api/v1/models/:id/download')).toBe(2));
  });

  it.each([
    ['waiting', 'The server could not be reached. It is tried again by itself.', 'Try now'],
    ['failed', 'The file is not there any more (404).', 'Try again'],
    ['damaged', 'The file there has 3 bytes instead of 23000000.', 'Remove'],
  ])('that are %s say why and what can be done', async (state, detail, next) => {
    standard().on(LIST, () => list([file({ state, detail })]));
    showInWindow(ModelsSection);
    const shown = within(await row());
    expect(shown.getByText(detail)).toBeInTheDocument();
    expect(shown.getByRole('button', { name: next })).toBeEnabled();
  });

  it('come from a file of this computer where no place offers them; another file is refused', async () => {
    const api = standard()
      .on(LIST, () => list([file({ can_download: false })]))
      .on('PUT /api/v1/models/:id/file', () =>
        problem(422, 'invalid', 'This is another file than sentences.onnx, which is listed.'),
      );
    showInWindow(ModelsSection);
    const shown = within(await row());
    expect(shown.queryByRole('button', { name: 'Download' })).toBeNull();
    expect(shown.getByText(/No place offers this file for download yet/)).toBeInTheDocument();
    const picked = new File(['other'], 'other.onnx');
    await userEvent.upload(shown.getByLabelText('File of Sentence model'), picked);
    await waitFor(() => expect(api.count('PUT /api/v1/models/:id/file')).toBe(1));
    expect(await screen.findByText(/This is another file than sentences.onnx/)).toBeInTheDocument();
  });

  it('are removed only after the question', async () => {
    const api = standard()
      .on(LIST, () =>
        list([file({ state: 'installed', received: 23_000_000 })], { ...WORDS_ONLY, state: 'ready' }),
      )
      .on('DELETE /api/v1/models/:id/file', () => new Answer(204, null));
    showInWindow(ModelsSection);
    await userEvent.click(within(await row()).getByRole('button', { name: 'Remove' }));
    const asked = within(await screen.findByRole('dialog', { name: 'Remove this file?' }));
    expect(
      asked.getByText(/Sentence model is deleted from this computer, which frees 23 MB/),
    ).toBeInTheDocument();
    expect(api.count('DELETE /api/v1/models/:id/file')).toBe(0);
    await userEvent.click(asked.getByRole('button', { name: 'Remove' }));
    await waitFor(() => expect(api.count('DELETE /api/v1/models/:id/file')).toBe(1));
    await pageIsFree();
    expect(
      screen.getByText('Products are found by what customers mean, not only by their words.'),
    ).toBeInTheDocument();
  });

  it('all that is missing comes by one button', async () => {
    const api = standard()
      .on(LIST, () =>
        list([file(), file({ id: 'words', name: 'Word list' }), file({ id: 'own', can_download: false })]),
      )
      .on('POST /api/v1/models/:id/download', () => file({ state: 'downloading' }));
    showInWindow(ModelsSection);
    await userEvent.click(await screen.findByRole('button', { name: 'Download 2 missing files' }));
    await waitFor(() => expect(api.count('POST /api/v1/models/:id/download')).toBe(2));
  });
});
