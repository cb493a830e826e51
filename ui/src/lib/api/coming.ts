/**
 * Returns, gift cards and store credit as their contract says, until the generated schema knows them. The same names
 * stand in the schema then, and this file goes.
 */
import createClient from 'openapi-fetch';
import type { Money, Page } from './types';

export interface GiftCard {
  id: string;
  masked: string;
  balance: Money;
  state: string;
}

export interface ReturnSummary {
  id: string;
  number: string;
  kind: 'return' | 'exchange';
  state: string;
  order: { id: string; number: string };
  refund: Money;
  created_at: string;
}

export interface StoreCreditEntry {
  id: string;
  kind: 'granted' | 'spent' | 'refunded' | 'adjusted';
  amount: Money;
  balance: Money;
  note: string;
  at: string;
}

interface Json<T> {
  content: { 'application/json': T };
}
interface Ask<A, P = object> {
  parameters: P;
  responses: { 200: Json<A> };
}
interface Tell<B, A, P = object> {
  parameters: P;
  requestBody: Json<B>;
  responses: { 200: Json<A> };
}
interface ById {
  path: { id: string };
}

interface Paths {
  '/api/v1/returns': {
    get: Ask<Page<ReturnSummary>, { query?: { contact_id?: string; state?: 'all'; limit?: number } }>;
  };
  '/api/v1/gift-cards/look-up': { post: Tell<{ code: string }, GiftCard> };
  '/api/v1/contacts/{id}/store-credit': {
    get: Ask<{ balances: Money[]; entries: Page<StoreCreditEntry> }, ById>;
    post: Tell<{ amount: Money; note: string }, unknown, ById>;
  };
}

export const coming = createClient<Paths>({
  baseUrl: new URL('/', document.baseURI).href.replace(/\/$/, ''),
  credentials: 'same-origin',
  fetch: (request) => globalThis.fetch(request),
});
