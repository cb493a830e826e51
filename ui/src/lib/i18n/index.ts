/**
 * Every word that the window shows. `text.today.title`, or with parameters `text.today.unread({ count })`.
 * Texts stand in `en/`, one file per screen; another language is another object of the same type.
 */
import { en } from './en';

export type Texts = typeof en;
export const text: Texts = en;
export { describeError, type ErrorText } from './errors';
export { plural, systemLocale } from './locale';
