/** What the screens of stock say alike. Must not ask the program for anything. */
import type { StockLevel } from '$lib/api/types';
import type { Tone } from '$lib/components';
import { text } from '$lib/i18n';

interface Named {
  product_title: string;
  variant_title: string;
}

/** "Linen dress, M / navy". */
export const nameOf = ({ product_title, variant_title }: Named) =>
  text.stock.variant({ title: product_title, variant: variant_title });

/** How urgent a level is. */
export function toneOf(level: Pick<StockLevel, 'available' | 'is_low' | 'allow_backorder'>): Tone {
  if (level.available <= 0 && !level.allow_backorder) return 'bad';
  return level.is_low ? 'warn' : 'neutral';
}

/** Pieces in one place; zeros where there was never any. */
export function placeOf(level: StockLevel, location: string) {
  return (
    level.places.find(({ location_id }) => location_id === location) ?? {
      location_id: location,
      name: '',
      on_hand: 0,
      reserved: 0,
      available: 0,
    }
  );
}

/** A whole number of pieces from what was typed, or undefined. */
export function readPieces(words: string): number | undefined {
  const trimmed = words.trim().replaceAll(/[\s.,’']/g, '');
  return /^\d{1,7}$/.test(trimmed) ? Number(trimmed) : undefined;
}
