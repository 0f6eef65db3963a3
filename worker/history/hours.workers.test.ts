import { afterAll, beforeAll, expect, it } from 'vitest'
import type { ArtistAvailability, TimeOffView } from '../../contracts/availability.ts'
import { RecordHistory } from '../../contracts/history.ts'
import { Home, holdQueue } from '../edge/testing/home.ts'
import { confirmed, joinedBy } from '../edge/testing/site.ts'

let home: Home
let queue = holdQueue()
beforeAll(async () => {
  queue = holdQueue()
  home = await Home.open()
})
afterAll(async () => {
  queue.release()
  await home.close()
})

const days = { from: '2032-05-03', to: '2032-05-07' }
const weekly = [1, 2, 3].map((weekday) => ({ weekday, from: '09:00', to: '17:00' }))
const anArtist = async () =>
  (await home.call<{ id: string }>('POST', '/api/v1/artists', { name: 'Ada' })).data.id
const historyOf = async (id: string) =>
  RecordHistory.parse((await home.get(`/api/v1/history/availability/${id}`)).data)
const restore = (id: string, seq: string | undefined, version: number | null) =>
  home.call<unknown>(
    ...(['POST', `/api/v1/history/availability/${id}/restore`, { id: seq ?? 'none' }] as const),
    { 'if-match': String(version) },
  )
const timesOf = async (id: string) => {
  const query = 'from=2032-05-01T00:00:00Z&to=2032-06-01T00:00:00Z'
  const path = `/api/v1/artists/${id}/availability?${query}`
  const { patterns, timeOff } = (await home.get<ArtistAvailability>(path)).data
  return { weekly: patterns.at(-1)?.weekly ?? null, timeOff: timeOff.map(({ title }) => title) }
}
const events = async () => (await home.get<{ type: string }[]>('/api/v1/events')).data.map(({ type }) => type)

it('[AU26] lists hours and time off of an artist back to how they began, and gives them back at once', async () => {
  const id = await anArtist()
  const made = await historyOf(id)
  expect(made.versions).toMatchObject([
    { isCurrent: true, canRestore: false, changes: [{ field: 'hours', after: 'any time' }] },
  ])
  const path = `/api/v1/artists/${id}`
  await home.call('PUT', `${path}/availability`, { effectiveFrom: '2026-01-01', weekly })
  const off = await home.call<TimeOffView>('POST', `${path}/time-off`, { title: 'Holiday', days })
  await home.call('DELETE', `${path}/time-off/${off.data.id}`)
  const guest = await confirmed(home.site)
  await joinedBy(home.site, home.browser, home.tenantId, guest, 'admin')
  const colleague = home.seenBy(guest.browser)
  const when = { days: { from: days.from, to: days.from } }
  const body = { artistId: id, title: 'Mural', status: 'confirmed', ...when }
  expect((await colleague.call('POST', '/api/v1/bookings', body)).status).toBe(201)
  await home.call('PUT', `${path}/availability`, { weekly: [] })
  const { version, versions } = await historyOf(id)
  expect(versions.map(({ changes, canRestore }) => [changes[0]?.after ?? null, canRestore])).toEqual([
    ['closed', false],
    [null, true],
    ['2032-05-03 – 2032-05-07', true],
    ['Mon 09:00 – 17:00, Tue 09:00 – 17:00, Wed 09:00 – 17:00', true],
    ['any time', true],
  ])
  const me = await home.browser.me()
  expect(versions[1]?.actor).toBe(`person:${me.person.id}`)

  const stale = await restore(id, versions[2]?.id, (version ?? 0) - 1)
  expect([stale.status, stale.error.code]).toEqual([409, 'stale_version'])
  expect((await restore(id, '1000000', version)).status).toBe(404)
  expect((await restore(id, versions[2]?.id, version)).status).toBe(200)
  expect(await timesOf(id)).toEqual({ weekly, timeOff: ['Holiday'] })
  expect((await events()).slice(0, 3)).toEqual([
    ...['notifications.told', 'artist.time_off_added', 'artist.hours_changed'],
  ])
  const told = (await colleague.get<{ kind: string }[]>('/api/v1/notifications')).data
  expect(told).toMatchObject([{ kind: 'booking.time_off' }])

  // What was brought back together is one version.
  const after = await historyOf(id)
  expect(after.versions).toHaveLength(6)
  expect(after.versions[0]?.changes.map(({ field }) => field.split(/[: ]/)[0])).toEqual(['hours', 'time'])
  expect((await restore(id, after.versions.at(-1)?.id, after.version)).status).toBe(200)
  expect(await timesOf(id)).toEqual({ weekly: null, timeOff: [] })
})

it('[AU26] knows no artist of another workspace', async () => {
  const other = await Home.open(home.site)
  const { id } = (await other.call<{ id: string }>('POST', '/api/v1/artists', { name: 'Bo' })).data
  expect((await home.get(`/api/v1/history/availability/${id}`)).status).toBe(404)
  expect((await restore(id, '1', 1)).status).toBe(404)
})
