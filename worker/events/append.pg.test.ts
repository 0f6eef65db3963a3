import { createHash, randomUUID } from 'node:crypto'
import fc from 'fast-check'
import postgres from 'postgres'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest'
import { TenantId } from '../../contracts/ids.ts'
import { ok } from '../../contracts/result.ts'
import { type Lane, openLane } from '../../db/lane.ts'
import { inTenant } from '../../db/tenant-tx.ts'
import { appendEvents } from './append.ts'
import type { NewEvent } from './define.ts'
import { readEvent, readNew } from './registry.ts'
import { listEventsAfter, listNewestEvents } from './repository.ts'
import { workspaceChanged } from './workspace.ts'

const FENCE = 7
let admin: postgres.Sql
let lanes: Lane[]
let tenantId: TenantId

beforeAll(() => {
  admin = postgres(inject('postgres').adminUrl, { max: 1 })
})
afterAll(() => admin.end())
beforeEach(async () => {
  lanes = Array.from({ length: 3 }, () => openLane(inject('postgres').appUrl))
  tenantId = TenantId.parse(randomUUID())
  await admin`insert into tenant_heads (tenant_id, fence, hash) values (${tenantId}, ${FENCE}, sha256(''))`
})
afterEach(() => Promise.all(lanes.map((lane) => lane.reset())))

const changed = (...fields: string[]): NewEvent => workspaceChanged.of('workspace', { fields })
const append = (events: readonly NewEvent[], { fence = FENCE, lane = 0, afterwards = async () => {} } = {}) =>
  inTenant<number, never>(lanes[lane] as Lane, tenantId, 'write', async (tx) => {
    const seq = await appendEvents(tx, fence, 'person:p1', events)
    await afterwards()
    return ok(seq)
  })
const headOf = async () =>
  (await admin`select seq::int, hash from tenant_heads where tenant_id = ${tenantId}`)[0]

interface Row {
  seq: number
  at: string
  type: string
  actor: string
  subject: string
  digest: Uint8Array
  hash: Uint8Array
  salt: Uint8Array | null
  body: string | null
}

const log = () => admin<Row[]>`
  select e.seq::int, to_char(e.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as at, type, actor, subject, digest, hash, salt, body
  from events e left join event_bodies b on b.tenant_id = e.tenant_id and b.seq = e.seq
  where e.tenant_id = ${tenantId} order by e.seq`

const sha256 = (...parts: (Uint8Array | string)[]) => {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(part)
  return hash.digest()
}

/** Works the chain out again; gives the number of the first event that does not fit, or null. */
function firstBroken(rows: readonly Row[]): number | null {
  let before = sha256('')
  for (const row of rows) {
    const seq = Buffer.alloc(8)
    seq.writeBigInt64BE(BigInt(row.seq))
    const isBodyGood = row.salt === null || row.body === null || sha256(row.salt, row.body).equals(row.digest)
    const hash = sha256(before, seq, `${row.at}|${row.type}|${row.actor}|${row.subject}`, row.digest)
    if (!isBodyGood || !hash.equals(row.hash)) return row.seq
    before = hash
  }
  return null
}

it('[BK62] an event that says whose doing it is is theirs, whoever appends it', async () => {
  const own = changed('name')
  await append([own, { ...own, actor: 'system:holds' }])
  const rows = await log()
  expect(rows.map(({ actor }) => actor)).toEqual(['person:p1', 'system:holds'])
  expect(rows.map((row) => readEvent(row)?.actor)).toEqual(['person:p1', 'system:holds'])
  expect(JSON.parse(rows[1]?.body ?? '')).toMatchObject({ actor: 'system:holds' })
  const numbered = readNew({ ...own, actor: 'system:holds' }, 'person:p1', new Date())
  expect(numbered(9)).toMatchObject({ seq: 9, actor: 'system:holds' })
  expect(firstBroken(rows)).toBeNull()
})

describe('numbers', () => {
  it('[CO7] follow each other without a gap, whoever appends, also past refused and failed transactions', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.record({ events: fc.integer({ min: 1, max: 4 }), lane: fc.nat(2), fails: fc.boolean() }),
          {
            minLength: 4,
            maxLength: 12,
          },
        ),
        async (writers) => {
          const before = Number((await headOf())?.seq)
          const outcomes = await Promise.allSettled(
            writers.map(({ events, lane, fails }, i) =>
              append(
                Array.from({ length: events }, (_, k) => changed(`${i}.${k}`)),
                {
                  lane,
                  afterwards: async () => {
                    if (fails) throw new Error('after its append')
                  },
                },
              ),
            ),
          )
          const rows = (await log()).slice(before)
          expect(rows.map((row) => row.seq)).toEqual(rows.map((_, i) => before + i + 1))
          const stored = writers.filter((_, i) => outcomes[i]?.status === 'fulfilled')
          expect(rows).toHaveLength(stored.reduce((sum, { events }) => sum + events, 0))
          // The answer is the number of its own last event, and the events of one call stand together.
          for (const [i, outcome] of outcomes.entries()) {
            if (outcome.status !== 'fulfilled' || !outcome.value.ok) continue
            const last = (writers[i]?.events ?? 0) - 1
            const body = rows.find((row) => row.seq === (outcome.value.ok && outcome.value.value))?.body
            expect(JSON.parse(body ?? '{}').data).toEqual({ fields: [`${i}.${last}`] })
          }
        },
      ),
      { numRuns: 6 },
    )
  })
})

