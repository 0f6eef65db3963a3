import { Hono } from 'hono'
import { AuditExportQuery, AuditQuery, type VerificationLine } from '../../contracts/audit.ts'
import type { TenantTx } from '../../db/tenant-tx.ts'
import { writeCsv } from '../imports/parsing/write.ts'
import { textStream } from '../platform/text-stream.ts'
import { answerRead, needs, parseInput, refuseWith, type TenantEnv } from '../tenant/context.ts'
import type { Heads } from '../tenant/heads.ts'
import type { Fill } from './cold.service.ts'
import { exportCsv, exportNdjson, filterOf } from './export.service.ts'
import { entriesOf, type People } from './people.service.ts'
import { listActors, listFiltered, readChainHead } from './repository.ts'
import { verifyLog } from './verify.service.ts'

/** What the routes of the audit are handed by the object that hosts them. */
export interface AuditHost {
  heads: Heads
  people: People
  /** Contents that lie in files; a file that cannot be read ends what is made of them. */
  fill: Fill
}

type Host = TenantEnv['Variables']['tenant']

const streamOf = (lines: AsyncGenerator<string>, headers: Record<string, string>) =>
  new Response(textStream(lines), { headers })

/** Lines of a verification; a failure on the way is the last of them, because the status has long been sent. */
async function* linesOf(tenant: Host, heads: Heads, fill: Fill): AsyncGenerator<string> {
  try {
    const signed = await heads.list()
    for await (const line of verifyLog((work) => tenant.read(work), fill, tenant.id, signed))
      yield `${JSON.stringify(line)}\n`
  } catch (error) {
    tenant.deps.log.error('verification_failed', { tenantId: tenant.id, error })
    yield `${JSON.stringify({ t: 'failed', code: 'internal' } satisfies VerificationLine)}\n`
  }
}

/** Who did what when: the log of the workspace as people read it, as files, and its verification. */
export function auditRoutes({ heads, people, fill }: AuditHost) {
  return new Hono<TenantEnv>()
    .get('/', needs('audit.read'), async (c) => {
      const query = parseInput(c.req.query(), AuditQuery)
      if (!query.ok) return refuseWith(query.error, c.var.requestId)
      const { cursor, limit, ...filter } = query.value
      const read = async (tx: TenantTx) => {
        const before = cursor === undefined ? null : Number(cursor)
        const rows = await listFiltered(tx, filterOf(filter), before, limit + 1)
        const data = rows.slice(0, limit)
        return { data, meta: { nextCursor: rows.length > limit ? String(data.at(-1)?.seq) : null } }
      }
      return answerRead(c, read, (rows) => entriesOf(rows, people))
    })
    .get('/actors', needs('audit.read'), (c) =>
      answerRead(
        c,
        async (tx) => ({ data: await listActors(tx) }),
        async (actors) => {
          const names = await people.names(actors)
          return actors.map((actor) => ({ actor, name: names.get(actor) ?? null }))
        },
      ),
    )
    .get('/export', needs('audit.read'), async (c) => {
      const query = parseInput(c.req.query(), AuditExportQuery)
      if (!query.ok) return refuseWith(query.error, c.var.requestId)
      const { tenant, requestId } = c.var
      const ready = await tenant.ready()
      if (!ready.ok) return refuseWith(ready.error, requestId)
      const { format, ...filter } = query.value
      const read: Host['read'] = (work) => tenant.read(work)
      const disposition = { 'content-disposition': `attachment; filename="audit.${format}"` }
      if (format === 'ndjson') {
        const lines = exportNdjson(read, fill, filterOf(filter))
        return streamOf(lines, { 'content-type': 'application/x-ndjson', ...disposition })
      }
      const rows = exportCsv(read, fill, filterOf(filter), people, writeCsv)
      return streamOf(rows, { 'content-type': 'text/csv; charset=utf-8', ...disposition })
    })
    .get('/heads', needs('audit.read'), async (c) => {
      const signed = await heads.list()
      return answerRead(c, async (tx) => {
        const log = await readChainHead(tx)
        return log === null ? null : { data: { ...signed, log } }
      })
    })
    .post('/heads', needs('audit.manage'), async (c) => {
      const signed = await heads.sign()
      return signed.ok
        ? Response.json({ data: signed.value, meta: { seq: signed.value.seq } })
        : refuseWith(signed.error, c.var.requestId)
    })
    .get('/verification', needs('audit.read'), async (c) => {
      const { tenant, requestId } = c.var
      const ready = await tenant.ready()
      if (!ready.ok) return refuseWith(ready.error, requestId)
      return streamOf(linesOf(tenant, heads, fill), { 'content-type': 'application/x-ndjson' })
    })
}
