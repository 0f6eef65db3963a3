import { randomUUID } from 'node:crypto'
import postgres from 'postgres'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { CreateArtist } from '../../contracts/artists.ts'
import {
  type BookingView,
  CheckAvailability,
  CreateBooking,
  RankBooking,
  UpdateBooking,
} from '../../contracts/bookings.ts'
import { HOLD_HOURS } from '../../contracts/limits.ts'
import { NotificationsQuery } from '../../contracts/notifications.ts'
import { ok } from '../../contracts/result.ts'
import { createArtist } from '../artists/service.ts'
import type { NewEvent } from '../events/define.ts'
import { readInbox } from '../notifications/service.ts'
import { ownWorkspace } from '../tenant/testing/own-workspace.ts'
import { createBooking } from './create.service.ts'
import { readBooking } from './line.service.ts'
import { rankBooking } from './rank.service.ts'
import { changeBooking, checkAvailability, extendHold, readBookings, transitionBooking } from './service.ts'
import { changeSettings } from './settings.service.ts'
import { settleLine } from './settle.service.ts'

let admin: postgres.Sql
beforeAll(() => {
  admin = postgres(inject('postgres').adminUrl, { max: 1 })
})
afterAll(() => admin.end())

const HOLD_MS = HOLD_HOURS * 3_600_000

const { run, done } = ownWorkspace()
const context = { newId: () => randomUUID() as string, at: new Date(), actor: 'person:p1' }

async function artist(over: object = {}): Promise<string> {
  const input = CreateArtist.parse({ name: 'Ada', timeZone: 'Europe/London', ...over })
  return (await done((tx) => createArtist(tx, input, { ...context, timeZone: 'UTC' }))).view.id
}
const at = (day: number, hour = 0) => new Date(Date.UTC(2027, 4, day, hour)).toISOString()
const book = (artistId: string, from: number, to: number, over: object = {}) => {
  const input = CreateBooking.parse({
    artistId,
    title: 'Tour',
    startTime: at(from),
    endTime: at(to),
    ...over,
  })
  return run((tx) => createBooking(tx, input, context))
}
async function booked(artistId: string, from: number, to: number, over: object = {}): Promise<BookingView> {
  const made = await book(artistId, from, to, over)
  if (!made.ok) throw new Error(made.error.code)
  return made.value.view
}
const go = ({ id }: { id: string }, to: 'confirmed' | 'pencil' | 'released' | 'cancelled', reason?: string) =>
  run(async (tx) => {
    const version = (await readBooking(tx, id))?.version ?? 0
    return transitionBooking(tx, id, { to, version, ...(reason === undefined ? {} : { reason }) }, context)
  })
const look = (id: string) => done(async (tx) => ok(await readBooking(tx, id)))
const ranks = async (id: string) => (await look(id))?.ranks.map(({ rank }) => rank)
/** The clock of the database has gone past the end of the holds. */
const runOut = (...ids: string[]) =>
  admin`update bookings set expires_at = now() - interval '1 second' where id in ${admin(ids)}`

