import { randomUUID } from 'node:crypto'
import { expect, inject, it } from 'vitest'
import { CreateArtist } from '../../contracts/artists.ts'
import { PlanBookings } from '../../contracts/booking-plans.ts'
import { CreateBooking } from '../../contracts/bookings.ts'
import { TenantId } from '../../contracts/ids.ts'
import { ok } from '../../contracts/result.ts'
import { type Lane, openLane } from '../../db/lane.ts'
import { inTenant, WHOLE } from '../../db/tenant-tx.ts'
import { createArtist } from '../artists/service.ts'
import { runCommand } from '../tenant/commands.ts'
import { Gathering } from '../tenant/gathering.ts'
import { provisionTenant } from '../tenant/provision.ts'
import { aTenantSpec, openNodeHost } from '../tenant/testing/node-host.ts'
import { createBooking } from './create.service.ts'
import { makePlan } from './plan.service.ts'
import { bookingsTogether } from './routes.ts'

const RACERS = 200
const ROUNDS = 100
/** Connections the racers share; each transaction of one runs beside those of the others. */
const LANES = 20

const tenantId = TenantId.parse(randomUUID())
const context = { newId: () => randomUUID() as string, at: new Date(), actor: 'person:p1' }
const START_MS = Date.UTC(2027, 0, 1)
const DAY_MS = 24 * 60 * 60 * 1000
const iso = (ms: number) => new Date(ms).toISOString()

async function race(lanes: readonly Lane[], racer: (lane: Lane) => Promise<boolean>): Promise<number> {
  const won = await Promise.all(
    Array.from({ length: RACERS }, (_, i) => {
      const lane = lanes[i % lanes.length]
      return lane === undefined ? false : racer(lane)
    }),
  )
  return won.filter(Boolean).length
}

/** An artist of the workspace of the test. */
async function artist(lane: Lane): Promise<string> {
  const made = await inTenant(lane, tenantId, 'write', (tx) =>
    createArtist(tx, CreateArtist.parse({ name: 'Ada' }), { ...context, timeZone: 'UTC' }),
  )
  if (!made.ok) throw new Error(made.error.code)
  return made.value.view.id
}

const openLanes = () => Array.from({ length: LANES }, () => openLane(inject('postgres').appUrl))

it('[BK4] of 200 who want one slot exactly one gets it, 100 times in a row, with nothing to choose but the constraint', async () => {
  const lanes = openLanes()
  const artistId = await artist(openLane(inject('postgres').appUrl))
  const winners: number[] = []
  for (let round = 0; round < ROUNDS; round += 1) {
    const startsAt = iso(START_MS + round * DAY_MS)
    const endsAt = iso(START_MS + (round + 1) * DAY_MS)
    const insert = (lane: Lane) =>
      inTenant<null, never>(lane, tenantId, 'write', async (tx) => {
        // Who takes the constraint's word without a lock before it waits for the others in a circle.
        const locked = tx.sql`select from artists where tenant_id = ${tenantId} and id = ${artistId} for update`
        const made = tx.sql`insert into bookings (tenant_id, id, artist_id, title, status, blocks, is_exclusive, starts_at,
            ends_at, time_zone, claims, created_by, created_at)
          values (${tenantId}, ${randomUUID()}, ${artistId}, 'race', 'confirmed', true, true, ${startsAt}, ${endsAt}, 'UTC',
            '[]', 'x', now())`
        await Promise.all([locked, made])
        return ok(null)
      }).then(
        () => true,
        (error: { code?: string }) => {
          if (error.code === '23P01') return false
          throw error
        },
      )
    winners.push(await race(lanes, insert))
  }
  expect(winners).toEqual(Array.from({ length: ROUNDS }, () => 1))
  await Promise.all(lanes.map((lane) => lane.reset()))
})

