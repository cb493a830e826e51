/** What the whole window knows of the shop: its name and zone, and how much waits. In context. */
import { getContext, setContext } from 'svelte';
import { api, call } from '$lib/api/client';
import { CONVERSATION_EVENTS } from '$lib/api/events';
import { useQuery, type Query } from '$lib/api/query.svelte';
import type { ConversationCounts } from '$lib/api/types';
import { Approvals } from '../approvals/approvals.svelte';
import type { ShopProfile } from '../settings/documents';
import type { SettingsForms } from '../settings/forms.svelte';

export class ShopState {
  counts: Query<ConversationCounts>;
  openComplaints: Query<number>;
  readonly approvals = new Approvals();

  constructor(private readonly settings: SettingsForms) {
    this.counts = useQuery((signal) => call(api.GET('/api/v1/conversations/counts', { signal })), {
      live: CONVERSATION_EVENTS,
    });
    this.openComplaints = useQuery(
      async (signal) => (await call(api.GET('/api/v1/today', { signal }))).open_complaints,
      { live: ['complaint.updated', 'handoff.started'] },
    );
  }

  /** The profile as stored, without what is being edited. */
  get profile(): ShopProfile | undefined {
    return this.settings.stored.data?.shop.value as ShopProfile | undefined;
  }
  get name(): string {
    return this.profile?.name ?? '';
  }
  get currency(): string {
    return this.profile?.currency ?? 'EUR';
  }
  get unread(): number {
    return this.counts.data?.unread ?? 0;
  }
}

const KEY = Symbol('shop');

/** Call while the root layout is set up, after live events are provided. */
export const provideShop = (settings: SettingsForms): ShopState => setContext(KEY, new ShopState(settings));

export function useShop(): ShopState {
  const shop = getContext<ShopState | undefined>(KEY);
  if (!shop) throw new Error('useShop is for components inside the shell');
  return shop;
}