describe('two bookings of one artist', () => {
  it('[MH3] [BK2] may both be holds; only one can be certain, and the other is told by whom it was taken', async () => {
    const ada = await artist()
    const first = await booked(ada, 1, 3)
    const second = await booked(ada, 2, 4, { title: 'Festival' })
    expect([await ranks(first.id), await ranks(second.id)]).toEqual([[1], [2, 1]])
    expect((await go(second, 'confirmed')).ok).toBe(true)
    const refused = await go(first, 'confirmed')
    expect(refused).toMatchObject({
      ok: false,
      error: { code: 'booking_conflict', details: { rivals: [{ id: second.id, title: 'Festival' }] } },
    })
    expect(await book(ada, 3, 5, { status: 'pencil' })).toMatchObject({ error: { code: 'booking_conflict' } })
    expect(await book(ada, 4, 5, { status: 'confirmed' })).toMatchObject({ ok: true })
  })

  it('[BK63] say of one that waits who leaves it no room, a pencil as a hold, until that one ends', async () => {
    const ada = await artist()
    await done((tx) => changeSettings(tx, 1, { blocking: [] }, context))
    const waiting = [
      await booked(ada, 1, 3, { status: 'pencil' }),
      await booked(ada, 2, 5),
      await booked(ada, 8, 9, { status: 'pencil' }),
    ]
    const sure = await booked(ada, 2, 4, { status: 'confirmed', title: 'Festival' })
    const takenBy = () =>
      Promise.all([...waiting, sure].map(async ({ id }) => (await look(id))?.takenBy?.title ?? null))
    expect(await takenBy()).toEqual(['Festival', 'Festival', null, null])
    const room = await artist({ name: 'Room', kind: 'room', capacity: 2 })
    const [one, two] = [await booked(room, 1, 5, { status: 'confirmed' }), await booked(room, 1, 3)]
    expect((await look(two.id))?.takenBy).toBeNull()
    await booked(room, 2, 4, { status: 'confirmed' })
    expect((await look(two.id))?.takenBy).toMatchObject({ id: one.id, status: 'confirmed' })
    await go(sure, 'cancelled')
    expect(await takenBy()).toEqual([null, null, null, null])
  })

  it('[MH8] [BK4] are kept apart by Postgres itself, also from whoever does not look first', async () => {
    const ada = await artist()
    const one = await booked(ada, 1, 3, { status: 'confirmed' })
    const copy = (columns: string) =>
      admin.unsafe(
        `insert into bookings (tenant_id, id, artist_id, title, status, blocks, is_exclusive, starts_at, ends_at, time_zone, claims, created_by, created_at)
         select tenant_id, '${randomUUID()}', artist_id, title, status, ${columns}, time_zone, claims, created_by, created_at
         from bookings where id = '${one.id}'`,
      )
    const stretch = (from: string, to: string) => copy(`true, true, '${from}', '${to}'`)
    await expect(stretch(at(2), at(5))).rejects.toMatchObject({ code: '23P01' })
    await expect(stretch(at(5), at(5))).rejects.toMatchObject({ code: '23514' })
    await expect(stretch(at(6), 'infinity')).rejects.toMatchObject({ code: '23514' })
    await expect(stretch(at(6), '2030-01-01')).rejects.toMatchObject({ code: '23514' })
    await expect(stretch(at(6), at(5))).rejects.toMatchObject({ code: '22000' })
    await stretch(at(3), at(5))
    await copy(`false, true, '${at(2)}', '${at(5)}'`)
  })

  it('[MH10] [BK9] of a room for two fit side by side; a third does not', async () => {
    const room = await artist({ name: 'Room', kind: 'room', capacity: 2 })
    await booked(room, 1, 5, { status: 'confirmed' })
    await booked(room, 2, 3, { status: 'confirmed' })
    expect(await book(room, 2, 4, { status: 'pencil' })).toMatchObject({
      error: { code: 'booking_conflict' },
    })
    expect((await book(room, 3, 6, { status: 'pencil' })).ok).toBe(true)
  })
})

