/**
 * The screens of the window, in the order of the sidebar, with the key that follows `g`. A new screen is one line
 * here, its address in `links` and its name in the texts.
 */
import BadgePercent from '@lucide/svelte/icons/badge-percent';
import Banknote from '@lucide/svelte/icons/banknote';
import Gift from '@lucide/svelte/icons/gift';
import ArrowDownUp from '@lucide/svelte/icons/arrow-down-up';
import FileText from '@lucide/svelte/icons/file-text';
import ClipboardCheck from '@lucide/svelte/icons/clipboard-check';
import BookOpen from '@lucide/svelte/icons/book-open';
import Boxes from '@lucide/svelte/icons/boxes';
import House from '@lucide/svelte/icons/house';
import Inbox from '@lucide/svelte/icons/inbox';
import MessageSquareWarning from '@lucide/svelte/icons/message-square-warning';
import Package from '@lucide/svelte/icons/package';
import ScanBarcode from '@lucide/svelte/icons/scan-barcode';
import Settings from '@lucide/svelte/icons/settings';
import Shirt from '@lucide/svelte/icons/shirt';
import Smartphone from '@lucide/svelte/icons/smartphone';
import Undo2 from '@lucide/svelte/icons/undo-2';
import Users from '@lucide/svelte/icons/users';
import { links } from '../links';
import { text } from '$lib/i18n';

export type ScreenName = keyof typeof text.shell.screens;
export type ScreenGroup = keyof typeof text.shell.groups;

export interface Screen {
  name: ScreenName;
  group: ScreenGroup;
  href: string;
  key: string;
  icon: typeof House;
}

/** Those of one group stand together. */
export const SCREENS: readonly Screen[] = [
  { name: 'today', group: 'now', href: links.today, key: 't', icon: House },
  { name: 'inbox', group: 'now', href: links.inbox, key: 'i', icon: Inbox },
  { name: 'approvals', group: 'now', href: links.approvals, key: 'a', icon: ClipboardCheck },
  { name: 'complaints', group: 'now', href: links.complaints, key: 'm', icon: MessageSquareWarning },
  { name: 'counter', group: 'sell', href: links.counter, key: 'q', icon: ScanBarcode },
  { name: 'orders', group: 'sell', href: links.orders, key: 'o', icon: Package },
  { name: 'returns', group: 'sell', href: links.returns, key: 'r', icon: Undo2 },
  { name: 'discounts', group: 'sell', href: links.discounts, key: 'd', icon: BadgePercent },
  { name: 'giftCards', group: 'sell', href: links.giftCards, key: 'v', icon: Gift },
  { name: 'cashDrawer', group: 'sell', href: links.cashDrawer, key: 'w', icon: Banknote },
  { name: 'documents', group: 'sell', href: links.documents, key: 'b', icon: FileText },
  { name: 'catalog', group: 'goods', href: links.catalog, key: 'c', icon: Shirt },
  { name: 'stock', group: 'goods', href: links.stock, key: 'l', icon: Boxes },
  { name: 'contacts', group: 'people', href: links.contacts, key: 'k', icon: Users },
  { name: 'knowledge', group: 'people', href: links.knowledge, key: 'f', icon: BookOpen },
  { name: 'files', group: 'program', href: links.imports, key: 'x', icon: ArrowDownUp },
  { name: 'phone', group: 'program', href: links.phone, key: 'p', icon: Smartphone },
  { name: 'settings', group: 'program', href: links.settings, key: 's', icon: Settings },
];

/** The screens as they stand in the sidebar. */
export const GROUPS: readonly { name: ScreenGroup; screens: Screen[] }[] = [
  ...new Set(SCREENS.map(({ group }) => group)),
].map((name) => ({ name, screens: SCREENS.filter(({ group }) => group === name) }));

/** The screen that an address belongs to. */
export function screenAt(path: string): Screen | undefined {
  return SCREENS.find(({ href }) =>
    href === '/' ? path === '/' : path === href || path.startsWith(`${href}/`),
  );
}
