import { describe, expect, it } from 'vitest';
import type { Variant } from '$lib/api/types';
import { matrixOf, onePrice, stockOf } from './matrix';

const variant = (size: string | null, colour: string | null, on_hand = 1, changes: Partial<Variant> = {}) =>
  ({
    id: `var_${size}_${colour}`,
    sku: null,
    barcode: null,
    option_values: [size, colour].filter(Boolean),
    size,
    colour,
    price: { amount: 1000, currency: 'EUR' },
    compare_at: null,
    on_hand,
    image_url: null,
    version: 1,
    ...changes,
  }) as Variant;

describe('sizes and colours', () => {
  it('stand in the order of the options, with gaps where nothing is made', () => {
    const matrix = matrixOf(
      [variant('L', 'Navy', 4), variant('S', 'Rust', 2), variant('S', 'Navy', -1)],
      ['S', 'M', 'L'],
      ['Rust', 'Navy'],
    );
    expect(matrix?.sizes).toEqual(['S', 'L']);
    expect(
      matrix?.rows.map((row) => [row.colour, ...row.cells.map((cell) => cell?.on_hand), row.onHand]),
    ).toEqual([
      ['Rust', 2, undefined, 2],
      ['Navy', -1, 4, 4],
    ]);
  });

  it('that the options do not name come last', () => {
    expect(matrixOf([variant('XXL', 'Navy'), variant('S', 'Navy')], ['S'], [])?.sizes).toEqual(['S', 'XXL']);
  });

  it('may be missing: one column or one row', () => {
    const matrix = matrixOf([variant(null, 'Navy'), variant(null, 'Rust')], [], ['Navy', 'Rust']);
    expect([matrix?.sizes, matrix?.rows.length]).toEqual([[''], 2]);
  });

  it('do not do when two variants would share a cell', () => {
    expect(matrixOf([variant('S', 'Navy'), variant('S', 'Navy')], ['S'], ['Navy'])).toBeUndefined();
  });
});

it.each([
  [-2, 'out'],
  [0, 'out'],
  [1, 'low'],
  [3, 'low'],
  [4, 'enough'],
])('%i pieces are %s', (onHand, stock) => expect(stockOf(onHand, 3)).toBe(stock));

it('one price is said once; a reduction or another price in each cell', () => {
  expect(onePrice([variant('S', 'Navy'), variant('M', 'Navy')])).toBe(true);
  expect(
    onePrice([variant('S', 'Navy'), variant('M', 'Navy', 1, { price: { amount: 1100, currency: 'EUR' } })]),
  ).toBe(false);
  expect(onePrice([variant('S', 'Navy', 1, { compare_at: { amount: 2000, currency: 'EUR' } })])).toBe(false);
});