describe('a share of somebody’s time', () => {
  it('[MH10] [BK66] has room beside others up to all of it at every moment, also once it is changed, moved or confirmed', async () => {
    const [ada, bo] = [await artist(), await artist({ name: 'Bo' })]
    const half = await booked(ada, 1, 5, { status: 'confirmed', share: 50 })
    const third = await booked(ada, 2, 4, { status: 'confirmed', share: 30 })
    expect((await look(third.id))?.share).toBe(30)
    const refused = { error: { code: 'booking_conflict' } }
    expect(await book(ada, 3, 6, { status: 'pencil', share: 21 })).toMatchObject(refused)
    expect(await book(ada, 4, 6, { status: 'pencil' })).toMatchObject(refused)
    // What waits takes nothing, and is told by whom its time is taken.
    const waits = await booked(ada, 3, 6, { share: 60 })
    expect(waits.takenBy).toMatchObject({ id: half.id })
    expect(await go(waits, 'confirmed')).toMatchObject(refused)
    const change = (of: BookingView, over: object) =>
      run(async (tx) => {
        const version = (await readBooking(tx, of.id))?.version ?? 0
        return changeBooking(tx, of.id, version, UpdateBooking.parse(over), context)
      })
    expect(await change(third, { share: 51 })).toMatchObject(refused)
    expect((await change(third, { share: 10 })).ok).toBe(true)
    expect(await change(third, { startTime: at(4), endTime: at(5) })).toMatchObject({ ok: true })
    expect(await change(half, { share: 40 })).toMatchObject({
      value: { events: [{ type: 'booking.changed', data: { before: { share: 50 }, after: { share: 40 } } }] },
    })
    expect(await go(waits, 'confirmed')).toMatchObject(refused)
    expect((await change(third, { artistId: bo })).ok).toBe(true)
    expect((await go(waits, 'confirmed')).ok).toBe(true)
    const asked = (share: number) =>
      done((tx) =>
        checkAvailability(
          tx,
          CheckAvailability.parse({ artistId: ada, share, startTime: at(1), endTime: at(3) }),
        ),
      )
    expect([(await asked(60))?.isFree, (await asked(61))?.isFree]).toEqual([true, false])
  })

  it('[BK66] all of it is kept free by Postgres also where a share was before', async () => {
    const ada = await artist()
    const [one, two] = [
      await booked(ada, 1, 3, { status: 'confirmed', share: 40 }),
      await booked(ada, 1, 3, { status: 'confirmed', share: 60 }),
    ]
    const rows = await admin`select share, is_exclusive from bookings where artist_id = ${ada} order by share`
    expect(rows).toEqual([
      { share: 40, is_exclusive: false },
      { share: 60, is_exclusive: false },
    ])
    await go(two, 'cancelled')
    const version = (await look(one.id))?.version ?? 0
    await done((tx) => changeBooking(tx, one.id, version, { share: 100 }, context))
    const [whole] = await admin`select share, is_exclusive from bookings where id = ${one.id}`
    expect(whole).toEqual({ share: 100, is_exclusive: true })
  })
})

