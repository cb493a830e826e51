/** What the owner may do with a conversation, and how each is undone. */
import { api, call } from '$lib/api/client';
import type { Conversation } from '$lib/api/types';
import { text } from '$lib/i18n';

export type ConversationAction = 'take-over' | 'hand-back' | 'close' | 'reopen';

const words = text.inbox.header;

export const ACTIONS: Record<ConversationAction, { done: string; undo: ConversationAction | undefined }> = {
  'take-over': { done: words.tookOver, undo: 'hand-back' },
  // The assistant may answer at once, and what was sent cannot be called back.
  'hand-back': { done: words.handedBack, undo: undefined },
  close: { done: words.closed, undo: 'reopen' },
  reopen: { done: words.reopened, undo: 'close' },
};

export function act(id: string, action: ConversationAction): Promise<Conversation> {
  const params = { params: { path: { id } } };
  switch (action) {
    case 'take-over':
      return call(api.POST('/api/v1/conversations/{id}/take-over', params));
    case 'hand-back':
      return call(api.POST('/api/v1/conversations/{id}/hand-back', params));
    case 'close':
      return call(api.POST('/api/v1/conversations/{id}/close', params));
    case 'reopen':
      return call(api.POST('/api/v1/conversations/{id}/reopen', params));
  }
}

/** The action that a key stands for, given the conversation's state. */
export function actionOfKey(key: string, conversation: Conversation): ConversationAction | undefined {
  if (key === 'e') return conversation.state === 'open' ? 'close' : 'reopen';
  if (conversation.state !== 'open') return undefined;
  if (key === 't' && conversation.handler === 'agent') return 'take-over';
  if (key === 'h' && conversation.handler === 'owner') return 'hand-back';
  return undefined;
}
