import { screen, waitFor, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import { marketStatus, problem, productMarket, settings } from '../../../test/api';
import { pageIsFree, showInWindow, standard } from '../../../test/window';
import { linkOf, meaningOf } from './market';
import MarketSection from './MarketSection.svelte';
import ProductMarket from './ProductMarket.svelte';

const CARD = 'GET /api/v1/products/:id/market';
const SEARCH = 'POST /api/v1/products/:id/market';
const euros = (amount: number) => ({ amount, currency: 'EUR' });
const offer = (changes: Record<string, unknown> = {}) => ({
  id: 'mof_1',
  title: 'Lark Amalfi Linen Dress',
  merchant: 'Nordhaus',
  url: 'https://nordhaus.example/p/1',
  price: euros(7000),
  condition: 'new',
  in_stock: true,
  likeness: 'same',
  confidence: 95,
  seen_at: '2026-03-01T09:00:00Z',
  provider: 'serpapi',
  ...changes,
});
const search = (changes: Record<string, unknown> = {}) => ({
  state: 'done',
  provider: 'serpapi',
  query: 'Lark Amalfi Linen Dress',
  problem: null,
  requested_at: '2026-03-01T09:00:00Z',
  ended_at: '2026-03-01T09:00:02Z',
  ...changes,
});
const found = (changes: Record<string, unknown> = {}) =>
  productMarket({
    provider: 'serpapi',
    search: search(),
    is_fresh: true,
    offers: [offer(), offer({ id: 'mof_2', merchant: 'Kleine Leute', likeness: 'similar', confidence: 40 })],
    cheapest: { price: euros(7000), versus_own: -13, margin: 42 },
    median: { price: euros(7000), versus_own: -13, margin: 42 },
    searches_today: 1,
    ...changes,
  });
const show = () => showInWindow(ProductMarket, { product: 'prd_1', version: 1 });

describe('a product beside other shops', () => {
  it('says that it is off, and searches nothing', async () => {
    const api = standard().on(CARD, () => productMarket());
    show();
    expect(await screen.findByText('Market prices are off')).toBeInTheDocument();
    expect(screen.getByRole('link', { name: 'Set up' })).toHaveAttribute('href', '/settings/market');
    expect(screen.queryByRole('button')).not.toBeInTheDocument();
    expect(api.count(SEARCH)).toBe(0);
    pageIsFree();
  });

  it('says what leaves the laptop before the first search, and then searches', async () => {
    let now = productMarket({ provider: 'serpapi' });
    const api = standard()
      .on(CARD, () => now)
      .on(SEARCH, () => (now = productMarket({ provider: 'serpapi', search: search({ state: 'wanted' }) })));
    const { happen } = show();
    expect(await screen.findByText(/is asked for “Lark Amalfi Linen Dress”/)).toHaveTextContent(
      'Never a customer’s name, words or link',
    );
    await userEvent.click(screen.getByRole('button', { name: 'Compare prices' }));
    expect(await screen.findByText('Searching the web…')).toBeInTheDocument();
    expect(screen.getByRole('button', { name: 'Search again' })).toBeDisabled();
    expect(api.count(SEARCH)).toBe(1);
    now = found();
    happen('market.updated', 'prd_1');
    expect(await screen.findByText('Same product')).toBeInTheDocument();
  });

  it('shows offers with their link, and what they mean', async () => {
    standard().on(CARD, () => found());
    show();
    const list = await screen.findByRole('list', { name: 'Compare prices elsewhere' });
    const rows = within(list)
      .getAllByRole('listitem')
      .map((row) => within(row));
    const link = rows[0]?.getByRole('link', { name: 'Open Nordhaus in the browser' });
    expect(link).toHaveAttribute('href', 'https://nordhaus.example/p/1');
    expect(link).toHaveAttribute('rel', 'noreferrer noopener');
    expect(rows[1]?.getByText('Similar')).toBeInTheDocument();
    expect(screen.getAllByText('13 % below yours')).toHaveLength(2);
    expect(screen.getByText('1 of 20 searches used today', { exact: false })).toBeInTheDocument();
    pageIsFree();
  });

  it('shows a stranger’s words as text and opens nothing but web pages', async () => {
    const hostile = offer({ title: '<img src=x onerror=alert(1)>', url: 'javascript:alert(1)' });
    standard().on(CARD, () => found({ offers: [hostile] }));
    show();
    expect(await screen.findByText('<img src=x onerror=alert(1)>')).toBeInTheDocument();
    const list = screen.getByRole('list', { name: 'Compare prices elsewhere' });
    expect(within(list).queryByRole('link')).not.toBeInTheDocument();
  });

  it('says why a search failed, and why none is possible', async () => {
    const api = standard()
      .on(CARD, () => found({ search: search({ state: 'failed', problem: 'SerpAPI refuses the key.' }) }))
      .on(SEARCH, () => problem(409, 'refused', 'Today’s 20 searches are used up.'));
    show();
    expect(await screen.findByText('SerpAPI refuses the key.')).toBeInTheDocument();
    await userEvent.click(screen.getByRole('button', { name: 'Search again' }));
    expect(await screen.findByText(/Today’s 20 searches are used up/)).toBeInTheDocument();
    expect(api.count(SEARCH)).toBe(1);
  });

  it('tells apart what may be opened and what a price means', () => {
    expect(linkOf(offer({ url: 'data:text/html,x' }) as never)).toBeUndefined();
    expect(linkOf(offer({ url: 'nonsense' }) as never)).toBeUndefined();
    expect(meaningOf({ price: euros(1), versus_own: 0, margin: null })).toEqual(['as yours', 'cost unknown']);
    expect(meaningOf({ price: euros(1), versus_own: 5, margin: -3 })).toEqual([
      '5 % above yours',
      'below what it costs you',
    ]);
  });
});

describe('the settings of market prices', () => {
  const on = () => {
    const all = settings();
    return {
      ...all,
      market: { ...all.market, value: { ...(all.market.value as object), provider: 'serpapi' } },
    };
  };
  const agents = () => [{ key: 'market_intelligence', definition: { enabled: false } }];

  it('are off at first, and ask for no key', async () => {
    standard().on('GET /api/v1/agents', agents);
    showInWindow(MarketSection);
    expect(await screen.findByLabelText('Who searches the web')).toHaveValue('off');
    expect(screen.getByText(/nothing leaves this laptop/)).toBeInTheDocument();
    expect(screen.getByText(/Choose a provider above/)).toBeInTheDocument();
    pageIsFree();
  });

  it('keep a provider and limits', async () => {
    const api = standard()
      .on('GET /api/v1/agents', agents)
      .on('PUT /api/v1/settings/:key', ({ body }) => ({
        value: (body as { value: unknown }).value,
        version: 2,
        updated_at: null,
      }));
    showInWindow(MarketSection);
    await userEvent.selectOptions(await screen.findByLabelText('Who searches the web'), 'tavily');
    await userEvent.selectOptions(screen.getByLabelText('Another shop’s price'), 'limits');
    const most = screen.getByLabelText('At most below your price');
    await userEvent.clear(most);
    await userEvent.type(most, '15');
    await userEvent.click(screen.getByRole('button', { name: /^Save/ }));
    await waitFor(() => expect(api.count('PUT /api/v1/settings/:key')).toBe(1));
    expect(api.last('PUT /api/v1/settings/:key')?.body).toMatchObject({
      value: { provider: 'tavily', price_match: 'limits', most_percent: 15 },
    });
  });

  it('try a key, keep it when it works, and say when it does not', async () => {
    let works: boolean | null = false;
    const api = standard()
      .on('GET /api/v1/settings', on)
      .on('GET /api/v1/agents', agents)
      .on('GET /api/v1/market', () =>
        marketStatus({ provider: 'serpapi', keys: works ? ['serpapi'] : [], last_problem: null }),
      )
      .on('PUT /api/v1/market/key', () => ({
        works,
        kept: works !== false,
        detail: works ? 'SerpAPI takes the key.' : 'SerpAPI refuses the key, so it was not kept.',
      }));
    showInWindow(MarketSection);
    const key = await screen.findByLabelText('Key for SerpAPI (Google Shopping)');
    expect(key).toHaveAttribute('type', 'password');
    await userEvent.type(key, ' wrong ');
    await userEvent.click(screen.getByRole('button', { name: 'Try and keep' }));
    expect(await screen.findByText(/so it was not kept/)).toBeInTheDocument();
    expect(api.last('PUT /api/v1/market/key')?.body).toEqual({ provider: 'serpapi', key: 'wrong' });
    works = true;
    await userEvent.click(screen.getByRole('button', { name: 'Try and keep' }));
    expect(await screen.findByText('SerpAPI takes the key.')).toBeInTheDocument();
    expect(await screen.findByText('There is a key')).toBeInTheDocument();
    expect(key).toHaveValue('');
    expect(screen.getByText('The Market Intelligence agent is off')).toBeInTheDocument();
  });
});
