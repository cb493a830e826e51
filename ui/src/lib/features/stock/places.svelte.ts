/** The places of the shop, kept current; and finding what a scanner read. */
import { api, call } from '$lib/api/client';
import { toApiError } from '$lib/api/errors';
import { useQuery } from '$lib/api/query.svelte';
import type { StockLevel } from '$lib/api/types';
import { notify } from '$lib/components';
import { scanner } from '$lib/components/scanner';
import { text } from '$lib/i18n';
import { reportFailure } from '../shell/report';

export function usePlaces() {
  const query = useQuery((signal) => call(api.GET('/api/v1/stock/locations', { signal })), {
    live: ['location.updated'],
  });
  return {
    get all() {
      return query.data ?? [];
    },
    get active() {
      return (query.data ?? []).filter(({ active }) => active);
    },
    get loaded() {
      return query.data !== undefined;
    },
  };
}

/** The variant that has a code; undefined when none has, which was told. */
async function lookUp(code: string): Promise<StockLevel | undefined> {
  try {
    return await call(api.GET('/api/v1/stock/lookup', { params: { query: { code } } }));
  } catch (thrown) {
    if (toApiError(thrown).code === 'not_found') notify.failed(text.stock.unknownCode({ code }));
    else reportFailure(thrown);
    return undefined;
  }
}

/** Finds what a scanner reads: `$effect(() => scanLevels(add))`. Returns the way to stop. */
export function scanLevels(onlevel: (level: StockLevel) => void): () => void {
  return scanner({
    onscan: async (code) => {
      const level = await lookUp(code);
      if (level) onlevel(level);
    },
  });
}