describe('the chain', () => {
  const texts = ['plain', 'quote " and \\', 'Zürich 東京 🎷', '{"a": [1, null]}', '|']

  it('[CO8] can be worked out again from salts, bodies and headers, up to the hash of the head', async () => {
    await append(texts.map((text) => changed(text)))
    await append([changed('one more')])
    const rows = await log()
    expect(rows).toHaveLength(texts.length + 1)
    expect(firstBroken(rows)).toBeNull()
    expect(rows.at(-1)?.hash).toEqual((await headOf())?.hash)
  })

  it('[CO8] shows a changed header, body, order or missing event', async () => {
    await append(texts.map((text) => changed(text)))
    const rows = await log()
    const edit = (change: Partial<Row>) => rows.map((row) => (row.seq === 3 ? { ...row, ...change } : row))
    expect(firstBroken(edit({ actor: 'person:p2' }))).toBe(3)
    expect(firstBroken(edit({ at: '2020-01-01T00:00:00.000000Z' }))).toBe(3)
    expect(firstBroken(edit({ body: '{}' }))).toBe(3)
    expect(firstBroken(rows.filter((row) => row.seq !== 3))).toBe(4)
  })

  it('[CO9] still verifies after a body was erased, and the event keeps its number', async () => {
    await append(texts.map((text) => changed(text)))
    await admin`delete from event_bodies where tenant_id = ${tenantId} and seq = 2`
    expect(firstBroken(await log())).toBeNull()
    const read = await inTenant(lanes[0] as Lane, tenantId, 'read', async (tx) =>
      ok(await listEventsAfter(tx, 0, 9, 10)),
    )
    expect(read.ok && read.value.map((row) => [row.seq, readEvent(row) === null])).toEqual([
      [1, false],
      [2, true],
      [3, false],
      [4, false],
      [5, false],
    ])
  })
})

describe('the fence', () => {
  it('[CO11] refuses an append under any other fence, and nothing of its transaction stays', async () => {
    for (const fence of [FENCE - 1, FENCE + 1]) {
      await expect(append([changed('x')], { fence })).rejects.toMatchObject({ code: 'OR001' })
    }
    expect(await log()).toEqual([])
    expect((await headOf())?.seq).toBe(0)
  })

  it('[CO11] refuses an append where there is no head, also to that of another workspace', async () => {
    await admin`delete from tenant_heads where tenant_id = ${tenantId}`
    await expect(append([changed('x')])).rejects.toMatchObject({ code: 'OR002' })
    const other = randomUUID()
    await admin`insert into tenant_heads (tenant_id, fence, hash) values (${other}, ${FENCE}, sha256(''))`
    const attempt = inTenant(lanes[0] as Lane, tenantId, 'write', async (tx) =>
      ok(await tx.sql`select * from append_events(${other}::uuid, ${FENCE}, array['{}'])`),
    )
    await expect(attempt).rejects.toMatchObject({ code: 'OR002' })
  })
})

describe('reading the log', () => {
  it('[CO43] gives typed events in order, in pages from either end', async () => {
    await append(texts7.map((text) => changed(text)))
    const [after, newest] = await Promise.all([
      inTenant<Awaited<ReturnType<typeof listEventsAfter>>, never>(
        lanes[0] as Lane,
        tenantId,
        'read',
        async (tx) => ok(await listEventsAfter(tx, 2, 6, 3)),
      ),
      inTenant<Awaited<ReturnType<typeof listNewestEvents>>, never>(
        lanes[1] as Lane,
        tenantId,
        'read',
        async (tx) => ok(await listNewestEvents(tx, 7, 2)),
      ),
    ])
    expect(after.ok && after.value.map((row) => readEvent(row))).toMatchObject(
      [3, 4, 5].map((seq) => ({
        seq,
        type: 'workspace.changed',
        actor: 'person:p1',
        data: { fields: [`t${seq}`] },
      })),
    )
    expect(newest.ok && newest.value.map((row) => row.seq)).toEqual([6, 5])
  })
})

const texts7 = ['t1', 't2', 't3', 't4', 't5', 't6', 't7']
