/**
 * Getting documents onto paper and into files, in the browser and in the window alike: pages are printed as pictures
 * from a hidden frame, so that no viewer for PDF is needed; files are saved by following a link.
 */
import { api, call } from '$lib/api/client';
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

/** An address under which an `<img>` finds a page. Free it with `URL.revokeObjectURL`. */
export const pageAddress = (page: PageImage): string =>
  URL.createObjectURL(new Blob([page.svg], { type: 'image/svg+xml' }));

/** Opens the system's print dialog with these pages. Rejects when a page cannot be drawn. */
export async function printPages(pages: readonly PageImage[]): Promise<void> {
  const frame = document.createElement('iframe');
  frame.setAttribute('aria-hidden', 'true');
  frame.tabIndex = -1;
  // Frames that are not laid out print nothing in some engines.
  frame.style.cssText = 'position:fixed;inset-block-end:0;inset-inline-end:0;width:0;height:0;border:0';
  document.body.append(frame);
  const inside = frame.contentDocument;
  const view = frame.contentWindow;
  if (!inside || !view) throw new Error('no frame to print from');
  const [first] = pages;
  const style = inside.createElement('style');
  const size = first ? `${first.width_mm}mm ${first.height_mm}mm` : 'auto';
  style.textContent = `@page{size:${size};margin:0}html,body{margin:0}img{display:block;break-after:page}img:last-child{break-after:auto}`;
  inside.head.append(style);
  const addresses = pages.map(pageAddress);
  const pictures = pages.map((page, index) => {
    const picture = inside.createElement('img');
    picture.alt = '';
    picture.style.width = `${page.width_mm}mm`;
    picture.style.height = `${page.height_mm}mm`;
    picture.src = addresses[index] ?? '';
    inside.body.append(picture);
    return picture;
  });
  const end = () => {
    for (const address of addresses) URL.revokeObjectURL(address);
    frame.remove();
  };
  try {
    await Promise.all(pictures.map((picture) => picture.decode()));
    view.addEventListener('afterprint', () => setTimeout(end, 0), { once: true });
    view.focus();
    view.print();
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