it('[BK4] of 200 who ask for one slot one gets it, and all others are told who has it', async () => {
  const lanes = openLanes()
  const input = CreateBooking.parse({
    artistId: await artist(openLane(inject('postgres').appUrl)),
    title: 'The slot',
    status: 'confirmed',
    days: { from: '2027-05-01', to: '2027-05-01' },
  })
  const refused: unknown[] = []
  const winners = await race(lanes, async (lane) => {
    const result = await inTenant(lane, tenantId, 'write', (tx) => createBooking(tx, input, context))
    if (!result.ok) refused.push(result.error)
    return result.ok
  })
  expect([winners, refused.length]).toEqual([1, RACERS - 1])
  for (const one of refused)
    expect(one).toMatchObject({ code: 'booking_conflict', details: { rivals: [{ title: 'The slot' }] } })
  await Promise.all(lanes.map((lane) => lane.reset()))
})

it('[BK42] of groups over the same artists, named in opposite order, exactly one gets them, and none waits for another in a circle', async () => {
  const lanes = openLanes()
  const home = openLane(inject('postgres').appUrl)
  const ids = [await artist(home), await artist(home), await artist(home)]
  const rounds = 12
  const winners: number[] = []
  const refused = new Set<string>()
  for (let round = 0; round < rounds; round += 1) {
    const day = iso(START_MS + round * DAY_MS).slice(0, 10)
    const results = await Promise.all(
      lanes.map((lane, i) => {
        const artistIds = i % 2 === 0 ? ids : [...ids].reverse()
        const input = PlanBookings.parse({
          ...{ artistIds, title: 'Session', status: 'confirmed', days: { from: day, to: day } },
        })
        return inTenant(lane, tenantId, 'write', (tx) => makePlan(tx, input, context))
      }),
    )
    winners.push(results.filter(({ ok: isOk }) => isOk).length)
    for (const result of results) if (!result.ok) refused.add(result.error.code)
  }
  expect(winners).toEqual(Array.from({ length: rounds }, () => 1))
  expect([...refused]).toEqual(['plan_conflict'])
  const stored = await inTenant<number, never>(home, tenantId, 'read', async (tx) => {
    const rows = await tx.sql<{ n: number }[]>`select count(*)::int as n from bookings
      where tenant_id = ${tenantId} and artist_id = any(${ids}::uuid[]) and title = 'Session'`
    return ok(rows[0]?.n ?? 0)
  })
  expect(stored).toEqual(ok(rounds * ids.length))
  await Promise.all(lanes.map((lane) => lane.reset()))
})

it('[BK4] of 200 who call the host of a workspace for one slot one gets it and all others are told who has it, round for round', async () => {
  const rounds = 5
  const spec = aTenantSpec()
  const { tenant } = openNodeHost(spec.tenantId, inject('postgres').appUrl)
  await provisionTenant(tenant, { ...spec, name: 'Studio' })
  const command = () => ({ ...WHOLE, id: randomUUID(), actor: context.actor, requestHash: randomUUID() })
  const made = await runCommand(tenant, command(), 201, (tx) =>
    createArtist(tx, CreateArtist.parse({ name: 'Ada' }), { ...context, timeZone: 'UTC' }),
  )
  const artistId = made.ok ? (JSON.parse(made.value.data) as { id: string }).id : ''
  const together = new Gathering(tenant, bookingsTogether)
  const seqBefore = tenant.applied
  const came: [number, number][] = []
  for (let round = 0; round < rounds; round += 1) {
    const day = iso(START_MS + round * DAY_MS).slice(0, 10)
    const days = { from: day, to: day }
    const input = CreateBooking.parse({ artistId, title: `Slot ${round}`, status: 'confirmed', days })
    const answers = await Promise.all(
      Array.from({ length: RACERS }, () => together.run(command(), { input, by: context })),
    )
    const taken = { code: 'booking_conflict', details: { rivals: [{ title: `Slot ${round}` }] } }
    for (const answer of answers) if (!answer.ok) expect(answer.error).toMatchObject(taken)
    const won = answers.filter((answer) => answer.ok).length
    came.push([won, RACERS - won])
  }
  console.log(`race through the host: ${rounds} rounds of ${RACERS}, won and refused: ${came.join(' | ')}`)
  expect(came).toEqual(Array.from({ length: rounds }, () => [1, RACERS - 1]))
  const written = await tenant.read(
    (tx) => tx.sql`
      select from events where tenant_id = ${tx.tenantId} and seq > ${seqBefore} and type = 'booking.created'`,
  )
  expect(written).toHaveLength(rounds)
  await tenant.close()
})
