/** The settings document `documents` as core keeps it (core/src/settings/printed.rs). */

export const DOCUMENT_KINDS = ['invoice', 'receipt', 'packing_slip', 'return_label', 'credit_note'] as const;
export type PrintedKind = (typeof DOCUMENT_KINDS)[number];

export interface NumberSeries {
  /** Text around `{year}` and `{number}` or `{number:05}`. */
  pattern: string;
  starts: { year: number; number: number } | null;
}

/** Lengths are hundredths of a millimetre. */
export interface OwnLabelSheet {
  id: string;
  name: string;
  paper: 'a4' | 'letter' | 'label';
  columns: number;
  rows: number;
  width: number;
  height: number;
  margin_top: number;
  margin_left: number;
  gap_x: number;
  gap_y: number;
}

export interface DocumentSettings {
  language: 'en' | 'es' | 'fr' | 'de' | 'pt' | 'it' | 'hi' | 'ar';
  use_customer_language: boolean;
  paper: 'a4' | 'letter';
  receipt_paper: 'roll' | 'a4' | 'letter';
  /** `#rrggbb`. */
  accent: string;
  font: 'sans' | 'serif';
  /** Content hash; empty: none. */
  logo: string;
  legal_name: string;
  tax_number: string;
  registration: string;
  bank: string;
  payment_terms_days: number;
  invoice_note: string;
  receipt_note: string;
  packing_note: string;
  return_note: string;
  footer: string;
  legal_lines: string[];
  picture_column: boolean;
  product_link: string;
  numbering: Record<PrintedKind, NumberSeries>;
  label_sheets: OwnLabelSheet[];
}

export const isColour = (words: string): boolean => /^#[0-9a-fA-F]{6}$/.test(words);

/** One `{year}` and one `{number}`, with something between them. */
export function isPattern(words: string): boolean {
  const places = words.match(/\{[^}]*\}/g) ?? [];
  const number = /^\{number(:0[1-9])?\}$/;
  return (
    places.length === 2 &&
    places.filter((place) => place === '{year}').length === 1 &&
    places.filter((place) => number.test(place)).length === 1 &&
    !words.includes('}{')
  );
}
