import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { type BookingStatus, CreateBooking, UpdateBooking } from '../../contracts/bookings.ts'
import { ok } from '../../contracts/result.ts'
import { triesHere } from '../../scripts/checks/tries.ts'
import { createBooking } from '../bookings/create.service.ts'
import { readBooking } from '../bookings/line.service.ts'
import { changeBooking, transitionBooking } from '../bookings/service.ts'
import type { NewEvent, TouchedMetrics } from '../events/define.ts'
import { askMetric, dimOf } from '../metrics/ask.service.ts'
import { readRecords } from '../metrics/records.service.ts'
import type { NumberedDefinition } from '../metrics/repository.ts'
import { readCatalogue } from '../metrics/service.ts'
import { calendarChanged } from '../projects/events.ts'
import { Studio } from '../projects/testing/studio.ts'
import { countWork } from './service.ts'

let studio: Studio
beforeEach(async () => {
  studio = new Studio()
  await studio.read(
    (
      tx,
    ) => tx.sql`insert into workspace_settings (tenant_id, name, slug, time_zone, currency, week_start, fiscal_year_start_month)
      values (${tx.tenantId}, 'Test', 'test', 'Pacific/Auckland', 'EUR', 1, 1)`,
  )
})
afterEach(() => studio.lane.reset())

const RANGE = { from: '2026-01-01', to: '2027-12-31' }
const statuses = ['pencil', 'confirmed', 'released', 'cancelled'] as const
type Step =
  | {
      do: 'book'
      artist: number
      day: number
      length: number
      project: number
      status: 'hold' | 'pencil' | 'confirmed'
    }
  | { do: 'step'; booking: number; to: (typeof statuses)[number] }
  | { do: 'move'; booking: number; project: number }
const aStep: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    do: fc.constant('book' as const),
    artist: fc.nat(1),
    day: fc.integer({ min: 1, max: 12 }),
    length: fc.integer({ min: 1, max: 3 }),
    project: fc.nat(2),
    status: fc.constantFrom('hold', 'pencil', 'confirmed'),
  }),
  fc.record({ do: fc.constant('step' as const), booking: fc.nat(5), to: fc.constantFrom(...statuses) }),
  fc.record({ do: fc.constant('move' as const), booking: fc.nat(5), project: fc.nat(2) }),
)

/** What was made, and how each of it was decided first; kept beside the database to hold it against. */
interface Model {
  ids: string[]
  decided: Map<string, 'confirmed' | 'lost'>
  seconds: number
}

async function carryOut(
  steps: readonly Step[],
  artists: readonly string[],
  projects: readonly (string | null)[],
) {
  const model: Model = { ids: [], decided: new Map(), seconds: 0 }
  const { context } = studio
  const commit = (work: Parameters<Studio['told']>[0]) =>
    studio.told(async (tx) => {
      const done = await work(tx)
      if (!done.ok) return done
      return ok({ ...done.value, events: await countWork(tx, done.value.events, context.at) })
    })
  for (const step of steps) {
    if (step.do === 'book') {
      const startTime = new Date(Date.UTC(2026, 6, step.day, 9)).toISOString()
      const endTime = new Date(Date.UTC(2026, 6, step.day + step.length, 9)).toISOString()
      const [artistId, projectId] = [artists[step.artist], projects[step.project] ?? null]
      const input = CreateBooking.parse({
        ...{ id: randomUUID(), artistId, projectId, title: 'Tour', startTime, endTime, status: step.status },
      })
      const made = await commit((tx) => createBooking(tx, input, context))
      if (!made.ok) continue
      model.ids.push(String(input.id))
      model.seconds += step.length * 86_400
      continue
    }
    const id = model.ids[step.booking]
    const booking = id === undefined ? null : await studio.read((tx) => readBooking(tx, id))
    if (booking === null) continue
    const { version } = booking
    if (step.do === 'move') {
      const change = UpdateBooking.parse({ projectId: projects[step.project] ?? null })
      await commit((tx) => changeBooking(tx, booking.id, version, change, context))
      continue
    }
    const asked = { to: step.to, version, reason: 'Because' }
    const moved = await commit((tx) => transitionBooking(tx, booking.id, asked, context))
    if (moved.ok) note(model, booking.id, booking.status, step.to)
  }
  return model
}

