// Runs before the first paint, as a file of its own because the content policy allows no inline script.
// web/lib/theme.ts holds the same rule for changes made later.
;(function applyStoredTheme() {
  var choice = null
  try {
    choice = localStorage.getItem('orrery.theme')
  } catch (_refused) {
    // Storage can be switched off; the theme of the system is then used.
  }
  var isDark = choice === 'dark' || (choice !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches)
  var root = document.documentElement
  root.dataset.theme = isDark ? 'dark' : 'light'
  var meta = document.querySelector('meta[name="theme-color"]')
  if (meta) meta.setAttribute('content', isDark ? '#0D121D' : '#F6F7FA')
})()
