/** Restoring a backup: the shop closes, opens anew, and the window loads again when it answers. */
import { api, call } from '$lib/api/client';
import { ApiError, toApiError } from '$lib/api/errors';

const PAUSE_MS = 400;
const PATIENCE_MS = 120_000;

export type Stage = 'asking' | 'restoring' | 'late';

export class Restoring {
  stage = $state<Stage>('asking');
  error = $state.raw<ApiError | undefined>(undefined);

  constructor(
    private readonly reload: () => void = () => location.assign('/'),
    private readonly pause: (ms: number) => Promise<void> = (ms) =>
      new Promise((resolve) => setTimeout(resolve, ms)),
  ) {}

  async start(name: string): Promise<void> {
    if (this.stage === 'restoring') return;
    this.stage = 'restoring';
    this.error = undefined;
    try {
      await call(api.POST('/api/v1/backups/{name}/restore', { params: { path: { name } } }));
    } catch (thrown) {
      this.error = toApiError(thrown);
      this.stage = 'asking';
      return;
    }
    for (let waited = 0; waited < PATIENCE_MS; waited += PAUSE_MS) {
      // The old shop may answer for a moment yet: the pause comes first.
      await this.pause(PAUSE_MS);
      if (await this.#isOpen()) {
        this.reload();
        return;
      }
    }
    this.stage = 'late';
  }

  async #isOpen(): Promise<boolean> {
    try {
      const recovery = await call(api.GET('/api/v1/recovery'));
      return !recovery.needed;
    } catch {
      return false;
    }
  }
}
