/** Which amounts of cash a customer is likely to hand over. */

const STEPS = [1, 5, 10, 20, 50, 100, 200];
/** Currencies without minor units have notes of a hundred and more. */
const WHOLE_UNIT = 100;

/** The next round amounts above what is due, the nearest first; at most four. Minor units. */
export function cashOffers(due: number, digits: number): number[] {
  const unit = digits === 0 ? WHOLE_UNIT : 10 ** digits;
  const offers = STEPS.map((step) => Math.ceil(due / (step * unit)) * step * unit);
  return [...new Set(offers)].filter((offer) => offer > due).slice(0, 4);
}
