/** What was typed and not sent, one text per conversation. It lasts until the window closes. */

const PREFIX = 'draft:';
const kept = new Map<string, string>();

export function draftOf(conversation: string): string {
  const inMemory = kept.get(conversation);
  if (inMemory !== undefined) return inMemory;
  try {
    return sessionStorage.getItem(PREFIX + conversation) ?? '';
  } catch {
    return '';
  }
}

export function keepDraft(conversation: string, text: string): void {
  kept.set(conversation, text);
  try {
    if (text === '') sessionStorage.removeItem(PREFIX + conversation);
    else sessionStorage.setItem(PREFIX + conversation, text);
  } catch {
    // Without storage the draft lasts until the page is left.
  }
}
