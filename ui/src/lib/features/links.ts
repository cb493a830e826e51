/** The addresses of the screens. Nothing else writes one by hand. */
export const links = {
  today: '/',
  inbox: '/inbox',
  conversation: (id: string) => `/inbox/${encodeURIComponent(id)}`,
  /** A conversation with the explanation of one run open beside it. */
  run: (conversation: string, run: string) =>
    `/inbox/${encodeURIComponent(conversation)}?run=${encodeURIComponent(run)}`,
  orders: '/orders',
  order: (id: string) => `/orders/${encodeURIComponent(id)}`,
  documents: '/documents',
  counter: '/counter',
  contacts: '/contacts',
  contact: (id: string) => `/contacts/${encodeURIComponent(id)}`,
  catalog: '/catalog',
  newProduct: '/catalog/new',
  product: (id: string) => `/catalog/${encodeURIComponent(id)}`,
  complaints: '/complaints',
  complaint: (id: string) => `/complaints/${encodeURIComponent(id)}`,
  phone: '/phone',
  phoneAs: (address: string) => `/phone?from=${encodeURIComponent(address)}`,
  settings: '/settings',
  settingsOf: (section: string) => `/settings/${encodeURIComponent(section)}`,
} as const;
