import { Hono } from 'hono'
import { z } from 'zod'
import type { BackupsMeta } from '../../contracts/backups.ts'
import type { Principal } from '../../contracts/principal.ts'
import { actorText } from '../events/append.ts'
import { byteStream } from '../platform/byte-stream.ts'
import type { Backups } from '../tenant/backups.ts'
import { answerRead, needs, parseInput, refuseWith, type TenantEnv } from '../tenant/context.ts'
import type { PeopleTable } from '../workspaces/take-out.service.ts'
import { tarOf } from './download.service.ts'
import { findBackup, readBackups } from './service.ts'

const IdParam = z.object({ id: z.uuid() })

/** What the routes of backups are handed by the object that hosts them. */
export interface BackupHost {
  backups: Backups
  /** Who belongs to the workspace, as far as the caller may read it. */
  takeOutPeople: (principal: Principal) => Promise<PeopleTable[]>
}

/** Copies of the whole workspace: what there is, a new one on demand, a proof, and the way out. */
export function backupRoutes({ backups, takeOutPeople }: BackupHost) {
  return new Hono<TenantEnv>()
    .get('/', needs('backups.read'), (c) =>
      answerRead(c, async (tx) => {
        const { data, meta } = await readBackups(tx, c.var.tenant.deps.now())
        const nextAtMs = backups.nextAtMs()
        const nextAt = nextAtMs === null ? null : new Date(nextAtMs).toISOString()
        return { data, meta: { ...meta, nextAt } satisfies BackupsMeta }
      }),
    )
    .post('/', needs('backups.manage'), async (c) => {
      const started = await backups.start('export', actorText(c.var.principal))
      if (!started.ok) return refuseWith(started.error, c.var.requestId)
      return c.json({ data: started.value, meta: {} }, 202)
    })
    .post('/:id/proof', needs('backups.manage'), async (c) => {
      const { tenant, requestId } = c.var
      const param = parseInput(c.req.param(), IdParam)
      const ready = await tenant.ready()
      if (!ready.ok) return refuseWith(ready.error, requestId)
      const backup = param.ok
        ? await tenant.readAs(c.var.principal, (tx) => findBackup(tx, param.value.id))
        : null
      if (backup === null) return refuseWith({ code: 'not_found' }, requestId)
      if (backup.status !== 'done')
        return refuseWith({ code: 'conflict', details: { status: backup.status } }, requestId)
      await backups.askProof(backup.id)
      return c.json({ data: { id: backup.id }, meta: {} }, 202)
    })
    .get('/:id/download', needs('backups.manage'), async (c) => {
      const { tenant, requestId } = c.var
      const param = parseInput(c.req.param(), IdParam)
      const ready = await tenant.ready()
      if (!ready.ok) return refuseWith(ready.error, requestId)
      const backup = param.ok
        ? await tenant.readAs(c.var.principal, (tx) => findBackup(tx, param.value.id))
        : null
      if (backup === null) return refuseWith({ code: 'not_found' }, requestId)
      if (backup.status !== 'done')
        return refuseWith({ code: 'conflict', details: { status: backup.status } }, requestId)
      const people = await takeOutPeople(c.var.principal)
      return new Response(byteStream(tarOf(tenant.id, backup, { backups, people })), {
        headers: {
          'content-type': 'application/x-tar',
          'content-disposition': `attachment; filename="orrery-${backup.startedAt.slice(0, 10)}.tar"`,
        },
      })
    })
}
