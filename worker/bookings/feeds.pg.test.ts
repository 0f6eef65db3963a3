import { randomUUID } from 'node:crypto'
import { expect, it } from 'vitest'
import { CreateArtist } from '../../contracts/artists.ts'
import { CreateBooking } from '../../contracts/bookings.ts'
import { ok } from '../../contracts/result.ts'
import { createArtist } from '../artists/service.ts'
import { ownWorkspace } from '../tenant/testing/own-workspace.ts'
import { createBooking } from './create.service.ts'
import { endFeed, makeFeed, readCalendar, readFeed } from './feed.service.ts'

const { done } = ownWorkspace()
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
