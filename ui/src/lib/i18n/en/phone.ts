export const phone = { title: 'phone' } as const;
