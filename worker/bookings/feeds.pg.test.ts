import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, expect, inject, it } from 'vitest'
import { CreateArtist } from '../../contracts/artists.ts'
import { CreateBooking } from '../../contracts/bookings.ts'
import { TenantId } from '../../contracts/ids.ts'
import { ok, type Result } from '../../contracts/result.ts'
import { type Lane, openLane } from '../../db/lane.ts'
import { inTenant, type TenantTx } from '../../db/tenant-tx.ts'
import { createArtist } from '../artists/service.ts'
import { endFeed, makeFeed, readCalendar, readFeed } from './feed.service.ts'
import { createBooking } from './service.ts'

let lane: Lane
let tenantId: TenantId
beforeEach(() => {
  lane = openLane(inject('postgres').appUrl)
  tenantId = TenantId.parse(randomUUID())
})
afterEach(() => lane.reset())

async function done<T>(work: (tx: TenantTx) => Promise<Result<T, { code: string }>>): Promise<T> {
  const result = await inTenant<T, { code: string }>(lane, tenantId, 'write', work)
  if (!result.ok) throw new Error(result.error.code)
  return result.value
}
const now = new Date('2027-05-01T00:00:00Z')
const by = { newId: () => randomUUID() as string, at: now, actor: 'person:p1' }
const artist = async (name: string) =>
  (await done((tx) => createArtist(tx, CreateArtist.parse({ name }), { ...by, timeZone: 'UTC' }))).view.id
const book = (artistId: string, title: string, day: string) =>
  done((tx) => createBooking(tx, CreateBooking.parse({ artistId, title, days: { from: day, to: day } }), by))
const calendar = (feedId: string) => done(async (tx) => ok(await readCalendar(tx, feedId, now)))

it('[BK40] [BK41] a feed shows the bookings of its artist until there is a new one, or none', async () => {
  const [ada, bo] = [await artist('Ada'), await artist('Bo')]
  await book(ada, 'Tour', '2027-05-03')
  await book(ada, 'Long ago', '2027-01-03')
  await book(bo, 'Of another', '2027-05-03')
  expect(await done(async (tx) => ok(await readFeed(tx, ada)))).toBeNull()
  expect(await done(async (tx) => ok((await readFeed(tx, randomUUID())) === undefined))).toBe(true)
  const first = (await done((tx) => makeFeed(tx, ada, by))).view?.id ?? ''
  const text = await calendar(first)
  expect(text).toContain('SUMMARY:Tour (hold)')
  expect(text).not.toMatch(/Long ago|Of another/)

  const second = (await done((tx) => makeFeed(tx, ada, by))).view?.id ?? ''
  expect([await calendar(first), (await calendar(second)) === null]).toEqual([null, false])
  expect((await done((tx) => endFeed(tx, ada))).events).toHaveLength(1)
  expect((await done((tx) => endFeed(tx, ada))).events).toEqual([])
  expect(await calendar(second)).toBeNull()
})
