import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, expect, inject, it } from 'vitest'
import { TenantId } from '../../contracts/ids.ts'
import { ok } from '../../contracts/result.ts'
import { type Lane, openLane } from '../../db/lane.ts'
import { inTenant } from '../../db/tenant-tx.ts'
import { appendEvents } from '../events/append.ts'
import { workspaceRestored } from '../events/workspace.ts'
import { claimHead } from '../tenant/head.repository.ts'
import { provisionTenant } from '../tenant/provision.ts'
import { aTenantSpec, openNodeHost } from '../tenant/testing/node-host.ts'
import { finishRestored, writeRows } from './tables.repository.ts'

let lane: Lane
beforeEach(() => {
  lane = openLane(inject('postgres').appUrl)
})
afterEach(() => lane.reset())

it('[SN57] a row from before a column was there has what the column has by itself', async () => {
  const tenantId = TenantId.parse(randomUUID())
  const at = '2027-05-04T10:00:00Z'
  const row = {
    ...{
      id: randomUUID(),
      artist_id: randomUUID(),
      title: 'Tour',
      status: 'hold',
      blocks: false,
      is_exclusive: true,
    },
    ...{ starts_at: at, ends_at: '2027-05-05T10:00:00Z', time_zone: 'UTC', claims: [], version: 3 },
    ...{ is_extended: false, created_by: 'person:p1', created_at: at },
  }
  const found = await inTenant(lane, tenantId, 'write', async (tx) => {
    await writeRows(tx, 'bookings', [JSON.stringify(row), JSON.stringify({ ...row, id: randomUUID() })])
    await writeRows(tx, 'bookings', [])
    return ok(await tx.sql`select title, version, share from bookings where tenant_id = ${tenantId}`)
  })
  expect(found).toEqual({
    ok: true,
    value: [
      { title: 'Tour', version: 3, share: 100 },
      { title: 'Tour', version: 3, share: 100 },
    ],
  })
})

it('[SN10] the log of what was restored ends with the last event of the copy, whatever came while that was made', async () => {
  const spec = aTenantSpec()
  const { tenant } = openNodeHost(spec.tenantId, inject('postgres').appUrl)
  await provisionTenant(tenant, spec)
  const events = await tenant.write(tenant.commands, async (tx) => {
    await tx.sql`
      insert into event_bodies (tenant_id, seq, salt, body)
      select tenant_id, 2, salt, body from event_bodies where tenant_id = ${tx.tenantId}`
    await tx.sql`delete from tenant_heads where tenant_id = ${tx.tenantId}`
    await finishRestored(tx, { name: 'Copy', slug: 'copy', era: 1, sourceId: randomUUID() })
    const head = await claimHead(tx)
    if (head === null) throw new Error('there is no head')
    const from = { backupId: randomUUID(), madeAt: '2027-05-04T10:00:00.000Z' }
    await appendEvents(tx, head.fence, 'system:restore', [workspaceRestored.of('workspace', from)])
    return ok(
      await tx.sql`
      select type, body like '%backupId%' as "isOfCopy" from events join event_bodies using (tenant_id, seq)
      where tenant_id = ${tx.tenantId} order by seq`,
    )
  })
  expect(events).toEqual(
    ok([
      { type: 'workspace.provisioned', isOfCopy: false },
      { type: 'workspace.restored', isOfCopy: true },
    ]),
  )
  await tenant.close()
})
