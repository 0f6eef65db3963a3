/** Name of the window in which a provider asks for consent. */
const CONSENT_WINDOW = 'orrery-consent'
const FEATURES = 'popup,width=560,height=760'
const KIND_KEY = 'orrery.window'

/** What the consent window says to the page that opened it: which connection it made or renewed, or why not. */
export type ConsentNews = { connectionId: string } | { problem: string }

const isNews = (value: unknown): value is ConsentNews =>
  typeof value === 'object' &&
  value !== null &&
  (typeof (value as { connectionId?: unknown }).connectionId === 'string' ||
    typeof (value as { problem?: unknown }).problem === 'string')

/** A consent window that was opened, still empty. */
export interface ConsentWindow {
  show(address: string): void
  close(): void
}

/**
 * Opens the window for consent; must be called straight from a click. Null when the browser does not allow it. The window
 * is marked in its own storage: its name is lost on the way through another site, because our pages share no group of
 * windows with those of others.
 */
export function openConsentWindow(): ConsentWindow | null {
  const opened = window.open('', CONSENT_WINDOW, FEATURES)
  if (!opened) return null
  try {
    opened.sessionStorage.setItem(KIND_KEY, CONSENT_WINDOW)
  } catch {
    // Without storage the name has to do.
  }
  opened.focus()
  return {
    show: (address) => opened.location.replace(address),
    close: () => opened.close(),
  }
}

/** True in the window that a page of ours opened for consent. */
export function isConsentWindow(): boolean {
  if (window.name === CONSENT_WINDOW) return true
  try {
    return sessionStorage.getItem(KIND_KEY) === CONSENT_WINDOW
  } catch {
    return false
  }
}

/** Tells the other windows of this app what came of the consent. */
export function tellConsent(news: ConsentNews): void {
  const channel = new BroadcastChannel(CONSENT_WINDOW)
  channel.postMessage(news)
  channel.close()
}

/** Calls `hear` with what consent windows say, until the returned function is called. */
export function onConsent(hear: (news: ConsentNews) => void): () => void {
  const channel = new BroadcastChannel(CONSENT_WINDOW)
  channel.onmessage = (event: MessageEvent<unknown>) => {
    if (isNews(event.data)) hear(event.data)
  }
  return () => channel.close()
}
