/** A chain of language models as the settings screen edits it. */
import { text } from '$lib/i18n';
import type { LanguageLinkSettings, LanguageModelSettings } from '../settings/documents';

/** A free place at the end of the list. */
export const newLink = (): LanguageLinkSettings => ({
  provider: 'groq',
  model: '',
  base_url: null,
  price: null,
});

/** Moves one up (−1) or down (1); what has no place there stays. */
export function move<T>(list: readonly T[], from: number, by: -1 | 1): T[] {
  const moved = [...list];
  const [one] = moved.splice(from, 1);
  if (one === undefined) return moved;
  moved.splice(Math.min(Math.max(from + by, 0), moved.length), 0, one);
  return moved;
}

/** "0.075" dollars are 75,000 millionths; `null`: that is no price. */
export function readDollars(words: string): number | null {
  const text = words.trim().replace(',', '.');
  if (!/^\d{1,4}(\.\d{0,6})?$/.test(text)) return null;
  return Math.round(Number(text) * 1_000_000);
}

export const writeDollars = (micros: number | null): string =>
  micros === null ? '' : String(micros / 1_000_000);

/** Who a link is, as its owner knows it: "OpenAI" is any server that speaks its language, and this one has an address. */
export function nameOfLink({
  provider,
  base_url,
}: Pick<LanguageLinkSettings, 'provider' | 'base_url'>): string {
  if (provider !== 'openai') return text.language.providers[provider];
  if (!base_url) return text.runs.question.openaiItself;
  return text.runs.question.ownServer({ host: URL.canParse(base_url) ? new URL(base_url).host : base_url });
}

/** Who of the chain is not on this computer, each once. */
export const remotes = (chain: LanguageModelSettings['chain']) => [
  ...new Set(chain.filter(({ provider }) => provider !== 'local').map(nameOfLink)),
];

/** What a model is asked before it is trusted: facts that are given, and what only a person may decide. */
export const TRIAL_QUESTIONS = ['hours', 'stock', 'refund'] as const;
