import { api, call } from '$lib/api/client';
import type { WaitingEntry } from '$lib/api/types';
import { text } from '$lib/i18n';

const PAGE = 100;
/** Rows that are shown at most; the tabs say how many there are. */
const MOST = 1000;

export type Shown = 'waits' | 'owner' | 'told';

/** Everybody of a kind, the oldest promise first. */
export async function everybody(
  state: Shown,
  product: string | undefined,
  signal: AbortSignal,
): Promise<WaitingEntry[]> {
  const found: WaitingEntry[] = [];
  let cursor: string | undefined;
  do {
    const page = await call(
      api.GET('/api/v1/waiting-list', {
        params: { query: { state, product_id: product, cursor, limit: PAGE } },
        signal,
      }),
    );
    found.push(...page.items);
    cursor = page.next_cursor ?? undefined;
  } while (cursor !== undefined && found.length < MOST);
  return found;
}

/** "M / navy, L / navy, 2 more": what would do, or what came. */
export function pieceOf(entry: WaitingEntry): string {
  if (entry.came) return entry.came;
  const named = entry.variants.filter((title) => title !== '');
  const left = entry.variant_count - named.length;
  if (named.length === 0) return '';
  return [...named, ...(left > 0 ? [text.waiting.more({ count: left })] : [])].join(', ');
}
