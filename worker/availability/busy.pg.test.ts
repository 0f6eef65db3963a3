import { randomUUID } from 'node:crypto'
import { expect, it } from 'vitest'
import { CreateArtist } from '../../contracts/artists.ts'
import type { BusyRead } from '../../contracts/busy-calendars.ts'
import { PersonId, TenantId } from '../../contracts/ids.ts'
import { BUSY_BLOCKS_MAX } from '../../contracts/limits.ts'
import { ok } from '../../contracts/result.ts'
import type { TenantTx } from '../../db/tenant-tx.ts'
import { archiveArtist, changeArtist, createArtist } from '../artists/service.ts'
import { ownWorkspace } from '../tenant/testing/own-workspace.ts'
import {
  askRead,
  checkAddress,
  findNextRead,
  leaseCalendar,
  noteReadFailed,
  readBusyCalendar,
  removeBusyCalendar,
  setBusyCalendar,
  storeRead,
  takeDueCalendars,
} from './busy.service.ts'
import { closedFor } from './service.ts'

const { run, done, idOf } = ownWorkspace()
const answered = <T>(work: (tx: TenantTx) => Promise<T>, as?: TenantId) =>
  done(async (tx) => ok(await work(tx)), as)

const NOW = Date.parse('2027-05-06T10:00:00Z')
const after = (minutes: number) => new Date(NOW + minutes * 60_000)
const by = { newId: () => randomUUID() as string, at: after(0), actor: 'person:p1' }
const anArtist = async () =>
  (await done((tx) => createArtist(tx, CreateArtist.parse({ name: 'Ada' }), { ...by, timeZone: 'UTC' }))).view
/** An artist with a calendar that was never read. */
async function withCalendar() {
  const artist = await anArtist()
  const calendarId = randomUUID()
  const made = { id: calendarId, host: 'calendars.example', sealed: new Uint8Array([1, 2, 3]) }
  const set = await done((tx) => setBusyCalendar(tx, artist.id, made, by))
  return { artist, calendarId, set }
}
const HOUR = 3_600_000
const read = (calendarId: string, hours: readonly [number, number][], over = {}): BusyRead => ({
  ...{ v: 1, calendarId },
  read: {
    edges: hours.flatMap(([from, to]) => [NOW + from * HOUR, NOW + to * HOUR]),
    ...{ skipped: 0, etag: '"a"', lastModified: null, timeZone: 'UTC', ...over },
  },
})
const unchanged = (calendarId: string): BusyRead => ({ v: 1, calendarId, read: null })
const day = { fromMs: NOW, toMs: NOW + 24 * HOUR }
const awayHours = async (artist: { id: string; timeZone: string }) =>
  (await answered((tx) => closedFor(tx, artist, day, false))).map(({ startTime, endTime, state }) => [
    (Date.parse(startTime) - NOW) / HOUR,
    (Date.parse(endTime) - NOW) / HOUR,
    state,
  ])
const types = (events: readonly { type: string }[]) => events.map(({ type }) => type)

it('[BK51] [BK52] stores what is read in place of what was known, and says so only where it differs', async () => {
  const { artist, calendarId } = await withCalendar()
  const store = (what: BusyRead, minutes: number) => answered((tx) => storeRead(tx, what, after(minutes)))
  const two = read(calendarId, [
    [1, 2],
    [4, 6],
  ])
  expect(types(await store(two, 0))).toEqual(['artist.busy_times_changed'])
  expect(await awayHours(artist)).toEqual([
    [1, 2, 'away'],
    [4, 6, 'away'],
  ])
  expect(await store(two, 30)).toEqual([])
  expect(await store(unchanged(calendarId), 60)).toEqual([])
  const view = await answered((tx) => readBusyCalendar(tx, artist.id))
  expect(view).toEqual({
    ...{ host: 'calendars.example', createdAt: after(0).toISOString(), blocks: 2, skipped: 0, failure: null },
    ...{ readAt: after(60).toISOString(), triedAt: after(60).toISOString() },
    nextReadAt: after(90).toISOString(),
  })
  expect(types(await store(read(calendarId, [[4, 6]], { skipped: 3 }), 90))).toHaveLength(1)
  expect(await awayHours(artist)).toEqual([[4, 6, 'away']])
  expect(await answered((tx) => readBusyCalendar(tx, artist.id))).toMatchObject({ blocks: 1, skipped: 3 })
})

