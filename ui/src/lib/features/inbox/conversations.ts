/** What the filters of the inbox mean, so that a row can be judged without asking again. */
import type { ConversationFilter, ConversationSummary } from '$lib/api/types';
import { text } from '$lib/i18n';

export const FILTERS = [
  'needs_owner',
  'agent',
  'owner',
  'closed',
  'all',
] as const satisfies ConversationFilter[];

/** The same rule as the shop's program uses for the list. */
export function belongsTo(filter: ConversationFilter, conversation: ConversationSummary): boolean {
  switch (filter) {
    case 'needs_owner':
      return conversation.needs_owner && conversation.state === 'open';
    case 'agent':
      return conversation.handler === 'agent' && conversation.state === 'open';
    case 'owner':
      return conversation.handler === 'owner' && conversation.state === 'open';
    case 'closed':
      return conversation.state === 'closed';
    case 'all':
      return true;
  }
}

/** How the customer is called: the name, else the address, which is never both empty in practice. */
export function nameOf(contact: { display_name: string; address?: string }): string {
  return contact.display_name.trim() || contact.address?.trim() || text.inbox.list.noName;
}
