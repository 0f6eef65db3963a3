import { Hono } from 'hono'
import { answerRead, needs, type TenantEnv } from '../tenant/context.ts'
import type { Retention } from '../tenant/retention.ts'
import { previewRetention } from './service.ts'

/** What the routes of retention are handed by the object that hosts them. */
export interface RetentionHost {
  retention: Retention
}

/** How long things are kept, what was archived, and what the next night takes out. */
export function retentionRoutes({ retention }: RetentionHost) {
  return new Hono<TenantEnv>()
    .get('/', needs('privacy.read'), (c) => answerRead(c, async (tx) => ({ data: await retention.view(tx) })))
    .get('/preview', needs('privacy.read'), async (c) => {
      const cutoffs = await retention.cutoffs()
      return answerRead(c, async (tx) => ({ data: await previewRetention(tx, cutoffs) }))
    })
}
