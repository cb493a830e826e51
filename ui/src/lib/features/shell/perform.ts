/**
 * What the owner does, does at once: the change is made, a toast says so and offers to take it back. Nothing asks
 * twice. Failures are told in a toast too, unless the form that asked shows them itself.
 */
import { act, takeBack, type Done } from '$lib/api/act';
import type { Answer } from '$lib/api/client';
import { notify } from '$lib/components';
import { text } from '$lib/i18n';
import { reportFailure } from './report';

type Title<T> = string | ((data: T) => string);

interface Options<T> {
  /** False for what cannot be taken back: money that moved, parcels that left, work that still goes on. */
  undo?: boolean | ((data: T) => boolean);
}

/** Makes a change, tells that it is done and offers to take it back. Undefined when it failed, which was told. */
export async function perform<T>(
  request: Promise<Answer<T>>,
  title: Title<T>,
  options: Options<T> = {},
): Promise<Done<T> | undefined> {
  try {
    return await performOrThrow(request, title, options);
  } catch (thrown) {
    reportFailure(thrown);
    return undefined;
  }
}

/** As `perform`, but a failure is the caller's: for forms that show it beside the field it is about. */
export async function performOrThrow<T>(
  request: Promise<Answer<T>>,
  title: Title<T>,
  { undo = true }: Options<T> = {},
): Promise<Done<T>> {
  const done = await act(request);
  const undoable = typeof undo === 'function' ? undo(done.data) : undo;
  offerUndo(typeof title === 'string' ? title : title(done.data), undoable ? done.operation : null);
  return done;
}

/** Says what was done. With an operation it can be taken back, and that again too. */
export function offerUndo(title: string, operation: string | null): void {
  if (operation === null) notify.done(title);
  else notify.done(title, { label: text.common.undo, run: () => void undo(title, operation) });
}

async function undo(title: string, operation: string): Promise<void> {
  try {
    const undone = await takeBack(operation);
    notify.done(text.common.undone({ what: title }), {
      label: text.common.redo,
      run: () => void redo(title, undone.operation_id),
    });
  } catch (thrown) {
    reportFailure(thrown);
  }
}

async function redo(title: string, operation: string): Promise<void> {
  try {
    offerUndo(title, (await takeBack(operation)).operation_id);
  } catch (thrown) {
    reportFailure(thrown);
  }
}
