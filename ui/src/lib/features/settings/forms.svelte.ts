/**
 * Settings being edited. A draft outlives its screen, so that nothing typed is lost by looking elsewhere; what
 * was stored meanwhile by another window is offered, never overwritten and never taken unasked.
 */
import { getContext, setContext, untrack } from 'svelte';
import { api, call } from '$lib/api/client';
import { ApiError, isAbort, toApiError } from '$lib/api/errors';
import { useQuery, type Query } from '$lib/api/query.svelte';
import type { Setting, Settings } from '$lib/api/types';
import { type DocumentKey, type Documents } from './documents';
import { problemsOf, type Problems } from './problems';

/** Order of keys must not count as a change. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    part && typeof part === 'object' && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}

/** The server's `value.methods[0].name` is the form's `methods.0.name`. */
const placeOf = (field: string): string => field.replace(/^value\./, '').replace(/\[(\d+)\]/g, '.$1');

export class SettingForm<K extends DocumentKey> {
  /** What the fields show; undefined until the stored document is there. */
  draft = $state<Documents[K] | undefined>(undefined);
  saving = $state(false);
  error = $state.raw<ApiError | undefined>(undefined);
  /** A newer document that was stored while this one was edited. */
  theirs = $state.raw<Setting | undefined>(undefined);
  #base = $state.raw<Setting | undefined>(undefined);
  #tried = $state(false);

  constructor(
    readonly key: K,
    private readonly reload: () => void,
  ) {}

  get dirty(): boolean {
    return this.#base !== undefined && canonical(this.draft) !== canonical(this.#base.value);
  }

  /** The document as stored, without what is being edited. */
  get stored(): Documents[K] | undefined {
    return this.#base?.value as Documents[K] | undefined;
  }

  /** What is wrong, once saving was tried: the own checks and the server's words. */
  get problems(): Problems {
    const own = this.#tried && this.draft !== undefined ? problemsOf(this.key, this.draft) : {};
    const servers = Object.fromEntries(
      (this.error?.fields ?? []).map(({ field, detail }) => [placeOf(field), detail]),
    );
    return { ...servers, ...own };
  }

  /** The failure as a whole: shown also beside a marked field, for not every value has a field on the screen. */
  get failure(): ApiError | undefined {
    return this.error?.code === 'conflict' ? undefined : this.error;
  }

  /** Takes what is stored, unless something unsaved would be lost. */
  receive(stored: Setting): void {
    if (this.#base === undefined || !this.dirty) this.#adopt(stored);
    else if (stored.version !== this.#base.version && !this.saving) this.theirs = stored;
  }

  takeTheirs(): void {
    if (this.theirs) this.#adopt(this.theirs);
  }

  /** Goes on with the own draft; saving then replaces the newer document. */
  keepMine(): void {
    if (this.theirs) this.#base = this.theirs;
    this.theirs = undefined;
    this.error = undefined;
  }

  reset(): void {
    if (this.#base) this.#adopt(this.#base);
  }

  /** True when it is stored. */
  async save(): Promise<boolean> {
    const draft = this.draft;
    const base = this.#base;
    if (draft === undefined || base === undefined || this.saving) return false;
    this.#tried = true;
    this.error = undefined;
    if (Object.keys(problemsOf(this.key, draft)).length > 0) return false;
    this.saving = true;
    try {
      const value = $state.snapshot(draft);
      const stored = await call(
        api.PUT('/api/v1/settings/{key}', {
          params: { path: { key: this.key } },
          body: { value, version: base.version },
        }),
      );
      this.#adopt(stored);
      return true;
    } catch (thrown) {
      if (isAbort(thrown)) return false;
      this.error = toApiError(thrown);
      return false;
    } finally {
      this.saving = false;
      if (this.error?.code === 'conflict') this.reload();
    }
  }

  #adopt(stored: Setting): void {
    this.#base = stored;
    this.draft = structuredClone(stored.value) as Documents[K];
    this.theirs = undefined;
    this.error = undefined;
    this.#tried = false;
  }
}

export class SettingsForms {
  stored: Query<Settings>;
  #forms: { [K in DocumentKey]: SettingForm<K> };

  constructor() {
    this.stored = useQuery((signal) => call(api.GET('/api/v1/settings', { signal })), {
      live: ['settings.updated'],
    });
    const reload = () => this.stored.refetch();
    this.#forms = {
      shop: new SettingForm('shop', reload),
      hours: new SettingForm('hours', reload),
      shipping: new SettingForm('shipping', reload),
      returns: new SettingForm('returns', reload),
      assistant: new SettingForm('assistant', reload),
      twilio: new SettingForm('twilio', reload),
      notifications: new SettingForm('notifications', reload),
      backups: new SettingForm('backups', reload),
      documents: new SettingForm('documents', reload),
      taxes: new SettingForm('taxes', reload),
      order_numbers: new SettingForm('order_numbers', reload),
      catalog: new SettingForm('catalog', reload),
      policy: new SettingForm('policy', reload),
      market: new SettingForm('market', reload),
      language_models: new SettingForm('language_models', reload),
    };
    $effect(() => {
      const stored = this.stored.data;
      if (!stored) return;
      untrack(() => {
        for (const key of Object.keys(this.#forms) as DocumentKey[]) this.#forms[key].receive(stored[key]);
      });
    });
  }

  get<K extends DocumentKey>(key: K): SettingForm<K> {
    return this.#forms[key];
  }

  /** True while something typed is not stored. */
  get dirty(): boolean {
    return Object.values(this.#forms).some((form) => form.dirty);
  }
}

const KEY = Symbol('settings forms');

/** Call while the root layout is set up: drafts live as long as the window. */
export const provideSettings = (): SettingsForms => setContext(KEY, new SettingsForms());

export function useSettings(): SettingsForms {
  const forms = getContext<SettingsForms | undefined>(KEY);
  if (!forms) throw new Error('useSettings is for components inside the shell');
  return forms;
}
