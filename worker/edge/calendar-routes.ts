import { Hono } from 'hono'
import { readFeedToken } from '../platform/feed-address.ts'
import { refuse } from '../platform/http-errors.ts'
import { type EdgeContext, route } from './route.ts'

/**
 * Calendars that other programs read by a secret address, without signing in. No object is named before the address has shown that
 * we made it; one that was ended and one that never was are the same 404.
 */
export function calendarRoutes(): Hono<EdgeContext> {
  return new Hono<EdgeContext>().get('/calendars/:token', route('public'), async (c) => {
    const { deps, requestId } = c.var
    const found = await readFeedToken(deps.env.SEAL_KEY, c.req.param('token'))
    if (found === null) return refuse({ code: 'not_found' }, requestId)
    const calendar = await deps.openTenant(found.tenantId).calendarFeed({ v: 1, feedId: found.feedId })
    if (calendar === null) return refuse({ code: 'not_found' }, requestId)
    return c.body(calendar, 200, {
      'content-type': 'text/calendar; charset=utf-8',
      'content-disposition': 'inline; filename="bookings.ics"',
      // Whoever reads it often gets the same for a while, and nobody in between keeps it.
      'cache-control': 'private, max-age=300',
    })
  })
}
