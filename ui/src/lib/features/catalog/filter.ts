/** What the catalog is narrowed to: one shape for the query, for saved filters and for bulk changes. */
import type { CatalogFilter, CatalogSort, MissingWhat, ProductStatus } from '$lib/api/types';

export interface Narrowed {
  search: string;
  status: ProductStatus | 'all';
  stock: ('in' | 'out')[];
  category: string[];
  brands: string[];
  tags: string[];
  colours: string[];
  sizes: string[];
  season: string[];
  missing: MissingWhat[];
}

export const EVERYTHING: Narrowed = {
  search: '',
  status: 'active',
  stock: [],
  category: [],
  brands: [],
  tags: [],
  colours: [],
  sizes: [],
  season: [],
  missing: [],
};

/** Anything but the search and the usual status. */
export const isNarrowed = (filter: Narrowed): boolean =>
  JSON.stringify({ ...filter, search: '' }) !== JSON.stringify(EVERYTHING);

const several = (values: readonly string[]) => (values.length > 0 ? values.join('|') : undefined);

/** As the parameters of a list. */
export function query(filter: Narrowed, sort: CatalogSort | undefined) {
  return {
    search: filter.search.trim() || undefined,
    status: filter.status,
    in_stock: filter.stock.length === 1 ? filter.stock[0] === 'in' : undefined,
    category: filter.category[0],
    brand: several(filter.brands),
    tag: several(filter.tags),
    colour: several(filter.colours),
    size: several(filter.sizes),
    season: filter.season[0],
    missing: several(filter.missing),
    sort,
  };
}

/** As a body says it. */
export function asBody(filter: Narrowed): CatalogFilter {
  return {
    search: filter.search.trim() || null,
    status: filter.status,
    in_stock: filter.stock.length === 1 ? filter.stock[0] === 'in' : null,
    category: filter.category[0] ?? null,
    brands: filter.brands,
    tags: filter.tags,
    colours: filter.colours,
    sizes: filter.sizes,
    season: filter.season[0] ?? null,
    missing: filter.missing,
    price_min: null,
    price_max: null,
    tax_class: null,
  };
}

/** A filter that was kept, by this version or an older one: what it does not know stays as usual. */
export function restored(kept: unknown): Narrowed {
  const known = typeof kept === 'object' && kept !== null ? (kept as Partial<Narrowed>) : {};
  const found: Record<string, unknown> = { ...EVERYTHING };
  for (const key of Object.keys(EVERYTHING) as (keyof Narrowed)[]) {
    if (typeof known[key] === typeof EVERYTHING[key] && known[key] !== undefined) found[key] = known[key];
  }
  return found as unknown as Narrowed;
}
