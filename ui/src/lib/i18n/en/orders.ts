/** The Orders screen. */
export const orders = {
  title: 'Orders',
} as const;
