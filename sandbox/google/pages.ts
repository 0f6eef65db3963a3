import { createHash } from 'node:crypto'
import type { ServerResponse } from 'node:http'
import type { Person } from './server.ts'

const STYLE = `
:root { color-scheme: light dark; --ink: #16202b; --soft: #55616e; --line: #cfd6de; --card: #fff; --back: #eef1f4; --act: #1a5fb4 }
@media (prefers-color-scheme: dark) { :root { --ink: #e8edf2; --soft: #a9b4c0; --line: #3b4652; --card: #1b232c; --back: #11171d; --act: #8ab8f5 } }
* { box-sizing: border-box }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; padding: 16px; background: var(--back); color: var(--ink); font: 16px/1.5 system-ui, sans-serif }
main { width: 100%; max-width: 440px; background: var(--card); border: 1px solid var(--line); border-radius: 12px; padding: 28px }
h1 { font-size: 22px; line-height: 1.3; margin: 0 0 8px }
p { margin: 0 0 16px; color: var(--soft) }
.sandbox { font-size: 14px; border-left: 3px solid var(--act); padding-left: 10px }
form { display: grid; gap: 8px }
button { font: inherit; text-align: left; min-height: 44px; padding: 8px 14px; border-radius: 8px; border: 1px solid var(--line); background: transparent; color: var(--ink); cursor: pointer }
button small { display: block; color: var(--soft); font-size: 14px }
:focus-visible { outline: 3px solid var(--act); outline-offset: 2px }
`
const STYLE_HASH = createHash('sha256').update(STYLE).digest('base64')

const escapeHtml = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)

function page(response: ServerResponse, title: string, body: string, status: number, targets: string): void {
  response.writeHead(status, {
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'no-store',
    'referrer-policy': 'no-referrer',
    'content-security-policy': `default-src 'none'; style-src 'sha256-${STYLE_HASH}'; form-action ${targets}; frame-ancestors 'none'; base-uri 'none'`,
  })
  response.end(`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title><style>${STYLE}</style></head>
<body><main><h1>${escapeHtml(title)}</h1><p class="sandbox">Sandbox: stands in for Google on this machine</p>${body}</main></body></html>`)
}

/** Asks which account to sign in with. It works without script. */
export function accountPage(
  response: ServerResponse,
  people: readonly Person[],
  asked: URLSearchParams,
): void {
  const hidden = [...asked]
    .map(([name, value]) => `<input type="hidden" name="${escapeHtml(name)}" value="${escapeHtml(value)}">`)
    .join('')
  const choices = people
    .map(
      ({ sub, name, email, isConfirmed }) =>
        `<button name="person" value="${sub}">${escapeHtml(name)}<small>${escapeHtml(email)}${isConfirmed ? '' : ', address not confirmed'}</small></button>`,
    )
    .join('')
  // A browser holds the redirect that follows a form to the same rule as the form itself.
  const targets = `'self' ${new URL(asked.get('redirect_uri') ?? '').origin}`
  page(
    response,
    'Choose an account',
    `<form method="post" action="/o/oauth2/v2/auth">${hidden}${choices}<button name="person" value="">Cancel</button></form>`,
    200,
    targets,
  )
}

/** Shown instead of sending somebody to an address that nobody vouches for. */
export const refusalPage = (response: ServerResponse, error: string): void =>
  page(response, 'Sorry, something went wrong', `<p>Error: ${escapeHtml(error)}</p>`, 400, "'none'")
