import { randomUUID } from 'node:crypto'
import postgres from 'postgres'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { CreateArtist } from '../../contracts/artists.ts'
import {
  BookingsQuery,
  type BookingView,
  CheckAvailability,
  CreateBooking,
} from '../../contracts/bookings.ts'
import { errorTable } from '../../contracts/errors.ts'
import { NotificationsQuery } from '../../contracts/notifications.ts'
import { ok } from '../../contracts/result.ts'
import { createArtist } from '../artists/service.ts'
import { changeHours } from '../availability/service.ts'
import { readInbox } from '../notifications/service.ts'
import { codeOf } from '../tenant/api.ts'
import { ownWorkspace } from '../tenant/testing/own-workspace.ts'
import { openChallenge, readChallenges, withdrawChallenge } from './challenge.service.ts'
import { createBooking } from './create.service.ts'
import { readBooking } from './line.service.ts'
import { changeBooking, checkAvailability, extendHold, readBookings, transitionBooking } from './service.ts'
import { changeSettings } from './settings.service.ts'
import { findNextDue, settleLine, warnOfExpiry } from './settle.service.ts'

let admin: postgres.Sql
beforeAll(() => {
  admin = postgres(inject('postgres').adminUrl, { max: 1 })
})
afterAll(() => admin.end())

const { run, done, idOf } = ownWorkspace()
const as = (personId: string) => ({
  newId: () => randomUUID() as string,
  at: new Date(),
  actor: personId === 'system' ? 'system:holds' : `person:${personId}`,
})
const artist = async () =>
  (
    await done((tx) =>
      createArtist(tx, CreateArtist.parse({ name: 'Ada' }), { ...as('studio'), timeZone: 'UTC' }),
    )
  ).view.id
const booked = async (artistId: string, personId: string, over: object = {}): Promise<BookingView> => {
  const days = { from: '2027-05-03', to: '2027-05-05' }
  const input = CreateBooking.parse({ artistId, title: personId, days, ...over })
  return (await done((tx) => createBooking(tx, input, as(personId)))).view
}
const look = (id: string) => done(async (tx) => ok(await readBooking(tx, id)))
const go = async (id: string, to: 'confirmed' | 'pencil' | 'released', personId: string) => {
  const version = (await look(id))?.version ?? 0
  return run((tx) => transitionBooking(tx, id, { to, version }, as(personId)))
}
const challenge = (id: string, personId: string) => run((tx) => openChallenge(tx, id, as(personId)))
const states = async (id: string) =>
  (await done(async (tx) => ok(await readChallenges(tx, id))))?.map(({ state }) => state)
const told = async (personId: string) =>
  (await done(async (tx) => ok(await readInbox(tx, personId, NotificationsQuery.parse({}))))).data.map(
    ({ kind }) => kind,
  )
const pass = (artistId: string) =>
  admin`update booking_challenges set due_at = now() - interval '1 second' where artist_id = ${artistId}`
const settle = (artistId: string | null) =>
  done(async (tx) => ok(await settleLine(tx, artistId, as('system'))))

