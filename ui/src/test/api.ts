/** A shop's program that answers what the test says, in place of `fetch`. */
import { vi } from 'vitest';

interface Asked {
  method: string;
  path: string;
  query: URLSearchParams;
  body: unknown;
}

type Handler = (asked: Asked) => unknown;

export class Answer {
  constructor(
    readonly status: number,
    readonly body: unknown,
    readonly headers: Record<string, string> = {},
  ) {}
}

/** An answer to a change that was recorded and can be taken back. */
export const recorded = (body: unknown, operation = 'opr_1', status = 200) =>
  new Answer(status, body, { 'operation-id': operation });

export const problem = (
  status: number,
  code: string,
  detail = '',
  errors?: { field: string; detail: string }[],
) => new Answer(status, { type: 'about:blank', title: code, status, code, detail, errors });

export class FakeApi {
  readonly asked: Asked[] = [];
  #handlers = new Map<string, Handler>();

  /** Takes the place of `fetch` until the test ends. */
  constructor(handlers: Record<string, Handler> = {}) {
    for (const [route, handler] of Object.entries(handlers)) this.on(route, handler);
    vi.spyOn(globalThis, 'fetch').mockImplementation((input) => this.#answer(input as Request));
  }

  /** `on('GET /api/v1/today', () => today)`; `:id` stands for one part of the path. */
  on(route: string, handler: Handler): this {
    this.#handlers.set(route, handler);
    return this;
  }

  count(route: string): number {
    return this.asked.filter(({ method, path }) => matches(route, method, path)).length;
  }

  last(route: string): Asked | undefined {
    return this.asked.findLast(({ method, path }) => matches(route, method, path));
  }

  async #answer(request: Request): Promise<Response> {
    const { pathname, searchParams } = new URL(request.url);
    const text = await request.text();
    const json = request.headers.get('content-type')?.includes('json') ?? false;
    const body: unknown = text && json ? JSON.parse(text) : text || undefined;
    const asked = { method: request.method, path: pathname, query: searchParams, body };
    this.asked.push(asked);
    const found = [...this.#handlers].find(([route]) => matches(route, request.method, pathname));
    if (!found) return respond(problem(404, 'not_found', `Nothing answers ${request.method} ${pathname}.`));
    const given = await found[1](asked);
    if (request.signal.aborted) throw new DOMException('aborted', 'AbortError');
    return respond(given instanceof Answer ? given : new Answer(200, given));
  }
}

function respond({ status, body, headers }: Answer): Response {
  if (status === 204) return new Response(null, { status, headers });
  const type = status < 400 ? 'application/json' : 'application/problem+json';
  return new Response(JSON.stringify(body), { status, headers: { 'content-type': type, ...headers } });
}

function matches(route: string, method: string, path: string): boolean {
  const [wantedMethod, wantedPath = ''] = route.split(' ');
  if (wantedMethod !== method) return false;
  const [wanted, given] = [wantedPath.split('/'), path.split('/')];
  return (
    wanted.length === given.length && wanted.every((part, i) => part.startsWith(':') || part === given[i])
  );
}

const setting = (value: unknown) => ({ value, version: 1, updated_at: '2026-03-01T09:00:00Z' });

export const settings = () => ({
  shop: setting({
    name: 'Linden & Lark',
    currency: 'EUR',
    time_zone: 'Europe/Berlin',
    country: 'DE',
    email: '',
    phone: '',
    address: '',
    website: '',
  }),
  hours: setting({
    weekly: {
      monday: [],
      tuesday: [{ opens: '10:00', closes: '18:00' }],
      wednesday: [],
      thursday: [],
      friday: [],
      saturday: [],
      sunday: [],
    },
    exceptions: [],
  }),
  shipping: setting({
    methods: [
      {
        name: 'Standard',
        countries: ['DE'],
        price_minor: 490,
        free_from_minor: null,
        days_min: 2,
        days_max: 4,
      },
    ],
    carriers: ['DHL'],
    note: '',
  }),
  returns: setting({
    days: 14,
    condition: 'unworn',
    refund_days: 14,
    exchange_allowed: true,
    paid_by: 'customer',
    cost_minor: 490,
    text: '',
  }),
  assistant: setting({
    enabled: true,
    name: 'Lark',
    burst_window_ms: 4000,
    signature: '',
  }),
  twilio: setting({
    account_sid: '',
    api_key_sid: '',
    sender: '',
    messaging_service_sid: '',
    webhook_public_url: '',
    polling_enabled: true,
    api_base_url: null,
  }),
  documents: setting({
    language: 'en',
    use_customer_language: true,
    paper: 'a4',
    receipt_paper: 'roll',
    accent: '#1f4f46',
    font: 'sans',
    logo: '',
    legal_name: '',
    tax_number: '',
    registration: '',
    bank: '',
    payment_terms_days: 14,
    invoice_note: '',
    receipt_note: '',
    packing_note: '',
    return_note: '',
    footer: '',
    legal_lines: [],
    picture_column: true,
    product_link: '',
    numbering: {
      invoice: { pattern: 'INV-{year}-{number:05}', starts: null },
      receipt: { pattern: 'R-{year}-{number:05}', starts: null },
      packing_slip: { pattern: 'PS-{year}-{number:05}', starts: null },
      return_label: { pattern: 'RL-{year}-{number:05}', starts: null },
      credit_note: { pattern: 'CN-{year}-{number:05}', starts: null },
    },
    label_sheets: [],
  }),
  taxes: setting({
    prices_include_tax: true,
    rounding: 'line',
    classes: ['standard', 'reduced', 'zero'],
    zones: [],
    shipping_class: null,
    home_region: '',
    display: null,
  }),
  order_numbers: setting({ prefix: '', first: 1001 }),
  catalog: setting({
    sku_pattern: '{handle}-{size}-{colour}',
    own_barcode_prefix: '20',
    default_tax_class: 'standard',
    weight_unit: 'g',
  }),
  policy: setting({
    changes: {
      cancel: 'assistant',
      items: 'assistant',
      address: 'assistant',
      payment: 'assistant',
      return: 'assistant',
      exchange: 'assistant',
      own_address: 'assistant',
      put_aside: 'assistant',
      back_in_stock: 'assistant',
    },
    return_days: null,
    approval_above: null,
    identification: 'channel',
    waiting_days: 90,
    suggests: true,
    code_for: 'facts',
  }),
  market: setting({
    provider: null,
    daily_searches: 20,
    cache_hours: 24,
    price_match: 'approval',
    most_percent: 10,
    least_margin_percent: 20,
    api_base_url: null,
  }),
  language_models: setting({ chain: [], answer_seconds: 20, daily_cents: 100, conversation_cents: 10 }),
  notifications: setting({ escalations: true, channel_problems: true, low_stock: true, low_stock_at: 3 }),
  backups: setting({ folder: '', automatic: true, keep_daily: 7, keep_weekly: 4, keep_monthly: 12 }),
});

export const channel = (changes: Record<string, unknown> = {}) => ({
  state: 'connected',
  detail: 'Messages come in and go out.',
  has_auth_token: true,
  has_api_key_secret: false,
  secrets_from: 'keyring',
  sender: 'whatsapp:+15550100999',
  webhook_url: 'https://shop.example/webhooks/twilio/messages',
  webhook_listening: true,
  last_webhook_at: null,
  last_poll_at: null,
  polling: true,
  ...changes,
});

export const marketStatus = (changes: Record<string, unknown> = {}) => ({
  provider: null,
  keys: [],
  keyring_problem: null,
  searches_today: 0,
  daily_searches: 20,
  last_problem: null,
  ...changes,
});

export const languageStatus = (changes: Record<string, unknown> = {}) => ({
  links: [],
  keys: [],
  keyring_problem: null,
  runs_models: true,
  files: [],
  today: { questions: 0, failures: 0, prompt_tokens: 0, answer_tokens: 0, cost_micros: 0 },
  ...changes,
});

/** A product beside other shops, as long as nothing was searched. */
export const productMarket = (changes: Record<string, unknown> = {}) => ({
  provider: null,
  search: null,
  is_fresh: false,
  offers: [],
  query: 'Lark Amalfi Linen Dress',
  own_low: { amount: 8000, currency: 'EUR' },
  own_high: { amount: 8000, currency: 'EUR' },
  cost: { amount: 4000, currency: 'EUR' },
  cheapest: null,
  median: null,
  searches_today: 0,
  daily_searches: 20,
  ...changes,
});

const figures = () => ({
  messages_in: 0,
  answered_by_agent: 0,
  handed_off: 0,
  median_answer_seconds: null,
  orders: 0,
  sales: { amount: 0, currency: 'EUR' },
});

export const today = (changes: Record<string, unknown> = {}) => ({
  needs_owner: [],
  needs_owner_count: 0,
  open_complaints: 0,
  unread: 0,
  orders_to_ship: [],
  orders_to_ship_count: 0,
  low_stock: [],
  low_stock_count: 0,
  yesterday: figures(),
  today: figures(),
  dead_jobs: 0,
  channel: channel(),
  ...changes,
});

/** What the shell asks for on every screen. */
/** The e-mail account as the program tells it. */
export const email = (changes: Record<string, unknown> = {}) => ({
  set_up: false,
  account: {
    server: '',
    port: 465,
    encryption: 'tls',
    user: '',
    sender_name: '',
    sender_address: '',
  },
  version: 0,
  has_password: false,
  last_mail: null,
  ...changes,
});

export function standard(handlers: Record<string, Handler> = {}): FakeApi {
  return new FakeApi({
    'GET /api/v1/settings': settings,
    'GET /api/v1/market': () => marketStatus(),
    'GET /api/v1/language-models': () => languageStatus(),
    'GET /api/v1/language-models/models': () => [],
    'GET /api/v1/products/:id/market': () => productMarket(),
    'GET /api/v1/conversations/counts': () => ({
      needs_owner: 0,
      agent: 0,
      owner: 0,
      closed: 0,
      all: 0,
      unread: 0,
    }),
    'GET /api/v1/email': () => email(),
    'GET /api/v1/today': () => today(),
    'GET /api/v1/approvals': () => [],
    'GET /api/v1/documents': () => ({ items: [], next_cursor: null }),
    ...handlers,
  });
}