it('[BK50] a new address ends the old one and its times; what is still read of the old one goes nowhere', async () => {
  const { artist, calendarId } = await withCalendar()
  await answered((tx) => storeRead(tx, read(calendarId, [[1, 2]]), after(0)))
  const made = { id: randomUUID(), host: 'other.example', sealed: new Uint8Array([4]) }
  const set = await done((tx) => setBusyCalendar(tx, artist.id, made, { ...by, at: after(5) }))
  expect(JSON.stringify(set.events.map(({ data }) => data))).not.toContain('sealed')
  expect(await awayHours(artist)).toEqual([])
  expect(await answered((tx) => storeRead(tx, read(calendarId, [[1, 2]]), after(6)))).toEqual([])
  const failed = { code: 'gone' as const, retryAfterMs: 0 }
  expect(
    await answered((tx) => noteReadFailed(tx, calendarId, failed, { ...by, managers: [], at: after(6) })),
  ).toEqual([])
  expect(await awayHours(artist)).toEqual([])
  expect(await answered((tx) => readBusyCalendar(tx, artist.id))).toMatchObject({
    readAt: null,
    failure: null,
  })

  const removed = await done((tx) => removeBusyCalendar(tx, artist.id))
  expect([removed.view, types(removed.events)]).toEqual([null, ['artist.busy_calendar_removed']])
  expect((await done((tx) => removeBusyCalendar(tx, artist.id))).events).toEqual([])
  expect(await answered((tx) => readBusyCalendar(tx, artist.id))).toBeNull()
})

it.each([
  ['https://calendars.example/secret.ics?key=1', true],
  ['webcal://calendars.example/secret.ics', true],
  ['http://calendars.example/secret.ics', false],
  ['https://calendars.example:8443/secret.ics', false],
  ['https://ada:secret@calendars.example/secret.ics', false],
  ['https://10.0.0.1/secret.ics', false],
  ['https://[::1]/secret.ics', false],
  ['https://calendars.internal/secret.ics', false],
  ['https://localhost/secret.ics', false],
  ['file:///etc/passwd', false],
  ['calendar', false],
])('[BK50] of %s says whether it may be called: %s', (address, mayBe) => {
  const checked = checkAddress(address, false)
  expect(checked.ok).toBe(mayBe)
  if (checked.ok) expect(new URL(checked.value.address).protocol).toBe('https:')
})

it('[BK54] keeps what is known while it cannot be read, says since when, and comes back less often after a day', async () => {
  const { artist, calendarId } = await withCalendar()
  await answered((tx) => storeRead(tx, read(calendarId, [[1, 2]]), after(0)))
  const fail = (code: 'gone' | 'no_answer' | 'throttled', minutes: number, retryAfterMs = 0) =>
    answered((tx) =>
      noteReadFailed(tx, calendarId, { code, retryAfterMs }, { ...by, managers: [], at: after(minutes) }),
    )
  expect(types(await fail('gone', 30))).toEqual(['artist.busy_calendar_failed'])
  expect(await fail('gone', 60)).toEqual([])
  expect(await awayHours(artist)).toEqual([[1, 2, 'away']])
  const view = () => answered((tx) => readBusyCalendar(tx, artist.id))
  expect(await view()).toMatchObject({
    failure: { code: 'gone', since: after(30).toISOString() },
    ...{ readAt: after(0).toISOString(), nextReadAt: after(90).toISOString(), blocks: 1 },
  })
  await fail('throttled', 90, 3 * HOUR)
  expect(await view()).toMatchObject({ nextReadAt: after(90 + 180).toISOString() })
  await fail('no_answer', 30 + 24 * 60)
  expect(await view()).toMatchObject({
    failure: { code: 'no_answer', since: after(30).toISOString() },
    nextReadAt: after(30 + 24 * 60 + 360).toISOString(),
  })
  const back = await answered((tx) => storeRead(tx, unchanged(calendarId), after(3000)))
  expect([types(back), (await view())?.failure]).toEqual([['artist.busy_times_changed'], null])
})

it('[BK51] takes what is due once, again where nothing is heard of it, and not of archived artists', async () => {
  const { artist, calendarId } = await withCalendar()
  const take = (minutes: number) => answered((tx) => takeDueCalendars(tx, after(minutes)))
  expect([await take(0), await take(0), await take(4), await take(5)]).toEqual([
    [calendarId],
    [],
    [],
    [calendarId],
  ])
  await answered((tx) => storeRead(tx, read(calendarId, []), after(6)))
  expect(await answered(findNextRead)).toBe(after(36).toISOString())
  await done((tx) => archiveArtist(tx, artist.id, after(7)))
  expect([await take(60), await answered(findNextRead)]).toEqual([[], null])
})

