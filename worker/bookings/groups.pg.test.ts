import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { CreateArtist } from '../../contracts/artists.ts'
import {
  ChangeTogether,
  ExtendSeries,
  PlanBookings,
  TransitionTogether,
} from '../../contracts/booking-plans.ts'
import type { BookingView } from '../../contracts/bookings.ts'
import { NotificationsQuery } from '../../contracts/notifications.ts'
import { triesHere } from '../../scripts/checks/tries.ts'
import { archiveArtist, createArtist } from '../artists/service.ts'
import { changeHours } from '../availability/service.ts'
import { readInbox } from '../notifications/service.ts'
import { ownWorkspace } from '../tenant/testing/own-workspace.ts'
import { checkExtension, extendSeries } from './extend.service.ts'
import { checkPlan, makePlan } from './plan.service.ts'
import { readSeries } from './series.service.ts'
import { changeBooking, readBookings, transitionBooking } from './service.ts'
import { changeTogether, transitionTogether } from './together.service.ts'

const { run, done, renew } = ownWorkspace()
const context = { newId: () => randomUUID() as string, at: new Date(), actor: 'person:p1' }

async function artist(name: string, over: object = {}): Promise<string> {
  const input = CreateArtist.parse({ name, timeZone: 'Europe/London', ...over })
  return (await done((tx) => createArtist(tx, input, { ...context, timeZone: 'UTC' }))).view.id
}
const day = (n: number) => `2027-05-${String(n).padStart(2, '0')}`
const whole = (from: number, to = from) => ({ days: { from: day(from), to: day(to) } })
const planned = (artistIds: string[], over: object = {}) =>
  PlanBookings.parse({ artistIds, title: 'Album', status: 'confirmed', ...whole(3), ...over })
const make = (artistIds: string[], over: object = {}) =>
  run((tx) => makePlan(tx, planned(artistIds, over), context))
const made = async (artistIds: string[], over: object = {}) =>
  (await done((tx) => makePlan(tx, planned(artistIds, over), context))).view
const all = async (over: object = {}): Promise<BookingView[]> =>
  (await done(async (tx) => ({ ok: true, value: await readBookings(tx, { limit: 500, ...over }) }))).data
const seenOf = (bookings: readonly { id: string; version: number }[]) =>
  bookings.map(({ id, version }) => ({ id, version }))
const go = async (id: string, to: string, scope: object = {}, over: object = {}) => {
  const asked = TransitionTogether.parse({ scope, seen: seenOf(await all()), to, ...over })
  return run((tx) => transitionTogether(tx, id, asked, context))
}
const move = async (id: string, change: object, scope: object = {}, over: object = {}) => {
  const asked = ChangeTogether.parse({ scope, seen: seenOf(await all()), ...change, ...over })
  return run((tx) => changeTogether(tx, id, asked, context))
}
const daysOf = (bookings: readonly BookingView[]) => bookings.map(({ days }) => days?.from.slice(8))

