/** A form on its way: under way or not, and what it failed with, to be shown where it was filled in. */
import { isAbort, toApiError, type ApiError } from '$lib/api/errors';

export class Submission {
  busy = $state(false);
  error = $state.raw<ApiError>();

  /** True when the work was done. A second press while it is under way does nothing. */
  async run(work: () => Promise<unknown>): Promise<boolean> {
    if (this.busy) return false;
    this.busy = true;
    this.error = undefined;
    try {
      await work();
      return true;
    } catch (thrown) {
      if (!isAbort(thrown)) this.error = toApiError(thrown);
      return false;
    } finally {
      this.busy = false;
    }
  }

  /** The words for one field, or undefined. */
  field(name: string): string | undefined {
    return this.error?.field(name);
  }

  clear(): void {
    this.error = undefined;
  }
}
