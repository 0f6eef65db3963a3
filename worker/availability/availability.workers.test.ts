import { expect, it } from 'vitest'
import type { ArtistView } from '../../contracts/artists.ts'
import { ArtistAvailability, ClosedTimes, TimeOffView } from '../../contracts/availability.ts'
import type { AvailabilityView } from '../../contracts/bookings.ts'
import { aWorkspace, type Workspace } from '../tenant/testing/workspace.ts'

interface Body<T> {
  data: T
  error: { code: string; details: unknown }
}
const send = async <T>(at: Workspace, method: string, path: string, body?: unknown) => {
  const response = await at.call(method, path, { body })
  return { status: response.status, ...((await response.json()) as Body<T>) }
}
const artist = async (at: Workspace, over: object = {}) =>
  (await send<ArtistView>(at, 'POST', '/artists', { name: 'Ada Kern', ...over })).data
const weekdays = [1, 2, 3, 4, 5].map((weekday) => ({ weekday, from: '09:00', to: '17:00' }))
/** A Friday. */
const friday = 'from=2027-05-07T00:00:00Z&to=2027-05-08T00:00:00Z'
const parts = (shown: ArtistAvailability) =>
  shown.segments.map(({ startTime, endTime, state }) =>
    [startTime.slice(11, 16), endTime.slice(11, 16), state].join(' '),
  )

it('[MH11] [BK23] [BK25] gives an artist hours and time off, and a day part by part', async () => {
  const at = await aWorkspace()
  const { id } = await artist(at)
  const path = `/artists/${id}/availability`
  const before = await send<ArtistAvailability>(at, 'GET', `${path}?${friday}`)
  expect(parts(ArtistAvailability.parse(before.data))).toEqual(['00:00 00:00 free'])

  expect((await send(at, 'PUT', path, { effectiveFrom: '2020-01-01', weekly: weekdays })).status).toBe(200)
  const off = await send<TimeOffView>(at, 'POST', `/artists/${id}/time-off`, {
    title: 'Dentist',
    days: { from: '2027-05-07', to: '2027-05-07' },
    hours: { from: '12:00', to: '13:00' },
  })
  expect([off.status, TimeOffView.parse(off.data).kind]).toEqual([201, 'off'])
  await send(at, 'POST', '/bookings', {
    ...{ artistId: id, title: 'Lisbon', status: 'pencil' },
    ...{ startTime: '2027-05-07T16:00:00Z', endTime: '2027-05-07T18:00:00Z' },
  })
  const shown = await send<ArtistAvailability>(at, 'GET', `${path}?${friday}`)
  expect(parts(shown.data)).toEqual([
    '00:00 09:00 outside',
    '09:00 12:00 free',
    '12:00 13:00 off',
    '13:00 16:00 free',
    '16:00 18:00 busy',
    '18:00 00:00 outside',
  ])

  const past = await send(at, 'PUT', path, { effectiveFrom: '2021-01-01', weekly: null })
  expect([past.status, past.error.code]).toEqual([400, 'invalid_period'])
  expect((await send(at, 'DELETE', `/artists/${id}/time-off/${off.data.id}`)).status).toBe(200)
  expect((await send(at, 'DELETE', `/artists/${id}/time-off/${off.data.id}`)).status).toBe(404)
  expect(parts((await send<ArtistAvailability>(at, 'GET', `${path}?${friday}`)).data)).not.toContain(
    '12:00 13:00 off',
  )
})

it('[BK26] warns whoever books in closed time, by days where days are booked, and refuses nothing', async () => {
  const at = await aWorkspace()
  const { id } = await artist(at, { timeZone: 'Europe/London' })
  await artist(at, { name: 'Open always' })
  await send(at, 'PUT', `/artists/${id}/availability`, { effectiveFrom: '2020-01-01', weekly: weekdays })
  const check = async (when: object) =>
    (await send<AvailabilityView>(at, 'POST', '/bookings/check-availability', { artistId: id, ...when })).data
  const toSunday = { days: { from: '2027-05-06', to: '2027-05-09' } }
  // From Saturday's midnight on the clock of London, which is an hour ahead of UTC then.
  expect((await check(toSunday)).closed).toEqual([
    {
      ...{ startTime: '2027-05-07T23:00:00.000Z', endTime: '2027-05-09T23:00:00.000Z' },
      ...{ state: 'outside', title: null },
    },
  ])
  expect((await check({ days: { from: '2027-05-06', to: '2027-05-06' } })).closed).toEqual([])
  const evening = { startTime: '2027-05-06T15:30:00Z', endTime: '2027-05-06T17:00:00Z' }
  expect((await check(evening)).closed.map(({ startTime }) => startTime)).toEqual([
    '2027-05-06T16:00:00.000Z',
  ])
  const late = { artistId: id, title: 'Late', status: 'confirmed', ...evening }
  expect((await at.call('POST', '/bookings', { as: { id: 'p9' }, body: late })).status).toBe(201)

  // Nothing is refused the other way round either; whoever booked is told ([BK61]).
  const days = { from: '2027-05-06', to: '2027-05-06' }
  expect((await send(at, 'POST', `/artists/${id}/time-off`, { title: 'Away', days })).status).toBe(201)
  const inbox = await at.call('GET', '/notifications', { as: { id: 'p9' } })
  expect(((await inbox.json()) as Body<{ kind: string }[]>).data.map(({ kind }) => kind)).toEqual([
    'booking.time_off',
  ])

  const all = await send<ClosedTimes[]>(at, 'GET', `/availability?${friday}`)
  expect(
    ClosedTimes.array()
      .parse(all.data)
      .map(({ artistId }) => artistId),
  ).toEqual([id])
  const tooLong = 'from=2027-01-01T00:00:00Z&to=2029-01-01T00:00:00Z'
  expect((await send(at, 'GET', `/availability?${tooLong}`)).status).toBe(400)
})
