import { createHash } from 'node:crypto'
import { type Answer, htmlAnswer } from './answer.ts'

const STYLE = `
:root { color-scheme: light dark; --ink: #16202b; --soft: #55616e; --line: #cfd6de; --card: #fff; --back: #eef1f4; --act: #0b6e99; --on-act: #fff; --bad: #a4262c }
@media (prefers-color-scheme: dark) { :root { --ink: #e8edf2; --soft: #a9b4c0; --line: #3b4652; --card: #1b232c; --back: #11171d; --act: #63c1e8; --on-act: #08202c; --bad: #ff9c9c } }
* { box-sizing: border-box }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; padding: 16px; background: var(--back); color: var(--ink); font: 16px/1.5 system-ui, sans-serif }
main { width: 100%; max-width: 440px; background: var(--card); border: 1px solid var(--line); border-radius: 12px; padding: 28px }
h1 { font-size: 22px; line-height: 1.3; margin: 0 0 8px }
p { margin: 0 0 16px; color: var(--soft) }
.sandbox { font-size: 14px; border-left: 3px solid var(--act); padding-left: 10px }
.problem { color: var(--bad) }
fieldset { border: 1px solid var(--line); border-radius: 8px; margin: 0 0 16px; padding: 8px 14px }
legend { padding: 0 4px; font-weight: 600 }
label { display: flex; gap: 10px; align-items: center; min-height: 36px }
input { width: 18px; height: 18px; accent-color: var(--act) }
ul { margin: 0 0 20px; padding-left: 20px; color: var(--soft); font-size: 14px; overflow-wrap: anywhere }
.actions { display: flex; gap: 10px; flex-wrap: wrap }
button { font: inherit; font-weight: 600; min-height: 44px; padding: 0 20px; border-radius: 8px; border: 1px solid var(--line); background: transparent; color: var(--ink); cursor: pointer }
button.allow { background: var(--act); border-color: var(--act); color: var(--on-act) }
:focus-visible { outline: 3px solid var(--act); outline-offset: 2px }
`
const STYLE_HASH = createHash('sha256').update(STYLE).digest('base64')

const escapeHtml = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)

function page(title: string, body: string, status: number, formTargets: string): Answer {
  const html = `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title><style>${STYLE}</style></head>
<body><main><h1>${escapeHtml(title)}</h1><p class="sandbox">Sandbox: stands in for Xero on this machine</p>${body}</main></body></html>`
  return htmlAnswer(status, html, {
    'cache-control': 'no-store',
    'referrer-policy': 'no-referrer',
    'content-security-policy': `default-src 'none'; style-src 'sha256-${STYLE_HASH}'; form-action ${formTargets}; frame-ancestors 'none'; base-uri 'none'`,
  })
}

export interface ConsentPage {
  appName: string
  organisations: readonly { id: string; name: string }[]
  scopes: readonly string[]
  /** Carried through the form as they came. */
  parameters: URLSearchParams
  redirectUri: string
  problem?: string
}

/** Asks which organisations to connect. It works without script. */
export function consentPage(consent: ConsentPage): Answer {
  const hidden = [...consent.parameters]
    .map(([name, value]) => `<input type="hidden" name="${escapeHtml(name)}" value="${escapeHtml(value)}">`)
    .join('')
  const choices = consent.organisations
    .map(
      ({ id, name }, index) =>
        `<label><input type="checkbox" name="organisation" value="${escapeHtml(id)}"${index === 0 ? ' checked' : ''}>${escapeHtml(name)}</label>`,
    )
    .join('')
  const problem = consent.problem ? `<p class="problem" role="alert">${escapeHtml(consent.problem)}</p>` : ''
  const scopes = consent.scopes.map((scope) => `<li>${escapeHtml(scope)}</li>`).join('')
  const body = `<p>${escapeHtml(consent.appName)} would like to read from your organisations.</p>${problem}
<form method="post" action="/identity/connect/authorize">${hidden}
<fieldset><legend>Organisations</legend>${choices}</fieldset>
<p>It asks for these permissions:</p><ul>${scopes}</ul>
<div class="actions"><button class="allow" name="decision" value="allow">Allow access</button><button name="decision" value="cancel">Cancel</button></div></form>`
  // A browser holds the redirect that follows a form to the same rule as the form itself.
  const targets = `'self' ${new URL(consent.redirectUri).origin}`
  return page(`Connect to ${consent.appName}`, body, consent.problem ? 400 : 200, targets)
}

/** Shown instead of sending somebody to an address that nobody vouches for. */
export const refusalPage = (error: string, reason: string): Answer =>
  page(
    'Sorry, something went wrong',
    `<p>Error: <strong>${escapeHtml(error)}</strong></p><p>${escapeHtml(reason)}</p>`,
    400,
    "'none'",
  )
