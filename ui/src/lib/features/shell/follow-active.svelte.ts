/**
 * The focus goes with the row that keys choose, so that a screen reader says it. Rows mark themselves with
 * `data-active`. Must not take the focus from a field, a button or another part of the screen.
 */
import { tick } from 'svelte';

export function followActive(chosen: () => string | undefined): void {
  let first = true;
  $effect(() => {
    const id = chosen();
    if (first || id === undefined) {
      first = false;
      return;
    }
    void tick().then(() => {
      const focused = document.activeElement;
      const list = document.querySelector('[role="list"][data-rows]');
      const idle = focused === null || focused === document.body || focused.id === 'content';
      if (!list || !(idle || list.contains(focused))) return;
      list.querySelector<HTMLElement>('[data-active="true"]')?.focus({ preventScroll: true });
    });
  });
}
