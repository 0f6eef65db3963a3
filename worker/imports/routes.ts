import { Hono } from 'hono'
import { z } from 'zod'
import { CommitImport } from '../../contracts/imports.ts'
import { LIST_PAGE_DEFAULT, LIST_PAGE_MAX } from '../../contracts/limits.ts'
import type { Principal } from '../../contracts/principal.ts'
import {
  answerCommand,
  answerRead,
  needs,
  parseInput,
  readInput,
  refuseWith,
  sha256,
  type TenantEnv,
} from '../tenant/context.ts'
import type { Loads } from '../tenant/loads.ts'
import { writeCsv } from './parsing/write.ts'
import { previewImport } from './preview.ts'
import { commitImport, findStoredImport, listRejects, readImport, readImports } from './service.ts'

const IdParam = z.object({ id: z.uuid() })
const ListQuery = z.object({
  cursor: z.uuid().optional(),
  limit: z.coerce.number().int().min(1).max(LIST_PAGE_MAX).default(LIST_PAGE_DEFAULT),
})
const REJECTS_SHOWN_MAX = 500
const REJECTS_PAGE = 5000

/** Routes of imports inside the tenant object. Uploading is the front door's; see worker/edge/import-upload.ts. */
export function importRoutes(loads: Loads, send: (importId: string) => Promise<unknown>) {
  return new Hono<TenantEnv>()
    .get('/', needs('imports.read'), async (c) => {
      const query = parseInput(c.req.query(), ListQuery)
      if (!query.ok) return refuseWith(query.error, c.var.requestId)
      const { cursor, limit } = query.value
      return answerRead(c, async (tx) => {
        const { found, total } = await readImports(tx, cursor ?? null, limit + 1)
        const data = found.slice(0, limit)
        return { data, meta: { nextCursor: found.length > limit ? (data.at(-1)?.id ?? null) : null, total } }
      })
    })
    .get('/:id', needs('imports.read'), async (c) => {
      const param = parseInput(c.req.param(), IdParam)
      if (!param.ok) return refuseWith({ code: 'not_found' }, c.var.requestId)
      return answerRead(c, async (tx) => {
        const data = await readImport(tx, param.value.id)
        return data === null ? null : { data }
      })
    })
    .post('/:id/preview', needs('imports.read'), async (c) => {
      const param = parseInput(c.req.param(), IdParam)
      if (!param.ok) return refuseWith({ code: 'not_found' }, c.var.requestId)
      const mapping = await readInput(c.req.raw, CommitImport)
      if (!mapping.ok) return refuseWith(mapping.error, c.var.requestId)
      const ready = await c.var.tenant.ready()
      if (!ready.ok) return refuseWith(ready.error, c.var.requestId)
      const stored = await c.var.tenant.readAs(c.var.principal, (tx) => findStoredImport(tx, param.value.id))
      const facts = await c.var.tenant.facts()
      if (stored === null || facts === null) return refuseWith({ code: 'not_found' }, c.var.requestId)
      const preview = previewImport(stored.detection, mapping.value, facts.settings.timeZone)
      return preview.ok ? c.json({ data: preview.value }) : refuseWith(preview.error, c.var.requestId)
    })
    .post('/:id/commit', needs('imports.write'), async (c) => {
      const param = parseInput(c.req.param(), IdParam)
      if (!param.ok) return refuseWith({ code: 'not_found' }, c.var.requestId)
      const mapping = await readInput(c.req.raw, CommitImport)
      if (!mapping.ok) return refuseWith(mapping.error, c.var.requestId)
      const facts = await readyFacts(c.var.tenant)
      if (facts === null) return refuseWith({ code: 'workspace_provisioning' }, c.var.requestId)
      const { id } = param.value
      const context = {
        mappingHash: await sha256(JSON.stringify(mapping.value)),
        timeZone: facts.settings.timeZone,
        at: c.var.tenant.deps.now(),
      }
      const response = await answerCommand(c, mapping.value, 202, (tx) =>
        commitImport(tx, id, mapping.value, context),
      )
      if (response.status === 202) {
        // The timer comes first: if the message is lost, or this process ends here, it sends another.
        await loads.watch(id)
        await send(id)
      }
      return response
    })
    .get('/:id/rejects', needs('imports.read'), async (c) => {
      const param = parseInput(c.req.param(), IdParam)
      if (!param.ok) return refuseWith({ code: 'not_found' }, c.var.requestId)
      return answerRead(c, async (tx) => {
        const stored = await readImport(tx, param.value.id)
        if (stored === null) return null
        const data = await listRejects(tx, param.value.id, 0, REJECTS_SHOWN_MAX)
        return { data, meta: { total: stored.rowsRejected } }
      })
    })
    .get('/:id/rejects.csv', needs('imports.read'), async (c) => {
      const param = parseInput(c.req.param(), IdParam)
      if (!param.ok) return refuseWith({ code: 'not_found' }, c.var.requestId)
      const ready = await c.var.tenant.ready()
      if (!ready.ok) return refuseWith(ready.error, c.var.requestId)
      const { tenant, principal } = c.var
      const stored = await tenant.readAs(principal, (tx) => readImport(tx, param.value.id))
      if (stored === null) return refuseWith({ code: 'not_found' }, c.var.requestId)
      return new Response(rejectsStream(tenant, principal, param.value.id), {
        headers: {
          'content-type': 'text/csv; charset=utf-8',
          'content-disposition': `attachment; filename="rejects-${param.value.id}.csv"`,
        },
      })
    })
}

async function readyFacts(tenant: TenantEnv['Variables']['tenant']) {
  const ready = await tenant.ready()
  return ready.ok ? tenant.facts() : null
}

/** Rejected rows as CSV, read page by page so that memory stays flat. */
function rejectsStream(
  tenant: TenantEnv['Variables']['tenant'],
  principal: Principal,
  importId: string,
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder()
  let after: number | null = null
  return new ReadableStream({
    async pull(controller) {
      if (after === null) {
        controller.enqueue(encoder.encode(writeCsv([['line', 'code', 'column', 'value', 'message']])))
        after = 0
      }
      const from: number = after
      const page = await tenant.readAs(principal, (tx) => listRejects(tx, importId, from, REJECTS_PAGE))
      if (page.length === 0) return controller.close()
      const lines = page.map((row) => [String(row.line), row.code, row.column ?? '', row.value, row.message])
      controller.enqueue(encoder.encode(writeCsv(lines)))
      after = page.at(-1)?.line ?? from
    },
  })
}
