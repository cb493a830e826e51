/** The addresses of the screens. Nothing else writes one by hand. */
export const links = {
  today: '/',
  inbox: '/inbox',
  conversation: (id: string) => `/inbox/${encodeURIComponent(id)}`,
  /** A conversation with the explanation of one run open beside it. */
  run: (conversation: string, run: string) =>
    `/inbox/${encodeURIComponent(conversation)}?run=${encodeURIComponent(run)}`,
  /** A conversation at one of its messages. */
  message: (conversation: string, message: string) =>
    `/inbox/${encodeURIComponent(conversation)}?message=${encodeURIComponent(message)}`,
  approvals: '/approvals',
  orders: '/orders',
  newOrder: '/orders/new',
  newOrderFor: (contact: string) => `/orders/new?contact=${encodeURIComponent(contact)}`,
  order: (id: string) => `/orders/${encodeURIComponent(id)}`,
  documents: '/documents',
  counter: '/counter',
  returns: '/returns',
  return: (id: string) => `/returns/${encodeURIComponent(id)}`,
  giftCards: '/gift-cards',
  giftCard: (id: string) => `/gift-cards?card=${encodeURIComponent(id)}`,
  discounts: '/discounts',
  cashDrawer: '/cash-drawer',
  knowledge: '/knowledge',
  knowledgeEntry: (id: string) => `/knowledge?entry=${encodeURIComponent(id)}`,
  contacts: '/contacts',
  contact: (id: string) => `/contacts/${encodeURIComponent(id)}`,
  catalog: '/catalog',
  newProduct: '/catalog/new',
  product: (id: string) => `/catalog/${encodeURIComponent(id)}`,
  stock: '/stock',
  lowStock: '/stock?show=low',
  stockOf: (variant: string) => `/stock/variants/${encodeURIComponent(variant)}`,
  purchaseOrders: '/stock/orders',
  newPurchaseOrder: (variants: readonly string[] = []) =>
    variants.length === 0
      ? '/stock/orders/new'
      : `/stock/orders/new?variants=${variants.map(encodeURIComponent).join(',')}`,
  purchaseOrder: (id: string) => `/stock/orders/${encodeURIComponent(id)}`,
  transfers: '/stock/transfers',
  transfer: (id: string) => `/stock/transfers/${encodeURIComponent(id)}`,
  stocktakes: '/stock/stocktakes',
  stocktake: (id: string) => `/stock/stocktakes/${encodeURIComponent(id)}`,
  movements: '/stock/movements',
  stockCover: '/stock/cover',
  suppliers: '/stock/suppliers',
  waiting: '/stock/waiting',
  /** Who waits for a product; `owner`: whom the owner has to tell. */
  waitingFor: (product: string, show?: 'owner') =>
    `/stock/waiting?product=${encodeURIComponent(product)}${show ? `&show=${show}` : ''}`,
  complaints: '/complaints',
  complaint: (id: string) => `/complaints/${encodeURIComponent(id)}`,
  imports: '/import',
  importOf: (id: string) => `/import/${encodeURIComponent(id)}`,
  exports: '/import/export',
  phone: '/phone',
  phoneAs: (address: string) => `/phone?from=${encodeURIComponent(address)}`,
  settings: '/settings',
  settingsOf: (section: string) => `/settings/${encodeURIComponent(section)}`,
} as const;
