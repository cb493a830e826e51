/**
 * Keys that work on every screen: `g` and a letter goes to a screen, `/` finds, `?` shows the list.
 * Must not act while somebody types or a dialog is open.
 */
import { SCREENS } from './screens';

const SEQUENCE_MS = 1500;

interface Actions {
  go(href: string): void;
  search(): void;
  help(): void;
}

/** True where a key belongs to the text being written. */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || target.matches('input, textarea, select, [role="textbox"]');
}

/** A key handler for the window. `now` gives milliseconds that only grow. */
export function shortcuts(actions: Actions, now: () => number = () => performance.now()) {
  let leader = Number.NEGATIVE_INFINITY;
  return (event: KeyboardEvent): void => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    if (isTyping(event.target) || document.querySelector('[role="dialog"][data-state="open"]')) return;
    const afterLeader = now() - leader < SEQUENCE_MS;
    leader = Number.NEGATIVE_INFINITY;
    if (afterLeader) {
      const screen = SCREENS.find(({ key }) => key === event.key);
      if (screen) {
        event.preventDefault();
        actions.go(screen.href);
        return;
      }
    }
    if (event.key === 'g') leader = now();
    else if (event.key === '/') {
      event.preventDefault();
      actions.search();
    } else if (event.key === '?') {
      event.preventDefault();
      actions.help();
    }
  };
}

/** Puts the cursor into the search field of the screen shown, if it has one. */
export function focusSearch(): void {
  const field = document.querySelector<HTMLInputElement>('main [data-search-field]');
  field?.focus();
  field?.select();
}
