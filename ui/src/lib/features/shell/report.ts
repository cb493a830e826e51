/** Tells the owner of a failed change in a toast, with what to do next. */
import { isAbort, toApiError } from '$lib/api/errors';
import { notify } from '$lib/components';
import { describeError } from '$lib/i18n';

export function reportFailure(thrown: unknown): void {
  if (isAbort(thrown)) return;
  const words = describeError(toApiError(thrown));
  notify.failed(
    words.title,
    words.detail && words.detail !== words.title ? `${words.detail} ${words.next}` : words.next,
  );
}
