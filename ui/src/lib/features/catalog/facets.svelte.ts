/** What the catalog's words are: brands, tags, colours… with how many products have each, and the categories. */
import { api, call } from '$lib/api/client';
import { useLive } from '$lib/api/live.svelte';
import type { Category, Facets } from '$lib/api/types';

export class CatalogWords {
  #facets: Promise<Facets> | undefined;
  #categories: Promise<Category[]> | undefined;

  /** Asked for once, until something in the catalog changes. */
  all(): Promise<Facets> {
    this.#facets ??= call(api.GET('/api/v1/catalog/facets')).catch((thrown: unknown) => {
      this.#facets = undefined;
      throw thrown;
    });
    return this.#facets;
  }
  /** Depth first, as they are shown. */
  categories(): Promise<Category[]> {
    this.#categories ??= call(api.GET('/api/v1/categories')).catch((thrown: unknown) => {
      this.#categories = undefined;
      throw thrown;
    });
    return this.#categories;
  }
  forget(): void {
    this.#facets = undefined;
    this.#categories = undefined;
  }
}

/** For the component's life; call while it is set up. `onchange` is told when the words may be others. */
export function useFacets(onchange?: () => void): CatalogWords {
  const words = new CatalogWords();
  const live = useLive();
  $effect(() => {
    const forget = () => {
      words.forget();
      onchange?.();
    };
    return live.on(['product.updated', 'catalog.changed'], forget, forget);
  });
  return words;
}
