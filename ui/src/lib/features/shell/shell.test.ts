import { render, screen, waitFor, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { LiveEvents } from '$lib/api/live.svelte';
import { showInWindow, standard } from '../../../test/window';
import ConnectionBanner from './ConnectionBanner.svelte';
import Crashed from './Crashed.svelte';
import { screenAt } from './screens';
import ShortcutsDialog from './ShortcutsDialog.svelte';
import { focusSearch, shortcuts } from './shortcuts';
import Sidebar from './Sidebar.svelte';

const sidebar = (props: Record<string, unknown> = {}) =>
  render(Sidebar, {
    path: '/',
    shopName: 'Linden & Lark',
    unread: 0,
    waitingApprovals: 0,
    openComplaints: 0,
    collapsed: false,
    onhelp: vi.fn(),
    ...props,
  });

describe('the sidebar', () => {
  it('leads to every screen and marks the one shown', () => {
    sidebar({ path: '/orders/ord_1' });
    const links = within(screen.getByRole('navigation', { name: 'Screens' })).getAllByRole('link');
    expect(links.map((link) => link.textContent.trim())).toEqual([
      'Today',
      'Inbox',
      'Approvals',
      'Complaints',
      'Counter',
      'Orders',
      'Returns',
      'Discounts',
      'Gift cards',
      'Cash drawer',
      'Documents',
      'Catalog',
      'Stock',
      'Contacts',
      'Knowledge',
      'Import and export',
      'Phone',
      'Settings',
    ]);
    expect(within(screen.getByRole('group', { name: 'Sell' })).getAllByRole('link')).toHaveLength(7);
    expect(
      links.filter((link) => link.getAttribute('aria-current') === 'page').map((l) => l.textContent.trim()),
    ).toEqual(['Orders']);
  });

  it('says how much is unread', () => {
    sidebar({ unread: 3, waitingApprovals: 2, openComplaints: 1 });
    expect(screen.getByRole('img', { name: '3 unread messages' })).toBeInTheDocument();
    expect(screen.getByRole('img', { name: '2 changes wait for your approval' })).toBeInTheDocument();
    expect(screen.getByRole('img', { name: '1 complaint to resolve' })).toBeInTheDocument();
  });

  it('keeps the names for screen readers when only icons are left', () => {
    sidebar({ collapsed: true });
    expect(screen.getByRole('link', { name: 'Catalog' })).toBeInTheDocument();
    expect(screen.queryByText('Linden & Lark')).toBeNull();
  });
});

describe('an address belongs to a screen', () => {
  it.each([
    ['/', 'today'],
    ['/inbox/cnv_1', 'inbox'],
    ['/settings/whatsapp', 'settings'],
    ['/inboxes', undefined],
  ])('%s: %s', (path, name) => expect(screenAt(path)?.name).toBe(name));
});

describe('keys', () => {
  let time = 0;
  const actions = { go: vi.fn(), search: vi.fn(), help: vi.fn() };
  const press = (...keys: string[]) => {
    const handle = shortcuts(actions, () => time);
    for (const key of keys) {
      if (key === 'wait') time += 2000;
      else handle(new KeyboardEvent('keydown', { key, cancelable: true }));
    }
  };
  beforeEach(() => {
    time = 0;
    vi.clearAllMocks();
    document.body.innerHTML = '';
  });

  it.each([
    ['t', '/'],
    ['i', '/inbox'],
    ['o', '/orders'],
    ['q', '/counter'],
    ['k', '/contacts'],
    ['c', '/catalog'],
    ['m', '/complaints'],
    ['a', '/approvals'],
    ['p', '/phone'],
    ['s', '/settings'],
  ])('g %s goes to %s', (key, path) => {
    press('g', key);
    expect(actions.go).toHaveBeenCalledExactlyOnceWith(path);
  });

  it('a letter alone, or long after g, goes nowhere', () => {
    press('i');
    press('g', 'wait', 'i');
    expect(actions.go).not.toHaveBeenCalled();
  });

  it('/ finds and ? helps', () => {
    press('/', '?');
    expect(actions.search).toHaveBeenCalledOnce();
    expect(actions.help).toHaveBeenCalledOnce();
  });

  it('leaves keys alone while somebody types or a dialog is open', () => {
    const field = document.body.appendChild(document.createElement('input'));
    const handle = shortcuts(actions, () => 0);
    field.addEventListener('keydown', handle);
    field.dispatchEvent(new KeyboardEvent('keydown', { key: '?' }));
    document.body.innerHTML = '<div role="dialog" data-state="open"></div>';
    press('?');
    expect(actions.help).not.toHaveBeenCalled();
  });

  it('finding puts the cursor into the screen’s search field', () => {
    document.body.innerHTML = '<main><input data-search-field /></main>';
    focusSearch();
    expect(document.querySelector('[data-search-field]')).toHaveFocus();
  });
});

describe('a screen that stopped working', () => {
  it('says so, is opened again on request, and is left behind by going elsewhere', async () => {
    const reset = vi.fn();
    const props = { error: new Error('no such row'), path: '/orders', reset };
    const { rerender } = render(Crashed, props);
    expect(screen.getByRole('alert')).toHaveTextContent('This screen stopped working');
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
    expect(reset).toHaveBeenCalledTimes(1);
    await rerender({ path: '/inbox' });
    expect(reset).toHaveBeenCalledTimes(2);
  });
});

it('the list of shortcuts names every screen', async () => {
  render(ShortcutsDialog, { open: true });
  const dialog = await screen.findByRole('dialog', { name: 'Keyboard shortcuts' });
  expect(within(dialog).getByText('Complaints')).toBeInTheDocument();
  await userEvent.click(within(dialog).getByRole('button', { name: 'Close' }));
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
});

it('says when the connection is lost, and only then', async () => {
  standard();
  const { live } = showInWindow(ConnectionBanner);
  expect(screen.queryByText(/connection to the shop is lost/)).toBeNull();
  live.state = 'lost';
  expect(await screen.findByText(/connection to the shop is lost/)).toBeInTheDocument();
  expect(live).toBeInstanceOf(LiveEvents);
});
