/** Text for HTML text and attributes. */
export function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;')
}

export const PAGES_CSS_PATH = '/edge/pages.css'

/** Styles of the few pages the front door draws itself; they work without a script. */
export const pagesCss = `
:root { color-scheme: light dark; --ground: #f6f7fa; --surface: #fff; --text: #141a29; --muted: #515c72; --line: #dde2eb; --accent: #3a4fd0; --on-accent: #fff; --problem: #b0261e; }
@media (prefers-color-scheme: dark) { :root { --ground: #0d121d; --surface: #151b2b; --text: #ebeef6; --muted: #a9b3c8; --line: #2a344a; --accent: #93a4ff; --on-accent: #0d121d; --problem: #ff9d94; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--text); font: 14px/20px "Inter Variable", Inter, system-ui, sans-serif; }
main { max-width: 720px; margin: 0 auto; padding: 48px 16px; }
main.narrow { max-width: 400px; padding-top: 12vh; }
h1 { font-size: 22px; line-height: 28px; font-weight: 600; margin: 0 0 8px; }
h2 { font-size: 14px; line-height: 20px; font-weight: 600; margin: 0; }
p { margin: 0 0 16px; color: var(--muted); }
.brand { font-weight: 600; margin: 0 0 24px; color: var(--text); }
.card { background: var(--surface); border: 1px solid var(--line); border-radius: 10px; padding: 24px; }
.card + .card { margin-top: 12px; }
.meta { font-size: 12px; line-height: 16px; color: var(--muted); margin: 2px 0 12px; }
pre { margin: 0 0 12px; white-space: pre-wrap; overflow-wrap: anywhere; font: 13px/18px ui-monospace, SFMono-Regular, Menlo, monospace; color: var(--muted); }
button, .button { display: inline-block; border: 0; border-radius: 6px; padding: 10px 16px; min-height: 40px; font: inherit; font-weight: 600; background: var(--accent); color: var(--on-accent); cursor: pointer; text-decoration: none; }
.problem { color: var(--problem); }
label { display: block; font-weight: 500; margin: 0 0 4px; }
form > input { width: 100%; min-height: 40px; margin: 0 0 16px; padding: 8px 12px; border: 1px solid var(--muted); border-radius: 6px; background: var(--surface); color: var(--text); font: 18px/24px ui-monospace, SFMono-Regular, Menlo, monospace; letter-spacing: 0.1em; }
.wide { width: 100%; text-align: center; }
a { color: var(--accent); }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
`

/** A whole page. `body` is HTML that is already escaped. */
export function page(title: string, body: string, status = 200): Response {
  const html = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${escapeHtml(title)} · Orrery</title>
<link rel="icon" href="/mark.svg" type="image/svg+xml">
<link rel="stylesheet" href="${PAGES_CSS_PATH}">
</head>
<body>${body}</body>
</html>`
  return new Response(html, {
    status,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
    },
  })
}

/** A small page with one message and one way on. */
export function messagePage(
  title: string,
  text: string,
  next: { href: string; label: string },
  status = 200,
): Response {
  return page(
    title,
    `<main class="narrow"><p class="brand">Orrery</p><div class="card"><h1>${escapeHtml(title)}</h1>
<p>${escapeHtml(text)}</p><a class="button wide" href="${escapeHtml(next.href)}">${escapeHtml(next.label)}</a></div></main>`,
    status,
  )
}
