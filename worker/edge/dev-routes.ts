import { Hono } from 'hono'
import { createMiddleware } from 'hono/factory'
import { listMail } from '../auth/repository.ts'
import { refuse } from '../platform/http-errors.ts'
import { findWorkspaceBySlug } from '../workspaces/repository.ts'
import { isLocal } from './deps.ts'
import { seedDemo } from './dev-seed.ts'
import { escapeHtml, page } from './pages.ts'
import { type EdgeContext, route } from './route.ts'

// Checked per call, so that the pages of a developer do not exist anywhere else, whatever the build contains.
const localOnly = createMiddleware<EdgeContext>(async (c, next) => {
  if (isLocal(c.var.deps.env)) return next()
  return refuse({ code: 'not_found' }, c.var.requestId)
})

/** The mailbox of a developer, the demo workspace, a rebuild of a read model, a night that comes at once; all answer 404 in a deployment. */
export function devRoutes(): Hono<EdgeContext> {
  return new Hono<EdgeContext>()
    .get('/mail', route('public'), localOnly, async (c) => {
      const mails = await listMail(c.var.deps.db)
      const cards = mails.map(
        (mail) => `<article class="card"><h2>${escapeHtml(mail.subject)}</h2>
<p class="meta">To ${escapeHtml(mail.to)} · <time datetime="${mail.createdAt.toISOString()}">${mail.createdAt.toISOString().slice(0, 19).replace('T', ' ')} UTC</time></p>
<pre>${escapeHtml(mail.body)}</pre>${mail.link ? `<a class="button" href="${escapeHtml(mail.link)}">Open link</a>` : ''}</article>`,
      )
      const list =
        cards.join('\n') ||
        '<div class="card"><h2>No mail yet</h2><p class="meta">Ask for a sign-in link, and it lands here.</p></div>'
      return page(
        'Mail',
        `<main><p class="brand"><a href="/">Orrery</a></p><h1>Mail sent from this machine</h1>
<p>Locally nothing leaves the machine: every message stays here, newest first.</p>${list}</main>`,
      )
    })
    .post('/rebuild', route('public'), localOnly, async (c) => {
      const { deps, requestId } = c.var
      const workspace = await findWorkspaceBySlug(deps.db, c.req.query('workspace') ?? '')
      if (workspace === null) return refuse({ code: 'not_found' }, requestId)
      return c.json({ data: await deps.openTenant(workspace.id).rebuild() })
    })
    .post('/night', route('public'), localOnly, async (c) => {
      const { deps, requestId } = c.var
      const workspace = await findWorkspaceBySlug(deps.db, c.req.query('workspace') ?? '')
      if (workspace === null) return refuse({ code: 'not_found' }, requestId)
      await deps.openTenant(workspace.id).night()
      return c.json({ data: null })
    })
    .post('/seed', route('public'), localOnly, async (c) => {
      const { deps } = c.var
      const workspace = await seedDemo(deps)
      deps.principals.forgetTenant(workspace.id)
      return c.json({ data: workspace })
    })
}
