/** Variants laid out by colour and size. Pure. */
import type { Money, Variant } from '$lib/api/types';

export interface Matrix {
  /** Columns; a single empty name when the product has no sizes. */
  sizes: string[];
  rows: { colour: string; cells: (Variant | undefined)[]; onHand: number }[];
}

/** Undefined when two variants would share a cell: options beyond size and colour need a plain list. */
export function matrixOf(
  variants: readonly Variant[],
  sizeOrder: readonly string[],
  colourOrder: readonly string[],
): Matrix | undefined {
  const sizes = ordered(
    variants.map((variant) => variant.size ?? ''),
    sizeOrder,
  );
  const colours = ordered(
    variants.map((variant) => variant.colour ?? ''),
    colourOrder,
  );
  const cells = new Map<string, Variant>();
  for (const variant of variants) {
    const key = cellKey(variant.size ?? '', variant.colour ?? '');
    if (cells.has(key)) return undefined;
    cells.set(key, variant);
  }
  return {
    sizes,
    rows: colours.map((colour) => {
      const row = sizes.map((size) => cells.get(cellKey(size, colour)));
      return {
        colour,
        cells: row,
        onHand: row.reduce((sum, variant) => sum + Math.max(0, variant?.on_hand ?? 0), 0),
      };
    }),
  };
}

const cellKey = (size: string, colour: string) => JSON.stringify([size, colour]);

/** The values that occur, in the given order; those that it does not name follow as they come. */
function ordered(values: readonly string[], order: readonly string[]): string[] {
  const found = new Set(values);
  const named = order.filter((value, index) => found.has(value) && order.indexOf(value) === index);
  return [...named, ...[...found].filter((value) => !named.includes(value))];
}

export type Stock = 'out' | 'low' | 'enough';

/** `lowAt`: at this many or fewer a variant counts as nearly sold out. */
export function stockOf(onHand: number, lowAt: number): Stock {
  if (onHand <= 0) return 'out';
  return onHand <= lowAt ? 'low' : 'enough';
}

/** True when every variant costs the same and none is reduced: the price is then said once. */
export function onePrice(variants: readonly Variant[]): boolean {
  const first = variants[0];
  return variants.every(
    (variant) => first !== undefined && sameMoney(variant.price, first.price) && variant.compare_at === null,
  );
}

export const sameMoney = (a: Money, b: Money): boolean => a.amount === b.amount && a.currency === b.currency;

/** "Women > Tops" as a path that people read. */
export const categoryPath = (category: string): string => category.replaceAll(' > ', ' › ');

/** A colour or another word of the catalog at the beginning of a label. */
export const capital = (word: string): string => word.charAt(0).toLocaleUpperCase() + word.slice(1);
