/** The screens of the window, in the order of the sidebar, with the key that follows `g`. */
import House from '@lucide/svelte/icons/house';
import Inbox from '@lucide/svelte/icons/inbox';
import MessageSquareWarning from '@lucide/svelte/icons/message-square-warning';
import Package from '@lucide/svelte/icons/package';
import Settings from '@lucide/svelte/icons/settings';
import Shirt from '@lucide/svelte/icons/shirt';
import Smartphone from '@lucide/svelte/icons/smartphone';
import { links } from '../links';
import { text } from '$lib/i18n';

export type ScreenName = keyof typeof text.shell.screens;

export interface Screen {
  name: ScreenName;
  href: string;
  key: string;
  icon: typeof House;
}

export const SCREENS: readonly Screen[] = [
  { name: 'today', href: links.today, key: 't', icon: House },
  { name: 'inbox', href: links.inbox, key: 'i', icon: Inbox },
  { name: 'orders', href: links.orders, key: 'o', icon: Package },
  { name: 'catalog', href: links.catalog, key: 'c', icon: Shirt },
  { name: 'complaints', href: links.complaints, key: 'm', icon: MessageSquareWarning },
  { name: 'phone', href: links.phone, key: 'p', icon: Smartphone },
  { name: 'settings', href: links.settings, key: 's', icon: Settings },
];

/** The screen that an address belongs to. */
export function screenAt(path: string): Screen | undefined {
  return SCREENS.find(({ href }) =>
    href === '/' ? path === '/' : path === href || path.startsWith(`${href}/`),
  );
}
