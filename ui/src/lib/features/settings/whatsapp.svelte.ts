/** The connection to Twilio as the settings show it: its state, its secrets, its test and its gaps. */
import { api, call } from '$lib/api/client';
import { toApiError, type ApiError } from '$lib/api/errors';
import { useQuery, type Query } from '$lib/api/query.svelte';
import type { ChannelStatus, ChannelTest, GapReport } from '$lib/api/types';

const WEEK_MS = 7 * 24 * 60 * 60 * 1000;

export class Connection {
  status: Query<ChannelStatus>;
  gaps: Query<GapReport>;
  test = $state.raw<ChannelTest | undefined>(undefined);
  testError = $state.raw<ApiError | undefined>(undefined);
  testing = $state(false);

  constructor() {
    this.status = useQuery((signal) => call(api.GET('/api/v1/channels/twilio', { signal })), {
      live: ['channel.state', 'settings.updated'],
    });
    this.gaps = useQuery(
      (signal) =>
        call(
          api.GET('/api/v1/channels/twilio/gaps', {
            params: { query: { since: new Date(Date.now() - WEEK_MS).toISOString() } },
            signal,
          }),
        ),
      { live: ['channel.state'] },
    );
  }

  async keepSecrets(secrets: { auth_token?: string; api_key_secret?: string }): Promise<void> {
    this.status.set(await call(api.PUT('/api/v1/channels/twilio/secrets', { body: secrets })));
    this.test = undefined;
  }

  async forgetSecrets(): Promise<void> {
    this.status.set(await call(api.DELETE('/api/v1/channels/twilio/secrets')));
    this.test = undefined;
  }

  async runTest(): Promise<void> {
    this.testing = true;
    this.testError = undefined;
    try {
      this.test = await call(api.POST('/api/v1/channels/twilio/test'));
      this.status.refetch();
    } catch (thrown) {
      this.test = undefined;
      this.testError = toApiError(thrown);
    } finally {
      this.testing = false;
    }
  }
}
