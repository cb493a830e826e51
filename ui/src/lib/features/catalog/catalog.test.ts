import { screen, waitFor, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { problem } from '../../../test/api';
import { giveLayout } from '../../../test/layout';
import { minutesAgo, showInWindow, standard } from '../../../test/window';
import CatalogScreen from './CatalogScreen.svelte';
import ProductScreen from './ProductScreen.svelte';

const eur = (amount: number) => ({ amount, currency: 'EUR' });
const NAMES = ['Merino jumper', 'Linen shirt', 'Wool scarf'];

const product = (n: number, changes: Record<string, unknown> = {}) => ({
  id: `prd_${n}`,
  title: NAMES[n] ?? `Product ${n}`,
  category: 'Women > Knitwear',
  status: 'active',
  image_url: `/api/v1/images/img_${n}`,
  price_from: eur(4990),
  price_to: eur(4990),
  on_hand: 20,
  variant_count: 3,
  colours: ['Navy', 'Rust'],
  sizes: ['S', 'M'],
  ...changes,
});

const variant = (size: string, colour: string, on_hand: number, changes: Record<string, unknown> = {}) => ({
  id: `var_${size}_${colour}`,
  sku: `HB-${size}-${colour}`,
  barcode: null,
  option_values: [size, colour],
  size,
  colour,
  price: eur(4990),
  compare_at: null,
  on_hand,
  image_url: null,
  version: 1,
  ...changes,
});

const detail = (changes: Record<string, unknown> = {}) => ({
  ...product(0),
  handle: 'merino-jumper',
  description: 'Soft and warm.',
  brand: 'Linden & Lark',
  material: '100 % merino wool',
  care: 'Hand wash',
  season: 'Autumn',
  tags: ['warm', 'new'],
  options: [
    { name: 'Size', values: ['S', 'M'] },
    { name: 'Colour', values: ['Navy', 'Rust'] },
  ],
  images: [
    { id: 'img_1', url: '/api/v1/images/img_1', alt: 'Jumper in navy', colour: 'Navy' },
    { id: 'img_2', url: '/api/v1/images/img_2', alt: 'Jumper in rust', colour: 'Rust' },
    { id: 'img_3', url: '/api/v1/images/img_3', alt: 'The yarn', colour: null },
  ],
  variants: [variant('S', 'Navy', 12), variant('M', 'Navy', 2), variant('S', 'Rust', 0)],
  updated_at: minutesAgo(60),
  version: 1,
  ...changes,
});

beforeEach(() => {
  giveLayout();
  localStorage.clear();
});
afterEach(() => vi.unstubAllGlobals());

describe('the catalog', () => {
  const titles = async () =>
    (await within(await screen.findByRole('list', { name: 'Products' })).findAllByRole('link')).map(
      (link) => NAMES.find((name) => link.textContent?.includes(name)) ?? link.textContent,
    );
  function shop(all = [product(0), product(1), product(2)]) {
    const state = { all };
    const fake = standard({
      'GET /api/v1/products': ({ query }) => ({
        items: state.all
          .filter((entry) => query.get('status') === 'all' || entry.status === query.get('status'))
          .filter((entry) => entry.title.toLowerCase().includes((query.get('search') ?? '').toLowerCase()))
          .filter((entry) => query.get('in_stock') !== 'true' || entry.on_hand > 0),
        next_cursor: null,
      }),
    });
    return { fake, state };
  }

  it('shows pictures with name, price and stock', async () => {
    shop([
      product(0),
      product(1, { on_hand: 2, price_to: eur(5990) }),
      product(2, { on_hand: 0, price_from: null, price_to: null }),
    ]);
    showInWindow(CatalogScreen, { go: vi.fn() });
    const cards = await within(await screen.findByRole('list', { name: 'Products' })).findAllByRole('link');
    expect(cards.map((card) => card.textContent?.replace(/\s+/g, ' ').trim())).toEqual([
      'Merino jumper €49.90 20 in stock',
      'Linen shirt from €49.90 Only 2 left',
      'Sold out Wool scarf —',
    ]);
    expect(cards[0]).toHaveAttribute('href', '/catalog/prd_0');
  });

  it('turns into a table and stays one', async () => {
    shop();
    const first = showInWindow(CatalogScreen, { go: vi.fn() });
    await titles();
    await userEvent.click(screen.getByRole('button', { name: 'Table' }));
    expect(await screen.findAllByText('Navy, Rust')).toHaveLength(3);
    first.unmount();
    showInWindow(CatalogScreen, { go: vi.fn() });
    expect(await screen.findAllByText('Navy, Rust')).toHaveLength(3);
  });

  it('is searched while typing, and narrowed to what is in stock', async () => {
    shop([product(0), product(1, { on_hand: 0 }), product(2)]);
    showInWindow(CatalogScreen, { go: vi.fn() });
    await titles();
    await userEvent.click(screen.getByRole('switch', { name: 'In stock only' }));
    await waitFor(async () => expect(await titles()).toEqual(['Merino jumper', 'Wool scarf']));
    await userEvent.type(screen.getByRole('searchbox', { name: 'Find a product' }), 'scarf');
    await waitFor(async () => expect(await titles()).toEqual(['Wool scarf']));
    await userEvent.type(screen.getByRole('searchbox', { name: 'Find a product' }), ' in gold');
    expect(await screen.findByText('No product found')).toBeInTheDocument();
    await userEvent.click(screen.getByRole('button', { name: 'Show the whole catalog' }));
    await waitFor(async () => expect((await titles()).length).toBe(3));
  });

  it('is moved through by keys', async () => {
    shop();
    const go = vi.fn();
    showInWindow(CatalogScreen, { go });
    await titles();
    await userEvent.keyboard('jj{Enter}');
    expect(go).toHaveBeenCalledWith('/catalog/prd_1');
    screen.getByRole('list', { name: 'Products' }).focus();
    await userEvent.keyboard('{ArrowRight}{Enter}');
    expect(go).toHaveBeenLastCalledWith('/catalog/prd_2');
  });

  it('follows what happens to a product', async () => {
    const { state } = shop();
    const { happen } = showInWindow(CatalogScreen, { go: vi.fn() });
    await titles();
    state.all = state.all.map((entry) => (entry.id === 'prd_1' ? { ...entry, on_hand: 0 } : entry));
    happen('product.updated', 'prd_1');
    expect(await screen.findByText('Sold out')).toBeInTheDocument();
  });

  it('teaches the next step when it is empty', async () => {
    shop([]);
    showInWindow(CatalogScreen, { go: vi.fn() });
    expect(await screen.findByText('The catalog is empty')).toBeInTheDocument();
  });

  it('says what is wrong', async () => {
    const { fake } = shop();
    fake.on('GET /api/v1/products', () => problem(500, 'internal'));
    showInWindow(CatalogScreen, { go: vi.fn() });
    expect(await screen.findByRole('alert')).toHaveTextContent('Something went wrong in Haberdash');
  });
});

describe('a product', () => {
  const show = (changes: Record<string, unknown> = {}) => {
    const fake = standard({ 'GET /api/v1/products/:id': () => detail(changes) });
    return { fake, ...showInWindow(ProductScreen, { id: 'prd_0' }) };
  };

  it('shows stock by size and colour', async () => {
    show();
    const matrix = within(await screen.findByRole('group', { name: 'Sizes and colours' }));
    const cells = matrix
      .getAllByRole('row')
      .slice(1)
      .map((row) => [...row.querySelectorAll('th, td')].map((cell) => cell.textContent?.trim()));
    expect(cells).toEqual([
      ['Navy', '12', '2', '14'],
      ['Rust', 'Sold out', '—', '0'],
    ]);
  });

  it('says each price where they differ', async () => {
    show({
      variants: [
        variant('S', 'Navy', 4),
        variant('M', 'Navy', 4, { price: eur(5990), compare_at: eur(7990) }),
      ],
    });
    const matrix = within(await screen.findByRole('group', { name: 'Sizes and colours' }));
    expect(matrix.getByText('€59.90')).toBeInTheDocument();
    expect(matrix.getByLabelText('before €79.90')).toBeInTheDocument();
  });

  it('shows the pictures of the colour that is chosen', async () => {
    show();
    const pictures = within(await screen.findByRole('region', { name: 'Pictures' }));
    expect(pictures.getAllByRole('button')).toHaveLength(3);
    await userEvent.click(screen.getByRole('radio', { name: 'Rust' }));
    expect(pictures.getByRole('img', { name: 'Jumper in rust' })).toBeInTheDocument();
    expect(pictures.getAllByRole('button')).toHaveLength(2);
    await userEvent.click(pictures.getByRole('button', { name: 'Merino jumper, picture 2 of 2' }));
    expect(pictures.getByRole('img', { name: 'The yarn' })).toBeInTheDocument();
  });

  it('tells material, care and description', async () => {
    show();
    for (const words of ['Soft and warm.', '100 % merino wool', 'Hand wash', 'Linden & Lark', 'warm']) {
      expect((await screen.findAllByText(words)).length).toBeGreaterThan(0);
    }
  });

  it('lists variants that have more than size and colour', async () => {
    show({
      variants: [
        variant('S', 'Navy', 4, { id: 'var_1', option_values: ['S', 'Navy', 'Long'] }),
        variant('S', 'Navy', 5, { id: 'var_2', option_values: ['S', 'Navy', 'Short'] }),
      ],
    });
    expect(await screen.findByRole('rowheader', { name: 'S / Navy / Long' })).toBeInTheDocument();
    expect(screen.queryByRole('group', { name: 'Sizes and colours' })).toBeNull();
  });

  it('tells when it is not there', async () => {
    standard();
    showInWindow(ProductScreen, { id: 'prd_9' });
    expect(await screen.findByText('This is not there any more')).toBeInTheDocument();
  });
});
