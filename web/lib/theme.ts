import { createSignal } from 'solid-js'

export type ThemeChoice = 'light' | 'dark' | 'system'

/** The only thing Orrery keeps in localStorage. public/theme.js reads it before the first paint. */
const STORED_AS = 'orrery.theme'

function stored(): ThemeChoice {
  try {
    const choice = localStorage.getItem(STORED_AS)
    return choice === 'light' || choice === 'dark' ? choice : 'system'
  } catch {
    return 'system'
  }
}

const systemIsDark = matchMedia('(prefers-color-scheme: dark)')
const [choice, setChoice] = createSignal<ThemeChoice>(stored())
const [shown, setShown] = createSignal<'light' | 'dark'>('light')

/** Paper is white whatever the screen is. */
let isPrinting = false

function paint(): void {
  const isDark = !isPrinting && (choice() === 'dark' || (choice() === 'system' && systemIsDark.matches))
  document.documentElement.dataset.theme = isDark ? 'dark' : 'light'
  document.querySelector('meta[name="theme-color"]')?.setAttribute('content', isDark ? '#0D121D' : '#F6F7FA')
  setShown(isDark ? 'dark' : 'light')
}

/** Keeps the page on the chosen theme from now on, also when the system changes. */
export function startTheme(): void {
  paint()
  systemIsDark.addEventListener('change', paint)
  for (const [event, printing] of [
    ['beforeprint', true],
    ['afterprint', false],
  ] as const) {
    window.addEventListener(event, () => {
      isPrinting = printing
      paint()
    })
  }
}

/** Chooses a theme and remembers it on this device. */
export function setTheme(next: ThemeChoice): void {
  setChoice(next)
  try {
    if (next === 'system') localStorage.removeItem(STORED_AS)
    else localStorage.setItem(STORED_AS, next)
  } catch {
    // Storage can be switched off; the choice then lasts as long as the tab.
  }
  paint()
}

/** What the person chose. */
export const themeChoice = choice
/** What is on screen; charts redraw when it changes. */
export const themeShown = shown
