/**
 * Changes: `act` makes one and tells which recorded operation it was, `takeBack` undoes it. Must not tell the owner
 * anything itself; `perform` of the shell does.
 */
import { api, call, type Answer } from './client';
import type { components } from './schema';

export interface Done<T> {
  data: T;
  /** The recorded operation, which can be taken back; null for changes that are not recorded. */
  operation: string | null;
}

/** The header in which an answer names the operation that it was recorded as. */
export const OPERATION_HEADER = 'operation-id';

/** Awaits a changing request of `api`: `await act(api.POST('/api/v1/…', { body }))`. Throws an `ApiError`. */
export async function act<T>(request: Promise<Answer<T>>): Promise<Done<T>> {
  let operation: string | null = null;
  const data = await call(
    request.then((answer) => {
      operation = answer.response.headers.get(OPERATION_HEADER);
      return answer;
    }),
  );
  return { data, operation };
}

/** Takes a recorded operation back. The answer names an operation too: taking that one back does the work again. */
export function takeBack(operation: string): Promise<components['schemas']['Undone']> {
  return call(api.POST('/api/v1/operations/{id}/undo', { params: { path: { id: operation } } }));
}
