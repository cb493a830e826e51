/**
 * What each error code means to the person at the counter, and what to do next. A test proves that every code of
 * core (`error.rs`) has an entry.
 */
import type { ApiError } from '../api/errors';

export interface ErrorText {
  title: string;
  next: string;
}

export const errorTexts: Record<string, ErrorText> = {
  not_found: {
    title: 'This is not there any more',
    next: 'Go back to the list; it may have been removed or moved.',
  },
  invalid: { title: 'Something needs to be corrected', next: 'Look at the marked fields and save again.' },
  malformed: { title: 'The shop could not read this', next: 'Try again. If it stays so, restart Haberdash.' },
  unauthorized: {
    title: 'You are not signed in',
    next: 'Open Haberdash with the link that it printed when it started.',
  },
  forbidden: { title: 'You may not do this', next: 'Ask whoever owns the shop to do it.' },
  conflict: {
    title: 'This was changed meanwhile',
    next: 'Load the newest state, then make your change again.',
  },
  refused: {
    title: 'This is not possible now',
    next: 'Read why, then choose another way: a different step, amount or reason.',
  },
  too_large: { title: 'This is too large', next: 'Send a shorter text or a smaller file.' },
  method_not_allowed: {
    title: 'This cannot be done here',
    next: 'Restart Haberdash so that all its parts are of one version.',
  },
  bad_signature: {
    title: 'A message with a wrong signature was refused',
    next: 'Check the auth token and the address for incoming messages in the WhatsApp settings.',
  },
  database_locked: {
    title: "Another program is using the shop's file",
    next: 'Close the other Haberdash, then try again. Nothing was changed.',
  },
  database_newer: {
    title: "The shop's file belongs to a newer Haberdash",
    next: 'Install the newest version. The file was not touched.',
  },
  database_corrupt: {
    title: "The shop's file is damaged",
    next: 'Close Haberdash and restore the latest backup. The damaged file was not changed.',
  },
  out_of_stock: {
    title: 'There are not enough left',
    next: 'Take fewer, receive or find more first, or allow backorder for this variant.',
  },
  over_receipt: {
    title: 'More came than was ordered',
    next: 'Check the number. If it is right, say so and receive again.',
  },
  disk_full: { title: 'The disk is full', next: 'Free some space and try again. Nothing was changed.' },
  storage_unavailable: {
    title: "The shop's file cannot be read or written",
    next: 'Check that its disk is connected and not write-protected, then try again.',
  },
  keyring_unavailable: {
    title: 'There is no keyring to keep secrets in',
    next: "Unlock or install your system's keyring (on Linux: GNOME Keyring or KWallet), then try again.",
  },
  channel_not_connected: {
    title: 'WhatsApp is not connected yet',
    next: 'Enter your Twilio account under Settings → WhatsApp.',
  },
  channel_unauthorized: {
    title: 'Twilio refused the account details',
    next: 'Check the account SID and the secret under Settings → WhatsApp.',
  },
  channel_rate_limited: {
    title: 'Twilio asks for a slower pace',
    next: 'Nothing to do: the messages wait and go out by themselves.',
  },
  channel_unavailable: {
    title: 'Twilio cannot be reached',
    next: 'Check the internet connection. Messages wait and go out when it is back.',
  },
  channel_rejected: {
    title: 'Twilio refused the message',
    next: 'Read the reason at the message, then write it anew.',
  },
  window_closed: {
    title: 'The 24-hour window has closed',
    next: 'WhatsApp allows free text only within 24 hours of the customer’s last message. Wait until they write, or use a template.',
  },
  opted_out: {
    title: 'This customer asked for no more messages',
    next: 'They can write START to hear from the shop again.',
  },
  internal: {
    title: 'Something went wrong in Haberdash',
    next: 'Nothing was lost. Try again; if it stays so, restart Haberdash.',
  },
  unreachable: {
    title: 'The shop’s program does not answer',
    next: 'It may have been closed. Start Haberdash again; this page then continues by itself.',
  },
};

/** Words for an error. A code without words (from a newer program) falls back to the general fault. */
export function describeError(error: ApiError): ErrorText & { detail: string } {
  const known = errorTexts[error.code] ?? errorTexts.internal;
  return { title: known?.title ?? '', next: known?.next ?? '', detail: error.detail };
}
