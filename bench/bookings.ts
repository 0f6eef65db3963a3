import postgres from 'postgres'
import { CreateArtist } from '../contracts/artists.ts'
import { CreateBooking } from '../contracts/bookings.ts'
import { TenantId } from '../contracts/ids.ts'
import { ok } from '../contracts/result.ts'
import { createArtist } from '../worker/artists/service.ts'
import { bookingsTogether } from '../worker/bookings/routes.ts'
import { workspaceChanged } from '../worker/events/workspace.ts'
import { runCommand } from '../worker/tenant/commands.ts'
import { Gathering } from '../worker/tenant/gathering.ts'
import { createHead } from '../worker/tenant/settings.repository.ts'
import { aTenantSpec, openNodeHost } from '../worker/tenant/testing/node-host.ts'
import type { Told } from '../worker/tenant/told.ts'
import type { Bench, Part } from './harness/bench.ts'
import { type BenchPostgres, openDurablePostgres } from './harness/postgres.ts'
import { notRunLine, perSecond, ratioLine } from './harness/report.ts'
import { interleave, type Measured, pairedRatio } from './harness/rounds.ts'
import { newId, write } from './harness/workspace.ts'

const ROUND_MS = 700
/** Before the first round: the engine compiles this path only after thousands of calls, and until then half of what is measured is that. */
const WARM_UP_ROUNDS = 4
/** Callers who ask at once: people at a release of dates, or a program that brings a season. */
const CALLERS = 50
/** People and rooms of a studio. */
const ARTISTS = 40
const HOUR_MS = 3_600_000
const ACTOR = 'system:bench'
const AIM = 0.6
/** Callers who all want the same hour. */
const RACERS = 200
const SQLSTATE_TAKEN = '23P01'

/**
 * A confirmed booking, as its command makes it, against the bare row under the same constraint: one after another, many at once, and many
 * for one hour. Once on a server whose commits wait for the disk, as those of customers do, and once where nothing is waited for.
 */
export const bookings: Part = {
  name: 'BOOK',
  title: 'Making a booking: check, row, event and push against a bare insert under the same constraint',
  run: async (bench) => {
    const [real, durable] = [await bench.realPostgres(), await openDurablePostgres()]
    if (real === null || durable === null)
      bench.add(notRunLine('BOOK', 'bookings on a real Postgres', 'no server found'))
    else {
      try {
        await compare(bench, durable, AIM)
      } finally {
        await durable.close()
      }
      await compare(bench, real, AIM)
    }
    await compare(bench, await bench.embeddedPostgres())
  },
}

async function compare(bench: Bench, server: BenchPostgres, aim?: number): Promise<void> {
  const studio = await openStudio(server)
  const { insert, book } = studio
  const one = async () => bench.check(await book(studio.nextHour()), 'BOOK: a booking was refused')
  const bareOne = () => insert(studio.nextHour()).then(() => undefined)
  const nothing = async () => bench.check(await studio.doNothing(), 'BOOK: a command was refused')
  try {
    for (let round = 0; round < WARM_UP_ROUNDS; round += 1) {
      for (const call of [bareOne, one]) await rateAtOnce(call)
      for (const call of [nothing, one]) await rate(call)
      for (const call of [insert, book]) await raceFor(bench, call, studio.nextHour())
      // As the server does by itself within a minute: without it, it knows nothing of tables that were empty a moment ago.
      await studio.analyze()
    }
    const rates = await interleave(bench.rounds, {
      floor: () => rate(bareOne),
      nothing: () => rate(nothing),
      one: () => rate(one),
      floorAtOnce: () => rateAtOnce(bareOne),
      atOnce: () => rateAtOnce(one),
      floorRace: () => raceFor(bench, insert, studio.nextHour()),
      race: () => raceFor(bench, book, studio.nextHour()),
    })
    bench.check(studio.pushed() > 0, 'BOOK: nobody was told')
    const line = (what: string, measured: Measured, against: string, floor: Measured, aimed?: number) =>
      bench.add(
        ratioLine({
          ...{ part: 'BOOK', what: `${what}, ${server.kind} Postgres`, measured: perSecond(measured.median) },
          ...{ against: `${against} ${perSecond(floor.median)}`, floorSpread: floor.spread },
          ratio: pairedRatio(measured, floor),
          ...(aimed === undefined ? {} : { aim: { value: aimed } }),
        }),
      )
    const { floor, floorAtOnce, floorRace } = rates
    bench.add(
      ratioLine({
        ...{ part: 'BOOK', what: `a command that does nothing, ${server.kind} Postgres` },
        ...{ measured: perSecond(rates.nothing.median), against: `the bare row ${perSecond(floor.median)}` },
        ...{ floorSpread: floor.spread, ratio: pairedRatio(rates.nothing, floor) },
      }),
    )
    line('a confirmed booking by its command', rates.one, 'the bare row', floor, aim)
    line(
      `${CALLERS} callers at once`,
      rates.atOnce,
      'as many for bare rows, on one connection as well',
      floorAtOnce,
      aim,
    )
    line(`${RACERS} callers for one hour`, rates.race, 'as many for one bare row', floorRace, aim)
  } finally {
    await studio.close()
  }
}

