import { screen, waitFor, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { recorded } from '../../../test/api';
import { giveLayout, wideWindow } from '../../../test/layout';
import { minutesAgo, showInWindow, standard } from '../../../test/window';
import ReturnDialog from './ReturnDialog.svelte';
import ReturnScreen from './ReturnScreen.svelte';
import ReturnsScreen from './ReturnsScreen.svelte';

const eur = (amount: number) => ({ amount, currency: 'EUR' });
const summary = (changes: Record<string, unknown> = {}) => ({
  id: 'rma_1',
  number: '1042-R1',
  kind: 'return',
  state: 'requested',
  order: { id: 'ord_1', number: '1042' },
  contact: { id: 'con_1', display_name: 'Amelia Hartwell' },
  item_count: 1,
  refund: eur(2500),
  created_at: minutesAgo(5),
  updated_at: minutesAgo(5),
  version: 1,
  ...changes,
});
const line = (changes: Record<string, unknown> = {}) => ({
  id: 'rml_1',
  line_item_id: 'lin_1',
  title: 'Hat',
  variant_title: 'S',
  sku: null,
  image_url: null,
  quantity: 1,
  reason: 'too_small',
  note: '',
  refund: eur(2500),
  replacement: null,
  accepted: null as number | null,
  condition: null,
  disposition: null,
  ...changes,
});
const detail = (changes: Record<string, unknown> = {}) => ({
  ...summary(),
  lines: [line()],
  goods: eur(2500),
  replacements: eur(0),
  restocking_fee: eur(0),
  shipping_refund: eur(0),
  refund_to: { to: 'original', reference: null, gift_card_id: null, stored_method_id: null },
  payments: [] as unknown[],
  note: '',
  reason: null,
  timeline: [{ at: minutesAgo(5), actor: 'owner', from_state: null, to_state: 'requested', note: '' }],
  allowed: ['approve', 'refuse', 'cancel'],
  issued_gift_card_id: null,
  ...changes,
});
const returnable = {
  order: { id: 'ord_1', number: '1042' },
  lines: [
    {
      line_item_id: 'lin_1',
      title: 'Hat',
      variant_title: 'S',
      sku: null,
      image_url: null,
      ordered: 2,
      asked: 0,
      returnable: 2,
      unit_refund: eur(2500),
      variant_id: 'var_s',
      replacements: [
        { variant_id: 'var_s', variant_title: 'S', sku: null, price: eur(2500), available: true },
        { variant_id: 'var_m', variant_title: 'M', sku: null, price: eur(3000), available: true },
        { variant_id: 'var_l', variant_title: 'L', sku: null, price: eur(3000), available: false },
      ],
    },
  ],
  original: [{ method: 'cash', label: null, amount: eur(5000) }],
  stored_methods: [{ id: 'pmt_1', kind: 'card', label: 'Visa •••• 9212' }],
  store_credit: eur(0),
  shipping: eur(0),
  within_window: true,
  return_window_ends_on: null,
  problem: null as string | null,
};

beforeEach(() => {
  giveLayout();
  wideWindow();
});
afterEach(() => vi.unstubAllGlobals());

describe('starting a return', () => {
  const show = () => {
    const fake = standard({
      'GET /api/v1/orders/:id/returnable': () => returnable,
      'POST /api/v1/orders/:id/returns': () => recorded(detail({ state: 'approved' }), 'opr_1', 201),
    });
    const ondone = vi.fn();
    showInWindow(ReturnDialog, { order: { id: 'ord_1', number: '1042' }, open: true, ondone });
    return { fake, ondone };
  };
  const POST = 'POST /api/v1/orders/:id/returns';

  it('takes pieces back for money, to where the owner says', async () => {
    const user = userEvent.setup();
    const { fake, ondone } = show();
    const dialog = await screen.findByRole('dialog', { name: 'Take back from order 1042' });
    await user.click(await within(dialog).findByRole('button', { name: 'Note the return' }));
    expect(await within(dialog).findByRole('alert')).toHaveTextContent('Choose what comes back.');
    await user.click(within(dialog).getByRole('button', { name: /One more/ }));
    expect(within(dialog).getByText(/The customer gets .*25\.00 back/)).toBeInTheDocument();
    await user.selectOptions(within(dialog).getByLabelText('Why?'), 'Too small');
    await user.selectOptions(within(dialog).getByLabelText('Refund to'), 'Visa •••• 9212');
    await user.click(within(dialog).getByRole('button', { name: 'Note the return' }));
    await waitFor(() => expect(ondone).toHaveBeenCalledOnce());
    expect(fake.last(POST)?.body).toEqual({
      kind: 'return',
      lines: [{ line_item_id: 'lin_1', quantity: 1, reason: 'too_small' }],
      refund_to: { to: 'stored_method', stored_method_id: 'pmt_1' },
      restocking_fee: 0,
      refund_shipping: false,
      note: '',
      approve: true,
    });
  });

  it('exchanges for a variant that is there, and says what it costs', async () => {
    const user = userEvent.setup();
    const { fake } = show();
    const dialog = await screen.findByRole('dialog');
    await user.click(await within(dialog).findByRole('button', { name: /One more/ }));
    await user.click(within(dialog).getByRole('radio', { name: 'Another size or colour' }));
    await user.click(within(dialog).getByRole('button', { name: 'Note the exchange' }));
    expect(await within(dialog).findByRole('alert')).toHaveTextContent('what comes instead');
    const other = within(dialog).getByLabelText('For which one?');
    expect(within(other).getByRole('option', { name: /sold out/ })).toBeDisabled();
    await user.selectOptions(other, 'var_m');
    expect(within(dialog).getByText(/The customer pays .*5\.00/)).toBeInTheDocument();
    await user.click(within(dialog).getByRole('button', { name: 'Note the exchange' }));
    await waitFor(() => expect(fake.count(POST)).toBe(1));
    expect(fake.last(POST)?.body).toMatchObject({
      kind: 'exchange',
      lines: [{ line_item_id: 'lin_1', quantity: 1, replacement_variant_id: 'var_m' }],
    });
  });
});

describe('a return', () => {
  it('is looked at on arrival and settled', async () => {
    const user = userEvent.setup();
    let shown = detail({ state: 'approved', allowed: ['receive', 'cancel'] });
    const fake = standard({
      'GET /api/v1/returns/:id': () => shown,
      'GET /api/v1/orders/:id/returnable': () => returnable,
      'POST /api/v1/returns/:id/receive': () =>
        recorded(
          (shown = detail({
            state: 'received',
            version: 2,
            allowed: ['settle'],
            lines: [line({ accepted: 1, condition: 'worn', disposition: 'write_off' })],
          })),
        ),
      'POST /api/v1/returns/:id/settle': () =>
        recorded(
          (shown = detail({
            state: 'settled',
            version: 3,
            allowed: ['close'],
            payments: [{ id: 'pay_1', kind: 'refund', method: 'cash', amount: eur(2500) }],
          })),
        ),
    });
    showInWindow(ReturnScreen, { id: 'rma_1' });
    await user.selectOptions(await screen.findByLabelText('Condition'), 'Worn');
    await user.selectOptions(screen.getByLabelText('What becomes of it'), 'Write off');
    await user.click(screen.getByRole('button', { name: 'Note the arrival' }));
    expect(fake.last('POST /api/v1/returns/:id/receive')?.body).toEqual({
      version: 1,
      lines: [{ line_id: 'rml_1', accepted: 1, condition: 'worn', disposition: 'write_off' }],
    });
    await user.click(await screen.findByRole('button', { name: /Give back .*25\.00/ }));
    expect(fake.last('POST /api/v1/returns/:id/settle')?.body).toMatchObject({
      version: 2,
      refund_to: { to: 'original' },
    });
    expect(await screen.findByRole('button', { name: 'Close' })).toBeInTheDocument();
    expect(screen.queryByRole('button', { name: /Give back/ })).toBeNull();
  });

  it('is refused only with a reason', async () => {
    const user = userEvent.setup();
    const fake = standard({
      'GET /api/v1/returns/:id': () => detail(),
      'POST /api/v1/returns/:id/refuse': () =>
        recorded(detail({ state: 'refused', reason: 'Worn', allowed: [], version: 2 })),
    });
    showInWindow(ReturnScreen, { id: 'rma_1' });
    await user.click(await screen.findByRole('button', { name: 'Refuse' }));
    const dialog = await screen.findByRole('dialog', { name: 'Refuse this return' });
    expect(within(dialog).getByRole('button', { name: 'Refuse' })).toBeDisabled();
    await user.type(within(dialog).getByRole('textbox'), 'Worn');
    await user.click(within(dialog).getByRole('button', { name: 'Refuse' }));
    await waitFor(() =>
      expect(fake.last('POST /api/v1/returns/:id/refuse')?.body).toEqual({ version: 1, reason: 'Worn' }),
    );
  });
});

describe('the list of returns', () => {
  it('begins with what is to do and teaches when there is nothing', async () => {
    const fake = standard({
      'GET /api/v1/returns': ({ query }) => ({
        items: query.get('state') === 'open' ? [summary()] : [],
        next_cursor: null,
      }),
      'GET /api/v1/returns/counts': () => ({ requested: 1, approved: 0, received: 0, settled: 0, open: 1 }),
    });
    const user = userEvent.setup();
    showInWindow(ReturnsScreen, { go: vi.fn() });
    expect(await screen.findByText('1042-R1')).toBeInTheDocument();
    expect(fake.last('GET /api/v1/returns')?.query.get('state')).toBe('open');
    await user.click(screen.getByRole('radio', { name: /Closed/ }));
    expect(await screen.findByText('None in this state')).toBeInTheDocument();
  });
});
