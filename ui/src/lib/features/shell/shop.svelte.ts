/** What the whole window knows of the shop: its name and zone, and how much waits. In context. */
import { getContext, setContext } from 'svelte';
import { api, call } from '$lib/api/client';
import { CONVERSATION_EVENTS } from '$lib/api/events';
import { useQuery, type Query } from '$lib/api/query.svelte';
import type { ConversationCounts } from '$lib/api/types';

export interface ShopProfile {
  name: string;
  currency: string;
  time_zone: string;
}

export class ShopState {
  profile: Query<ShopProfile>;
  counts: Query<ConversationCounts>;
  openComplaints: Query<number>;

  constructor() {
    this.profile = useQuery(
      async (signal) => (await call(api.GET('/api/v1/settings', { signal }))).shop.value as ShopProfile,
      { live: ['settings.updated'], when: (event) => event.subject === 'shop' },
    );
    this.counts = useQuery((signal) => call(api.GET('/api/v1/conversations/counts', { signal })), {
      live: CONVERSATION_EVENTS,
    });
    this.openComplaints = useQuery(
      async (signal) => (await call(api.GET('/api/v1/today', { signal }))).open_complaints,
      { live: ['complaint.updated', 'handoff.started'] },
    );
  }

  get name(): string {
    return this.profile.data?.name ?? '';
  }
  get currency(): string {
    return this.profile.data?.currency ?? 'EUR';
  }
  get unread(): number {
    return this.counts.data?.unread ?? 0;
  }
}

const KEY = Symbol('shop');

/** Call while the root layout is set up, after live events are provided. */
export const provideShop = (): ShopState => setContext(KEY, new ShopState());

export function useShop(): ShopState {
  const shop = getContext<ShopState | undefined>(KEY);
  if (!shop) throw new Error('useShop is for components inside the shell');
  return shop;
}