describe('[BK42] a group', () => {
  it('is booked in one command: each of them, with the id of the group', async () => {
    const ids = [await artist('Ada'), await artist('Bo'), await artist('Room', { kind: 'room' })]
    const view = await made(ids)
    const stored = await all()
    expect(stored.map(({ artistId }) => artistId).sort()).toEqual([...ids].sort())
    const groups = new Set(stored.map(({ groupId }) => groupId))
    expect([groups.size, groups.has(null), view.seriesId, view.bookings.length]).toEqual([1, false, null, 3])
    const [groupId] = groups
    expect(await all({ groupId })).toHaveLength(3)
  })

  it('[BK43] is refused as a whole where one of them is taken, and says of each who has the time', async () => {
    const [ada, bo, cy] = [await artist('Ada'), await artist('Bo'), await artist('Cy')]
    await made([ada], { title: 'Tour', ...whole(2, 3) })
    await made([cy], { title: 'Fair', ...whole(3, 5) })
    expect(await make([ada, bo, cy])).toMatchObject({
      ok: false,
      error: {
        code: 'plan_conflict',
        details: {
          count: 2,
          clashes: [
            { artistName: 'Ada', rivals: [{ title: 'Tour' }] },
            { artistName: 'Cy', rivals: [{ title: 'Fair' }] },
          ],
        },
      },
    })
    expect(await all()).toHaveLength(2)
    // A hold waits in line with everybody else.
    expect(await make([ada, bo, cy], { status: 'hold' })).toMatchObject({ ok: true })
  })

  it('takes nobody who is not there or archived, and nobody with them', async () => {
    const [ada, bo] = [await artist('Ada'), await artist('Bo')]
    await done((tx) => archiveArtist(tx, bo, new Date()))
    expect(await make([ada, bo])).toMatchObject({ error: { code: 'artist_archived' } })
    expect(await make([ada, randomUUID()])).toMatchObject({ error: { code: 'not_found' } })
    expect(PlanBookings.safeParse({ artistIds: [ada, ada], title: 'x', ...whole(1) }).success).toBe(false)
    expect(await all()).toEqual([])
  })

  it('[BK46] is moved and confirmed as a whole, or not at all', async () => {
    const [ada, bo] = [await artist('Ada'), await artist('Bo', { timeZone: 'America/New_York' })]
    const { bookings } = await made([ada, bo], { status: 'pencil' })
    const [first] = bookings
    if (first === undefined) throw new Error('nothing was made')
    await made([bo], { title: 'Gig', ...whole(10) })
    expect(await move(first.id, whole(10))).toMatchObject({
      error: {
        code: 'plan_conflict',
        details: { clashes: [{ artistName: 'Bo', rivals: [{ title: 'Gig' }] }] },
      },
    })
    expect(daysOf(await all({ groupId: first.groupId }))).toEqual(['03', '03'])
    expect(await move(first.id, { ...whole(12), title: 'LP' })).toMatchObject({ ok: true })
    const moved = await all({ groupId: first.groupId })
    expect(moved.map(({ title, days }) => [title, days?.from])).toEqual([
      ['LP', '2027-05-12'],
      ['LP', '2027-05-12'],
    ])
    expect(await go(first.id, 'confirmed')).toMatchObject({ ok: true })
    expect((await all({ groupId: first.groupId })).every(({ status }) => status === 'confirmed')).toBe(true)
  })

  it('[BK46] stays a group when one of them goes or is moved alone', async () => {
    const [ada, bo, cy] = [await artist('Ada'), await artist('Bo'), await artist('Cy')]
    const { bookings } = await made([ada, bo, cy])
    const [first, second, third] = bookings
    if (!first || !second || !third) throw new Error('nothing was made')
    await done((tx) => transitionBooking(tx, first.id, { to: 'cancelled', version: 1 }, context))
    await done((tx) => changeBooking(tx, second.id, 1, whole(20), context))
    const group = await all({ groupId: first.groupId })
    expect(group.map(({ status, days }) => [status, days?.from.slice(8)]).sort()).toEqual([
      ['cancelled', '03'],
      ['confirmed', '03'],
      ['confirmed', '20'],
    ])
    // What has ended stays as it ended; the others go on together.
    expect(await go(third.id, 'cancelled')).toMatchObject({
      ok: true,
      value: { view: { bookings: { length: 2 } } },
    })
  })

  it('[BK46] is changed at the versions that were seen, of all of them', async () => {
    const [ada, bo] = [await artist('Ada'), await artist('Bo')]
    const { bookings } = await made([ada, bo])
    const [first, second] = bookings
    if (!first || !second) throw new Error('nothing was made')
    const seen = seenOf(bookings)
    await done((tx) => changeBooking(tx, second.id, 1, { title: 'Other' }, context))
    expect(await move(first.id, whole(9), {}, { seen })).toMatchObject({ error: { code: 'stale_version' } })
    expect(await go(first.id, 'cancelled', {}, { seen })).toMatchObject({ error: { code: 'stale_version' } })
    expect(await go(first.id, 'cancelled', {}, { seen: seen.slice(0, 1) })).toMatchObject({
      error: { code: 'stale_version' },
    })
    expect(await go(randomUUID(), 'cancelled', {}, { seen })).toMatchObject({ error: { code: 'not_found' } })
  })
})

