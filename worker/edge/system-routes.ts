import { Hono } from 'hono'
import { CSP_REPORTS_PER_MINUTE } from '../../contracts/limits.ts'
import { pingControl } from '../auth/repository.ts'
import { secondsToWait } from '../auth/service.ts'
import { refuse } from '../platform/http-errors.ts'
import { callerAddress } from './auth-limits.ts'
import { readBody } from './body.ts'
import { PAGES_CSS_PATH, pagesCss } from './pages.ts'
import { fontPathOf } from './preloads.ts'
import { type EdgeContext, route } from './route.ts'
import { CSP_REPORT_PATH } from './security-headers.ts'
import { START_CSS_PATH, startCss } from './start-css.ts'

const REPORT_BYTES_MAX = 16 * 1024
const REPORT_LOGGED_CHARS_MAX = 2000

/** Health, policy reports and the styles of our own pages. */
export function systemRoutes(): Hono<EdgeContext> {
  return new Hono<EdgeContext>()
    .get('/healthz', route('public'), async (c) => {
      try {
        await pingControl(c.var.deps.db)
      } catch (error) {
        c.var.deps.log.error('control_plane_unreachable', { error })
        return refuse({ code: 'stale' }, c.var.requestId)
      }
      return c.json({ data: { status: 'ok' } }, 200, { 'cache-control': 'no-store' })
    })
    .get(PAGES_CSS_PATH, route('public'), (c) =>
      c.body(pagesCss, 200, {
        'content-type': 'text/css; charset=utf-8',
        'cache-control': 'public, max-age=3600',
      }),
    )
    .get(START_CSS_PATH, route('public'), async (c) =>
      c.body(startCss(await fontPathOf(c.var.deps.env.ASSETS, new URL(c.req.url))), 200, {
        'content-type': 'text/css; charset=utf-8',
        'cache-control': 'public, max-age=3600',
      }),
    )
    .post(CSP_REPORT_PATH, route('public'), async (c) => {
      const { db, now } = c.var.deps
      const subject = `csp:${callerAddress(c.req.raw)}`
      const wait = await secondsToWait(db, [subject], CSP_REPORTS_PER_MINUTE, now())
      if (wait > 0) return refuse({ code: 'rate_limited', retryAfterSeconds: wait }, c.var.requestId)
      const body = await readBody(c.req.raw, REPORT_BYTES_MAX)
      if (!body.ok)
        return refuse({ code: 'too_large', details: { bytesMax: REPORT_BYTES_MAX } }, c.var.requestId)
      const report = new TextDecoder().decode(body.value).slice(0, REPORT_LOGGED_CHARS_MAX)
      c.var.deps.log.info('csp_report', { count: 1, report })
      return c.body(null, 204)
    })
}
