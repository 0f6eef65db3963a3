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
import { interleave, pairedRatio } from './harness/rounds.ts'
import { newId, write } from './harness/workspace.ts'

const ROUND_MS = 700
/** Callers who ask at once: people at a release of dates, or a program that brings a season. */
const CALLERS = 50
/** People and rooms of a studio. */
const ARTISTS = 40
const HOUR_MS = 3_600_000
const ACTOR = 'system:bench'
const AIM = 0.6

/**
 * A confirmed booking, as its command makes it, against the bare row under the same constraint. Once on a server whose commits
 * wait for the disk, as those of customers do, and once where nothing is waited for.
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
  const spec = aTenantSpec()
  const tenantId = TenantId.parse(spec.tenantId)
  const { tenant, clock } = openNodeHost(tenantId, server.appUrl)
  clock.now = new Date()
  const by = { newId, at: clock.now, actor: ACTOR }
  await write(tenant.commands, tenantId, (tx) => createHead(tx, spec))
  const anArtist = (name: string) =>
    write(tenant.commands, tenantId, async (tx) => {
      const made = await createArtist(tx, CreateArtist.parse({ name }), { ...by, timeZone: 'UTC' })
      if (!made.ok) throw new Error(made.error.code)
      return made.value.view.id
    })
  const artists: string[] = []
  for (let i = 0; i < ARTISTS; i += 1) artists.push(await anArtist(`Artist ${i}`))
  const together = new Gathering(tenant, bookingsTogether)
  let pushed = 0
  tenant.hub.hasListeners = () => true
  tenant.hub.publish = (...told: readonly Told[]) => {
    pushed += JSON.stringify(told.map(({ frame }) => frame)).length > 2 ? 1 : 0
  }
  const bare = postgres(server.adminUrl, { max: 1 })
  let slot = 0
  /** One artist after another, each booking with an hour of its own, so that all of them fit. */
  const nextHour = () => {
    slot += 1
    const from = clock.now.getTime() + Math.ceil(slot / ARTISTS) * HOUR_MS
    const times = { startTime: new Date(from).toISOString(), endTime: new Date(from + HOUR_MS).toISOString() }
    return { artistId: artists[slot % ARTISTS] ?? '', ...times }
  }
  const insert = async () => {
    const { artistId, startTime, endTime } = nextHour()
    await bare`insert into bookings (tenant_id, id, artist_id, title, status, blocks, is_exclusive, starts_at, ends_at,
        time_zone, claims, created_by, created_at)
      values (${tenantId}, ${newId()}, ${artistId}, 'Tour', 'confirmed', true, true, ${startTime}, ${endTime},
        'UTC', '[]', ${ACTOR}, now())`
  }
  const command = async () => {
    const input = CreateBooking.parse({ title: 'Tour', status: 'confirmed', ...nextHour() })
    const id = newId()
    const asked = { id, requestHash: id, clients: 'all' as const, actor: ACTOR }
    const made = await together.run(asked, { input, by })
    bench.check(made.ok, 'BOOK: a booking was refused')
  }
  /** What every command costs, whatever it does: looked up, fenced, one event, its answer kept, told. */
  const nothing = async () => {
    const id = newId()
    const asked = { id, requestHash: id, clients: 'all' as const, actor: ACTOR }
    const done = await runCommand(tenant, asked, 200, async () =>
      ok({ view: null, events: [workspaceChanged.of('workspace', { fields: [] })] }),
    )
    bench.check(done.ok, 'BOOK: a command was refused')
  }
  try {
    // As the server does by itself within a minute: without it, it knows nothing of tables that were empty a moment ago.
    await rateAtOnce(command)
    await bare`analyze`
    const { floor, empty, subject, floorAtOnce, subjectAtOnce } = await interleave(bench.rounds, {
      floor: () => rate(insert),
      empty: () => rate(nothing),
      subject: () => rate(command),
      floorAtOnce: () => rateAtOnce(insert),
      subjectAtOnce: () => rateAtOnce(command),
    })
    bench.check(pushed > 0, 'BOOK: nobody was told')
    const against = {
      part: 'BOOK',
      against: `the bare row ${perSecond(floor.median)}`,
      floorSpread: floor.spread,
    }
    bench.add(
      ratioLine({
        ...against,
        what: `a command that does nothing, ${server.kind} Postgres`,
        measured: perSecond(empty.median),
        ratio: pairedRatio(empty, floor),
      }),
    )
    bench.add(
      ratioLine({
        ...against,
        what: `a confirmed booking by its command, ${server.kind} Postgres`,
        measured: perSecond(subject.median),
        ratio: pairedRatio(subject, floor),
        ...(aim === undefined ? {} : { aim: { value: aim } }),
      }),
    )
    bench.add(
      ratioLine({
        ...{ part: 'BOOK', what: `${CALLERS} callers at once, ${server.kind} Postgres` },
        against: `bare rows of as many, one connection as well ${perSecond(floorAtOnce.median)}`,
        ...{ floorSpread: floorAtOnce.spread, measured: perSecond(subjectAtOnce.median) },
        ratio: pairedRatio(subjectAtOnce, floorAtOnce),
        ...(aim === undefined ? {} : { aim: { value: aim } }),
      }),
    )
  } finally {
    await bare.end()
    await tenant.close()
  }
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
