import { afterEach, describe, expect, it, vi } from 'vitest';
import { FakeApi, problem, recorded } from '../../../test/api';
import { api } from '$lib/api/client';
import { notify } from '$lib/components';
import { offerUndo, perform, performOrThrow } from './perform';

const change = () =>
  api.PUT('/api/v1/settings/{key}', { params: { path: { key: 'shop' } }, body: { value: {}, version: 1 } });

describe('what the owner does', () => {
  afterEach(() => vi.restoreAllMocks());
  const shop = (answer: unknown) =>
    new FakeApi({
      'PUT /api/v1/settings/:key': () => answer,
      'POST /api/v1/operations/:id/undo': () => ({ operation_id: 'opr_2', restored: 1 }),
    });

  it('is done at once, can be taken back, and then done again', async () => {
    const fake = shop(recorded({ value: {}, version: 2, updated_at: null }));
    const told = vi.spyOn(notify, 'done').mockImplementation(() => undefined);
    const done = await perform(change(), 'Shop saved');
    expect(done?.data.version).toBe(2);
    expect(told).toHaveBeenLastCalledWith('Shop saved', expect.objectContaining({ label: 'Undo' }));
    told.mock.lastCall?.[1]?.run();
    await vi.waitFor(() => expect(fake.count('POST /api/v1/operations/opr_1/undo')).toBe(1));
    await vi.waitFor(() =>
      expect(told).toHaveBeenLastCalledWith(
        'Taken back: Shop saved',
        expect.objectContaining({ label: 'Do it again' }),
      ),
    );
    told.mock.lastCall?.[1]?.run();
    await vi.waitFor(() => expect(fake.count('POST /api/v1/operations/opr_2/undo')).toBe(1));
  });

  it('offers nothing where nothing was recorded', async () => {
    shop({ value: {}, version: 2, updated_at: null });
    const told = vi.spyOn(notify, 'done').mockImplementation(() => undefined);
    await perform(change(), ({ version }) => `Version ${version}`);
    expect(told).toHaveBeenCalledExactlyOnceWith('Version 2');
  });

  it('a failure is told, or thrown to the form that shows it', async () => {
    shop(problem(409, 'conflict', 'Somebody else changed it.'));
    const failed = vi.spyOn(notify, 'failed').mockImplementation(() => undefined);
    expect(await perform(change(), 'Saved')).toBeUndefined();
    expect(failed).toHaveBeenCalledExactlyOnceWith(
      'This was changed meanwhile',
      expect.stringContaining('Somebody else changed it.'),
    );
    await expect(performOrThrow(change(), 'Saved')).rejects.toMatchObject({ code: 'conflict' });
  });

  it('says so when it cannot be taken back any more', async () => {
    new FakeApi({
      'POST /api/v1/operations/:id/undo': () => problem(409, 'conflict', 'The shop was changed again since.'),
    });
    const told = vi.spyOn(notify, 'done').mockImplementation(() => undefined);
    const failed = vi.spyOn(notify, 'failed').mockImplementation(() => undefined);
    offerUndo('Saved', 'opr_9');
    told.mock.lastCall?.[1]?.run();
    await vi.waitFor(() => expect(failed).toHaveBeenCalledOnce());
  });
});
