import { screen, waitFor, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';
import { problem, recorded } from '../../../test/api';
import { FakeApi, minutesAgo, showInWindow, standard } from '../../../test/window';
import BackupSection from './BackupSection.svelte';
import HistorySection from './HistorySection.svelte';
import RecoveryScreen from './RecoveryScreen.svelte';
import { Restoring } from './restoring.svelte';

const NAME = 'shop-20260310T100000.000Z-manual-13.sqlite';
const backup = {
  name: NAME,
  made_at: minutesAgo(120),
  reason: 'manual',
  byte_count: 3_400_000,
  schema: 13,
};
const backups = (changes: Record<string, unknown> = {}) => ({
  folder: '/data/backups',
  folder_is_usual: true,
  automatic: true,
  next_at: null,
  last_error: null,
  running: false,
  items: [backup],
  ...changes,
});
const contents = (changes: Record<string, unknown> = {}) => ({
  shop_name: 'Linden & Lark',
  products: 60,
  variants: 500,
  contacts: 40,
  orders: 90,
  conversations: 30,
  messages: 400,
  newest_message_at: null,
  newest_order_at: minutesAgo(130),
  newest_change_at: minutesAgo(125),
  ...changes,
});
const preview = (changes: Record<string, unknown> = {}) => ({
  backup,
  state: 'whole',
  detail: null,
  then: contents(),
  now: contents({ orders: 97 }),
  ...changes,
});

describe('backups', () => {
  it('are listed, made, and looked into before one is restored', async () => {
    const api = standard()
      .on('GET /api/v1/backups', () => backups())
      .on('POST /api/v1/backups', () => ({ running: true }))
      .on('GET /api/v1/backups/:name', () => preview());
    showInWindow(BackupSection);
    await screen.findByText(/3.4 MB/);
    await userEvent.click(screen.getByRole('button', { name: 'Back up now' }));
    await waitFor(() => expect(api.count('POST /api/v1/backups')).toBe(1));
    await userEvent.click(screen.getByRole('button', { name: 'Look and restore' }));
    const dialog = await screen.findByRole('dialog');
    const row = await within(dialog).findByRole('row', { name: /Orders/ });
    expect(within(row).getByText('90')).toBeInTheDocument();
    expect(within(row).getByText('97')).toBeInTheDocument();
    expect(within(dialog).getByRole('button', { name: 'Restore' })).toBeEnabled();
  });

  it('say why the last one failed, and a damaged one cannot be restored', async () => {
    standard()
      .on('GET /api/v1/backups', () => backups({ last_error: 'The disk is full.' }))
      .on('GET /api/v1/backups/:name', () =>
        preview({ state: 'damaged', detail: 'A page is missing.', then: null }),
      );
    showInWindow(BackupSection);
    expect(await screen.findByText('The disk is full.')).toBeInTheDocument();
    await userEvent.click(screen.getByRole('button', { name: 'Look and restore' }));
    const dialog = await screen.findByRole('dialog');
    expect(await within(dialog).findByText('A page is missing.')).toBeInTheDocument();
    expect(within(dialog).getByRole('button', { name: 'Restore' })).toBeDisabled();
  });

  it('follow the settings, which are checked before they are saved', async () => {
    const api = standard().on('GET /api/v1/backups', () => backups({ items: [] }));
    showInWindow(BackupSection);
    expect(await screen.findByText('No backup yet')).toBeInTheDocument();
    const folder = await screen.findByRole('textbox', { name: /Folder/ });
    await userEvent.type(folder, 'stick');
    await userEvent.click(screen.getByRole('button', { name: 'Save' }));
    expect(folder).toHaveAccessibleDescription(/whole path/);
    expect(api.count('PUT /api/v1/settings/:key')).toBe(0);
  });
});

describe('restoring', () => {
  it('waits until the shop is open again, then loads the window anew', async () => {
    let asked = 0;
    new FakeApi()
      .on('POST /api/v1/backups/:name/restore', () => ({ restoring: true }))
      .on('GET /api/v1/recovery', () => {
        asked += 1;
        if (asked < 3) return problem(503, 'database_locked');
        return { needed: false, detail: null, kept_as: null };
      });
    const reload = vi.fn();
    const restoring = new Restoring(reload, () => Promise.resolve());
    await restoring.start(NAME);
    expect(reload).toHaveBeenCalledOnce();
    expect(asked).toBe(3);
  });

  it('says what was refused and can be asked again', async () => {
    new FakeApi().on('POST /api/v1/backups/:name/restore', () => problem(507, 'disk_full', 'Full.'));
    const restoring = new Restoring(vi.fn(), () => Promise.resolve());
    await restoring.start(NAME);
    expect(restoring.stage).toBe('asking');
    expect(restoring.error?.code).toBe('disk_full');
  });
});

describe('recovery', () => {
  it('shows one screen with the backups', async () => {
    standard()
      .on('GET /api/v1/backups', () => backups())
      .on('GET /api/v1/backups/:name', () => preview({ now: null }));
    showInWindow(RecoveryScreen, {
      recovery: { needed: true, detail: 'A part is missing at the end.', kept_as: 'shop.sqlite' },
    });
    expect(screen.getByRole('heading', { name: 'The shop’s file is damaged' })).toBeInTheDocument();
    await userEvent.click(await screen.findByRole('button', { name: 'Look and restore' }));
    const dialog = await screen.findByRole('dialog');
    expect(await within(dialog).findByText(/damaged file is kept/)).toBeInTheDocument();
    expect(within(dialog).queryByText('Now')).not.toBeInTheDocument();
  });

  it('says what to do without any backup', async () => {
    standard().on('GET /api/v1/backups', () => backups({ items: [] }));
    showInWindow(RecoveryScreen, { recovery: { needed: true, detail: null, kept_as: null } });
    expect(await screen.findByText(/There is no backup/)).toBeInTheDocument();
  });
});

describe('history', () => {
  const operation = (changes: Record<string, unknown> = {}) => ({
    id: 'opr_1',
    kind: 'product.changed',
    actor: 'owner',
    actor_name: '',
    details: { title: 'Linen dress', fields: ['title'] },
    change_count: 1,
    at: minutesAgo(5),
    undoes: null,
    undone_by: null,
    ...changes,
  });
  const imported = operation({
    id: 'opr_2',
    kind: 'import',
    actor: 'import',
    actor_name: 'products.csv',
    details: { file_name: 'products.csv' },
    change_count: 300,
  });

  it('tells who changed what, shows both states, and takes it back', async () => {
    const api = standard()
      .on('GET /api/v1/operations', () => ({ items: [operation(), imported], next_cursor: null }))
      .on('GET /api/v1/operations/:id/changes', () => ({
        items: [
          {
            subject_kind: 'product',
            subject_id: 'prd_1',
            before: { title: 'Dress', version: 1 },
            after: { title: 'Linen dress', version: 2 },
          },
        ],
        next_cursor: null,
      }))
      .on('POST /api/v1/operations/:id/undo', () =>
        recorded({ operation_id: 'opr_3', restored: 1 }, 'opr_3'),
      );
    showInWindow(HistorySection);
    const items = await screen.findAllByRole('listitem');
    expect(items).toHaveLength(2);
    const [first, second] = items as [HTMLElement, HTMLElement];
    expect(first).toHaveTextContent(/Product changed: Linen dress.*You/s);
    expect(second).toHaveTextContent(/File imported: products.csv.*Import \(products.csv\).*300 things/s);
    await userEvent.click(within(first).getByRole('button', { name: 'What changed' }));
    const row = await within(first).findByRole('row', { name: /Title/ });
    expect(row).toHaveTextContent(/Dress.*Linen dress/);
    await userEvent.click(within(first).getByRole('button', { name: 'Take back' }));
    await waitFor(() => expect(api.count('POST /api/v1/operations/:id/undo')).toBe(1));
  });
});
