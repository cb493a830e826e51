/** The e-mail account being edited: what is typed is kept only once the server took it. */
import { api, call } from '$lib/api/client';
import { toApiError, type ApiError } from '$lib/api/errors';
import { useQuery, type Query } from '$lib/api/query.svelte';
import type { EmailAnswer, EmailStatus } from '$lib/api/types';

export interface EmailAccount {
  server: string;
  port: number;
  encryption: 'tls' | 'starttls' | 'none';
  user: string;
  sender_name: string;
  sender_address: string;
}

const FIELDS = ['server', 'port', 'encryption', 'user', 'sender_name', 'sender_address'] as const;
const USUAL_PORT = { tls: 465, starttls: 587, none: 25 } as const;

export class EmailForm {
  status: Query<EmailStatus>;
  draft = $state<EmailAccount | undefined>(undefined);
  password = $state('');
  busy = $state(false);
  /** What the server made of the account, or the program of the request. */
  answer = $state.raw<EmailAnswer | undefined>(undefined);
  error = $state.raw<ApiError | undefined>(undefined);
  tested = $state.raw<EmailAnswer | undefined>(undefined);
  testError = $state.raw<ApiError | undefined>(undefined);
  testing = $state(false);
  #base = $state.raw<EmailStatus | undefined>(undefined);

  constructor() {
    this.status = useQuery((signal) => call(api.GET('/api/v1/email', { signal })), {
      live: ['settings.updated'],
    });
    $effect(() => {
      const stored = this.status.data;
      if (stored && stored.version !== this.#base?.version && !this.dirty) this.#take(stored);
    });
  }

  get dirty(): boolean {
    const [draft, base] = [this.draft, this.#base?.account as EmailAccount | undefined];
    if (!draft || !base) return false;
    return this.password !== '' || FIELDS.some((field) => draft[field] !== base[field]);
  }

  /** What is wrong with a field, in the server's words. */
  problem(field: keyof EmailAccount | 'password'): string | undefined {
    return this.error?.field(field === 'password' ? field : `account.${field}`);
  }

  /** A usual port follows the encryption; one that was chosen stays. */
  encrypt(encryption: EmailAccount['encryption']): void {
    if (!this.draft) return;
    if (this.draft.port === USUAL_PORT[this.draft.encryption]) this.draft.port = USUAL_PORT[encryption];
    this.draft.encryption = encryption;
  }

  /** True when it works and is kept. */
  async keep(): Promise<boolean> {
    if (!this.draft || !this.#base || this.busy) return false;
    this.busy = true;
    this.error = this.answer = this.tested = undefined;
    try {
      const account = $state.snapshot(this.draft);
      // Words that are no number are refused by the program, with the field's name.
      const port = Number.isInteger(account.port) && account.port < 65_536 ? account.port : 0;
      const body = {
        account: { ...account, server: account.server.trim(), user: account.user.trim(), port },
        version: this.#base.version,
        ...(this.password !== '' && { password: this.password }),
      };
      const answer = await call(api.PUT('/api/v1/email', { body }));
      if (answer.ok) this.#take(answer.status);
      this.answer = answer;
      return answer.ok;
    } catch (thrown) {
      this.error = toApiError(thrown);
      return false;
    } finally {
      this.busy = false;
    }
  }

  async forget(): Promise<boolean> {
    this.busy = true;
    this.error = this.answer = this.tested = undefined;
    try {
      this.#take(await call(api.DELETE('/api/v1/email')));
      return true;
    } catch (thrown) {
      this.error = toApiError(thrown);
      return false;
    } finally {
      this.busy = false;
    }
  }

  async test(to: string): Promise<void> {
    this.testing = true;
    this.tested = this.testError = undefined;
    try {
      this.tested = await call(api.POST('/api/v1/email/test', { body: { to } }));
    } catch (thrown) {
      this.testError = toApiError(thrown);
    } finally {
      this.testing = false;
    }
  }

  #take(status: EmailStatus): void {
    this.#base = status;
    this.status.set(status);
    this.draft = { ...(status.account as EmailAccount) };
    this.password = '';
  }
}
