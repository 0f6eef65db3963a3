import { runInDurableObject } from 'cloudflare:test'
import { describe, expect, it } from 'vitest'
import { ArtistView } from '../../contracts/artists.ts'
import { BookingView } from '../../contracts/bookings.ts'
import { EXPIRY_TIMER } from '../tenant/bookings.ts'
import type { TenantObject } from '../tenant/object.ts'
import { aWorkspace, type Workspace } from '../tenant/testing/workspace.ts'

interface Body<T> {
  data: T
  meta: { total: number }
  error: { code: string; details: unknown }
}
const send = async <T>(at: Workspace, method: string, path: string, body?: unknown, version?: number) => {
  const headers: Record<string, string> = version === undefined ? {} : { 'if-match': `"${version}"` }
  const response = await at.call(method, path, { body, headers })
  return {
    status: response.status,
    location: response.headers.get('location'),
    ...((await response.json()) as Body<T>),
  }
}
const artist = async (at: Workspace, over: object = {}) =>
  (await send<ArtistView>(at, 'POST', '/artists', { name: 'Ada Kern', ...over })).data
const days = { from: '2027-05-03', to: '2027-05-04' }
const book = (at: Workspace, artistId: string, over: object = {}) =>
  send<BookingView>(at, 'POST', '/bookings', { artistId, title: 'Lisbon', days, ...over })

/** How long the object may take to look after its timers, after the call that woke it. */
const TIMER_MS = 20_000

describe('an artist', () => {
  it('[BK15] is made in the zone of the workspace, changed at the version seen, and archived without losing a booking', async () => {
    const at = await aWorkspace()
    const made = await send<ArtistView>(at, 'POST', '/artists', {
      name: 'Ada Kern',
      skills: [{ name: 'Sound', level: 4 }],
      rate: { amount: '450', currency: 'EUR', per: 'day' },
    })
    expect([made.status, made.location]).toEqual([201, `/api/v1/artists/${made.data.id}`])
    expect(ArtistView.strict().parse(made.data)).toMatchObject({
      kind: 'person',
      timeZone: 'UTC',
      capacity: 1,
    })
    expect(Number(made.data.rate?.amount)).toBe(450)
    const path = `/artists/${made.data.id}`
    const changed = await send<ArtistView>(at, 'PATCH', path, { headline: 'Front of house' }, 1)
    expect(changed.data).toMatchObject({
      headline: 'Front of house',
      version: 2,
      skills: [{ name: 'Sound' }],
    })
    expect((await send(at, 'PATCH', path, { name: 'x' }, 1)).error.code).toBe('stale_version')
    const twice = {
      skills: [
        { name: 'Sound', level: 1 },
        { name: 'sound', level: 2 },
      ],
    }
    expect((await send(at, 'PATCH', path, twice, 2)).status).toBe(400)
    expect((await send<ArtistView[]>(at, 'GET', '/artists?q=soun')).data.map(({ id }) => id)).toEqual([
      made.data.id,
    ])

    const booking = (await book(at, made.data.id)).data
    await send(at, 'POST', `${path}/archive`)
    expect((await send<ArtistView[]>(at, 'GET', '/artists')).meta.total).toBe(0)
    expect((await book(at, made.data.id)).error.code).toBe('artist_archived')
    expect((await send<BookingView>(at, 'GET', `/bookings/${booking.id}`)).data.status).toBe('hold')
    await send(at, 'POST', `${path}/restore`)
    expect((await book(at, made.data.id)).status).toBe(201)
  })
})

