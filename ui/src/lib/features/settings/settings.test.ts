import { screen, waitFor, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import { channel, problem, settings } from '../../../test/api';
import { minutesAgo, showInWindow, standard } from '../../../test/window';
import { type OpeningHours, type ShippingPolicy, type TaxSettings, type TwilioSettings } from './documents';
import { problemsOf } from './problems';
import SettingsScreen from './SettingsScreen.svelte';

const SAVE = 'PUT /api/v1/settings/:key';
const stored = (value: unknown, version: number) => ({ value, version, updated_at: minutesAgo(0) });

describe('what can be checked before saving', () => {
  const shop = settings().shop.value as Parameters<typeof problemsOf<'shop'>>[1];
  it.each([
    [{}, []],
    [{ name: '  ' }, ['name']],
    [{ email: 'nobody' }, ['email']],
    [{ phone: '030 1234' }, ['phone']],
    [{ phone: '+49301234567' }, []],
    [{ website: 'lindenlark.example' }, ['website']],
    [{ country: 'de' }, ['country']],
  ])('shop with %j: %j', (changes, fields) => {
    expect(Object.keys(problemsOf('shop', { ...shop, ...changes }))).toEqual(fields);
  });

  const hours = (spans: [string, string][]): OpeningHours => {
    const value = structuredClone(settings().hours.value) as OpeningHours;
    value.weekly.monday = spans.map(([opens, closes]) => ({ opens, closes }));
    return value;
  };
  it.each<[[string, string][], boolean]>([
    [[], true],
    [[['10:00', '18:00']], true],
    [[['18:00', '24:00']], true],
    [[['18:00', '10:00']], false],
    [
      [
        ['10:00', '13:00'],
        ['12:00', '18:00'],
      ],
      false,
    ],
  ])('opening times %j are right: %s', (spans, right) => {
    expect('weekly.monday' in problemsOf('hours', hours(spans))).toBe(!right);
  });

  it('a special day stands once, with its date', () => {
    const value = hours([]);
    value.exceptions = ['', '2026-12-24', '2026-12-24'].map((date) => ({ date, label: '', spans: [] }));
    expect(Object.keys(problemsOf('hours', value))).toEqual(['exceptions.0', 'exceptions.2']);
  });

  it.each([
    [{ days_min: 4, days_max: 2 }, 'methods.0.days'],
    [{ price_minor: Number.NaN }, 'methods.0.price_minor'],
    [{ countries: ['Germany'] }, 'methods.0.countries'],
    [{ name: '' }, 'methods.0.name'],
  ])('shipping with %j', (changes, field) => {
    const value = structuredClone(settings().shipping.value) as ShippingPolicy;
    Object.assign(value.methods[0] ?? {}, changes);
    expect(Object.keys(problemsOf('shipping', value))).toEqual([field]);
  });

  it.each([
    [{ account_sid: 'AC123' }, ['account_sid']],
    [{ account_sid: `AC${'0'.repeat(32)}` }, []],
    [{ sender: 'whatsapp:+15550100999' }, []],
    [{ sender: 'whatsapp:12' }, ['sender']],
    [{ webhook_public_url: 'shop' }, ['webhook_public_url']],
  ])('Twilio with %j: %j', (changes, fields) => {
    const value = { ...(settings().twilio.value as TwilioSettings), ...changes };
    expect(Object.keys(problemsOf('twilio', value))).toEqual(fields);
  });
});

describe('taxes', () => {
  const zone = { name: 'Germany', countries: ['DE'], regions: [], rates: [] };
  const rate = { class: 'standard', name: 'VAT 19 %', rate_ppm: 190_000 };

  it.each([
    [{}, []],
    [{ classes: [] }, ['classes']],
    [{ classes: ['a', 'a'] }, ['classes']],
    [{ shipping_class: 'books' }, ['shipping_class']],
    [{ zones: [{ ...zone, rates: [rate] }] }, []],
    [{ zones: [{ ...zone, name: ' ' }] }, ['zones.0.name']],
    [{ zones: [{ ...zone, countries: ['Germany'] }] }, ['zones.0.countries']],
    [{ zones: [{ ...zone, countries: ['US', 'CA'], regions: ['NY'] }] }, ['zones.0.regions']],
    [
      { zones: [{ ...zone, rates: [{ ...rate, class: 'books', rate_ppm: Number.NaN }] }] },
      ['zones.0.rates.0.rate_ppm', 'zones.0.rates.0.class'],
    ],
    [{ display: { currency: 'USD', rate_millionths: 0, as_of: '2026-03-10' } }, ['display.rate_millionths']],
  ])('with %j: %j', (changes, fields) => {
    const value = { ...(settings().taxes.value as TaxSettings), ...changes };
    expect(Object.keys(problemsOf('taxes', value))).toEqual(fields);
  });

  it('a first place begins with the shop’s country and takes a rate as people write it', async () => {
    const fake = standard({
      [SAVE]: ({ body }) => stored((body as { value: unknown }).value, 2),
      'GET /api/v1/products': () => ({ items: [], total: 0 }),
    });
    showInWindow(SettingsScreen, { section: 'taxes' });
    await userEvent.click(await screen.findByRole('button', { name: 'Add a place' }));
    const taxes = within(screen.getByRole('region', { name: 'Taxes' }));
    expect(taxes.getByRole('textbox', { name: 'Countries' })).toHaveValue('DE');
    await userEvent.type(taxes.getByRole('textbox', { name: 'Name' }), 'Germany');
    await userEvent.type(taxes.getByRole('textbox', { name: 'On the invoice' }), 'VAT 19 %');
    await userEvent.type(taxes.getByRole('textbox', { name: 'Rate' }), '19,0 %');
    await userEvent.click(taxes.getByRole('button', { name: 'Save' }));
    await waitFor(() => expect(fake.count(SAVE)).toBe(1));
    expect(fake.last(SAVE)).toMatchObject({
      path: '/api/v1/settings/taxes',
      body: {
        value: {
          zones: [{ name: 'Germany', countries: ['DE'], rates: [{ class: 'standard', rate_ppm: 190_000 }] }],
        },
      },
    });
  });

  it('SKUs are shown as the pattern would make them', async () => {
    const fake = standard({
      'GET /api/v1/products': () => ({ items: [{ id: 'prd_1', title: 'Linen dress' }], total: 1 }),
      'GET /api/v1/catalog/sku-preview': ({ query }) =>
        query.get('pattern') === '{brand}'
          ? { skus: ['OAK', 'OAK-2'], problem: null }
          : { skus: ['LINEN-DRESS-M'], problem: null },
    });
    showInWindow(SettingsScreen, { section: 'taxes' });
    expect(await screen.findByText('LINEN-DRESS-M')).toBeInTheDocument();
    const pattern = screen.getByRole('textbox', { name: 'Pattern of SKUs' });
    await userEvent.clear(pattern);
    await userEvent.click(pattern);
    await userEvent.paste('{brand}');
    expect(await screen.findByText('OAK, OAK-2')).toBeInTheDocument();
    expect(fake.last('GET /api/v1/catalog/sku-preview')?.query.get('product_id')).toBe('prd_1');
  });
});

describe('the shop’s profile', () => {
  const name = () => screen.findByRole('textbox', { name: 'Name of the shop' });
  const profile = () => screen.getByRole('region', { name: 'Profile' });
  const save = () => userEvent.click(within(profile()).getByRole('button', { name: 'Save' }));
  const rename = async (to: string) => {
    const field = await name();
    await userEvent.clear(field);
    if (to) await userEvent.type(field, to);
  };

  it('is saved with the version it was read with', async () => {
    const fake = standard({ [SAVE]: ({ body }) => stored((body as { value: unknown }).value, 2) });
    showInWindow(SettingsScreen, { section: 'shop' });
    await rename('Oak & Owl');
    expect(within(profile()).getByText('Not saved yet')).toBeInTheDocument();
    await save();
    await waitFor(() => expect(within(profile()).queryByText('Not saved yet')).toBeNull());
    expect(fake.last(SAVE)).toMatchObject({
      path: '/api/v1/settings/shop',
      body: { version: 1, value: { name: 'Oak & Owl', currency: 'EUR' } },
    });
  });

  it('is not sent while something is wrong, and the field says what', async () => {
    const fake = standard();
    showInWindow(SettingsScreen, { section: 'shop' });
    await rename('');
    await save();
    expect(await name()).toHaveAccessibleDescription('The shop needs a name.');
    expect(await name()).toHaveFocus();
    expect(fake.count(SAVE)).toBe(0);
  });

  it('shows the server’s words at the field, and keeps what was typed', async () => {
    const errors = [{ field: 'value.name', detail: 'That name is taken.' }];
    standard({ [SAVE]: () => problem(422, 'invalid', 'Look again.', errors) });
    showInWindow(SettingsScreen, { section: 'shop' });
    await rename('Taken');
    await save();
    expect(await screen.findByText('That name is taken.')).toBeInTheDocument();
    expect(await name()).toHaveValue('Taken');
  });

  it('shows a failure that belongs to no field', async () => {
    standard({ [SAVE]: () => problem(507, 'disk_full') });
    showInWindow(SettingsScreen, { section: 'shop' });
    await rename('Oak');
    await save();
    expect(await within(profile()).findByText('The disk is full')).toBeInTheDocument();
    expect(await name()).toHaveValue('Oak');
  });

  it('goes back to what is stored', async () => {
    standard();
    showInWindow(SettingsScreen, { section: 'shop' });
    await rename('Oak');
    await userEvent.click(within(profile()).getByRole('button', { name: 'Discard changes' }));
    expect(await name()).toHaveValue('Linden & Lark');
  });

  it('offers the newer state when somebody saved meanwhile, and takes neither unasked', async () => {
    const newer = settings();
    newer.shop.version = 2;
    (newer.shop.value as { name: string }).name = 'Theirs';
    let current = settings();
    const fake = standard({
      'GET /api/v1/settings': () => current,
      [SAVE]: () => problem(409, 'conflict'),
    });
    showInWindow(SettingsScreen, { section: 'shop' });
    await rename('Mine');
    current = newer;
    await save();
    expect(await screen.findByText('This was changed elsewhere while you edited it')).toBeInTheDocument();
    expect(await name()).toHaveValue('Mine');

    fake.on(SAVE, ({ body }) => stored((body as { value: unknown }).value, 3));
    await userEvent.click(screen.getByRole('button', { name: 'Keep my edits' }));
    await save();
    await waitFor(() =>
      expect(fake.last(SAVE)).toMatchObject({ body: { version: 2, value: { name: 'Mine' } } }),
    );
  });

  it('takes the newer state when asked to', async () => {
    let current = settings();
    standard({ 'GET /api/v1/settings': () => current });
    const { happen } = showInWindow(SettingsScreen, { section: 'shop' });
    await rename('Mine');
    current = settings();
    current.shop.version = 2;
    (current.shop.value as { name: string }).name = 'Theirs';
    happen('settings.updated', 'shop');
    await userEvent.click(await screen.findByRole('button', { name: 'Take the newer state' }));
    expect(await name()).toHaveValue('Theirs');
    expect(within(profile()).queryByText('Not saved yet')).toBeNull();
  });

  it('keeps what was typed when another section is looked at', async () => {
    standard({ 'GET /api/v1/ai': () => ({ planner: 'builtin', engines: [], models: [] }) });
    const { rerender } = showInWindow(SettingsScreen, { section: 'shop' });
    await rename('Mine');
    await rerender({ given: { section: 'assistant' } });
    expect(await screen.findByRole('switch', { name: 'The assistant answers customers' })).toBeChecked();
    await rerender({ given: { section: 'shop' } });
    expect(await name()).toHaveValue('Mine');
  });
});

describe('shipping', () => {
  it('adds a way, with prices in the shop’s currency', async () => {
    const fake = standard({ [SAVE]: ({ body }) => stored((body as { value: unknown }).value, 2) });
    showInWindow(SettingsScreen, { section: 'shop' });
    const card = await screen.findByRole('region', { name: 'Shipping' });
    await userEvent.click(await within(card).findByRole('button', { name: 'Add a way of shipping' }));
    const added = within(card).getAllByRole('group')[1] ?? card;
    await userEvent.type(within(added).getByRole('textbox', { name: 'Way of shipping' }), 'Express');
    await userEvent.type(within(added).getByRole('textbox', { name: 'To these countries' }), 'de, at');
    const price = within(added).getByRole('textbox', { name: 'Price' });
    await userEvent.clear(price);
    await userEvent.type(price, '12.90');
    await userEvent.click(within(card).getByRole('button', { name: 'Save' }));
    await waitFor(() => expect(fake.count(SAVE)).toBe(1));
    const { value } = fake.last(SAVE)?.body as { value: ShippingPolicy };
    expect(value.methods[1]).toMatchObject({ name: 'Express', countries: ['DE', 'AT'], price_minor: 1290 });
  });
});

describe('returns', () => {
  it('cost the customer something, or the shop pays', async () => {
    const fake = standard({ [SAVE]: ({ body }) => stored((body as { value: unknown }).value, 2) });
    showInWindow(SettingsScreen, { section: 'shop' });
    const card = await screen.findByRole('region', { name: 'Returns' });
    const cost = await within(card).findByRole('textbox', { name: 'What a return costs the customer' });
    await userEvent.clear(cost);
    await userEvent.click(within(card).getByRole('button', { name: 'Save' }));
    expect(cost).toHaveAccessibleDescription('Write what a return costs the customer.');
    await userEvent.selectOptions(
      within(card).getByRole('combobox', { name: 'Who pays for sending it back' }),
      'The shop',
    );
    expect(cost).not.toBeInTheDocument();
    await userEvent.click(within(card).getByRole('button', { name: 'Save' }));
    await waitFor(() =>
      expect(fake.last(SAVE)?.body).toMatchObject({ value: { paid_by: 'shop', cost_minor: 0 } }),
    );
  });
});

describe('special days', () => {
  it('show the next ones, and all when asked', async () => {
    const all = settings();
    const days = [
      '2024-12-25',
      '2026-12-25',
      '2027-12-25',
      '2028-12-25',
      '2029-12-25',
      '2030-12-25',
      '2031-12-25',
    ];
    (all.hours.value as OpeningHours).exceptions = days.map((date) => ({ date, label: '', spans: [] }));
    standard({ 'GET /api/v1/settings': () => all });
    showInWindow(SettingsScreen, { section: 'shop' });
    const card = await screen.findByRole('region', { name: 'Opening hours' });
    const dates = () =>
      within(card)
        .getAllByLabelText('Date')
        .map((field) => (field as HTMLInputElement).value);
    await within(card).findAllByLabelText('Date');
    expect(dates()).toEqual(days.slice(1, 6));
    await userEvent.click(within(card).getByRole('button', { name: 'Add a special day' }));
    expect(dates()).toHaveLength(6);
    await userEvent.click(within(card).getByRole('button', { name: 'Show 2 past or later days' }));
    expect(dates()).toEqual([...days, '']);
  });
});

describe('opening hours', () => {
  it('open and close a day, and add a break', async () => {
    const fake = standard({ [SAVE]: ({ body }) => stored((body as { value: unknown }).value, 2) });
    showInWindow(SettingsScreen, { section: 'shop' });
    const card = await screen.findByRole('region', { name: 'Opening hours' });
    await userEvent.click(await within(card).findByRole('switch', { name: 'Open on Monday' }));
    await userEvent.click(within(card).getByRole('button', { name: 'Add another opening time on Monday' }));
    await userEvent.selectOptions(
      within(card).getAllByRole('combobox', { name: 'Monday closes at' })[0] ?? card,
      '13:00',
    );
    await userEvent.click(within(card).getByRole('switch', { name: 'Open on Tuesday' }));
    await userEvent.click(within(card).getByRole('button', { name: 'Save' }));
    await waitFor(() => expect(fake.count(SAVE)).toBe(1));
    expect(fake.last(SAVE)?.body).toMatchObject({
      value: {
        weekly: {
          monday: [
            { opens: '10:00', closes: '13:00' },
            { opens: '19:00', closes: '23:00' },
          ],
          tuesday: [],
        },
      },
    });
  });
});

describe('WhatsApp', () => {
  const CHANNEL = 'GET /api/v1/channels/twilio';
  const SECRETS = 'PUT /api/v1/channels/twilio/secrets';
  const TEST = 'POST /api/v1/channels/twilio/test';
  const whatsapp = (handlers: Parameters<typeof standard>[0] = {}) =>
    standard({
      [CHANNEL]: () => channel(),
      'GET /api/v1/channels/twilio/gaps': () => ({ only_webhook: 0, only_poll: 0, items: [] }),
      ...handlers,
    });

  it('explains what to do without a keyring, and takes no secret', async () => {
    const closed = { state: 'keyring_unavailable', has_auth_token: false, secrets_from: 'none' };
    whatsapp({ [CHANNEL]: () => channel(closed) });
    showInWindow(SettingsScreen, { section: 'whatsapp' });
    expect(await screen.findByText('This system has no keyring, or it is locked')).toBeInTheDocument();
    expect(screen.getByLabelText(/^Auth token/)).toBeDisabled();
    expect(screen.getByRole('button', { name: 'Store in the keyring' })).toBeDisabled();
  });

  it('stores a secret, shows that it is stored, and forgets what was typed', async () => {
    let has = false;
    const state = () => channel({ has_auth_token: has, secrets_from: has ? 'keyring' : 'none' });
    const fake = whatsapp({
      [CHANNEL]: state,
      [SECRETS]: () => {
        has = true;
        return state();
      },
    });
    showInWindow(SettingsScreen, { section: 'whatsapp' });
    expect(await screen.findAllByText('Not stored yet')).toHaveLength(2);
    const field = screen.getByLabelText(/^Auth token/);
    expect(field).toHaveAttribute('type', 'password');
    await userEvent.type(field, ' s3cret ');
    await userEvent.click(screen.getByRole('button', { name: 'Store in the keyring' }));
    expect(await screen.findByText('Stored in the keyring')).toBeInTheDocument();
    expect(fake.last(SECRETS)?.body).toEqual({ auth_token: 's3cret' });
    expect(field).toHaveValue('');
  });

  it('tests the connection and shows each check with what to do', async () => {
    const checks = [
      { name: 'account', ok: true, detail: 'The account answered.', next_action: null },
      { name: 'webhook', ok: false, detail: 'No address is set.', next_action: 'Paste it at Twilio.' },
    ];
    whatsapp({ [TEST]: () => ({ ok: false, checks }) });
    showInWindow(SettingsScreen, { section: 'whatsapp' });
    await userEvent.click(await screen.findByRole('button', { name: 'Test now' }));
    expect(await screen.findByText('Something is not right yet')).toBeInTheDocument();
    expect(screen.getByText('Paste it at Twilio.')).toBeInTheDocument();
    expect(screen.getByRole('button', { name: 'Test again' })).toBeEnabled();
  });

  it('says why a test could not be made', async () => {
    whatsapp({ [TEST]: () => problem(409, 'channel_not_connected') });
    showInWindow(SettingsScreen, { section: 'whatsapp' });
    await userEvent.click(await screen.findByRole('button', { name: 'Test now' }));
    expect(await screen.findByText('WhatsApp is not connected yet')).toBeInTheDocument();
  });

  it('asks to save first, because the test uses what is saved', async () => {
    whatsapp();
    showInWindow(SettingsScreen, { section: 'whatsapp' });
    await userEvent.type(await screen.findByRole('textbox', { name: 'Account SID' }), 'AC1');
    expect(screen.getByText('Save your edits first: the test uses what is saved.')).toBeInTheDocument();
    expect(screen.getByRole('button', { name: 'Test now' })).toBeDisabled();
  });

  it('shows what only one way brought', async () => {
    const items = [{ provider_id: 'SM1', seen_by: 'poll', seen_at: minutesAgo(10) }];
    whatsapp({ 'GET /api/v1/channels/twilio/gaps': () => ({ only_webhook: 0, only_poll: 1, items }) });
    showInWindow(SettingsScreen, { section: 'whatsapp' });
    expect(await screen.findByText(/1 message was only found by looking/)).toBeInTheDocument();
    expect(screen.getByRole('row', { name: /SM1/ })).toHaveTextContent('10 min ago');
  });
});

describe('unfinished tasks', () => {
  const job = {
    id: 'job_1',
    kind: 'fetch_media',
    state: 'dead',
    run_at: minutesAgo(5),
    attempts: 5,
    max_attempts: 5,
    last_error: 'The file was removed.',
    created_at: minutesAgo(60),
  };

  it('are tried again', async () => {
    let items = [job];
    const fake = standard({
      'GET /api/v1/jobs': () => ({ items, next_cursor: null }),
      'POST /api/v1/jobs/:id/retry': () => {
        items = [];
        return { ...job, state: 'ready' };
      },
    });
    showInWindow(SettingsScreen, { section: 'jobs' });
    expect(await screen.findByText('The file was removed.')).toBeInTheDocument();
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
    expect(await screen.findByText('Everything got done')).toBeInTheDocument();
    expect(fake.last('POST /api/v1/jobs/:id/retry')?.path).toBe('/api/v1/jobs/job_1/retry');
  });

  it('are discarded only after naming what will not be done', async () => {
    let items = [job];
    const fake = standard({
      'GET /api/v1/jobs': () => ({ items, next_cursor: null }),
      'DELETE /api/v1/jobs/:id': () => {
        items = [];
        return null;
      },
    });
    showInWindow(SettingsScreen, { section: 'jobs' });
    await userEvent.click(await screen.findByRole('button', { name: 'Discard' }));
    const dialog = await screen.findByRole('dialog', { name: 'Discard this task?' });
    expect(dialog).toHaveTextContent('Fetch a picture or file');
    expect(fake.count('DELETE /api/v1/jobs/:id')).toBe(0);
    await userEvent.click(within(dialog).getByRole('button', { name: 'Discard' }));
    expect(await screen.findByText('Everything got done')).toBeInTheDocument();
  });
});
