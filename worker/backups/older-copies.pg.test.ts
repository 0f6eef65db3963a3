import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, expect, inject, it } from 'vitest'
import { TenantId } from '../../contracts/ids.ts'
import { ok } from '../../contracts/result.ts'
import { type Lane, openLane } from '../../db/lane.ts'
import { inTenant } from '../../db/tenant-tx.ts'
import { writeRows } from './tables.repository.ts'

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