describe('a challenge', () => {
  it('[MH7] [BK35] asks the first in line that is not certain, one at a time, and nobody else', async () => {
    const ada = await artist()
    const [first, second, third] = [
      await booked(ada, 'ann'),
      await booked(ada, 'ben'),
      await booked(ada, 'cat'),
    ]
    expect(await challenge(first.id, 'ann')).toMatchObject({
      error: { code: 'challenge_refused', details: { reason: 'nobody_before_it' } },
    })
    expect(await challenge(second.id, 'ben')).toMatchObject({
      value: { view: { bookingId: second.id, againstId: first.id, state: 'open' } },
    })
    expect(await challenge(third.id, 'cat')).toMatchObject({
      error: { code: 'challenge_refused', details: { reason: 'asked_already' } },
    })
    expect(await told('ann')).toEqual(['booking.challenged'])
    expect(await challenge(randomUUID(), 'ben')).toMatchObject({ error: { code: 'not_found' } })
  })

  it('[BK36] is due after working hours of the artist', async () => {
    const ada = await artist()
    const weekly = [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, from: '10:00', to: '11:00' }))
    await done((tx) =>
      changeHours(tx, ada as never, { weekly } as never, { at: new Date(), dayIn: () => '2020-01-01' }),
    )
    await booked(ada, 'ann')
    const second = await booked(ada, 'ben')
    const made = await challenge(second.id, 'ben')
    const due = made.ok ? made.value.view.dueAt : ''
    // Eight hours, one a day; how much of today's is left is the clock's affair.
    const days = (Date.parse(due) - Date.now()) / 86_400_000
    expect(days).toBeGreaterThan(6)
    expect(days).toBeLessThan(8.1)
    expect(due.slice(11, 13) === '10' || due.slice(11, 16) === '11:00').toBe(true)
  })

  it('[BK37] ends when the one who is asked confirms or releases, and when it is withdrawn', async () => {
    const ada = await artist()
    const [first, second] = [await booked(ada, 'ann'), await booked(ada, 'ben')]
    await challenge(second.id, 'ben')
    expect(await run((tx) => withdrawChallenge(tx, second.id, as('ben')))).toMatchObject({
      value: { view: { state: 'withdrawn' } },
    })
    expect([(await look(first.id))?.status, (await look(second.id))?.status]).toEqual(['hold', 'hold'])
    await challenge(second.id, 'ben')
    expect((await go(first.id, 'confirmed', 'ann')).ok).toBe(true)
    expect(await states(second.id)).toEqual(['kept', 'withdrawn'])
    expect((await look(second.id))?.status).toBe('hold')
    expect(await told('ben')).toEqual(['booking.challenge_ended'])

    const bo = await artist()
    const [one, two] = [await booked(bo, 'ann'), await booked(bo, 'ben')]
    await challenge(two.id, 'ben')
    await go(one.id, 'released', 'ann')
    expect(await states(two.id)).toEqual(['released'])
    expect((await look(two.id))?.ranks.map(({ rank }) => rank)).toEqual([1])
  })

  it('[BK37] that nobody answers releases the time from the due time on, without a timer', async () => {
    const ada = await artist()
    const [first, second] = [await booked(ada, 'ann', { status: 'pencil' }), await booked(ada, 'ben')]
    await challenge(second.id, 'ben')
    await pass(ada)
    // No timer has fired: the next command on the line finds it out by itself.
    expect((await go(second.id, 'confirmed', 'ben')).ok).toBe(true)
    expect((await look(first.id))?.status).toBe('released')
    expect(await states(first.id)).toEqual(['lapsed'])
    expect((await told('ann')).sort()).toEqual(['booking.cancelled', 'booking.challenged'])
    expect(await settle(null)).toEqual([])
  })

  it('[BK37] that nobody answers is told to a member, where the workspace has set that, and ends nothing', async () => {
    const ada = await artist()
    const escalate = { unanswered: 'escalate' as const }
    expect(await run((tx) => changeSettings(tx, 1, escalate, as('studio')))).toMatchObject({
      error: { code: 'invalid_request' },
    })
    await done((tx) => changeSettings(tx, 1, { ...escalate, escalateTo: 'boss' as never }, as('studio')))
    const [first, second] = [await booked(ada, 'ann'), await booked(ada, 'ben')]
    await challenge(second.id, 'ben')
    await pass(ada)
    expect(await done(async (tx) => ok(await findNextDue(tx)))).not.toBeNull()
    await settle(null)
    expect([(await look(first.id))?.status, await states(first.id)]).toEqual(['hold', ['escalated']])
    expect([await told('boss'), await told('ben')]).toEqual([
      ['booking.challenge_ended'],
      ['booking.challenge_ended'],
    ])
  })
})

