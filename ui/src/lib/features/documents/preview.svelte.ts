/** A picture of what would be printed, made again a moment after something changed. The old one stays meanwhile. */
import { untrack } from 'svelte';
import { Query } from '$lib/api/query.svelte';

const PAUSE_MS = 300;

/** Asks whenever `question()` changes; not while it is undefined. Call while the component is set up. */
export function usePreview<T>(
  ask: (signal: AbortSignal) => Promise<T>,
  question: () => string | undefined,
): Query<T> {
  const query = new Query(ask);
  $effect(() => {
    if (question() === undefined) return;
    const timer = setTimeout(() => void query.load(), untrack(() => query.data) === undefined ? 0 : PAUSE_MS);
    return () => clearTimeout(timer);
  });
  $effect(() => () => query.stop());
  return query;
}
