/** How few pieces count as nearly sold out: the shop's own setting. */
import { api, call } from '$lib/api/client';
import { useQuery } from '$lib/api/query.svelte';

const UNTIL_KNOWN = 3;

/** Call while a component is set up; the returned function follows the setting. */
export function useLowStock(): () => number {
  const query = useQuery(
    async (signal) => {
      const { notifications } = await call(api.GET('/api/v1/settings', { signal }));
      const value: unknown = notifications?.value;
      const at =
        typeof value === 'object' && value !== null && 'low_stock_at' in value ? value.low_stock_at : null;
      return typeof at === 'number' ? at : UNTIL_KNOWN;
    },
    { live: ['settings.updated'], when: (event) => event.subject === 'notifications' },
  );
  return () => query.data ?? UNTIL_KNOWN;
}
