interface Shortcut {
  label: string;
  keys: readonly string[];
}

/** The Inbox screen. */
export const inbox = {
  title: 'Inbox',
  /** Keys of this screen, shown in the list of shortcuts. */
  shortcuts: [] as readonly Shortcut[],
} as const;
