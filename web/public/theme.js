// Runs before the first paint, as a file of its own because the content policy allows no inline script.
// web/lib/theme.ts holds the same rule for changes made later.
;(function applyStoredTheme() {
  let choice = null
  try {
    choice = localStorage.getItem('orrery.theme')
  } catch (_refused) {
    // Storage can be switched off; the theme of the system is then used.
  }
  const isDark =
    choice === 'dark' || (choice !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches)
  const root = document.documentElement
  root.dataset.theme = isDark ? 'dark' : 'light'
  const meta = document.querySelector('meta[name="theme-color"]')
  if (meta) meta.setAttribute('content', isDark ? '#0D121D' : '#F6F7FA')
})()
