import { plural } from '../locale';

/** The frame around every screen. */
export const shell = {
  skip: 'Skip to the content',
  navigation: 'Screens',
  /** The headings of the sidebar; the first has none. */
  groups: { now: '', sell: 'Sell', goods: 'Goods', people: 'People', program: 'Haberdash' },
  screens: {
    today: 'Today',
    inbox: 'Inbox',
    approvals: 'Approvals',
    complaints: 'Complaints',
    counter: 'Counter',
    documents: 'Documents',
    orders: 'Orders',
    returns: 'Returns',
    discounts: 'Discounts',
    giftCards: 'Gift cards',
    cashDrawer: 'Cash drawer',
    catalog: 'Catalog',
    stock: 'Stock',
    contacts: 'Contacts',
    knowledge: 'Knowledge',
    files: 'Import and export',
    phone: 'Phone',
    settings: 'Settings',
  },
  title: ({ page }: { page: string }) => `${page} · Haberdash`,
  unread: ({ count }: { count: number }) => plural(count, 'unread message', 'unread messages'),
  waitingApprovals: ({ count }: { count: number }) =>
    plural(count, 'change waits for your approval', 'changes wait for your approval'),
  openComplaints: ({ count }: { count: number }) =>
    plural(count, 'complaint to resolve', 'complaints to resolve'),
  lost: 'The connection to the shop is lost. What you see may be out of date; trying again…',
  theme: {
    label: 'Colours',
    system: 'As the system',
    light: 'Light',
    dark: 'Dark',
    now: ({ mode }: { mode: string }) => `Colours: ${mode}`,
  },
  shortcuts: {
    title: 'Keyboard shortcuts',
    open: 'Show keyboard shortcuts',
    goTo: 'Go to',
    everywhere: 'Everywhere',
    search: 'Find on this screen',
    help: 'Show this list',
    close: 'Close what is open',
    then: 'then',
    lists: 'Lists and tables',
    ofLists: [
      { label: 'Next, previous', keys: ['j', 'k'] },
      { label: 'Open', keys: ['Enter'] },
      { label: 'Move to another cell', keys: ['←', '↑', '→', '↓'] },
      { label: 'Choose a row, and on to another', keys: ['Space', '⇧ ↓'] },
      { label: 'Choose all', keys: ['Ctrl A'] },
      { label: 'Change a cell', keys: ['F2'] },
      { label: 'New order (in Orders)', keys: ['n'] },
    ],
  },
  crash: {
    title: 'This screen stopped working',
    text: 'Nothing of the shop is lost. Open the screen again, or go to another one.',
    details: 'What happened',
  },
  notFound: {
    title: 'There is no such screen',
    text: 'The address may be old. Everything is reachable from the list on the side.',
    action: 'Go to Today',
  },
} as const;