describe('a series', () => {
  const weekly = { every: 'week', count: 4 }

  it('[BK45] is shown with what is in the way of each occurrence, then made without those that were left out', async () => {
    const ada = await artist('Ada')
    await made([ada], { title: 'Tour', ...whole(10, 11) })
    await done((tx) =>
      changeHours(
        tx,
        ada as never,
        { weekly: [{ weekday: 2, from: '09:00', to: '17:00' }] },
        { at: new Date('2026-01-01'), dayIn: () => '2026-01-01' },
      ),
    )
    const asked = { repeat: weekly, ...whole(3) }
    const check = (over: object = {}) => done((tx) => checkPlan(tx, planned([ada], { ...asked, ...over })))
    const report = await check()
    expect(
      report?.occurrences.map(({ on, members: [one] }) => [on.slice(8), one?.isFree, one?.rivals[0]?.title]),
    ).toEqual([
      ['03', true, undefined],
      ['10', false, 'Tour'],
      ['17', true, undefined],
      ['24', true, undefined],
    ])
    // Mondays are outside her hours.
    expect(report?.occurrences[0]?.members[0]?.closed).toMatchObject([{ state: 'outside' }])
    expect([report?.bookings, report?.clashing]).toEqual([4, 1])
    expect(await make([ada], asked)).toMatchObject({
      error: { code: 'plan_conflict', details: { clashes: [{ on: '2027-05-10' }] } },
    })
    const exceptions = [
      { on: '2027-05-10', to: null },
      { on: '2027-05-24', to: '2027-05-25' },
    ]
    expect(await check({ exceptions })).toMatchObject({ bookings: 3, clashing: 0 })
    const { seriesId } = await made([ada], { ...asked, exceptions })
    const stored = await all({ seriesId })
    expect(daysOf(stored)).toEqual(['03', '17', '25'])
    expect(stored.map(({ seriesDay }) => seriesDay)).toEqual(['2027-05-03', '2027-05-17', '2027-05-24'])
    expect(
      await done(async (tx) => ({ ok: true, value: await readSeries(tx, seriesId ?? '') })),
    ).toMatchObject({
      rule: 'RRULE:FREQ=WEEKLY;COUNT=4;BYDAY=MO',
      firstDay: '2027-05-03',
    })
  })

  it('[BK45] is refused when somebody has taken one of its times since it was shown', async () => {
    const ada = await artist('Ada')
    const asked = { repeat: weekly }
    expect(await done((tx) => checkPlan(tx, planned([ada], asked)))).toMatchObject({ clashing: 0 })
    await made([ada], { title: 'Gig', ...whole(24) })
    expect(await make([ada], asked)).toMatchObject({
      error: { code: 'plan_conflict', details: { count: 1, clashes: [{ on: '2027-05-24' }] } },
    })
    expect(await all()).toHaveLength(1)
  })

  it('[BK49] goes on for its group, shown before, and from where it was once that is taken back', async () => {
    const [ada, bo] = [await artist('Ada'), await artist('Bo', { timeZone: 'Australia/Sydney' })]
    const at = { startTime: '2027-05-03T09:00:00Z', endTime: '2027-05-03T17:00:00Z', days: undefined }
    const { seriesId } = await made([ada, bo], { repeat: { every: 'week', count: 2 }, ...at })
    await made([bo], { title: 'Tour', ...whole(24) })
    const [first] = await all({ seriesId })
    const asked = (over: object) =>
      ExtendSeries.parse({ seriesVersion: 1, status: 'confirmed', count: 2, ...over })
    const check = (over: object = {}) => run((tx) => checkExtension(tx, first?.id ?? '', asked(over)))
    const extend = (over: object = {}) => run((tx) => extendSeries(tx, first?.id ?? '', asked(over), context))
    const report = await done((tx) => checkExtension(tx, first?.id ?? '', asked({})))
    expect(report.occurrences.map(({ on, members }) => [on, members.map(({ isFree }) => isFree)])).toEqual([
      ['2027-05-17', [true, true]],
      ['2027-05-24', [true, false]],
    ])
    expect(await extend()).toMatchObject({ error: { code: 'plan_conflict', details: { count: 1 } } })
    expect(await all({ seriesId })).toHaveLength(4)
    const exceptions = [{ on: '2027-05-24', to: '2027-05-26' }]
    expect(await extend({ seriesVersion: 2, exceptions })).toMatchObject({ error: { code: 'stale_version' } })
    const longer = await done((tx) =>
      extendSeries(tx, first?.id ?? '', asked({ exceptions, status: 'pencil' }), context),
    )
    expect(longer.view.bookings.map(({ seriesDay, status }) => `${seriesDay?.slice(8)} ${status}`)).toEqual([
      '17 pencil',
      '17 pencil',
      '24 pencil',
      '24 pencil',
    ])
    expect(new Set(longer.view.bookings.map(({ groupId }) => groupId)).size).toBe(2)
    expect(longer.view.bookings.map(({ startTime }) => startTime.slice(8, 16))).toEqual([
      '17T09:00',
      '17T09:00',
      '26T09:00',
      '26T09:00',
    ])
    const series = async () => done(async (tx) => ({ ok: true, value: await readSeries(tx, seriesId ?? '') }))
    expect(await series()).toMatchObject({ version: 2, rule: 'RRULE:FREQ=WEEKLY;COUNT=4;BYDAY=MO' })

    const [made1] = longer.view.bookings
    await go(made1?.id ?? '', 'cancelled', { times: 'following' }, { seen: seenOf(longer.view.bookings) })
    const next = await check({ seriesVersion: 2, count: undefined, until: '2027-05-18' })
    expect(next.ok && next.value.occurrences.map(({ on }) => on)).toEqual(['2027-05-17'])
  })

  it('[BK49] is refused where it does not happen again, is too long, does not repeat, or somebody is archived', async () => {
    const ada = await artist('Ada')
    const { seriesId } = await made([ada], { repeat: weekly })
    const [first] = await all({ seriesId })
    const single = await made([ada], { title: 'Gig', ...whole(4) })
    const extend = (over: object, id = first?.id ?? '') =>
      run((tx) => extendSeries(tx, id, ExtendSeries.parse({ seriesVersion: 1, ...over }), context))
    expect(await extend({ until: '2027-05-20' })).toMatchObject({ error: { code: 'invalid_period' } })
    expect(await extend({ until: '2027-05-30' })).toMatchObject({ error: { code: 'invalid_period' } })
    expect(await extend({ count: 363 })).toMatchObject({ error: { code: 'limit_reached' } })
    expect(await extend({ count: 1 }, single.bookings[0]?.id)).toMatchObject({
      error: { code: 'not_a_series' },
    })
    expect(await extend({ count: 1 }, randomUUID())).toMatchObject({ error: { code: 'not_found' } })
    await done((tx) => archiveArtist(tx, ada, new Date()))
    expect(await extend({ count: 1 })).toMatchObject({ error: { code: 'artist_archived' } })
    expect(await all({ seriesId })).toHaveLength(4)
  })

  it('[BK47] is moved and cancelled: one, one and those that follow, or all of them', async () => {
    const ada = await artist('Ada')
    const { seriesId } = await made([ada], { repeat: weekly })
    const [first, second, third] = await all({ seriesId })
    if (!first || !second || !third) throw new Error('nothing was made')
    // Onto the days of each other: none is in the way of another that moves as well.
    await move(first.id, whole(10), { times: 'all' })
    expect(daysOf(await all({ seriesId }))).toEqual(['10', '17', '24', '31'])
    expect(
      await done(async (tx) => ({ ok: true, value: await readSeries(tx, seriesId ?? '') })),
    ).toMatchObject({
      firstDay: '2027-05-10',
    })
    const later = await move(third.id, whole(25), { times: 'following' })
    expect(later).toMatchObject({ ok: true })
    const split = later.ok ? later.value.view.seriesId : null
    expect([daysOf(await all({ seriesId })), daysOf(await all({ seriesId: split }))]).toEqual([
      ['10', '17'],
      ['25', '01'],
    ])
    const rule = async (id: string | null) =>
      (await done(async (tx) => ({ ok: true, value: await readSeries(tx, id ?? '') })))?.rule
    expect([await rule(seriesId), await rule(split)]).toEqual([
      'RRULE:FREQ=WEEKLY;UNTIL=20270523T000000Z;BYDAY=MO',
      'RRULE:FREQ=WEEKLY;COUNT=2;BYDAY=TU',
    ])
    await go(third.id, 'cancelled', { times: 'following' })
    await go(second.id, 'cancelled')
    expect((await all()).map(({ status }) => status)).toEqual([
      'confirmed',
      'cancelled',
      'cancelled',
      'cancelled',
    ])
  })

  it('[BK47] is refused a move as a whole where one of its times is taken', async () => {
    const ada = await artist('Ada')
    const { seriesId, bookings } = await made([ada], { repeat: weekly })
    await made([ada], { title: 'Gig', ...whole(25) })
    expect(await move(bookings[0]?.id ?? '', whole(4), { times: 'all' })).toMatchObject({
      error: {
        code: 'plan_conflict',
        details: { count: 1, clashes: [{ on: '2027-05-24', rivals: [{ title: 'Gig' }] }] },
      },
    })
    expect(daysOf(await all({ seriesId }))).toEqual(['03', '10', '17', '24'])
  })

  it('[BK47] of a group goes to somebody else for one of them alone', async () => {
    const [ada, bo, cy] = [await artist('Ada'), await artist('Bo'), await artist('Cy')]
    const { seriesId, bookings } = await made([ada, bo], { repeat: { every: 'week', count: 2 } })
    const ofBo = bookings.find(({ artistId }) => artistId === bo)
    expect(await move(ofBo?.id ?? '', { artistId: cy }, { who: 'one', times: 'all' })).toMatchObject({
      ok: true,
    })
    expect(await all({ artistId: cy })).toHaveLength(2)
    expect((await all({ artistId: cy })).every(({ groupId }) => groupId !== null)).toBe(true)
    expect(await all({ seriesId })).toHaveLength(2)
  })
})