it('[BK51] asks whether anything has changed for a day and in the same zone, and else for all of it', async () => {
  const { artist, calendarId } = await withCalendar()
  const lease = (minutes: number) => answered((tx) => leaseCalendar(tx, calendarId, after(minutes)))
  expect(await lease(0)).toMatchObject({ etag: null, lastModified: null, timeZone: 'UTC' })
  await answered((tx) => storeRead(tx, read(calendarId, []), after(0)))
  expect(await lease(30)).toMatchObject({ etag: '"a"' })
  await answered((tx) => storeRead(tx, unchanged(calendarId), after(23 * 60)))
  expect(await lease(24 * 60)).toMatchObject({ etag: null })
  await answered((tx) => storeRead(tx, read(calendarId, []), after(24 * 60)))
  await done((tx) => changeArtist(tx, artist.id, artist.version, { timeZone: 'Asia/Kolkata' }, true))
  expect(await lease(25 * 60)).toMatchObject({ etag: null, timeZone: 'Asia/Kolkata' })
  expect(await answered((tx) => leaseCalendar(tx, randomUUID(), after(0)))).toBeNull()
})

it('[BK51] is read by hand at once, and not again while the last try is only just over', async () => {
  const { artist, calendarId } = await withCalendar()
  await answered((tx) => storeRead(tx, read(calendarId, []), after(0)))
  const ask = (seconds: number) => run((tx) => askRead(tx, artist.id, after(seconds / 60)))
  expect(await ask(5)).toMatchObject({ ok: false, error: { code: 'rate_limited', retryAfterSeconds: 10 } })
  expect((await ask(15)).ok).toBe(true)
  expect(await answered((tx) => takeDueCalendars(tx, after(1)))).toEqual([calendarId])
})

it('[BK52] [BK54] holds as many stretches as a calendar may have', async () => {
  const { artist, calendarId } = await withCalendar()
  const hours = Array.from({ length: BUSY_BLOCKS_MAX }, (_, at): [number, number] => [
    at * 0.75,
    at * 0.75 + 0.5,
  ])
  await answered((tx) => storeRead(tx, read(calendarId, hours), after(0)))
  expect(await awayHours(artist)).toHaveLength(32)
  expect(await answered((tx) => readBusyCalendar(tx, artist.id))).toMatchObject({ blocks: BUSY_BLOCKS_MAX })
})

it('[BK50] of another workspace there is no calendar', async () => {
  const { artist, calendarId } = await withCalendar()
  const other = TenantId.parse(randomUUID())
  expect(await answered((tx) => readBusyCalendar(tx, artist.id), other)).toBeUndefined()
  expect(await answered((tx) => leaseCalendar(tx, calendarId, after(0)), other)).toBeNull()
  expect(await answered((tx) => takeDueCalendars(tx, after(0)), other)).toEqual([])
  expect(await answered((tx) => storeRead(tx, read(calendarId, [[1, 2]]), after(0)), other)).toEqual([])
  expect(await awayHours(artist)).toEqual([])
})

it('[BK56] tells managers and the member once, after three failed reads in a row, until it can be read again', async () => {
  const { artist, calendarId } = await withCalendar()
  const change = { memberId: PersonId.parse('p9') }
  await done((tx) => changeArtist(tx, artist.id, artist.version, change, true))
  const system = { ...by, actor: 'system:calendars', managers: ['p1', 'p9'] }
  const fail = (minutes: number, code: 'gone' | 'no_answer' = 'no_answer', over: object = {}) =>
    answered((tx) =>
      noteReadFailed(tx, calendarId, { code, retryAfterMs: 0 }, { ...system, at: after(minutes), ...over }),
    )
  const inboxes = async () =>
    (
      await answered(
        (tx) => tx.sql<{ who: string; title: string }[]>`
          select person_id as who, title from notifications where tenant_id = ${idOf()} order by at, person_id`,
      )
    ).map(({ who, title }) => `${who} ${title}`)
  expect(types([...(await fail(0)), ...(await fail(30))])).toEqual(['artist.busy_calendar_failed'])
  expect(await inboxes()).toEqual([])
  expect(types(await fail(60))).toEqual(['notifications.told'])
  const told = ['p1 Calendar cannot be read: Ada', 'p9 Calendar cannot be read: Ada']
  expect([await fail(90), await inboxes()]).toEqual([[], told])

  await answered((tx) => storeRead(tx, read(calendarId, [[1, 2]]), after(120)))
  await fail(150)
  await fail(180)
  expect(await inboxes()).toEqual(told)
  await answered((tx) => storeRead(tx, unchanged(calendarId), after(210)))
  // One that is gone does not come back by itself: the member is told at once, and whoever may manage it now.
  await fail(240, 'gone', { managers: [] })
  expect(await inboxes()).toEqual([...told, 'p9 Calendar cannot be read: Ada'])
})
