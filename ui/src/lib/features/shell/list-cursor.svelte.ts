/**
 * The row under the keys of a screen that is a list with what is open beside it: it goes with the address, and the focus
 * goes with it. Must not open anything itself.
 */
import { untrack } from 'svelte';
import { followActive } from './follow-active.svelte';
import { listKeys, step } from './list-keys';

interface Screen {
  rows: () => readonly { id: string }[];
  /** What the address opens. */
  opened: () => string | undefined;
  open: (id: string) => void;
}

/** Call while the component is set up. */
export function useListCursor({ rows, opened, open }: Screen) {
  // By id: rows change places under it.
  let cursor = $state<string>();
  $effect(() => {
    const id = opened();
    untrack(() => {
      if (id !== undefined) cursor = id;
    });
  });
  const active = $derived(cursor === undefined ? -1 : rows().findIndex(({ id }) => id === cursor));
  followActive(() => cursor);

  function openAt(index: number) {
    const chosen = rows()[index];
    if (chosen) open(chosen.id);
  }
  return {
    /** Its place among the rows, -1 for none. */
    get active() {
      return active;
    },
    set active(index: number) {
      cursor = rows()[index]?.id;
    },
    openAt,
    /** For the window. */
    keys: listKeys({
      move: (by) => (cursor = rows()[step(active, by, rows().length)]?.id),
      open: () => openAt(active),
    }),
  };
}
