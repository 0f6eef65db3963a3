import { randomUUID } from 'node:crypto'
import { expect, it } from 'vitest'
import { CreateArtist } from '../../contracts/artists.ts'
import { type BookingView, CreateBooking } from '../../contracts/bookings.ts'
import { createArtist } from '../artists/service.ts'
import { ownWorkspace } from '../tenant/testing/own-workspace.ts'
import { createBooking } from './create.service.ts'
import { readBooking } from './line.service.ts'
import { changeSettings, previewBlocking } from './settings.service.ts'

const { run, done } = ownWorkspace()
const by = { newId: () => randomUUID() as string, at: new Date(), actor: 'person:p1' }
const artist = async (over: object = {}) =>
  (
    await done((tx) =>
      createArtist(tx, CreateArtist.parse({ name: 'Ada', ...over }), { ...by, timeZone: 'UTC' }),
    )
  ).view.id
const day = (no: number) => `2027-05-${String(no).padStart(2, '0')}`
const book = (artistId: string, from: number, to: number, over: object = {}) => {
  const days = { from: day(from), to: day(to) }
  return run((tx) => createBooking(tx, CreateBooking.parse({ artistId, title: 'Tour', days, ...over }), by))
}
async function booked(...asked: Parameters<typeof book>): Promise<BookingView> {
  const made = await book(...asked)
  if (!made.ok) throw new Error(made.error.code)
  return made.value.view
}
const blocks = async (id: string) =>
  (await done(async (tx) => ({ ok: true, value: await readBooking(tx, id) })))?.blocks
const change = (version: number, asked: object) => run((tx) => changeSettings(tx, version, asked, by))

it('[BK28] shows what would clash before holds keep their time free, and refuses while anything would', async () => {
  const [ada, room] = [await artist(), await artist({ kind: 'room', capacity: 2 })]
  const [one, two] = [await booked(ada, 1, 3), await booked(ada, 3, 4, { title: 'Festival' })]
  await booked(room, 1, 3)
  await booked(room, 1, 3)
  const shown = await done((tx) => previewBlocking(tx, ['hold', 'pencil']))
  expect(shown.total).toBe(1)
  expect(shown.clashes).toMatchObject([
    {
      artistId: ada,
      startTime: '2027-05-03T00:00:00.000Z',
      endTime: '2027-05-04T00:00:00.000Z',
      bookings: [{ id: one.id }, { id: two.id }],
    },
  ])
  const refused = await change(1, { blocking: ['hold', 'pencil'] })
  expect(refused).toMatchObject({ ok: false, error: { code: 'bookings_clash', details: { total: 1 } } })
  expect([await blocks(one.id), await blocks(two.id)]).toEqual([false, false])
})

it('[BK29] sets all that is still to come at once, and a new length of holds counts for new ones', async () => {
  const ada = await artist()
  const [hold, pencil] = [await booked(ada, 1, 3), await booked(ada, 5, 6, { status: 'pencil' })]
  expect(await change(9, { holdHours: 1 })).toMatchObject({ error: { code: 'stale_version' } })
  const changed = await change(1, { blocking: ['hold'], holdHours: 24 })
  expect(changed).toMatchObject({ ok: true, value: { view: { blocking: ['hold'], version: 2 } } })
  if (changed.ok) expect(changed.value.events.map(({ type }) => type)).toEqual(['bookings.settings_changed'])
  expect([await blocks(hold.id), await blocks(pencil.id)]).toEqual([true, false])
  expect(await book(ada, 3, 4)).toMatchObject({ error: { code: 'booking_conflict' } })
  const next = await booked(ada, 5, 6)
  expect(Date.parse(next.expiresAt ?? '') - Date.now()).toBeLessThan(24 * 3_600_000)
  expect(await change(2, { blocking: ['hold'], holdHours: 24 })).toMatchObject({
    value: { view: { version: 2 }, events: [] },
  })
})
