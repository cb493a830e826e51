// Sets the colours before the first paint. A file of its own, because inline scripts are not allowed.
(() => {
  let choice = 'system';
  try {
    choice = localStorage.getItem('mode-watcher-mode') || 'system';
  } catch {
    // Without storage the system's choice holds.
  }
  const dark =
    choice === 'dark' || (choice === 'system' && matchMedia('(prefers-color-scheme: dark)').matches);
  document.documentElement.classList.toggle('dark', dark);
  document.documentElement.style.colorScheme = dark ? 'dark' : 'light';
})();
