import { createHash } from 'node:crypto'
import type { ServerResponse } from 'node:http'
import type { Colleague } from './people.ts'

const STYLE = `
:root { color-scheme: light dark; --ink: #16202b; --soft: #55616e; --line: #cfd6de; --card: #fff; --back: #eef1f4; --act: #1a5fb4 }
@media (prefers-color-scheme: dark) { :root { --ink: #e8edf2; --soft: #a9b4c0; --line: #3b4652; --card: #1b232c; --back: #11171d; --act: #8ab8f5 } }
* { box-sizing: border-box }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; padding: 16px; background: var(--back); color: var(--ink); font: 16px/1.5 system-ui, sans-serif }
main { width: 100%; max-width: 560px; background: var(--card); border: 1px solid var(--line); border-radius: 12px; padding: 28px }
h1 { font-size: 22px; line-height: 1.3; margin: 0 0 8px }
p { margin: 0 0 16px; color: var(--soft) }
code { overflow-wrap: anywhere }
.sandbox { font-size: 14px; border-left: 3px solid var(--act); padding-left: 10px }
form { display: grid; gap: 8px }
input { font: inherit; width: 100%; min-height: 44px; padding: 8px 12px; border-radius: 8px; border: 1px solid var(--line); background: transparent; color: var(--ink) }
button { font: inherit; text-align: left; min-height: 44px; padding: 8px 14px; border-radius: 8px; border: 1px solid var(--line); background: transparent; color: var(--ink); cursor: pointer }
button small { display: block; color: var(--soft); font-size: 14px }
:focus-visible { outline: 3px solid var(--act); outline-offset: 2px }
`
/** Sends the one form of the page on its way. */
const SCRIPT = 'document.forms[0].submit()'
const hashOf = (text: string) => createHash('sha256').update(text).digest('base64')

const escapeHtml = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
const hidden = (name: string, value: string) =>
  `<input type="hidden" name="${escapeHtml(name)}" value="${escapeHtml(value)}">`

function page(
  response: ServerResponse,
  title: string,
  body: string,
  { status = 200, targets = "'self'", script = '' } = {},
): void {
  const run = script === '' ? '' : `<script>${script}</script>`
  response.writeHead(status, {
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'no-store',
    'content-security-policy': `default-src 'none'; style-src 'sha256-${hashOf(STYLE)}';${script === '' ? '' : ` script-src 'sha256-${hashOf(script)}';`} form-action ${targets}; frame-ancestors 'none'; base-uri 'none'`,
  })
  response.end(`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title><style>${STYLE}</style></head>
<body><main><h1>${escapeHtml(title)}</h1><p class="sandbox">Sandbox: stands in for a company’s identity provider and its DNS</p>${body}</main>${run}</body></html>`)
}

/** Asks whom to sign in as. It works without script. */
export function peoplePage(
  response: ServerResponse,
  people: readonly Colleague[],
  asked: { request: string; relayState: string },
): void {
  const choices = people
    .map(
      ({ id, name, email }) =>
        `<button name="person" value="${id}">${escapeHtml(name)}<small>${escapeHtml(email)}</small></button>`,
    )
    .join('')
  const carried = hidden('SAMLRequest', asked.request) + hidden('RelayState', asked.relayState)
  page(response, 'Northwind sign-in', `<form method="post" action="/sso">${carried}${choices}</form>`)
}

/** The page that posts an answer to whoever asked (HTTP-POST binding). */
export function postingPage(
  response: ServerResponse,
  recipient: string,
  answer: { response: string; relayState: string },
): void {
  const carried = hidden('SAMLResponse', answer.response) + hidden('RelayState', answer.relayState)
  // The redirect that answers the form is held to the same rule as the form itself.
  page(
    response,
    'Signing you in',
    `<form method="post" action="${escapeHtml(recipient)}">${carried}<button>Go on</button></form>`,
    { targets: new URL(recipient).origin, script: SCRIPT },
  )
}

/** The records of the company's DNS, and a form for one more. */
export function zonePage(response: ServerResponse, records: readonly [name: string, value: string][]): void {
  const shown = records
    .map(([name, value]) => `<p><code>${escapeHtml(name)} TXT ${escapeHtml(value)}</code></p>`)
    .join('')
  page(
    response,
    'DNS of this sandbox',
    `${shown || '<p>There are no records.</p>'}<form method="post" action="/zone">
<label>Name <input name="name" required></label><label>Value of the TXT record <input name="value" required></label><button>Add the record</button></form>`,
  )
}

export const refusalPage = (response: ServerResponse, problem: string): void =>
  page(response, 'Sorry, something went wrong', `<p>Error: ${escapeHtml(problem)}</p>`, {
    status: 400,
    targets: "'none'",
  })
