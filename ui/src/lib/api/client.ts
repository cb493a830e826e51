/**
 * The one way to the shop's program: the generated client, and `call`, which returns the answer or throws an
 * `ApiError`. The same code serves the window (custom scheme, in process) and the browser.
 */
import createClient from 'openapi-fetch';
import { fromProblem, isAbort, toApiError } from './errors';
import { send } from './host';
import type { paths } from './schema';

/** Where the page came from; `location.origin` is the text "null" for custom schemes in some engines. */
function origin(): string {
  return new URL('/', document.baseURI).href.replace(/\/$/, '');
}

export const api = createClient<paths>({
  baseUrl: origin(),
  credentials: 'same-origin',
  fetch: send,
});

export interface Answer<T> {
  data?: T;
  error?: unknown;
  response: Response;
}

/** Awaits a request of `api`: `await call(api.GET('/api/v1/today', { signal }))`. */
export async function call<T>(request: Promise<Answer<T>>): Promise<T> {
  let answer: Answer<T>;
  try {
    answer = await request;
  } catch (thrown) {
    throw isAbort(thrown) ? thrown : toApiError(thrown);
  }
  if (!answer.response.ok) throw fromProblem(answer.response.status, answer.error);
  return answer.data as T;
}

/** The parts of a request whose body is a file, its bytes as they are: `api.PUT('/api/v1/…', { ...fileBody(file) })`. */
export function fileBody(file: File, type = 'application/octet-stream') {
  return {
    // The generated types know bytes only as a list of numbers.
    body: file as unknown as number[],
    bodySerializer: (body: unknown) => body as Blob,
    headers: { 'Content-Type': type },
  };
}