/** A studio with its people, in which hours are booked by command or by bare row. */
async function openStudio(server: BenchPostgres) {
  const spec = aTenantSpec()
  const tenantId = TenantId.parse(spec.tenantId)
  const { tenant, clock } = openNodeHost(tenantId, server.appUrl)
  clock.now = new Date()
  const by = { newId, at: clock.now, actor: ACTOR }
  await write(tenant.commands, tenantId, (tx) => createHead(tx, spec))
  const artists: string[] = []
  for (let i = 0; i < ARTISTS; i += 1) {
    const input = CreateArtist.parse({ name: `Artist ${i}` })
    const made = await write(tenant.commands, tenantId, (tx) =>
      createArtist(tx, input, { ...by, timeZone: 'UTC' }),
    )
    if (!made.ok) throw new Error(made.error.code)
    artists.push(made.value.view.id)
  }
  const together = new Gathering(tenant, bookingsTogether)
  let pushed = 0
  tenant.hub.hasListeners = () => true
  tenant.hub.publish = (...told: readonly Told[]) => {
    pushed += JSON.stringify(told.map(({ frame }) => frame)).length > 2 ? 1 : 0
  }
  const command = () => {
    const id = newId()
    return { id, requestHash: id, clients: 'all' as const, actor: ACTOR }
  }
  const bare = postgres(server.adminUrl, { max: 1 })
  let slot = 0
  return {
    /** One artist after another, each booking with an hour of its own, so that all of them fit. */
    nextHour: (): Hour => {
      slot += 1
      const from = clock.now.getTime() + Math.ceil(slot / ARTISTS) * HOUR_MS
      const times = { startTime: iso(from), endTime: iso(from + HOUR_MS) }
      return { artistId: artists[slot % ARTISTS] ?? '', ...times }
    },
    /** Whether the hour was free. */
    insert: async ({ artistId, startTime, endTime }: Hour): Promise<boolean> => {
      const sent = bare`insert into bookings (tenant_id, id, artist_id, title, status, blocks, is_exclusive, starts_at, ends_at,
          time_zone, claims, created_by, created_at)
        values (${tenantId}, ${newId()}, ${artistId}, 'Tour', 'confirmed', true, true, ${startTime}, ${endTime},
          'UTC', '[]', ${ACTOR}, now())`
      return sent.then(
        () => true,
        (error: { code?: string }) => {
          if (error.code !== SQLSTATE_TAKEN) throw error
          return false
        },
      )
    },
    book: async (hour: Hour): Promise<boolean> => {
      const input = CreateBooking.parse({ title: 'Tour', status: 'confirmed', ...hour })
      return (await together.run(command(), { input, by })).ok
    },
    /** What every command costs, whatever it does: looked up, fenced, one event, its answer kept, told. */
    doNothing: async (): Promise<boolean> => {
      const event = workspaceChanged.of('workspace', { fields: [] })
      return (await runCommand(tenant, command(), 200, async () => ok({ view: null, events: [event] }))).ok
    },
    analyze: () => bare`analyze`,
    pushed: () => pushed,
    close: async () => {
      await bare.end()
      await tenant.close()
    },
  }
}

interface Hour {
  artistId: string
  startTime: string
  endTime: string
}

const iso = (ms: number) => new Date(ms).toISOString()

/** Calls a second of many who want the same hour, all of them answered. */
async function raceFor(bench: Bench, call: (hour: Hour) => Promise<boolean>, hour: Hour): Promise<number> {
  const startedAt = performance.now()
  const won = await Promise.all(Array.from({ length: RACERS }, () => call(hour)))
  const rate = (RACERS * 1000) / (performance.now() - startedAt)
  bench.check(won.filter((one) => one).length === 1, 'BOOK: an hour had not one winner')
  return rate
}

/** Calls a second of callers who ask again and again, each for its own, and all at once. */
async function rateAtOnce(call: () => Promise<void>): Promise<number> {
  const rates = await Promise.all(Array.from({ length: CALLERS }, () => rate(call)))
  return rates.reduce((sum, one) => sum + one, 0)
}

/** Calls a second, one after another, as the commands of one workspace are carried out. */
async function rate(call: () => Promise<void>): Promise<number> {
  const startedAt = performance.now()
  let calls = 0
  while (performance.now() - startedAt < ROUND_MS) {
    await call()
    calls += 1
  }
  return (calls * 1000) / (performance.now() - startedAt)
}