describe('the line', () => {
  it('[MH6] [BK7] moves up when somebody leaves it, told once, and nobody is confirmed by that', async () => {
    const ada = await artist()
    const [first, second, third] = [await booked(ada, 1, 3), await booked(ada, 1, 3), await booked(ada, 2, 4)]
    const left = await go(first, 'released')
    const told = left.ok ? left.value.events.filter(({ type }) => type === 'bookings.promoted') : []
    expect(told).toMatchObject([
      {
        data: {
          artistId: ada,
          bookings: expect.toSatisfy(
            (moved: { bookingId: string }[]) =>
              moved.length === 2 &&
              [second.id, third.id].every((id) => moved.some((one) => one.bookingId === id)),
          ),
        },
      },
    ])
    expect([(await look(second.id))?.status, await ranks(second.id), await ranks(first.id)]).toEqual([
      'hold',
      [1],
      [],
    ])
  })

  it('[BK64] is changed by whoever may decide, where they share time only, and whoever is overtaken is told why', async () => {
    const ada = await artist()
    const [first, second, third] = [await booked(ada, 1, 3), await booked(ada, 1, 5), await booked(ada, 2, 6)]
    const put = (id: string, over: object = {}) =>
      run(async (tx) => {
        const version = (await readBooking(tx, id))?.version ?? 0
        const asked = RankBooking.parse({ version, reason: 'The client tours then', ...over })
        return rankBooking(tx, id, asked, { ...context, actor: 'person:boss' })
      })
    expect(await put(first.id)).toMatchObject({
      error: { code: 'rank_refused', details: { reason: 'nobody_before_it' } },
    })
    expect(await put(third.id, { before: randomUUID() })).toMatchObject({ error: { code: 'not_found' } })
    expect(await put(third.id, { before: first.id })).toMatchObject({ value: { view: { version: 2 } } })
    expect([await ranks(first.id), await ranks(second.id), await ranks(third.id)]).toEqual([
      [1, 2],
      [2, 3, 1],
      [1, 2, 1],
    ])
    const moved = await put(third.id)
    expect([await ranks(second.id), await ranks(third.id)]).toEqual([[2, 3, 2], [1]])
    const events = moved.ok ? moved.value.events : []
    expect(events.map(({ type }) => type)).toEqual(['booking.ranked', 'notifications.told'])
    expect(events[0]?.data).toMatchObject({
      bookingId: third.id,
      aheadOf: null,
      why: 'The client tours then',
    })
    const inbox = await done(async (tx) => ({
      ok: true,
      value: await readInbox(tx, 'p1', NotificationsQuery.parse({})),
    }))
    expect(inbox.data.map(({ kind, subject }) => [kind, subject]).sort()).toEqual(
      // The second one by both: it stood behind the first.
      [first, second, second].map(({ id }) => ['booking.overtaken', `booking:${id}`]).sort(),
    )
    // Whoever comes later still joins at the end.
    expect(await ranks((await booked(ada, 1, 6)).id)).toEqual([3, 4, 3, 2])
    await go(second, 'confirmed')
    expect(await put(second.id)).toMatchObject({ error: { details: { reason: 'not_waiting' } } })
  })

  it('[MH5] [BK6] keeps a place inside the old time of a booking that is moved; its new days join at the end', async () => {
    const ada = await artist()
    const [first, second] = [await booked(ada, 1, 3), await booked(ada, 1, 6)]
    const moved = await done((tx) =>
      changeBooking(
        tx,
        first.id,
        first.version,
        { startTime: at(2), endTime: at(5), title: 'Later' },
        context,
      ),
    )
    expect(moved.view.ranks).toEqual([
      { startTime: at(2), endTime: at(3), rank: 1 },
      { startTime: at(3), endTime: at(5), rank: 2 },
    ])
    expect(await ranks(second.id)).toEqual([1, 2, 1])
  })

  it('[BK7] tells nobody of a place that did not change: a booking that only grows moves nobody up, one that shrinks does', async () => {
    const ada = await artist()
    const [first, second] = [await booked(ada, 1, 3), await booked(ada, 1, 3)]
    const move = (version: number, to: number) =>
      done((tx) => changeBooking(tx, first.id, version, { startTime: at(1), endTime: at(to) }, context))
    const grown = await move(first.version, 5)
    expect(grown.events.map(({ type }) => type)).toEqual(['booking.changed'])
    const shrunk = await move(grown.view.version, 2)
    expect(shrunk.events.map(({ type }) => type)).toEqual(['booking.changed', 'bookings.promoted'])
    expect(shrunk.events[1]?.data).toMatchObject({ bookings: [{ bookingId: second.id, rank: 1 }] })
  })

  it('[BK11] of another artist is joined at its end, and a time that is taken there is refused', async () => {
    const [ada, bo] = [await artist(), await artist({ name: 'Bo' })]
    const taken = await booked(bo, 1, 2, { status: 'confirmed' })
    const mine = await booked(ada, 1, 3, { status: 'pencil' })
    const move = (version: number, change: object) =>
      run((tx) => changeBooking(tx, mine.id, version, change, context))
    expect(await move(mine.version, { artistId: bo })).toMatchObject({
      error: { code: 'booking_conflict', details: { rivals: [{ id: taken.id }] } },
    })
    expect(await move(mine.version, { artistId: bo, startTime: at(2), endTime: at(3) })).toMatchObject({
      ok: true,
      value: { view: { artistId: bo, artistName: 'Bo', status: 'pencil' } },
    })
    expect(await move(mine.version, { title: 'Late' })).toMatchObject({ error: { code: 'stale_version' } })
  })
})

