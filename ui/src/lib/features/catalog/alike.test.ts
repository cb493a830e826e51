import { fireEvent, screen, waitFor, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { problem } from '../../../test/api';
import { giveLayout } from '../../../test/layout';
import { minutesAgo, pageIsFree, showInWindow, standard } from '../../../test/window';
import CatalogScreen from './CatalogScreen.svelte';

const ASK = 'POST /api/v1/products/alike';
const eur = (amount: number) => ({ amount, currency: 'EUR' });

const alike = (title: string, is_alike: boolean, on_hand = 12) => ({
  product: {
    id: `prd_${title.split(' ')[0]}`,
    title,
    category: 'Women > Dresses',
    status: 'active',
    image_url: null,
    price_from: eur(7990),
    price_to: eur(7990),
    on_hand,
    variant_count: 3,
    colours: ['navy'],
    sizes: ['M'],
    brand: '',
    tax_class: 'standard',
    tags: [],
    publish_at: null,
    image_count: 1,
    missing: [],
    updated_at: minutesAgo(5),
    version: 1,
  },
  image_url: `/api/v1/images/img_${title}?size=320`,
  colour: 'navy',
  nearness: is_alike ? 0.92 : 0.6,
  is_alike,
});
const READY = { state: 'ready', done: 0, total: 0, detail: '' };

function shop(answer: (query: URLSearchParams) => unknown) {
  return standard({
    'GET /api/v1/catalog/facets': () => ({
      brands: [],
      tags: [],
      colours: [],
      sizes: [],
      seasons: [],
      tax_classes: [],
      materials: [],
    }),
    'GET /api/v1/categories': () => [],
    'GET /api/v1/saved-filters': () => [],
    'GET /api/v1/products': () => ({ items: [], total: 0, offset: 0, next_cursor: null }),
    [ASK]: ({ query }: { query: URLSearchParams }) => answer(query),
  });
}
const photo = () => new File(['bytes'], 'dress.jpg', { type: 'image/jpeg' });

beforeEach(() => {
  giveLayout();
  localStorage.clear();
  URL.createObjectURL = vi.fn(() => 'blob:photo');
  URL.revokeObjectURL = vi.fn();
});
afterEach(() => vi.unstubAllGlobals());

async function choose() {
  showInWindow(CatalogScreen, { go: vi.fn() });
  await userEvent.click(await screen.findByRole('button', { name: 'Find by picture' }));
  const dialog = await screen.findByRole('dialog', { name: 'Find by picture' });
  const field = dialog.querySelector<HTMLInputElement>('input[type="file"]');
  await userEvent.upload(field as HTMLInputElement, photo());
  return dialog;
}

describe('finding by picture', () => {
  it('shows what looks alike apart from the rest, each with the picture that does', async () => {
    shop(() => ({ items: [alike('Wrap dress', true), alike('Linen shirt', false)], pictures: READY }));
    const dialog = await choose();
    const near = await within(dialog).findByRole('region', { name: 'These look alike' });
    const [card] = within(near).getAllByRole('link');
    expect(card).toHaveAttribute('href', '/catalog/prd_Wrap');
    expect(card).toHaveTextContent('Wrap dress');
    expect(card).toHaveTextContent('Navy');
    expect(card).toHaveTextContent('€79.90');
    const far = within(dialog).getByRole('region', { name: 'Less alike' });
    expect(within(far).getByRole('link')).toHaveTextContent('Linen shirt');
  });

  it('asks again for what is in stock, and takes another picture', async () => {
    shop((query) => ({
      items: query.get('in_stock') === 'true' ? [] : [alike('Wrap dress', true, 0)],
      pictures: READY,
    }));
    const dialog = await choose();
    expect(await within(dialog).findByText('Sold out')).toBeInTheDocument();
    await userEvent.click(within(dialog).getByRole('switch', { name: 'In stock only' }));
    expect(await within(dialog).findByText('Nothing to compare with')).toBeInTheDocument();
    await userEvent.click(within(dialog).getByRole('button', { name: 'Another picture' }));
    expect(await within(dialog).findByText('A picture of what you look for')).toBeInTheDocument();
  });

  it('says when nothing is really alike, and when pictures are still being looked at', async () => {
    shop(() => ({
      items: [alike('Linen shirt', false)],
      pictures: { state: 'looking', done: 40, total: 160, detail: '' },
    }));
    const dialog = await choose();
    expect(await within(dialog).findByText('None of your products looks really alike.')).toBeInTheDocument();
    expect(within(dialog).getByText(/40 of 160 pictures are looked at/)).toBeInTheDocument();
  });

  it('takes a picture that is pasted or dropped on the catalog, and no other file', async () => {
    const fake = shop(() => ({ items: [alike('Wrap dress', true)], pictures: READY }));
    showInWindow(CatalogScreen, { go: vi.fn() });
    await screen.findByRole('button', { name: 'Find by picture' });
    await fireEvent.paste(document.body, { clipboardData: { files: [photo()] } });
    expect(await screen.findByText('Wrap dress')).toBeInTheDocument();
    await userEvent.click(screen.getByRole('button', { name: 'Close' }));
    await pageIsFree();
    const words = new File(['words'], 'words.txt', { type: 'text/plain' });
    await fireEvent.drop(document.body, { dataTransfer: { files: [words], types: ['Files'] } });
    expect(screen.queryByRole('dialog')).not.toBeInTheDocument();
    const asked = () => fake.asked.filter((one) => `${one.method} ${one.path}` === ASK).length;
    expect(asked()).toBe(1);
    await fireEvent.drop(document.body, { dataTransfer: { files: [photo()], types: ['Files'] } });
    expect(await screen.findByText('Wrap dress')).toBeInTheDocument();
  });

  it('says what the shop says of a picture that cannot be read', async () => {
    shop(() => problem(422, 'invalid', 'This picture is damaged and cannot be read.'));
    const dialog = await choose();
    await waitFor(() => expect(dialog).toHaveTextContent('This picture is damaged and cannot be read.'));
  });
});
