import { Hono } from 'hono'
import { z } from 'zod'
import { ArchivedRelation } from '../../contracts/retention.ts'
import { byteStream } from '../platform/byte-stream.ts'
import { answerRead, needs, parseInput, refuseWith, type TenantEnv } from '../tenant/context.ts'
import type { Retention } from '../tenant/retention.ts'
import { previewRetention, readArchives } from './service.ts'

const Archive = z.object({ relation: ArchivedRelation, year: z.string().regex(/^\d{4}$/) })

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
    .get('/archives', needs('privacy.read'), (c) =>
      answerRead(c, async (tx) => ({ data: await readArchives(tx) })),
    )
    .get('/archives/:relation/:year/download', needs('backups.manage'), async (c) => {
      const param = parseInput(c.req.param(), Archive)
      const pieces = param.ok ? await retention.open(param.value.relation, param.value.year) : null
      if (!param.ok || pieces === null) return refuseWith({ code: 'not_found' }, c.var.requestId)
      const { relation, year } = param.value
      return new Response(byteStream(pieces), {
        headers: {
          'content-type': 'application/gzip',
          'content-disposition': `attachment; filename="orrery-${relation.replace('_', '-')}-${year}.ndjson.gz"`,
        },
      })
    })
}
