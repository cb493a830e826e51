/** Keys of a screen that is a list: j and k move, Enter opens. Must not act while somebody types or a dialog is open. */
import { isTyping } from './shortcuts';

interface Actions {
  move(step: 1 | -1): void;
  open?(): void;
}

/** True when a plain key may be taken by a screen. */
export function isFree(event: KeyboardEvent): boolean {
  return (
    !event.defaultPrevented &&
    !event.ctrlKey &&
    !event.metaKey &&
    !event.altKey &&
    !isTyping(event.target) &&
    !document.querySelector('[role="dialog"][data-state="open"]')
  );
}

/** Where Enter is for the row under the keys: on that row itself, or on nothing else that would take it. */
function forRow(target: EventTarget | null): boolean {
  if (target === document.body) return true;
  return target instanceof HTMLElement && (target.id === 'content' || target.matches('[data-active="true"]'));
}

/** A key handler for the window. */
export function listKeys({ move, open }: Actions) {
  return (event: KeyboardEvent): void => {
    if (!isFree(event)) return;
    if (event.key === 'j') move(1);
    else if (event.key === 'k') move(-1);
    else if (event.key === 'Enter' && open && forRow(event.target)) open();
    else return;
    event.preventDefault();
  };
}

/** The row `step` further, kept inside the list. -1 in an empty list. */
export function step(active: number, by: number, length: number): number {
  return length === 0 ? -1 : Math.min(length - 1, Math.max(0, active + by));
}