describe('[BK60] time that nobody has settled yet', () => {
  it('counts in lists and in whether a time is free, and is not the doing of whoever settles it', async () => {
    const ada = await artist()
    const [first, second] = [await booked(ada, 'ann', { status: 'pencil' }), await booked(ada, 'ben')]
    await challenge(second.id, 'ben')
    const list = (over: object) =>
      done(async (tx) => ok(await readBookings(tx, BookingsQuery.parse({ artistId: ada, ...over }))))
    const free = () =>
      done(async (tx) => {
        const days = { from: '2027-05-03', to: '2027-05-03' }
        return checkAvailability(tx, CheckAvailability.parse({ artistId: ada, days }))
      })
    expect(await free()).toMatchObject({ isFree: false, rivals: [{ id: first.id }], rank: 3 })
    await pass(ada)
    const shown = await look(first.id)
    expect(shown).toMatchObject({ status: 'released', blocks: false, ranks: [], version: first.version })
    expect((await list({ status: 'released' })).data.map(({ id }) => id)).toEqual([first.id])
    expect((await list({ status: 'hold,pencil' })).data).toMatchObject([
      { id: second.id, ranks: [{ rank: 1 }] },
    ])
    expect(await free()).toMatchObject({ isFree: true, rivals: [], rank: 2 })
    expect(await go(first.id, 'confirmed', 'ann')).toMatchObject({ error: { code: 'stale_version' } })

    const kept = await go(second.id, 'confirmed', 'ben')
    const events = kept.ok ? kept.value.events : []
    const doerOf = (type: string) => [
      ...new Set(events.filter((event) => event.type === type).map(({ actor }) => actor ?? 'who calls')),
    ]
    expect(doerOf('booking.challenge_ended')).toEqual(['system:holds'])
    expect(doerOf('bookings.promoted')).toEqual(['system:holds'])
    const moved = events.filter(({ type }) => type === 'booking.transitioned')
    expect(moved.map(({ subject, actor }) => [subject, actor])).toEqual([
      [`booking:${first.id}`, 'system:holds'],
      [`booking:${second.id}`, undefined],
    ])
    expect((await look(first.id))?.version).toBe(first.version + 1)
  })

  it('goes by what was due first: whoever asked and was let go before that gets nothing by it', async () => {
    const ada = await artist()
    const { id: first } = await booked(ada, 'ann')
    const { id: second } = await booked(ada, 'ben')
    const { id: third } = await booked(ada, 'cat')
    await challenge(second, 'ben')
    // As after a move: the third one asks only the second when the first is out of its way.
    await admin`insert into booking_challenges (tenant_id, id, artist_id, booking_id, against_id, state, due_at, created_by, created_at)
      values (${idOf()}, ${randomUUID()}, ${ada}, ${third}, ${second}, 'open', now() - interval '2 seconds', 'person:cat', now())`
    await pass(ada)
    await admin`update booking_challenges set due_at = now() - interval '2 seconds' where against_id = ${second}`
    const statuses = async () =>
      Promise.all([first, second, third].map(async (id) => (await look(id))?.status))
    expect(await statuses()).toEqual(['hold', 'released', 'hold'])
    await settle(null)
    expect(await statuses()).toEqual(['hold', 'released', 'hold'])
    expect(await states(first)).toEqual(['withdrawn'])
  })

  it('is settled for whoever a booking goes to as well', async () => {
    const [ada, bo] = [await artist(), await artist()]
    await done((tx) => changeSettings(tx, 1, { blocking: ['hold', 'pencil'] }, as('studio')))
    const [mine, theirs] = [await booked(ada, 'ann'), await booked(bo, 'ben')]
    await admin`update bookings set expires_at = now() - interval '1 second' where id = ${theirs.id}`
    const moved = await run((tx) => changeBooking(tx, mine.id, 1, { artistId: bo as never }, as('ann')))
    expect(moved).toMatchObject({ value: { view: { artistId: bo } } })
    expect((await look(theirs.id))?.status).toBe('expired')
  })
})

it('[BK4] a time that only Postgres knows to be taken is a conflict as well', async () => {
  const ada = await artist()
  const ended = await booked(ada, 'ann', { status: 'confirmed' })
  await go(ended.id, 'cancelled' as never, 'ann')
  await admin`update bookings set blocks = true where id = ${ended.id}`
  const thrown = await booked(ada, 'ben', { status: 'confirmed' }).catch((error: unknown) => error)
  const code = codeOf(thrown)
  expect([code, errorTable[code].status]).toEqual(['booking_conflict', 409])
})

it('[BK38] who has become first is asked before those behind, for a time', async () => {
  const ada = await artist()
  const [first, second, third] = [
    await booked(ada, 'ann'),
    await booked(ada, 'ben'),
    await booked(ada, 'cat'),
  ]
  await go(first.id, 'released', 'ann')
  expect((await look(second.id))?.firstRefusalUntil).not.toBeNull()
  expect(await go(third.id, 'confirmed', 'cat')).toMatchObject({
    error: { code: 'first_refusal', details: { rivals: [{ id: second.id }] } },
  })
  const days = { from: '2027-05-05', to: '2027-05-06' }
  const input = CreateBooking.parse({ artistId: ada, title: 'New', status: 'pencil', days })
  expect(await run((tx) => createBooking(tx, input, as('dan')))).toMatchObject({
    error: { code: 'first_refusal' },
  })
  await admin`update bookings set first_refusal_until = now() - interval '1 second' where artist_id = ${ada}`
  expect((await go(third.id, 'confirmed', 'cat')).ok).toBe(true)
})

it('[BK34] whoever holds is told before the hold runs out, once for each time, and again after it was extended', async () => {
  const ada = await artist()
  const hold = await booked(ada, 'ann')
  const warn = () => done(async (tx) => ok(await warnOfExpiry(tx, as('system'))))
  expect(await warn()).toEqual([])
  const left = (hours: number) =>
    admin`update bookings set expires_at = now() + make_interval(hours => ${hours}),
      created_at = now() - interval '3 days' where id = ${hold.id}`
  await left(20)
  expect((await warn()).map(({ type }) => type)).toEqual(['notifications.told'])
  expect(await warn()).toEqual([])
  await done((tx) => extendHold(tx, hold.id, hold.version, as('ann')))
  expect(await warn()).toEqual([])
  await left(1)
  await warn()
  expect(await told('ann')).toEqual(['booking.expiring', 'booking.expiring'])
})
