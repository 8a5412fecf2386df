// Before the first paint, so that nobody is dazzled: the chosen theme, or the system's.
(() => {
  let chosen = null;
  try {
    chosen = localStorage.getItem('tiercel.theme');
  } catch {
    // A browser may refuse storage; then the system decides.
  }
  const isDark = chosen === 'dark' || (chosen !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches);
  document.documentElement.dataset.theme = isDark ? 'dark' : 'light';
})();
