import { screen, waitFor, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { problem, recorded } from '../../../test/api';
import { giveLayout } from '../../../test/layout';
import { minutesAgo, pageIsFree, showInWindow, standard } from '../../../test/window';
import CatalogScreen from './CatalogScreen.svelte';
import NewProductScreen from './NewProductScreen.svelte';
import { combinations, problems, valuesOf } from './options';
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
  brand: 'Linden & Lark',
  tax_class: 'standard',
  tags: [],
  publish_at: null,
  image_count: 1,
  missing: [],
  updated_at: minutesAgo(60),
  version: 1,
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
  cost: null,
  weight_grams: null,
  allow_backorder: false,
  title: `${size} / ${colour}`,
  removable: true,
  version: 1,
  ...changes,
});

const picture = (id: string, alt: string, colour: string | null) => ({
  id,
  url: `/api/v1/images/${id}`,
  thumbnail_url: `/api/v1/images/${id}?size=320`,
  alt,
  colour,
  variant_ids: [],
  state: 'ready',
  problem: null,
  width: 900,
  height: 1200,
});

const detail = (changes: Record<string, unknown> = {}) => ({
  ...product(0),
  handle: 'merino-jumper',
  category_id: 'cat_1',
  created_at: minutesAgo(600),
  description: 'Soft and warm.',
  brand: 'Linden & Lark',
  material: '100 % merino wool',
  care: 'Hand wash',
  season: 'Autumn',
  tags: ['warm', 'new'],
  options: [
    { id: 'opt_1', name: 'Size', values: ['S', 'M'] },
    { id: 'opt_2', name: 'Colour', values: ['Navy', 'Rust'] },
  ],
  images: [
    picture('img_1', 'Jumper in navy', 'Navy'),
    picture('img_2', 'Jumper in rust', 'Rust'),
    picture('img_3', 'The yarn', null),
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

const FACETS = {
  brands: [{ value: 'Linden & Lark', count: 3 }],
  tags: [{ value: 'warm', count: 1 }],
  colours: [{ value: 'navy', count: 2 }],
  sizes: [{ value: 'M', count: 3 }],
  seasons: [],
  tax_classes: [{ value: 'standard', count: 3 }],
  materials: [],
};
const CATEGORIES = [
  {
    id: 'cat_1',
    parent_id: null,
    name: 'Women',
    path: 'Women',
    depth: 0,
    position: 0,
    product_count: 3,
    total_count: 3,
    version: 1,
  },
];
const ALWAYS = {
  'GET /api/v1/catalog/facets': () => FACETS,
  'GET /api/v1/categories': () => CATEGORIES,
  'GET /api/v1/saved-filters': () => [],
};

describe('the catalog', () => {
  const titles = async () =>
    (await within(await screen.findByRole('list', { name: 'Products' })).findAllByRole('link')).map(
      (link) => NAMES.find((name) => link.textContent?.includes(name)) ?? link.textContent,
    );
  function shop(all = [product(0), product(1), product(2)]) {
    const state = { all };
    const fake = standard({
      ...ALWAYS,
      'GET /api/v1/products': ({ query }) => {
        const items = state.all
          .filter((entry) => query.get('status') === 'all' || entry.status === query.get('status'))
          .filter((entry) => entry.title.toLowerCase().includes((query.get('search') ?? '').toLowerCase()))
          .filter((entry) => query.get('in_stock') !== 'true' || entry.on_hand > 0);
        const offset = Number(query.get('offset') ?? 0);
        return { items: items.slice(offset, offset + 100), total: items.length, offset, next_cursor: null };
      },
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
    expect(screen.getByText('3 products')).toBeInTheDocument();
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
    await userEvent.click(screen.getByRole('button', { name: 'Stock' }));
    await userEvent.click(within(await screen.findByRole('menu', { hidden: true })).getByText('In stock'));
    await pageIsFree();
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

  it('changes many products at once after showing what would change', async () => {
    const { fake } = shop();
    fake.on('POST /api/v1/catalog/bulk/preview', () => ({
      products: 3,
      variants: 9,
      changed: 3,
      skipped: [],
      examples: [{ id: 'var_1', title: 'Merino jumper', field: 'price', before: '€49.90', after: '€39.99' }],
    }));
    fake.on('POST /api/v1/catalog/bulk', () =>
      recorded({ id: 'bke_1', state: 'done', operation_id: 'opr_1', products: 3, variants: 9, skipped: 0 }),
    );
    showInWindow(CatalogScreen, { go: vi.fn() });
    await titles();
    await userEvent.click(screen.getByRole('button', { name: 'Table' }));
    await userEvent.click(await screen.findByRole('checkbox', { name: 'Choose all' }));
    await userEvent.click(await screen.findByRole('button', { name: 'Change…' }));
    const dialog = within(await screen.findByRole('dialog', { name: 'Change 3 products' }));
    expect(dialog.getByRole('button', { name: 'Change them' })).toBeDisabled();
    await userEvent.type(dialog.getByRole('textbox', { name: 'Percent' }), '−20');
    expect(await dialog.findByText('€39.99')).toBeInTheDocument();
    await userEvent.click(dialog.getByRole('button', { name: 'Change them' }));
    await waitFor(() => expect(fake.count('POST /api/v1/catalog/bulk')).toBe(1));
    expect(fake.last('POST /api/v1/catalog/bulk')?.body).toMatchObject({
      select: { filter: { status: 'active' }, except_ids: [] },
      changes: [{ kind: 'price', how: { percent: '-20' } }],
    });
  });

  it('shows how far a change of many goes on, and stops it', async () => {
    const { fake } = shop();
    fake.on('POST /api/v1/catalog/bulk/:id/cancel', () => ({}));
    fake.on('GET /api/v1/catalog/bulk/:id', () => ({
      state: 'cancelled',
      operation_id: 'opr_1',
      products: 4000,
    }));
    const { happen } = showInWindow(CatalogScreen, { go: vi.fn() });
    await titles();
    happen('bulk_edit.progress', 'bke_1', { state: 'running', done: 4000, total: 20_000 });
    const bar = await screen.findByRole('progressbar', { name: 'Changing products' });
    expect(bar).toHaveAttribute('aria-valuetext', '4,000 of 20,000');
    await userEvent.click(screen.getByRole('button', { name: 'Stop here' }));
    await waitFor(() => expect(fake.count('POST /api/v1/catalog/bulk/:id/cancel')).toBe(1));
    happen('bulk_edit.progress', 'bke_1', { state: 'cancelled', done: 4000, total: 20_000 });
    await waitFor(() => expect(screen.queryByRole('progressbar')).toBeNull());
    await waitFor(() => expect(fake.count('GET /api/v1/catalog/bulk/:id')).toBe(1));
  });

  it('teaches the next step when it is empty', async () => {
    shop([]);
    const go = vi.fn();
    showInWindow(CatalogScreen, { go });
    expect(await screen.findByText('The catalog is empty')).toBeInTheDocument();
    await userEvent.click(screen.getAllByRole('button', { name: 'New product' })[0] as HTMLElement);
    expect(go).toHaveBeenCalledWith('/catalog/new');
  });

  it('says what is wrong', async () => {
    const { fake } = shop();
    fake.on('GET /api/v1/products', () => problem(500, 'internal'));
    showInWindow(CatalogScreen, { go: vi.fn() });
    expect(await screen.findByRole('alert')).toHaveTextContent('Something went wrong in Haberdash');
  });
});

describe('a product', () => {
  const show = (changes: Record<string, unknown> = {}, missing: string[][] = []) => {
    const state = { product: detail(changes) };
    const fake = standard({
      ...ALWAYS,
      'GET /api/v1/products/:id': () => state.product,
      'GET /api/v1/products/:id/variants/missing': () => ({ combinations: missing, total: missing.length }),
    });
    return { fake, state, ...showInWindow(ProductScreen, { id: 'prd_0', go: vi.fn() }) };
  };

  it('shows stock by size and colour', async () => {
    show();
    await userEvent.click(await screen.findByRole('radio', { name: 'Matrix' }));
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

  it('is priced in the table like in a spreadsheet', async () => {
    const { fake } = show();
    fake.on('PATCH /api/v1/products/:id/variants', () => recorded(detail({ version: 2 })));
    const table = within(await screen.findByRole('grid', { name: 'Variants' }));
    const cell = table.getAllByRole('gridcell', { name: '49.90' })[0] as HTMLElement;
    await userEvent.dblClick(cell);
    const field = await screen.findByRole('textbox', { name: /Price/ });
    await userEvent.clear(field);
    await userEvent.type(field, '39,50{Enter}');
    await waitFor(() => expect(fake.count('PATCH /api/v1/products/:id/variants')).toBe(1));
    expect(fake.last('PATCH /api/v1/products/:id/variants')?.body).toEqual({
      changes: [{ id: 'var_S_Navy', version: 1, price: 3950 }],
    });
  });

  it('offers combinations that are not made', async () => {
    const { fake } = show({}, [['M', 'Rust']]);
    fake.on('POST /api/v1/products/:id/variants/missing', () => recorded(detail({ version: 2 })));
    await userEvent.click(await screen.findByRole('button', { name: 'Make them' }));
    await waitFor(() =>
      expect(fake.last('POST /api/v1/products/:id/variants/missing')?.body).toEqual({
        version: 1,
        fill_skus: true,
      }),
    );
  });

  it('saves only what was changed, and says what is not saved', async () => {
    const { fake } = show();
    fake.on('PATCH /api/v1/products/:id', ({ body }) =>
      recorded(detail({ ...(body as object), version: 2 })),
    );
    const care = await screen.findByRole('textbox', { name: /Care/ });
    await userEvent.clear(care);
    await userEvent.type(care, 'Machine wash');
    expect(screen.getByText('Not saved yet')).toBeInTheDocument();
    await userEvent.click(screen.getByRole('button', { name: 'Save' }));
    await waitFor(() =>
      expect(fake.last('PATCH /api/v1/products/:id')?.body).toEqual({ version: 1, care: 'Machine wash' }),
    );
    await waitFor(() => expect(screen.queryByText('Not saved yet')).toBeNull());
  });

  it('describes and removes a picture', async () => {
    const { fake } = show();
    fake.on('PATCH /api/v1/images/:id', () => recorded(detail({ version: 2 })));
    await userEvent.click(await screen.findByRole('button', { name: 'Change picture 2' }));
    const dialog = within(await screen.findByRole('dialog', { name: 'Picture' }));
    const alt = dialog.getByRole('textbox', { name: 'What it shows' });
    expect(alt).toHaveValue('Jumper in rust');
    await userEvent.clear(alt);
    await userEvent.type(alt, 'From behind');
    await userEvent.click(dialog.getByRole('button', { name: 'Save' }));
    await waitFor(() =>
      expect(fake.last('PATCH /api/v1/images/:id')?.body).toMatchObject({ alt: 'From behind' }),
    );
  });

  it('tells when it is not there', async () => {
    standard(ALWAYS);
    showInWindow(ProductScreen, { id: 'prd_9', go: vi.fn() });
    expect(await screen.findByText('This is not there any more')).toBeInTheDocument();
  });
});

describe('a new product', () => {
  it('is made with all its combinations', async () => {
    const fake = standard({
      ...ALWAYS,
      'POST /api/v1/products': () => recorded(detail({ id: 'prd_new' }), 'opr_1', 201),
    });
    const go = vi.fn();
    showInWindow(NewProductScreen, { go });
    await userEvent.click(await screen.findByRole('button', { name: 'Create the product' }));
    expect(screen.getByText('Give the product a name.')).toBeInTheDocument();
    expect(fake.count('POST /api/v1/products')).toBe(0);
    await userEvent.type(screen.getByRole('textbox', { name: 'Name' }), 'Linen dress');
    await userEvent.type(screen.getByRole('textbox', { name: 'Price' }), '89,90');
    await userEvent.click(screen.getByRole('button', { name: 'Colour' }));
    // Its name is there: its values are what comes next.
    await waitFor(() => expect(screen.getByRole('textbox', { name: 'Colour: Values' })).toHaveFocus());
    await userEvent.keyboard('Navy{Enter}Sage{Enter}Rust,Ivory,');
    await userEvent.click(screen.getByRole('button', { name: 'Size' }));
    await userEvent.type(screen.getByRole('textbox', { name: 'Size: Values' }), 'XS, S, M, L, XL');
    await userEvent.tab();
    expect(screen.getByText('This makes 20 variants')).toBeInTheDocument();
    await userEvent.click(screen.getByRole('button', { name: 'Create the product' }));
    await waitFor(() => expect(go).toHaveBeenCalledWith('/catalog/prd_new'));
    expect(fake.last('POST /api/v1/products')?.body).toMatchObject({
      title: 'Linen dress',
      price: 8990,
      options: [
        { name: 'Colour', values: ['Navy', 'Sage', 'Rust', 'Ivory'] },
        { name: 'Size', values: ['XS', 'S', 'M', 'L', 'XL'] },
      ],
      all_combinations: true,
      fill_skus: true,
      status: 'active',
    });
  });

  it('says that an option has no values only when its field was left', async () => {
    standard(ALWAYS);
    showInWindow(NewProductScreen, { go: vi.fn() });
    await userEvent.click(await screen.findByRole('button', { name: 'Size' }));
    await waitFor(() => expect(screen.getByRole('textbox', { name: 'Size: Values' })).toHaveFocus());
    expect(screen.queryByText('An option needs at least one value.')).toBeNull();
    await userEvent.tab();
    expect(screen.getByText('An option needs at least one value.')).toBeInTheDocument();
  });

  it('knows what is wrong with options', () => {
    const option = (name: string, ...values: string[]) => ({
      id: null,
      name,
      values: values.map((value) => ({ name: value })),
    });
    expect(valuesOf('S, m;s\n L ', [{ name: 'M' }]).map(({ name }) => name)).toEqual(['S', 'L']);
    expect(combinations([option('Size', 'S', 'M'), option('Colour', 'Red', 'Blue', 'Green')])).toBe(6);
    expect(
      problems([option('Size', 'S'), option('size', 'M'), option('Fit'), option('', 'x'), option('')]),
    ).toEqual([
      undefined,
      '“size” stands there twice.',
      'An option needs at least one value.',
      'Give the option a name.',
      undefined,
    ]);
  });
});