function note({ decided }: Model, id: string, before: BookingStatus, after: BookingStatus): void {
  const isOpen = (status: BookingStatus) => status === 'hold' || status === 'pencil'
  if (!isOpen(before) || isOpen(after) || decided.has(id)) return
  decided.set(id, after === 'confirmed' ? 'confirmed' : 'lost')
}

/** The sum of a metric as buckets and as pages of records, of one value of a dimension or of all. */
async function bothWays(entry: NumberedDefinition, dimension: string | null) {
  const dim = dimension === null ? null : dimOf(entry.definition, dimension)
  return studio.read(async (tx) => {
    const buckets = await askMetric(tx, entry, { ...RANGE, dim, clientId: null })
    const sums: [string, string, number, string, number][] = []
    for (const value of new Set(buckets.map(({ val }) => val))) {
      const own = buckets.filter(({ val }) => val === value)
      const filter = dimension === null ? {} : { dimension, value }
      const page = await readRecords(tx, entry, { ...RANGE, ...filter, limit: 500 }, new Map(), [])
      if (!page.ok) throw new Error(page.error.code)
      const sum = own.reduce((all, { units }) => all + BigInt(units), 0n)
      const n = own.reduce((all, bucket) => all + bucket.n, 0)
      sums.push([value, page.value.meta.sum, page.value.meta.total, String(sum), n])
    }
    return sums
  })
}

it('[ME26] [ME35] [ME37] whatever is booked, moved and decided: records add up to every number, and it is what was done', async () => {
  const [artists, projects] = [
    [await studio.artist('Ada'), await studio.artist('Bo')],
    [(await studio.project({ name: 'One' })).id, (await studio.project({ name: 'Two' })).id, null],
  ]
  await fc.assert(
    fc.asyncProperty(fc.array(aStep, { minLength: 1, maxLength: 14 }), async (steps) => {
      await studio.read(async (tx) => {
        for (const table of ['work_facts', 'bookings', 'metric_definitions'])
          await tx.sql.unsafe(`delete from ${table} where tenant_id = $1::uuid`, [tx.tenantId])
      })
      const model = await carryOut(steps, artists, projects)
      const known = await studio.read(readCatalogue)
      const found: Record<string, [string, string]> = {}
      for (const entry of known.filter(({ definition }) => definition.source.kind === 'facts')) {
        const named = ['Artist', 'Project'].filter((name) => entry.definition.dimensions.includes(name))
        for (const dimension of [null, ...named, 'client']) {
          const sums = await bothWays(entry, dimension)
          for (const [value, sum, total, units, n] of sums)
            expect([entry.definition.key, dimension, value, sum, total]).toEqual([
              ...[entry.definition.key, dimension, value, units, n],
            ])
          if (dimension === null)
            found[entry.definition.key] = [sums[0]?.[1] ?? '0', String(sums[0]?.[2] ?? 0)]
        }
      }
      if (model.ids.length === 0) return
      const confirmed = [...model.decided.values()].filter((how) => how === 'confirmed').length
      expect(found).toMatchObject({
        bookings_created: [String(model.ids.length), String(model.ids.length)],
        booking_length: [String(model.seconds), String(model.ids.length)],
        holds_confirmed: [String(confirmed), String(confirmed)],
        holds_ended: [String(model.decided.size), String(model.decided.size)],
      })
    }),
    { numRuns: triesHere(12) },
  )
})

it('[ME35] dates a booking on the day of the workspace on which it was made', async () => {
  const artistId = await studio.artist('Ada')
  const times = { startTime: '2026-07-01T09:00:00Z', endTime: '2026-07-01T10:00:00Z' }
  const at = new Date('2026-06-01T13:00:00Z')
  await studio.read(async (tx) => {
    const input = CreateBooking.parse({ artistId, title: 'Tour', ...times })
    const made = await createBooking(tx, input, studio.context)
    if (!made.ok) throw new Error(made.error.code)
    const events: NewEvent[] = await countWork(tx, made.value.events, at)
    expect(events.map(({ type }) => type)).toContain('metric.defined')
    const [fact] =
      await tx.sql`select day::text as day from work_facts where tenant_id = ${tx.tenantId} and kind = 'booking_created'`
    // One in the afternoon of London is the next day in Auckland.
    expect(fact?.day).toBe('2026-06-02')
  })
})

