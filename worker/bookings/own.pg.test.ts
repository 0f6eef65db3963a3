import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, expect, inject, it } from 'vitest'
import { CreateArtist } from '../../contracts/artists.ts'
import { type BookingView, CreateBooking, MyBookingsQuery } from '../../contracts/bookings.ts'
import { TenantId } from '../../contracts/ids.ts'
import { NotificationsQuery } from '../../contracts/notifications.ts'
import { ok, type Result } from '../../contracts/result.ts'
import { type Lane, openLane } from '../../db/lane.ts'
import { inTenant, type TenantTx } from '../../db/tenant-tx.ts'
import { createArtist } from '../artists/service.ts'
import { readInbox } from '../notifications/service.ts'
import { readBooking } from './line.service.ts'
import { answerMine, readMine } from './own.service.ts'
import { changeBooking, createBooking } from './service.ts'

let lane: Lane
let tenantId: TenantId
beforeEach(() => {
  lane = openLane(inject('postgres').appUrl)
  tenantId = TenantId.parse(randomUUID())
})
afterEach(() => lane.reset())

type Refusal = { code: string; details?: unknown }
const run = <T>(work: (tx: TenantTx) => Promise<Result<T, Refusal>>) =>
  inTenant<T, Refusal>(lane, tenantId, 'write', work)
async function done<T>(work: (tx: TenantTx) => Promise<Result<T, Refusal>>): Promise<T> {
  const result = await run(work)
  if (!result.ok) throw new Error(result.error.code)
  return result.value
}
const as = (personId: string) => ({
  newId: () => randomUUID() as string,
  at: new Date(),
  actor: `person:${personId}`,
})
const make = (over: object) =>
  run((tx) =>
    createArtist(tx, CreateArtist.parse({ name: 'Ada', ...over }), { ...as('studio'), timeZone: 'UTC' }),
  )
const artist = async (over: object = {}) => {
  const made = await make(over)
  if (!made.ok) throw new Error(made.error.code)
  return made.value.view.id
}
const booked = async (artistId: string, day: number, over: object = {}): Promise<BookingView> => {
  const days = { from: `2027-05-0${day}`, to: `2027-05-0${day}` }
  const input = CreateBooking.parse({ artistId, title: 'Tour', notes: 'Bring boots', days, ...over })
  return (await done((tx) => createBooking(tx, input, as('studio')))).view
}
const mine = (personId: string) =>
  done(async (tx) => ok(await readMine(tx, personId, MyBookingsQuery.parse({}))))
const answer = (personId: string, id: string, answered: 'accept' | 'decline', version: number) =>
  run((tx) => answerMine(tx, personId, id, { answer: answered, version }, as(personId)))
const told = async (personId: string) =>
  (await done(async (tx) => ok(await readInbox(tx, personId, NotificationsQuery.parse({}))))).data.map(
    ({ kind }) => kind,
  )

it('[BK30] a member sees the bookings of the artist they are, without the line, and nobody else does', async () => {
  const [ada, bo] = [await artist({ memberId: 'ada' }), await artist({ name: 'Bo' })]
  expect(await make({ memberId: 'ada' })).toMatchObject({
    error: { code: 'already_exists', details: { field: 'memberId', artistId: ada } },
  })
  const own = await booked(ada, 1)
  await booked(bo, 1)
  const seen = await mine('ada')
  expect(seen.data.map(({ id }) => id)).toEqual([own.id])
  expect(seen.data[0]).toMatchObject({ title: 'Tour', notes: 'Bring boots', status: 'hold' })
  expect(seen.data[0]).not.toHaveProperty('ranks')
  expect(seen.data[0]).not.toHaveProperty('createdBy')
  expect(await mine('stranger')).toMatchObject({ data: [], meta: { isLinked: false } })
})

it('[BK31] [BK32] says yes, which a move asks for anew, or no; each is told to the other side', async () => {
  const [ada, bo] = [await artist({ memberId: 'ada' }), await artist({ name: 'Bo' })]
  const [one, other] = [await booked(ada, 1, { status: 'pencil' }), await booked(bo, 1)]
  expect(await told('ada')).toEqual(['booking.asked'])
  expect(await answer('ada', other.id, 'decline', 1)).toMatchObject({ error: { code: 'not_found' } })
  expect(await answer('stranger', one.id, 'accept', 1)).toMatchObject({ error: { code: 'not_found' } })
  const stale = await answer('ada', one.id, 'accept', 9)
  expect(stale).toMatchObject({ error: { code: 'stale_version', details: { title: 'Tour' } } })
  if (!stale.ok) expect(stale.error.details).not.toHaveProperty('createdBy')

  const yes = await answer('ada', one.id, 'accept', 1)
  expect(yes).toMatchObject({ value: { view: { status: 'pencil', version: 2 } } })
  expect(await told('studio')).toEqual(['booking.accepted'])
  const find = () => done(async (tx) => ok(await readBooking(tx, one.id)))
  expect((await find())?.acceptedAt).not.toBeNull()
  const renamed = await done((tx) => changeBooking(tx, one.id, 2, { title: 'Grand tour' }, as('studio')))
  expect(renamed.view.acceptedAt).not.toBeNull()
  const days = { from: '2027-05-04', to: '2027-05-04' }
  const moved = await done((tx) => changeBooking(tx, one.id, 3, { days }, as('studio')))
  expect(moved.view.acceptedAt).toBeNull()
  expect(await answer('ada', one.id, 'decline', 4)).toMatchObject({ value: { view: { status: 'declined' } } })
  expect((await told('ada')).sort()).toEqual(['booking.asked', 'booking.moved'])
  expect((await told('studio')).sort()).toEqual(['booking.accepted', 'booking.cancelled'])
  expect(await answer('ada', one.id, 'accept', 5)).toMatchObject({ error: { code: 'booking_ended' } })
})
