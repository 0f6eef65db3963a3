import { randomBytes, randomUUID } from 'node:crypto'
import postgres from 'postgres'
import { afterAll, afterEach, beforeAll, beforeEach, expect, inject, it } from 'vitest'
import { TenantId } from '../../contracts/ids.ts'
import { NotificationsQuery } from '../../contracts/notifications.ts'
import { ok } from '../../contracts/result.ts'
import { type Lane, openLane } from '../../db/lane.ts'
import { inTenant, type TenantTx } from '../../db/tenant-tx.ts'
import { readInbox } from '../notifications/service.ts'
import { uuidv7 } from '../platform/ids.ts'
import { tellOfConsents } from './consent-notice.service.ts'

let admin: postgres.Sql
let lane: Lane
let tenantId: TenantId
beforeAll(() => {
  admin = postgres(inject('postgres').adminUrl, { max: 1 })
})
afterAll(() => admin.end())
beforeEach(() => {
  lane = openLane(inject('postgres').appUrl)
  tenantId = TenantId.parse(randomUUID())
})
afterEach(() => lane.reset())

async function run<T>(work: (tx: TenantTx) => Promise<T>): Promise<T> {
  const done = await inTenant<T, never>(lane, tenantId, 'write', async (tx) => ok(await work(tx)))
  if (!done.ok) throw new Error('unreachable: nothing refuses here')
  return done.value
}
const connect = (label: string, by: string | null, sealed: Buffer | null) =>
  admin`insert into connections (tenant_id, id, client_id, provider, label, status, accounts, settings, created_at, consent_at, authorised_by, sealed_tokens)
    values (${tenantId}, ${randomUUID()}, ${randomUUID()}, 'xero', ${label}, 'active', '[]', '{}', '2026-01-31T10:00:00Z', '2026-01-31T10:00:00Z', ${by}, ${sealed})`
const night = (at: string) =>
  run((tx) => tellOfConsents(tx, { newId: () => uuidv7(Date.parse(at), randomBytes(10)), at: new Date(at) }))
const titles = async () =>
  (await run((tx) => readInbox(tx, 'ada', NotificationsQuery.parse({})))).data.map(({ title }) => title)

it('[SN50] tells whoever gave a consent 14 days before and when it is asked for, once each, and anew after it was confirmed', async () => {
  await connect('Books', 'person:ada', Buffer.from('sealed'))
  await connect('Nobody’s', 'Ada of old', Buffer.from('sealed'))
  await connect('Without access', 'person:ada', null)
  expect(await night('2026-07-16T02:00:00Z')).toEqual([])
  expect(await night('2026-07-18T02:00:00Z')).toHaveLength(1)
  expect(await night('2026-07-19T02:00:00Z')).toEqual([])
  expect(await night('2026-08-01T02:00:00Z')).toHaveLength(1)
  expect(await night('2026-08-20T02:00:00Z')).toEqual([])
  expect(await titles()).toEqual([
    'Books needs your consent again',
    'Books will ask for your consent again on 2026-07-31',
  ])
  await admin`update connections set consent_at = '2026-08-02T10:00:00Z' where tenant_id = ${tenantId} and label = 'Books'`
  expect(await night('2027-01-25T02:00:00Z')).toHaveLength(1)
})
