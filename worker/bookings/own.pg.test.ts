import { randomUUID } from 'node:crypto'
import { expect, it } from 'vitest'
import { CreateArtist } from '../../contracts/artists.ts'
import { CreateTimeOff } from '../../contracts/availability.ts'
import { type BookingView, CreateBooking, MyBookingsQuery } from '../../contracts/bookings.ts'
import type { ArtistId } from '../../contracts/ids.ts'
import { NotificationsQuery } from '../../contracts/notifications.ts'
import { ok } from '../../contracts/result.ts'
import { createArtist } from '../artists/service.ts'
import { addTimeOff } from '../availability/service.ts'
import { readInbox } from '../notifications/service.ts'
import { ownWorkspace } from '../tenant/testing/own-workspace.ts'
import { createBooking } from './create.service.ts'
import { readBooking } from './line.service.ts'
import { answerMine, readMine } from './own.service.ts'
import { changeBooking } from './service.ts'
import { tellTimeOff } from './time-off.service.ts'

const { run, done } = ownWorkspace()
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

it('[BK61] time off over what is certain is told to whoever made it and to the artist, once however many there are, and ends nothing', async () => {
  const ada = await artist({ memberId: 'ada', timeZone: 'America/New_York' })
  const certain = [
    await booked(ada, 1, { status: 'confirmed' }),
    await booked(ada, 2, { status: 'confirmed' }),
  ]
  await booked(ada, 4, { status: 'confirmed' })
  await booked(ada, 2)
  const layOver = (over: object) =>
    done(async (tx) => {
      const input = CreateTimeOff.parse({ title: 'Away', ...over })
      const added = await addTimeOff(tx, ada as ArtistId, input, as('boss'))
      if (!added.ok) return added
      return ok({ events: await tellTimeOff(tx, ada as ArtistId, added.value.view, as('boss')) })
    })
  const days = { from: '2027-05-02', to: '2027-05-03' }
  expect((await layOver({ kind: 'open', days })).events).toEqual([])
  expect((await layOver({ days: { from: '2027-05-03', to: '2027-05-03' } })).events).toEqual([])
  // From eight in the evening to two at night of the zone, so it touches the day before it.
  await layOver({ days: { from: '2027-05-01', to: '2027-05-01' }, hours: { from: '20:00', to: '02:00' } })
  const inbox = (personId: string) =>
    done(async (tx) => ok(await readInbox(tx, personId, NotificationsQuery.parse({}))))
  for (const personId of ['studio', 'ada']) {
    const said = (await inbox(personId)).data.filter(({ kind }) => kind === 'booking.time_off')
    expect(said).toMatchObject([{ subject: `booking:${certain[0]?.id}` }])
    expect(said[0]?.title).toBe('Ada has time off during “Tour”, 2 times')
  }
  expect((await inbox('boss')).data).toEqual([])
  for (const { id } of certain) {
    const now = await done(async (tx) => ok(await readBooking(tx, id)))
    expect([now?.status, now?.version]).toEqual(['confirmed', 1])
  }
})
