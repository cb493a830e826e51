/**
 * What a request can fail with, as a code that the window has words for.
 * Must not hold words itself: `describeError` in i18n does.
 */

export interface FieldError {
  field: string;
  detail: string;
}

/** A request that failed. `code` is one of core's codes, or `unreachable` when no answer came at all. */
export class ApiError extends Error {
  override readonly name = 'ApiError';

  constructor(
    readonly code: string,
    readonly status: number,
    /** A sentence for people, from the shop's program. May be empty. */
    readonly detail: string,
    readonly fields: FieldError[] = [],
    /** What else the answer told: the rule that refused, the pieces that are left. */
    readonly more: Readonly<Record<string, unknown>> = {},
  ) {
    super(detail || code);
  }

  /** The server's words for one field, or undefined when it has no complaint about it. */
  field(name: string): string | undefined {
    return this.fields.find((entry) => entry.field === name)?.detail;
  }
}

/** Turns whatever a failing request answered into an `ApiError`. */
export function fromProblem(status: number, problem: unknown): ApiError {
  const given = (typeof problem === 'object' && problem !== null ? problem : {}) as Record<string, unknown>;
  const fields = Array.isArray(given.errors) ? (given.errors as FieldError[]) : [];
  const code = typeof given.code === 'string' ? given.code : codeForStatus(status);
  return new ApiError(code, status, typeof given.detail === 'string' ? given.detail : '', fields, given);
}

export function toApiError(thrown: unknown): ApiError {
  return thrown instanceof ApiError ? thrown : new ApiError('unreachable', 0, '');
}

/** True for what an aborted request throws; nobody is to be told about it. */
export function isAbort(thrown: unknown): boolean {
  return thrown instanceof DOMException && thrown.name === 'AbortError';
}

function codeForStatus(status: number): string {
  if (status === 401) return 'unauthorized';
  if (status === 403) return 'forbidden';
  if (status === 404) return 'not_found';
  if (status === 502 || status === 504) return 'unreachable';
  return 'internal';
}