it('[BK48] tells each person once of what was done to several bookings, with how many they are', async () => {
  const ada = await artist('Ada', { memberId: 'p2' })
  const bo = await artist('Bo', { memberId: 'p3' })
  const { bookings } = await made([ada, bo], { repeat: { every: 'week', count: 3 } })
  const first = bookings[0]?.id ?? ''
  await move(first, whole(4), { times: 'all' })
  await go(first, 'cancelled', { times: 'all' })
  const told = await done(async (tx) => {
    const of = (person: string) => readInbox(tx, person, NotificationsQuery.parse({}))
    return { ok: true, value: [await of('p2'), await of('p3')] }
  })
  for (const { data } of told)
    expect(data.map(({ title }) => title).sort()).toEqual([
      'You are booked for “Album”, 3 times',
      '“Album” was cancelled, 3 times',
      '“Album” was moved, 3 times',
    ])
})

it('[BK42] [BK14] whatever is booked and moved together, all of it is or none, and no two share a moment', async () => {
  const step = fc.record({
    who: fc.uniqueArray(fc.nat(2), { minLength: 1, maxLength: 3 }),
    kind: fc.constantFrom('book', 'move', 'cancel'),
    pick: fc.nat(),
    on: fc.integer({ min: 1, max: 9 }),
    length: fc.integer({ min: 1, max: 2 }),
    count: fc.integer({ min: 1, max: 3 }),
    times: fc.constantFrom('this', 'following', 'all'),
    status: fc.constantFrom('hold', 'pencil', 'confirmed'),
  })
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 10 }), async (steps) => {
      renew()
      const ids = [await artist('Ada'), await artist('Bo'), await artist('Cy')]
      for (const { who, kind, pick, on, length, count, times, status } of steps) {
        const before = await all()
        const when = whole(on, on + length - 1)
        if (kind === 'book') {
          const members = who.flatMap((i) => ids[i] ?? [])
          const repeat = { every: 'day', interval: 3, count }
          const result = await make(members, { status, repeat, ...when })
          const added = (await all()).length - before.length
          expect(added).toBe(result.ok ? members.length * count : 0)
          continue
        }
        const one = before[pick % Math.max(1, before.length)]
        if (one === undefined) continue
        const result =
          kind === 'move' ? await move(one.id, when, { times }) : await go(one.id, 'cancelled', { times })
        if (!result.ok) expect(await all()).toEqual(before)
      }
      const stored = await all()
      for (const id of ids) {
        const own = stored.filter(({ artistId }) => artistId === id)
        const kept = own.filter(({ blocks }) => blocks)
        expect(kept.every((one, i) => i === 0 || one.startTime >= (kept[i - 1]?.endTime ?? ''))).toBe(true)
        for (let at = 1; at < 25; at += 1) {
          const noon = `${day(at)}T11:00:00.000Z`
          const places = own.flatMap(({ ranks }) =>
            ranks.filter((span) => span.startTime <= noon && noon < span.endTime).map(({ rank }) => rank),
          )
          expect(places.sort((a, b) => a - b)).toEqual(places.map((_, i) => i + 1))
        }
      }
    }),
    { numRuns: triesHere(15) },
  )
})
