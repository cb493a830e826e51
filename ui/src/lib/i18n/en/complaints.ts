/** The Complaints screen. */
export const complaints = {
  title: 'Complaints',
} as const;
