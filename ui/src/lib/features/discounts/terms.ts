/** A discount as it stands in its form, and the way from the shop's program and back. Rules are the program's. */
import type { ContactName, Discount, DiscountKind, DiscountScope, NewDiscount } from '$lib/api/types';
import type { Format } from '$lib/format/format.svelte';
import { text } from '$lib/i18n';

export interface Terms {
  title: string;
  how: 'code' | 'itself';
  code: string;
  kind: DiscountKind;
  amount: number | null;
  rate: number | null;
  buy: number;
  get: number;
  scope: DiscountScope;
  products: { id: string; name: string }[];
  categories: string[];
  minimumSubtotal: number | null;
  minimumQuantity: string;
  from: string | null;
  until: string | null;
  usageLimit: string;
  perCustomer: string;
  customers: ContactName[];
  combines: boolean;
  active: boolean;
}

export const WHOLE_PPM = 1_000_000;

export const newTerms = (): Terms => ({
  title: '',
  how: 'code',
  code: '',
  kind: 'percent',
  amount: null,
  rate: null,
  buy: 2,
  get: 1,
  scope: 'all',
  products: [],
  categories: [],
  minimumSubtotal: null,
  minimumQuantity: '',
  from: null,
  until: null,
  usageLimit: '',
  perCustomer: '',
  customers: [],
  combines: false,
  active: true,
});

const written = (count: number | null) => (count === null ? '' : String(count));

/** The names of products and customers are looked up by the form; until then their ids stand for them. */
export function termsOf(discount: Discount, format: Format): Terms {
  return {
    title: discount.title,
    how: discount.code === null ? 'itself' : 'code',
    code: discount.code ?? '',
    kind: discount.kind,
    amount: discount.amount?.amount ?? null,
    rate: discount.rate_ppm,
    buy: discount.buy ?? 2,
    get: discount.get ?? 1,
    scope: discount.applies_to,
    products: discount.product_ids.map((id) => ({ id, name: text.discounts.form.product({ id }) })),
    categories: [...discount.categories],
    minimumSubtotal: discount.minimum_subtotal?.amount ?? null,
    minimumQuantity: written(discount.minimum_quantity),
    from: discount.starts_at && format.isoDay(discount.starts_at),
    // It ends with its last day, so the first moment after it is the next day's.
    until: discount.ends_at && format.isoDay(Date.parse(discount.ends_at) - 1),
    usageLimit: written(discount.usage_limit),
    perCustomer: written(discount.per_customer_limit),
    customers: discount.contact_ids.map((id) => ({ id, display_name: '' })),
    combines: discount.combines,
    active: discount.active,
  };
}

/** A whole number from 1, null for none; NaN for other words. */
export function readLimit(words: string): number | null {
  const typed = words.trim();
  if (typed === '') return null;
  return /^[1-9]\d{0,8}$/.test(typed) ? Number(typed) : Number.NaN;
}

export type TermField =
  | 'title'
  | 'code'
  | 'amount'
  | 'rate_ppm'
  | 'buy'
  | 'get'
  | 'minimum_quantity'
  | 'usage_limit'
  | 'per_customer_limit';

/** What can be seen to be wrong before it is sent. */
export function wrongIn(terms: Terms): Partial<Record<TermField, string>> {
  const words = text.discounts.form;
  const wrong: Partial<Record<TermField, string>> = {};
  const shares = terms.kind === 'percent' || terms.kind === 'buy_x_get_y';
  if (shares && !((terms.rate ?? 0) > 0)) wrong.rate_ppm = words.share;
  if (terms.kind === 'buy_x_get_y') {
    if (!(terms.buy >= 1)) wrong.buy = words.whole;
    if (!(terms.get >= 1)) wrong.get = words.whole;
  }
  for (const [field, typed] of [
    ['minimum_quantity', terms.minimumQuantity],
    ['usage_limit', terms.usageLimit],
    ['per_customer_limit', terms.perCustomer],
  ] as const) {
    if (Number.isNaN(readLimit(typed))) wrong[field] = words.whole;
  }
  return wrong;
}

/** As the shop's program takes it, for a new discount and for a change alike: every term is said. */
export function bodyOf(terms: Terms, format: Format): NewDiscount {
  const shares = terms.kind === 'percent' || terms.kind === 'buy_x_get_y';
  const deal = terms.kind === 'buy_x_get_y';
  return {
    title: terms.title.trim(),
    code: terms.how === 'code' ? terms.code.trim() : null,
    kind: terms.kind,
    amount: terms.kind === 'amount' ? terms.amount : null,
    rate_ppm: shares ? terms.rate : null,
    buy: deal ? terms.buy : null,
    get: deal ? terms.get : null,
    applies_to: terms.scope,
    product_ids: terms.scope === 'products' ? terms.products.map(({ id }) => id) : [],
    categories: terms.scope === 'categories' ? terms.categories : [],
    minimum_subtotal: terms.minimumSubtotal,
    minimum_quantity: readLimit(terms.minimumQuantity),
    starts_at: terms.from && format.startOfDay(terms.from),
    ends_at: terms.until && format.startOfDay(terms.until, 1),
    usage_limit: readLimit(terms.usageLimit),
    per_customer_limit: readLimit(terms.perCustomer),
    contact_ids: terms.customers.map(({ id }) => id),
    combines: terms.combines,
    active: terms.active,
  };
}

/** "20 % off", "Buy 2, get 1 free". */
export function benefitOf(discount: Discount, format: Format): string {
  const words = text.discounts.what;
  const percent = format.rate((discount.rate_ppm ?? 0) / WHOLE_PPM);
  switch (discount.kind) {
    case 'amount':
      return discount.amount ? words.amount({ amount: format.money(discount.amount) }) : '';
    case 'percent':
      return words.percent({ percent });
    case 'buy_x_get_y': {
      const [buy, get] = [discount.buy ?? 1, discount.get ?? 1];
      return discount.rate_ppm === WHOLE_PPM
        ? words.free({ buy, get })
        : words.reduced({ buy, get, percent });
    }
    case 'free_shipping':
      return words.shipping;
  }
}

/** "until 24 Dec 2026". */
export function spanOf({ starts_at, ends_at }: Discount, format: Format): string {
  const words = text.discounts.when;
  const from = starts_at && format.date(starts_at);
  const until = ends_at && format.date(Date.parse(ends_at) - 1);
  if (from && until) return words.between({ from, until });
  if (from) return words.from({ from });
  return until ? words.until({ until }) : words.always;
}
