import { Hono } from 'hono'
import { z } from 'zod'
import { LIST_PAGE_DEFAULT, LIST_PAGE_MAX } from '../../contracts/limits.ts'
import { answerRead, needs, parseInput, refuseWith, type TenantEnv } from '../tenant/context.ts'
import { listNewestEvents } from './repository.ts'

const ListQuery = z.object({
  cursor: z.coerce.number().int().positive().optional(),
  limit: z.coerce.number().int().min(1).max(LIST_PAGE_MAX).default(LIST_PAGE_DEFAULT),
})

/** What happened in the workspace, newest first. Bodies stay inside; the list names type, subject, actor and time. */
export const eventRoutes = new Hono<TenantEnv>().get('/', needs('events.read'), (c) => {
  const query = parseInput(c.req.query(), ListQuery)
  if (!query.ok) return refuseWith(query.error, c.var.requestId)
  const { cursor, limit } = query.value
  return answerRead(c, async (tx) => {
    const rows = await listNewestEvents(tx, cursor ?? null, limit + 1)
    const data = rows
      .slice(0, limit)
      .map(({ seq, at, type, actor, subject }) => ({ seq, at, type, actor, subject }))
    return { data, meta: { nextCursor: rows.length > limit ? String(data.at(-1)?.seq) : null } }
  })
})
