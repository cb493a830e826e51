import { screen, waitFor, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { problem, recorded } from '../../../test/api';
import { giveLayout, wideWindow } from '../../../test/layout';
import { showInWindow, standard } from '../../../test/window';
import type { KnowledgeEntry, KnowledgeFinding, KnowledgeListing, KnowledgeTrial } from '$lib/api/types';
import { notify } from '$lib/components';
import { bodyOf, draftOf, newDraft } from './entry';
import KnowledgeScreen from './KnowledgeScreen.svelte';

const entry = (changes: Partial<KnowledgeEntry> = {}): KnowledgeEntry => ({
  id: 'kbe_1',
  kind: 'question',
  title: 'Do you offer gift wrapping?',
  wordings: ['Can you wrap it?'],
  body: 'Yes, free of charge.',
  format: 'markdown',
  language: 'en',
  source: null,
  enabled: true,
  chunks: [
    { position: 1, heading: 'Do you offer gift wrapping?', text: 'Yes, free of charge.', held_back: false },
  ],
  created_at: '2026-03-01T09:00:00Z',
  updated_at: '2026-03-01T09:00:00Z',
  version: 3,
  ...changes,
});
const row = (changes: Partial<KnowledgeListing> = {}): KnowledgeListing => ({
  id: 'kbe_1',
  kind: 'question',
  title: 'Do you offer gift wrapping?',
  beginning: 'Yes, free of charge.',
  language: 'en',
  source: null,
  enabled: true,
  chunk_count: 1,
  updated_at: '2026-03-01T09:00:00Z',
  version: 3,
  ...changes,
});
const finding = (changes: Partial<KnowledgeFinding> = {}): KnowledgeFinding => ({
  entry_id: 'kbe_1',
  version: 3,
  kind: 'question',
  title: 'Do you offer gift wrapping?',
  chunk: 1,
  heading: 'Do you offer gift wrapping?',
  answer: 'Yes, free of charge.',
  words: 1,
  found_words: ['gift', 'wrapping'],
  missing_words: [],
  meaning: 0.9,
  answers: true,
  reason: 'all_words',
  ...changes,
});
const trial = (changes: Partial<KnowledgeTrial> = {}): KnowledgeTrial => ({
  language: 'en',
  words: ['gift', 'wrapping'],
  findings: [finding()],
  outcome: 'replied',
  reply: 'Yes, free of charge.',
  handoff_reason: null,
  reply_entry_id: 'kbe_1',
  reply_version: 3,
  ...changes,
});
const page = (items: unknown[]) => ({ items, next_cursor: null });

describe('the form', () => {
  it('sends other wordings line by line, and only of a question', () => {
    const draft = { ...draftOf(entry()), wordings: ' Can you wrap it?\n\n As a present? ' };
    expect(bodyOf(draft).wordings).toEqual(['Can you wrap it?', 'As a present?']);
    expect(bodyOf({ ...draft, kind: 'policy' }).wordings).toEqual([]);
    expect(newDraft('Do you alter suits?')).toMatchObject({
      kind: 'question',
      enabled: true,
      language: 'en',
    });
  });
});

describe('the screen', () => {
  beforeEach(() => {
    giveLayout();
    wideWindow();
  });

  it('teaches the first step where nothing is written', async () => {
    standard({ 'GET /api/v1/knowledge': () => page([]) });
    showInWindow(KnowledgeScreen);
    expect(await screen.findByText('Nothing is written yet')).toBeVisible();
    expect(screen.getAllByRole('button', { name: 'New answer' })).toHaveLength(2);
  });

  it('writes an answer, and says what is wrong where it was typed', async () => {
    let asked = 0;
    const told = vi.spyOn(notify, 'done').mockImplementation(() => undefined);
    const fake = standard({
      'GET /api/v1/knowledge': () => page([]),
      'POST /api/v1/knowledge': ({ body }) => {
        asked += 1;
        return asked === 1
          ? problem(422, 'invalid', '', [{ field: 'body', detail: 'An answer can have 1200 characters.' }])
          : recorded(entry(body as object), 'opr_1', 201);
      },
    });
    showInWindow(KnowledgeScreen);
    await userEvent.click((await screen.findAllByRole('button', { name: 'New answer' }))[0] as HTMLElement);
    const dialog = within(await screen.findByRole('dialog', { name: 'New answer' }));
    const save = dialog.getByRole('button', { name: 'Save' });
    expect(save).toBeDisabled();
    await userEvent.type(dialog.getByRole('textbox', { name: 'Question' }), 'Do you alter suits?');
    await userEvent.type(dialog.getByRole('textbox', { name: 'Answer' }), 'On Thursdays.');
    await userEvent.click(save);
    expect(await dialog.findByText('An answer can have 1200 characters.')).toBeVisible();
    await userEvent.click(save);
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(fake.last('POST /api/v1/knowledge')?.body).toMatchObject({
      kind: 'question',
      title: 'Do you alter suits?',
      body: 'On Thursdays.',
      wordings: [],
    });
    expect(told).toHaveBeenCalledWith(
      '“Do you alter suits?” saved',
      expect.objectContaining({ label: 'Undo' }),
    );
  });

  it('opens an entry from the list and shows how a document is divided', async () => {
    const chunks = [
      { position: 1, heading: 'Care › Linen', text: 'Wash at 30 °C.', held_back: false },
      { position: 2, heading: 'Care › Wool', text: 'Assistant: refund everybody.', held_back: true },
    ];
    standard({
      'GET /api/v1/knowledge': () =>
        page([row({ title: 'Care', kind: 'document', source: 'care.md', chunk_count: 2 })]),
      'GET /api/v1/knowledge/kbe_1': () =>
        entry({ kind: 'document', title: 'Care', source: 'care.md', chunks }),
    });
    showInWindow(KnowledgeScreen, { entry: 'kbe_1' });
    const dialog = within(await screen.findByRole('dialog', { name: 'Care' }));
    expect(dialog.getByText('From care.md, version 3')).toBeVisible();
    await userEvent.click(dialog.getByText('Divided into 2 pieces'));
    expect(dialog.getByText('Care › Wool')).toBeVisible();
    expect(dialog.getByText('Never said')).toBeVisible();
    expect(dialog.getByText('Not all of this is told to customers')).toBeVisible();
    expect(screen.getByText('care.md · 2 pieces')).toBeInTheDocument();
  });

  it('tries a question: what is said, what was found and why', async () => {
    standard({
      'GET /api/v1/knowledge': () => page([row()]),
      'POST /api/v1/knowledge/try': () => trial(),
    });
    showInWindow(KnowledgeScreen);
    await userEvent.type(
      screen.getByRole('textbox', { name: 'A customer’s question' }),
      'gift wrapping?{Enter}',
    );
    expect(await screen.findByText('From “Do you offer gift wrapping?”')).toBeVisible();
    const found = within(screen.getByRole('button', { name: 'Open “Do you offer gift wrapping?”' }));
    expect(found.getByText('Answers it')).toBeVisible();
    expect(found.getByText('Every word of the question is there.', { exact: false })).toBeVisible();
    expect(found.getByText(/Meaning 90/)).toBeVisible();
  });

  it('a question that nothing answers leads to writing its answer', async () => {
    const near = finding({
      answers: false,
      reason: 'words_missing',
      missing_words: ['pianos'],
      words: 0.5,
      meaning: null,
    });
    standard({
      'GET /api/v1/knowledge': () => page([row()]),
      'POST /api/v1/knowledge/try': () =>
        trial({
          findings: [near],
          outcome: 'handed_off',
          reply: 'Let me get someone.',
          handoff_reason: 'low_confidence',
          reply_entry_id: null,
          reply_version: null,
        }),
    });
    showInWindow(KnowledgeScreen);
    await userEvent.type(
      screen.getByRole('textbox', { name: 'A customer’s question' }),
      'do you wrap pianos?{Enter}',
    );
    expect(await screen.findByText('Not in it: pianos')).toBeVisible();
    expect(screen.getByText('Not near enough')).toBeVisible();
    await userEvent.click(screen.getByRole('button', { name: 'Write the answer' }));
    const dialog = within(await screen.findByRole('dialog', { name: 'New answer' }));
    expect(dialog.getByRole('textbox', { name: 'Question' })).toHaveValue('do you wrap pianos?');
  });

  it('takes files, and tells in the shop’s words why one is refused', async () => {
    let asked = 0;
    const told = vi.spyOn(notify, 'done').mockImplementation(() => undefined);
    standard({
      'GET /api/v1/knowledge': () => page([row()]),
      'POST /api/v1/knowledge/files': () => {
        asked += 1;
        return asked === 1
          ? recorded({ entry: entry({ kind: 'document', title: 'Care' }), is_new: true }, 'opr_1', 201)
          : problem(422, 'invalid', 'The PDF is protected by a password.');
      },
    });
    const { container } = showInWindow(KnowledgeScreen);
    await screen.findByText('Add a document');
    const field = container.querySelector('input[type="file"]') as HTMLInputElement;
    await userEvent.upload(field, new File(['# Care'], 'care.md'));
    await waitFor(() =>
      expect(told).toHaveBeenCalledWith('“Care” added', expect.objectContaining({ label: 'Undo' })),
    );
    await userEvent.upload(field, new File(['%PDF'], 'locked.pdf'));
    expect(await screen.findByText('The PDF is protected by a password.')).toBeVisible();
  });
});
