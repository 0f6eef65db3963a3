import { escapeHtml } from './pages.ts'
import { START_CSS_PATH } from './start-css.ts'

const mark = `<svg viewBox="0 0 24 24" aria-hidden="true"><circle cx="12" cy="12" r="10" fill="none" stroke="currentColor" stroke-width="1.75"/><circle cx="12" cy="12" r="5" fill="none" stroke="currentColor" stroke-width="1.75"/><circle cx="12" cy="12" r="2" fill="currentColor"/><circle cx="19.07" cy="4.93" r="3.6" fill="var(--bg)"/><circle cx="19.07" cy="4.93" r="2.9" fill="var(--accent)"/><circle cx="7.67" cy="14.5" r="1.9" fill="currentColor"/></svg>`

const header = `<header class="top"><a class="logo" href="/">${mark}Orrery</a>
<nav aria-label="Site"><a href="/#how">How it works</a><a href="/#plans">Plans</a><a href="/#privacy">Privacy</a></nav>
<div class="push"><a class="btn quiet" href="/login">Sign in</a><a class="btn primary" href="/signup">Start free</a></div></header>`

const footer = `<footer><span>Orrery</span><a href="/#plans">Plans</a><a href="/privacy">Privacy</a><a href="/terms">Terms</a><a href="/login">Sign in</a></footer>`

/**
 * A page for anybody, drawn here and not by the app. The one script sets the theme that was chosen on this device; without it the
 * theme of the system holds. `body` is HTML that is already escaped; `moreCss` the address of styles that only this page needs.
 */
export function publicPage(title: string, body: string, moreCss: string | null = null): Response {
  const html = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<meta name="description" content="A live working model of your business: numbers of the systems you run on, exact, explained and live.">
<meta name="theme-color" content="#F6F7FA">
<link rel="icon" href="/mark.svg" type="image/svg+xml">
<script src="/theme.js"></script>
<link rel="stylesheet" href="${START_CSS_PATH}">${moreCss === null ? '' : `<link rel="stylesheet" href="${moreCss}">`}
</head>
<body><a class="skip" href="#main">Skip to content</a>
<div class="outer"><div class="wrap">${header}
${body}
${footer}</div></div>
</body>
</html>`
  return new Response(html, {
    headers: {
      'content-type': 'text/html; charset=utf-8',
      // The same address shows the app to whoever is signed in.
      'cache-control': 'no-cache',
      vary: 'cookie',
    },
  })
}
