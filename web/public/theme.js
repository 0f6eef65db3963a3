// Runs before the first paint, as a file of its own because the content policy allows no inline script.
// web/lib/theme.ts holds the same rule for changes made later.
;(function followTheme() {
  const system = matchMedia('(prefers-color-scheme: dark)')
  function apply() {
    let choice = null
    try {
      choice = localStorage.getItem('orrery.theme')
    } catch (_refused) {
      // Storage can be switched off; the theme of the system is then used.
    }
    const isDark = choice === 'dark' || (choice !== 'light' && system.matches)
    document.documentElement.dataset.theme = isDark ? 'dark' : 'light'
    const meta = document.querySelector('meta[name="theme-color"]')
    if (meta) meta.setAttribute('content', isDark ? '#0D121D' : '#F6F7FA')
  }
  apply()
  // The public pages have no other script that could follow.
  system.addEventListener('change', apply)
})()
