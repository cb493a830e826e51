/** Offers of other shops as the window shows them. */
import type { MarketOffer, MarketPrice } from '$lib/api/types';
import { text } from '$lib/i18n';

/** Only what a browser may open: everything else is shown without a link. */
export function linkOf(offer: MarketOffer): string | undefined {
  try {
    const { protocol, href } = new URL(offer.url);
    return protocol === 'https:' || protocol === 'http:' ? href : undefined;
  } catch {
    return undefined;
  }
}

/** What a price elsewhere means beside the own one and the cost. */
export function meaningOf(price: MarketPrice): string[] {
  const words = text.market.card;
  const told: string[] = [];
  if (price.versus_own !== null) told.push(words.versus({ percent: price.versus_own }));
  if (price.margin === null) told.push(words.noCost);
  else told.push(price.margin < 0 ? words.loss : words.margin({ percent: price.margin }));
  return told;
}
