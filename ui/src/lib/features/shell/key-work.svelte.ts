import { toApiError, type ApiError } from '$lib/api/errors';
import { describeError } from '$lib/i18n';

/** What is done with a provider's key: what is under way, what a trial told, and why it failed. */
export class KeyWork<Test, What extends string> {
  busy = $state<What>();
  tested = $state.raw<Test>();
  error = $state.raw<ApiError>();
  failure = $derived(this.error ? describeError(this.error) : undefined);

  /** @param after runs whatever came of it. */
  constructor(private readonly after: () => void) {}

  async act(what: What, work: () => Promise<void>) {
    this.busy = what;
    this.error = undefined;
    this.tested = undefined;
    try {
      await work();
    } catch (thrown) {
      this.error = toApiError(thrown);
    } finally {
      this.busy = undefined;
      this.after();
    }
  }
}
