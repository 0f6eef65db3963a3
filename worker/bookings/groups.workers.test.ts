import { describe, expect, it } from 'vitest'
import type { ArtistView } from '../../contracts/artists.ts'
import { BookingSeriesView, PlanReport, TogetherView } from '../../contracts/booking-plans.ts'
import type { BookingView } from '../../contracts/bookings.ts'
import { EXPIRY_TIMER } from '../tenant/bookings.ts'
import { aWorkspace, type Workspace } from '../tenant/testing/workspace.ts'

interface Body<T> {
  data: T
  meta: { total: number }
  error: { code: string; details: { clashes: { artistName: string; rivals: object[] }[]; count: number } }
}
const send = async <T>(at: Workspace, method: string, path: string, body?: unknown, as?: object) => {
  const response = await at.call(method, path, { body, ...(as === undefined ? {} : { as }) })
  return { status: response.status, ...((await response.json()) as Body<T>) }
}
const artist = async (at: Workspace, name: string) =>
  (await send<ArtistView>(at, 'POST', '/artists', { name })).data
const days = { from: '2027-05-03', to: '2027-05-03' }
const daily = { every: 'day', count: 366 }
const writer = { role: 'custom' as const, permissions: ['bookings.write' as const] }

describe('bookings made together', () => {
  it('[BK42] [BK47] are made, shown, moved and ended in one command each, and a hold sets the timer', async () => {
    const at = await aWorkspace()
    const [ada, bo] = [await artist(at, 'Ada'), await artist(at, 'Bo')]
    const plan = { artistIds: [ada.id, bo.id], title: 'Album', days, repeat: { every: 'week', count: 3 } }
    const report = await send<PlanReport>(at, 'POST', '/booking-plans/check', plan)
    expect(PlanReport.parse(report.data)).toMatchObject({ bookings: 6, clashing: 0 })
    const made = await send<TogetherView>(at, 'POST', '/booking-plans', plan)
    expect(made.status).toBe(201)
    const { seriesId, bookings } = TogetherView.parse(made.data)
    expect(bookings).toHaveLength(6)
    expect(await at.inside((tenant) => tenant.agenda.has(EXPIRY_TIMER))).toBe(true)
    const series = await send<BookingSeriesView>(at, 'GET', `/booking-series/${seriesId}`)
    expect(BookingSeriesView.parse(series.data)).toMatchObject({ timeZone: 'UTC', firstDay: '2027-05-03' })
    const list = (query: string) => send<BookingView[]>(at, 'GET', `/bookings?${query}`)
    const [first] = bookings
    expect((await list(`groupId=${first?.groupId}`)).data).toHaveLength(2)
    const seen = (await list(`seriesId=${seriesId}`)).data.map(({ id, version }) => ({ id, version }))
    const changed = await send<TogetherView>(at, 'POST', `/bookings/${first?.id}/together/changes`, {
      ...{ scope: { times: 'all' }, seen, days: { from: '2027-05-04', to: '2027-05-04' } },
    })
    expect([changed.status, TogetherView.parse(changed.data).seriesId]).toEqual([200, seriesId])
    const again = changed.data.bookings.map(({ id, version }) => ({ id, version }))
    const ended = await send<TogetherView>(at, 'POST', `/bookings/${first?.id}/together/transitions`, {
      ...{ scope: { times: 'all' }, seen: again, to: 'cancelled' },
    })
    expect(ended.data.bookings.map(({ status }) => status)).toEqual(Array(6).fill('cancelled'))
    const types = (await send<{ type: string }[]>(at, 'GET', '/events?limit=100')).data.map(
      ({ type }) => type,
    )
    const count = (type: string) => types.filter((one) => one === type).length
    expect([
      count('booking.created'),
      count('booking.changed'),
      count('booking.transitioned'),
      count('booking_series.set'),
    ]).toEqual([6, 6, 6, 2])
  })

  it('[BK43] are in the way without their names for whoever may not see bookings', async () => {
    const at = await aWorkspace()
    const [ada, bo] = [await artist(at, 'Ada'), await artist(at, 'Bo')]
    const plan = { artistIds: [ada.id, bo.id], title: 'Album', days, status: 'confirmed' }
    await send(at, 'POST', '/bookings', { artistId: bo.id, title: 'Secret', days, status: 'confirmed' })
    const hidden = { id: null, title: null, status: null, startTime: '2027-05-03T00:00:00.000Z' }
    const refused = await send(at, 'POST', '/booking-plans', plan, writer)
    expect(refused).toMatchObject({ status: 409, error: { code: 'plan_conflict' } })
    expect(refused.error.details).toMatchObject({
      count: 1,
      clashes: [{ artistName: 'Bo', rivals: [hidden] }],
    })
    const report = await send<PlanReport>(at, 'POST', '/booking-plans/check', plan, writer)
    expect(report.data.occurrences[0]?.members[1]?.rivals).toMatchObject([hidden])
    expect(JSON.stringify([refused, report])).not.toContain('Secret')
    expect((await send(at, 'POST', '/booking-plans', plan)).error.details.clashes[0]?.rivals).toMatchObject([
      { title: 'Secret' },
    ])
  })

  it('[BK42] are for those who may book, and those of another workspace are not there', async () => {
    const [at, other] = [await aWorkspace(), await aWorkspace()]
    const ada = await artist(at, 'Ada')
    const plan = { artistIds: [ada.id], title: 'Album', days, repeat: { every: 'day', count: 2 } }
    const { seriesId, bookings } = (await send<TogetherView>(at, 'POST', '/booking-plans', plan)).data
    const seen = bookings.map(({ id, version }) => ({ id, version }))
    const step = { scope: {}, seen, to: 'cancelled' }
    const path = `/bookings/${bookings[0]?.id}/together/transitions`
    for (const [method, url, body] of [
      ['POST', '/booking-plans', plan],
      ['POST', '/booking-plans/check', plan],
      ['POST', path, step],
      ['GET', `/booking-series/${seriesId}`, undefined],
    ] as const) {
      expect((await send(other, method, url, body)).status).toBe(404)
      expect((await send(at, method, url, body, { role: 'viewer' })).status).toBe(403)
    }
    expect((await send(at, 'POST', path, step, { role: 'manager' })).status).toBe(200)
  })

  it('[MH12] [BK44] repeat every day of a year in one command', async () => {
    const at = await aWorkspace()
    const ada = await artist(at, 'Ada')
    const began = Date.now()
    const plan = { artistIds: [ada.id], title: 'Residency', days, repeat: daily, status: 'confirmed' }
    const made = await send<TogetherView>(at, 'POST', '/booking-plans', plan)
    expect([made.status, made.data.bookings.length]).toEqual([201, 366])
    console.log(`a year of days made in ${Date.now() - began} ms`)
    const seen = made.data.bookings.map(({ id, version }) => ({ id, version }))
    const scope = { times: 'all' }
    const path = `/bookings/${seen[0]?.id}/together/transitions`
    const ended = await send<TogetherView>(at, 'POST', path, { scope, seen, to: 'cancelled' })
    expect(ended.data.bookings.every(({ status }) => status === 'cancelled')).toBe(true)
    console.log(`and ended after ${Date.now() - began} ms`)
  })
})
