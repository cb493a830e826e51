/**
 * Getting documents onto paper and into files, in the browser and in the window alike: pages are printed as pictures, so
 * that no viewer for PDF is needed; files are saved by following a link.
 */
import { api, call } from '$lib/api/client';
import { setPaper } from '$lib/api/host';
import type { components } from '$lib/api/schema';

export type ShopDocument = components['schemas']['Document'];
export type DocumentKind = components['schemas']['DocumentKind'];
export type DocumentLanguage = components['schemas']['DocumentLanguage'];
export type PageImage = components['schemas']['PageImage'];
export type PageImages = components['schemas']['PageImages'];
export type LabelSheet = components['schemas']['LabelSheet'];
export type NewLabels = components['schemas']['NewLabels'];

export const KINDS: readonly DocumentKind[] = [
  'invoice',
  'receipt',
  'packing_slip',
  'return_label',
  'credit_note',
];

/** What is left free at the foot of a sheet. */
const SPARE_MM = 0.3;

/** An address under which an `<img>` finds a page. Free it with `URL.revokeObjectURL`. */
export const pageAddress = (page: PageImage): string =>
  URL.createObjectURL(new Blob([page.svg], { type: 'image/svg+xml' }));

/**
 * Opens the system's print dialog with these pages. Rejects when a page cannot be drawn.
 *
 * They are put beside the application, which is left out while they are printed: some engines print no frames, and only
 * what is laid out.
 */
export async function printPages(pages: readonly PageImage[]): Promise<void> {
  const [first] = pages;
  if (!first) return;
  const sheets = document.createElement('div');
  sheets.setAttribute('aria-hidden', 'true');
  sheets.dataset.sheets = '';
  const style = document.createElement('style');
  // As wide as the sheet, whatever an engine takes a millimetre for; WebKit shrinks what does not fit only where it shows.
  style.textContent =
    `@page{size:${first.width_mm}mm ${first.height_mm}mm;margin:0}` +
    '@media screen{[data-sheets]{display:none}}' +
    '@media print{html,body{margin:0!important;padding:0!important;width:auto!important;height:auto!important;' +
    'overflow:visible!important;background:none!important}' +
    'body>*:not([data-sheets]){display:none!important}' +
    '[data-sheets] img{display:block;width:100%;object-fit:cover;object-position:top;' +
    'break-inside:avoid;break-after:page}' +
    '[data-sheets] img:last-child{break-after:auto}}';
  const addresses = pages.map(pageAddress);
  const pictures = pages.map((page, index) => {
    const picture = document.createElement('img');
    picture.alt = '';
    // A picture as high as the sheet would make a second one where the engine rounds it up.
    picture.style.aspectRatio = `${page.width_mm} / ${page.height_mm - SPARE_MM}`;
    picture.src = addresses[index] ?? '';
    sheets.append(picture);
    return picture;
  });
  const end = () => {
    for (const address of addresses) URL.revokeObjectURL(address);
    sheets.remove();
    style.remove();
  };
  document.head.append(style);
  document.body.append(sheets);
  try {
    await Promise.all(pictures.map((picture) => picture.decode()));
    await setPaper(first.width_mm, first.height_mm);
    window.addEventListener('afterprint', () => setTimeout(end, 0), { once: true });
    window.print();
  } catch (thrown) {
    end();
    throw thrown;
  }
}

/** Opens the print dialog with an issued document. */
export async function printDocument(id: string): Promise<void> {
  const pages = await call(api.GET('/api/v1/documents/{id}/pages', { params: { path: { id } } }));
  await printPages(pages.pages);
}

/** Saves what stands at an address of ours under a name. */
export function saveFrom(address: string, name: string): void {
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
}

/** Saves an issued document as PDF, in its own language or as a copy in another. */
export function saveDocument(shown: ShopDocument, language?: DocumentLanguage): void {
  const copy = language && language !== shown.language ? `&language=${language}` : '';
  saveFrom(`${shown.pdf_url}?download=true${copy}`, shown.file_name);
}

/** Saves bytes that were just made. */
export function saveBlob(blob: Blob, name: string): void {
  const address = URL.createObjectURL(blob);
  saveFrom(address, name);
  // The engine has taken the address over by then.
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
