declare global {
  interface Window {
    /** Present only inside the desktop window. */
    __TAURI_INTERNALS__?: unknown;
  }
}

export {};