describe('a hold', () => {
  it('[MH9] [BK8] runs out by the clock of the database after 72 hours, whether a timer fires or not', async () => {
    const ada = await artist()
    const [hold, next] = [await booked(ada, 1, 3), await booked(ada, 1, 3)]
    expect(Date.parse(hold.expiresAt ?? '') - Date.now()).toBeGreaterThan(HOLD_MS - 60_000)
    await runOut(hold.id)
    expect([(await look(hold.id))?.status, await ranks(next.id)]).toEqual(['expired', [1]])
    expect(await go(hold, 'confirmed')).toMatchObject({ error: { code: 'stale_version' } })
    expect((await go(next, 'confirmed')).ok).toBe(true)
  })

  it('[BK8] [BK7] that ran out is ended by the sweep with word to who moves up; several at once are told of once', async () => {
    const ada = await artist()
    const holds = [await booked(ada, 1, 3), await booked(ada, 1, 3), await booked(ada, 1, 3)]
    await runOut(...holds.slice(0, 2).map(({ id }) => id))
    const events = await done<NewEvent[]>(async (tx) => ({
      ok: true,
      value: await settleLine(tx, null, context),
    }))
    // It was time and nobody who did it: whoever holds is told, also when it is them who act just then.
    const told = 'notifications.told'
    expect(events.map(({ type }) => type)).toEqual([
      ...['booking.expired', 'booking.expired', told, 'bookings.promoted', told],
    ])
    expect(events[3]?.data).toMatchObject({ bookings: [{ bookingId: holds[2]?.id, rank: 1 }] })
    expect(await done(async (tx) => ({ ok: true, value: await settleLine(tx, null, context) }))).toEqual([])
  })

  it('[BK10] can wait as long again, once', async () => {
    const hold = await booked(await artist(), 1, 3)
    const more = await done((tx) => extendHold(tx, hold.id, hold.version, context))
    expect(Date.parse(more.view.expiresAt ?? '') - Date.parse(hold.expiresAt ?? '')).toBe(HOLD_MS)
    expect(await run((tx) => extendHold(tx, hold.id, more.view.version, context))).toMatchObject({
      error: { code: 'already_extended' },
    })
  })
})

it('[BK12] says beforehand whether a time is free, who has it, and how many are in line', async () => {
  const ada = await artist()
  const ask = (from: number, to: number, except?: string) =>
    done(async (tx) =>
      checkAvailability(tx, { artistId: ada, startTime: at(from), endTime: at(to), except } as never),
    )
  expect(await ask(1, 3)).toMatchObject({ isFree: true, rivals: [], rank: 1 })
  await booked(ada, 1, 3)
  const sure = await booked(ada, 2, 4, { status: 'confirmed' })
  expect(await ask(2, 3)).toMatchObject({ isFree: false, rivals: [{ id: sure.id }], rank: 3 })
  expect(await ask(2, 3, sure.id)).toMatchObject({ isFree: true, rank: 2 })
  expect(await ask(4, 5)).toMatchObject({ isFree: true, rank: 1 })
})

it('[BK13] lists what touches a range, by start, in pages', async () => {
  const ada = await artist()
  const all = [await booked(ada, 1, 3), await booked(ada, 2, 4), await booked(ada, 6, 8)]
  const list = (over: object) =>
    done(async (tx) => ({ ok: true, value: await readBookings(tx, { limit: 2, ...over }) }))
  const first = await list({})
  expect([first.data.map(({ id }) => id), first.meta.total]).toEqual([all.slice(0, 2).map(({ id }) => id), 3])
  const rest = await list({ cursor: first.meta.nextCursor })
  expect([rest.data.map(({ id }) => id), rest.meta.nextCursor]).toEqual([[all[2]?.id], null])
  expect((await list({ from: at(3), to: at(6) })).data.map(({ id }) => id)).toEqual([all[1]?.id])
  expect((await list({ status: ['confirmed'] })).meta.total).toBe(0)
})
