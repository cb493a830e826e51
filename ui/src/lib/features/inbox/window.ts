/** WhatsApp's 24 hours: until when a free answer may be sent. */

const MINUTE = 60_000;
const SOON_MS = 2 * 60 * MINUTE;

export type AnswerWindow =
  | { state: 'unlimited' }
  | { state: 'open'; hours: number; minutes: number; soon: boolean }
  | { state: 'closed' };

/** `closesAt` is null where the channel knows no such rule. Minutes are rounded down, so that none is promised too much. */
export function answerWindow(closesAt: string | null, now: number): AnswerWindow {
  if (closesAt === null) return { state: 'unlimited' };
  const left = Date.parse(closesAt) - now;
  if (!(left > 0)) return { state: 'closed' };
  const minutes = Math.floor(left / MINUTE);
  return { state: 'open', hours: Math.floor(minutes / 60), minutes: minutes % 60, soon: left < SOON_MS };
}
