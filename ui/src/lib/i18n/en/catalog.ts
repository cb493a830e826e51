/** The Catalog screen. */
export const catalog = {
  title: 'Catalog',
} as const;
