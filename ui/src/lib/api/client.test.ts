import { describe, expect, it, vi } from 'vitest';
import { send } from './host';
import { FakeApi, problem } from '../../test/api';
import { api, call } from './client';
import { ApiError } from './errors';

const today = () => call(api.GET('/api/v1/today'));

describe('call', () => {
  it('returns what was answered', async () => {
    new FakeApi({ 'GET /api/v1/ai': () => ({ planner: 'builtin', engines: [], models: [] }) });
    expect(await call(api.GET('/api/v1/ai'))).toEqual({ planner: 'builtin', engines: [], models: [] });
  });

  it('puts names into the address and words into the body', async () => {
    const fake = new FakeApi({ 'POST /api/v1/conversations/:id/messages': () => ({ id: 'msg_1' }) });
    await call(
      api.POST('/api/v1/conversations/{id}/messages', {
        params: { path: { id: 'cnv_1' } },
        body: { body: 'Hello' },
      }),
    );
    expect(fake.asked[0]).toMatchObject({
      path: '/api/v1/conversations/cnv_1/messages',
      body: { body: 'Hello' },
    });
  });

  it('throws the code, the words and the fields of a problem', async () => {
    const fields = [{ field: 'name', detail: 'The shop needs a name.' }];
    new FakeApi({ 'GET /api/v1/today': () => problem(422, 'invalid', 'Look again.', fields) });
    const error = await today().catch((thrown: unknown) => thrown as ApiError);
    expect(error).toBeInstanceOf(ApiError);
    expect(error).toMatchObject({ code: 'invalid', status: 422, detail: 'Look again.' });
    expect((error as ApiError).field('name')).toBe('The shop needs a name.');
  });

  it('has a code for an answer that is no problem document', async () => {
    vi.spyOn(globalThis, 'fetch').mockResolvedValue(new Response('gateway', { status: 502 }));
    await expect(today()).rejects.toMatchObject({ code: 'unreachable', status: 502 });
  });

  it('says unreachable when no answer comes at all', async () => {
    vi.spyOn(globalThis, 'fetch').mockRejectedValue(new TypeError('failed to fetch'));
    await expect(today()).rejects.toMatchObject({ code: 'unreachable', status: 0 });
  });

  it('lets an aborted request be told apart', async () => {
    vi.spyOn(globalThis, 'fetch').mockRejectedValue(new DOMException('aborted', 'AbortError'));
    await expect(today()).rejects.toHaveProperty('name', 'AbortError');
  });
});

describe('a request of the desktop', () => {
  it('carries a file as bytes that were read', async () => {
    const desktop = window as unknown as Record<string, unknown>;
    desktop.__TAURI_INTERNALS__ = {};
    const fetched = vi.spyOn(globalThis, 'fetch').mockResolvedValue(new Response('{}'));
    const file = new TextEncoder().encode('Handle,Title');
    const init = { method: 'POST', body: file, headers: { 'content-type': 'text/csv' } };
    const asked = new Request('http://shop.test/imports', init);
    await send(asked);
    const sent = fetched.mock.lastCall?.[0] as Request;
    expect(sent).not.toBe(asked);
    expect(await sent.text()).toBe('Handle,Title');
    expect(sent.headers.get('content-type')).toBe('text/csv');
    delete desktop.__TAURI_INTERNALS__;
    await send(asked);
    expect(fetched.mock.lastCall?.[0]).toBe(asked);
  });
});
