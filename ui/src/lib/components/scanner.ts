/**
 * Barcode scanners that type: a burst of keys that no hand is fast enough for, ended by Enter or Tab. Wherever the
 * cursor is, the burst is taken as one code and its letters leave no trace in the field they went into.
 * Must not know what a code stands for.
 */

/** The longest time that a key takes on average, in milliseconds. Slow scanners need 20; the fastest hands need 80. */
const LONGEST_KEY_MS = 45;
/** After so long without a key another word begins. A busy machine may hold single keys of a scan back for less. */
const PAUSE_MS = 300;
const SHORTEST_CODE = 4;

interface Listener {
  onscan: (code: string) => void;
  /** When a key was pressed, in milliseconds that only grow: as the system says, not when this page got to it. */
  time?: (event: KeyboardEvent) => number;
}

type Field = HTMLInputElement | HTMLTextAreaElement;
const isField = (target: EventTarget | null): target is Field =>
  target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement;

/** Listens on `window` before any field does: `$effect(() => scanner({ onscan }))`. Returns the way to stop. */
export function scanner({ onscan, time = (event) => event.timeStamp }: Listener): () => void {
  let code = '';
  let began = 0;
  let last = Number.NEGATIVE_INFINITY;
  let before: { field: Field; value: string } | undefined;

  const key = (event: KeyboardEvent) => {
    const at = time(event);
    if (at - last > PAUSE_MS) code = '';
    last = at;
    if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) {
      code = '';
      return;
    }
    if (event.key === 'Shift') return;
    if (event.key === 'Enter' || event.key === 'Tab') {
      const scanned = code;
      code = '';
      if (scanned.length < SHORTEST_CODE || (at - began) / scanned.length > LONGEST_KEY_MS) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      if (before) {
        before.field.value = before.value;
        before.field.dispatchEvent(new Event('input', { bubbles: true }));
      }
      onscan(scanned);
      return;
    }
    if (event.key.length !== 1) {
      code = '';
      return;
    }
    if (code === '') {
      began = at;
      before = isField(event.target) ? { field: event.target, value: event.target.value } : undefined;
    }
    code += event.key;
  };

  window.addEventListener('keydown', key, { capture: true });
  return () => window.removeEventListener('keydown', key, { capture: true });
}
