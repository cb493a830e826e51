/** Ties a control to the label, hint and error of the field around it. */
import { getContext, setContext } from 'svelte';

export interface FieldContext {
  readonly id: string;
  readonly describedBy: string | undefined;
  readonly invalid: boolean;
}

const KEY = Symbol('field');

export const provideField = (field: FieldContext): FieldContext => setContext(KEY, field);
export const useField = (): FieldContext | undefined => getContext(KEY);