describe('a booking', () => {
  it('[BK3] [BK17] goes through its statuses at the version seen, and each step is an event with before and after', async () => {
    const at = await aWorkspace()
    const { id: artistId } = await artist(at)
    const made = await book(at, artistId)
    expect([made.status, made.location]).toEqual([201, `/api/v1/bookings/${made.data.id}`])
    expect(BookingView.strict().parse(made.data)).toMatchObject({
      status: 'hold',
      blocks: false,
      days,
      version: 1,
    })
    const path = `/bookings/${made.data.id}`
    const go = (to: string, version: number, reason?: string) =>
      send<BookingView>(at, 'POST', `${path}/transitions`, { to, version, reason })
    expect((await go('confirmed', 9)).error.code).toBe('stale_version')
    expect((await go('confirmed', 1)).data).toMatchObject({
      status: 'confirmed',
      blocks: true,
      expiresAt: null,
    })
    expect((await go('pencil', 2)).error.code).toBe('reason_required')
    expect((await go('pencil', 2, 'Tour moved')).data).toMatchObject({
      status: 'pencil',
      reason: 'Tour moved',
    })
    expect((await go('completed', 3)).error.code).toBe('transition_refused')
    const gone = await send<BookingView>(at, 'DELETE', path, undefined, 3)
    expect([gone.status, gone.data.status, gone.data.blocks]).toEqual([200, 'cancelled', false])
    expect((await send(at, 'PATCH', path, { title: 'x' }, 4)).error.code).toBe('booking_ended')
    const types = (await send<{ type: string }[]>(at, 'GET', '/events')).data.map(({ type }) => type)
    expect(types.filter((type) => type === 'booking.transitioned')).toHaveLength(3)
  })

  it('[BK8] that is a hold sets the timer, which ends it and moves the next one up', async () => {
    const at = await aWorkspace()
    const { id: artistId } = await artist(at)
    const [hold, next] = [(await book(at, artistId)).data, (await book(at, artistId)).data]
    expect(await at.inside((tenant) => tenant.agenda.has(EXPIRY_TIMER))).toBe(true)
    const socket = await at.socket()
    await at.inside(async (tenant, state) => {
      await tenant.write(tenant.commands, async (tx) => {
        await tx.sql`update bookings set expires_at = now() - interval '1 minute'
          where tenant_id = ${tx.tenantId} and id = ${hold.id}`
        return { ok: true, value: null }
      })
      state.storage.sql.exec(`update timers set due_at = 1 where name = ?`, EXPIRY_TIMER)
    })
    await runInDurableObject(at.stub, (object: TenantObject) => object.alarm())
    const { events } = await socket.frame('events')
    // Whoever made them is told of each.
    const told = 'notifications.told'
    expect(events.map(({ type }) => type)).toEqual(['booking.expired', told, 'bookings.promoted', told])
    const list = await send<BookingView[]>(at, 'GET', `/artists/${artistId}/bookings?status=hold`)
    expect(list.data.map(({ id, ranks }) => [id, ranks.map(({ rank }) => rank)])).toEqual([[next.id, [1]]])
  })

  it('[BK8] whose timer was lost has one again after the object slept', async () => {
    const at = await aWorkspace()
    await book(at, (await artist(at)).id)
    await at.inside((tenant) => tenant.agenda.remove(EXPIRY_TIMER))
    await at.evict()
    await send(at, 'GET', '/artists')
    await expect
      .poll(() => at.inside((tenant) => tenant.agenda.has(EXPIRY_TIMER)), { timeout: TIMER_MS })
      .toBe(true)
  })

  it('[BK16] is made by those who may, and of another workspace it is not there', async () => {
    const [at, other] = [await aWorkspace(), await aWorkspace()]
    const { id: artistId } = await artist(at)
    const { id } = (await book(at, artistId)).data
    const status = async (
      as: 'viewer' | 'editor' | 'manager',
      method: string,
      path: string,
      body?: unknown,
    ) => (await at.call(method, path, { as: { role: as }, body })).status
    const asked = { artistId, title: 'x', days }
    expect(await status('viewer', 'GET', '/bookings')).toBe(403)
    expect(await status('editor', 'GET', '/bookings')).toBe(200)
    expect(await status('editor', 'POST', '/bookings', asked)).toBe(403)
    expect(await status('manager', 'POST', '/bookings', asked)).toBe(201)
    expect(await status('manager', 'POST', '/artists', { name: 'x' })).toBe(403)
    expect((await send(other, 'GET', `/bookings/${id}`)).status).toBe(404)
    expect((await send(other, 'GET', `/artists/${artistId}/bookings`)).status).toBe(404)
    expect((await send(other, 'POST', '/bookings', asked)).status).toBe(404)
    expect((await send(other, 'POST', '/bookings/check-availability', { artistId, days })).status).toBe(404)
    expect(
      (await send(other, 'POST', `/bookings/${id}/transitions`, { to: 'confirmed', version: 1 })).status,
    ).toBe(404)
  })

  it('[BK33] is in the way without its name for whoever may not see bookings', async () => {
    const at = await aWorkspace()
    const { id: artistId } = await artist(at)
    await book(at, artistId, { status: 'confirmed' })
    const as = { role: 'custom' as const, permissions: ['bookings.write' as const] }
    const body = { artistId, title: 'x', days, status: 'pencil' }
    const refused = (await (await at.call('POST', '/bookings', { as, body })).json()) as Body<null>
    expect(refused.error).toMatchObject({
      code: 'booking_conflict',
      details: { rivals: [{ id: null, title: null, status: null, startTime: '2027-05-03T00:00:00.000Z' }] },
    })
  })
})