it('[ME35] counts bookings of before once something is counted, on the day they were made', async () => {
  const artistId = await studio.artist('Ada')
  const make = (day: number) =>
    CreateBooking.parse({
      ...{ artistId, title: 'Tour' },
      startTime: new Date(Date.UTC(2026, 6, day, 9)).toISOString(),
      endTime: new Date(Date.UTC(2026, 6, day, 17)).toISOString(),
    })
  await studio.done((tx) => createBooking(tx, make(1), studio.context))
  await studio.done((tx) => createBooking(tx, make(2), studio.context))
  const last = await studio.done(async (tx) => {
    const made = await createBooking(tx, make(3), studio.context)
    return made.ok ? ok(await countWork(tx, made.value.events, studio.context.at)) : made
  })
  const created = last.find(({ type }) => type === 'booking.created')
  const { touched = [] } = (created?.data ?? {}) as { touched?: TouchedMetrics }
  expect(touched.some(({ days }) => days.includes('2026-06-01'))).toBe(true)
  const [row] = await studio.read(
    (tx) =>
      tx.sql`select count(*)::int as n, sum(seconds)::int as seconds from work_facts where tenant_id = ${tx.tenantId} and kind = 'booking_created'`,
  )
  expect(row).toEqual({ n: 3, seconds: 3 * 8 * 3600 })
})

const aMove = fc.record({
  booking: fc.nat(3),
  artist: fc.nat(1),
  day: fc.integer({ min: 1, max: 9 }),
  length: fc.integer({ min: 1, max: 3 }),
  isCancelled: fc.boolean(),
})

it('[ME42] whatever is moved in time or to somebody else: hours are those that laying all of them anew would give', async () => {
  const artists = [await studio.artist('Ada'), await studio.artist('Bo')]
  const { context } = studio
  const counted = (work: Parameters<Studio['told']>[0]) =>
    studio.told(async (tx) => {
      const done = await work(tx)
      return done.ok
        ? ok({ ...done.value, events: await countWork(tx, done.value.events, context.at) })
        : done
    })
  const ofAll = {
    projectId: null,
    taskId: null,
    name: null,
    before: { calendar: null },
    after: { calendar: null },
  }
  const newCalendar = calendarChanged.of('calendar', ofAll)
  const relaid = () =>
    studio.read(async (tx) => {
      const told = await countWork(tx, [newCalendar], context.at)
      return told.flatMap(({ data }) => (data as { touched?: TouchedMetrics }).touched ?? [])
    })
  await fc.assert(
    fc.asyncProperty(fc.array(aMove, { minLength: 1, maxLength: 8 }), async (moves) => {
      await studio.read(async (tx) => {
        for (const table of ['work_facts', 'bookings'])
          await tx.sql.unsafe(`delete from ${table} where tenant_id = $1::uuid`, [tx.tenantId])
      })
      const ids: string[] = []
      for (const { booking, artist, day, length, isCancelled } of moves) {
        const artistId = artists[artist]
        const startTime = new Date(Date.UTC(2026, 6, day, 9)).toISOString()
        const endTime = new Date(Date.UTC(2026, 6, day + length, 9)).toISOString()
        const when = { artistId, startTime, endTime }
        const id = ids[booking]
        const known = id === undefined ? null : await studio.read((tx) => readBooking(tx, id))
        if (known === null) {
          const input = CreateBooking.parse({ ...when, id: randomUUID(), title: 'Tour', status: 'confirmed' })
          if ((await counted((tx) => createBooking(tx, input, context))).ok) ids.push(String(input.id))
          continue
        }
        const { version } = known
        const asked = { to: 'cancelled' as const, version, reason: 'Because' }
        await counted((tx) =>
          isCancelled
            ? transitionBooking(tx, known.id, asked, context)
            : changeBooking(tx, known.id, version, UpdateBooking.parse(when), context),
        )
      }
      expect(await relaid()).toEqual([])
    }),
    { numRuns: triesHere(12) },
  )
})
