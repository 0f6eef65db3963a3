import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { BookingSettings } from '../../contracts/booking-settings.ts'
import type { BookingView } from '../../contracts/bookings.ts'
import type { ClientView } from '../../contracts/clients.ts'
import type { ConnectionView } from '../../contracts/connections.ts'
import { RecordHistory } from '../../contracts/history.ts'
import type { RoleView } from '../../contracts/roles.ts'
import type { SettingsView } from '../../contracts/workspaces.ts'
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

const historyOf = async (path: string, of = home) =>
  RecordHistory.parse((await of.get(`/api/v1/history/${path}`)).data)
const restore = <T>(path: string, id: string | undefined, version: number, of = home) =>
  of.call<T>('POST', `/api/v1/history/${path}/restore`, { id: id ?? 'none' }, { 'if-match': String(version) })
const lastEvents = async () =>
  (await home.get<{ type: string }[]>('/api/v1/events')).data.map(({ type }) => type)

describe('settings of a workspace', () => {
  const settings = async () => (await home.get<SettingsView>('/api/v1/setup/settings')).data
  const set = async (change: object) => {
    const { version } = await settings()
    const answer = await home.call('PATCH', `/api/v1/workspaces/${home.tenantId}`, change, {
      'if-match': String(version),
    })
    expect(answer.status).toBe(200)
  }

  it('[AU24] list what they were, back to how they began, and go back there, in the directory as well', async () => {
    const first = await settings()
    await set({ name: 'Second name', country: 'NZ' })
    await set({ weekStart: first.weekStart === 1 ? 7 : 1 })
    await set({ name: 'Third name' })
    const { version, versions } = await historyOf('settings')
    expect(version).toBe(first.version + 3)
    expect(versions[3]?.changes).toContainEqual({ field: 'name', before: null, after: first.name })
    expect(
      versions.slice(0, 3).map(({ changes }) => changes.map(({ field, after }) => [field, after])),
    ).toEqual([
      [['name', 'Third name']],
      [['week start', String(first.weekStart === 1 ? 7 : 1)]],
      [
        ['name', 'Second name'],
        ['country', 'NZ'],
      ],
    ])
    expect(versions.map(({ canRestore }) => canRestore)).toEqual([false, true, true, true])

    const stale = await restore('settings', versions[2]?.id, first.version)
    expect([stale.status, stale.error.code]).toEqual([409, 'stale_version'])
    const back = await restore<{ name: string }>('settings', versions[2]?.id, first.version + 3)
    expect([back.status, back.data.name]).toEqual([200, 'Second name'])
    expect(await settings()).toMatchObject({ name: 'Second name', country: 'NZ', weekStart: first.weekStart })
    expect((await lastEvents())[0]).toBe('workspace.changed')
    expect((await restore('settings', versions[3]?.id, first.version + 4)).status).toBe(200)
    expect(await settings()).toEqual({ ...first, version: first.version + 5 })
    const mine = (await home.get<{ name: string }>(`/api/v1/workspaces/${home.tenantId}`)).data
    expect(mine.name).toBe(first.name)
    expect((await historyOf('settings')).versions).toHaveLength(6)
  })

  it('[AU24] do not go back to what today’s rules refuse, or to an event that set nothing', async () => {
    const other = await home.call<ClientView>('POST', '/api/v1/clients', { name: 'Once the default' })
    const { defaultClientId } = await settings()
    await set({ defaultClientId: other.data.id })
    await set({ defaultClientId })
    const { versions, version } = await historyOf('settings')
    const archived = await home.call(
      'POST',
      `/api/v1/clients/${other.data.id}/archive`,
      {},
      { 'if-match': '3' },
    )
    expect(archived.status).toBe(200)
    const refused = await restore('settings', versions[1]?.id, version ?? 0)
    expect(refused.status).toBe(409)
    expect((await settings()).defaultClientId).toBe(defaultClientId)
    for (const id of ['1000000', 'x']) expect((await restore('settings', id, version ?? 0)).status).toBe(404)
  })

  it('[AU24] are nobody’s to see or bring back who may not change them', async () => {
    const guest = await confirmed(home.site)
    await joinedBy(home.site, home.browser, home.tenantId, guest, 'viewer')
    const viewer = home.seenBy(guest.browser)
    expect((await viewer.get('/api/v1/history/settings')).status).toBe(403)
    expect((await restore('settings', '1', 1, viewer)).status).toBe(403)
  })
})

describe('the settings of bookings', () => {
  const settings = async () => (await home.get<BookingSettings>('/api/v1/booking-settings')).data
  const set = async (change: object) => {
    const { version } = await settings()
    const seen = { 'if-match': String(version) }
    expect((await home.call('PATCH', '/api/v1/booking-settings', change, seen)).status).toBe(200)
  }
  const booking = async (id: string) => (await home.get<BookingView>(`/api/v1/bookings/${id}`)).data

  it('[AU25] list what they were, whoever is told by name, and go back only once nothing would clash', async () => {
    const first = await settings()
    const me = (await home.browser.me()).person.id
    await set({ blocking: [], escalateTo: me })
    await set({ holdHours: 12 })
    const { version, versions } = await historyOf('booking-settings')
    expect(version).toBe(3)
    expect(versions.slice(0, 2).map(({ changes }) => changes)).toEqual([
      [{ field: 'hold hours', before: String(first.holdHours), after: '12' }],
      [
        { field: 'blocking', before: 'pencil', after: null },
        { field: 'escalate to', before: null, after: `person:${me}` },
      ],
    ])
    expect(versions[2]?.changes).toContainEqual({ field: 'blocking', before: null, after: 'pencil' })
    expect(versions.map(({ canRestore }) => canRestore)).toEqual([false, true, true])

    const artist = (await home.call<{ id: string }>('POST', '/api/v1/artists', { name: 'Ada' })).data
    const days = { from: '2032-05-03', to: '2032-05-04' }
    const pencil = async (title: string) => {
      const body = { artistId: artist.id, title, days, status: 'pencil' }
      return (await home.call<BookingView>('POST', '/api/v1/bookings', body)).data
    }
    const [tour, film] = [await pencil('Tour'), await pencil('Film')]
    const beginning = versions[2]?.id
    const refused = await restore('booking-settings', beginning, 3)
    expect([refused.status, refused.error.code]).toEqual([409, 'bookings_clash'])
    expect(refused.error.details).toMatchObject({
      ...{ total: 1, clashes: [{ artistName: 'Ada', bookings: [{}, {}] }] },
    })
    expect([(await settings()).version, (await booking(tour.id)).blocks]).toEqual([3, false])

    const away = { days: { from: '2032-05-10', to: '2032-05-11' } }
    await home.call('PATCH', `/api/v1/bookings/${film.id}`, away, { 'if-match': String(film.version) })
    const stale = await restore('booking-settings', beginning, 2)
    expect([stale.status, stale.error.code]).toEqual([409, 'stale_version'])
    expect((await restore('booking-settings', '1000000', 3)).status).toBe(404)
    const back = await restore<BookingSettings>('booking-settings', beginning, 3)
    expect([back.status, back.data]).toEqual([200, { ...first, version: 4 }])
    expect([(await booking(tour.id)).blocks, (await booking(film.id)).blocks]).toEqual([true, true])
    expect((await lastEvents())[0]).toBe('bookings.settings_changed')
    expect((await historyOf('booking-settings')).versions).toHaveLength(4)
  })

  it('[AU25] are brought back by nobody who may not change them', async () => {
    const guest = await confirmed(home.site)
    await joinedBy(home.site, home.browser, home.tenantId, guest, 'viewer')
    expect((await restore('booking-settings', '1', 1, home.seenBy(guest.browser))).status).toBe(403)
  })
})

describe('a role of the workspace’s own', () => {
  const roles = async () => (await home.get<RoleView[]>('/api/v1/roles')).data
  const roleOf = async (id: string) => (await roles()).find((role) => role.id === id)

  it('[AU24] [AC112] goes back to the name and rights it had, at once for who holds it', async () => {
    const wide = { name: 'Reader', permissions: ['workspace.read', 'clients.read', 'clients.write'] }
    const { id } = (await home.call<{ id: string }>('POST', '/api/v1/roles', wide)).data
    const guest = await confirmed(home.site)
    await joinedBy(home.site, home.browser, home.tenantId, guest, id)
    const member = home.seenBy(guest.browser)
    const post = async () =>
      (await member.call('POST', '/api/v1/clients', { name: crypto.randomUUID() })).status
    expect(await post()).toBe(201)
    const narrow = { name: 'Looker', permissions: ['workspace.read'] }
    await home.call('PATCH', `/api/v1/roles/${id}`, narrow, { 'if-match': '1' })
    expect(await post()).toBe(403)

    const { versions } = await historyOf(`roles/${id}`)
    expect(versions.map(({ canRestore }) => canRestore)).toEqual([false, true])
    expect(versions[0]?.changes.map(({ field }) => field)).toEqual(['name', 'permissions'])
    const stale = await restore(`roles/${id}`, versions[1]?.id, 1)
    expect([stale.status, stale.error.code]).toEqual([409, 'stale_version'])
    expect((await restore(`roles/${id}`, '1', 2)).status).toBe(404)
    const back = await restore(`roles/${id}`, versions[1]?.id, 2)
    expect([back.status, back.data]).toEqual([200, { id, version: 3 }])
    expect(await roleOf(id)).toMatchObject({ ...wide, version: 3 })
    expect(await post()).toBe(201)
    expect((await lastEvents()).slice(0, 2)).toContain('role.changed')
  })

  it('[AU24] [AC111] is brought back by nobody to rights they do not hold', async () => {
    const held = { name: 'Keeper', permissions: ['workspace.read', 'roles.read', 'roles.manage'] }
    const { id } = (await home.call<{ id: string }>('POST', '/api/v1/roles', held)).data
    const guest = await confirmed(home.site)
    await joinedBy(home.site, home.browser, home.tenantId, guest, id)
    const wide = { name: 'Wide', permissions: ['workspace.read', 'audit.read'] }
    const other = (await home.call<{ id: string }>('POST', '/api/v1/roles', wide)).data.id
    await home.call(
      'PATCH',
      `/api/v1/roles/${other}`,
      { permissions: ['workspace.read'] },
      { 'if-match': '1' },
    )
    const { versions } = await historyOf(`roles/${other}`)
    const asked = await restore(`roles/${other}`, versions[1]?.id, 2, home.seenBy(guest.browser))
    expect(asked.status).toBe(403)
    expect((await roleOf(other))?.permissions).toEqual(['workspace.read'])
    const stranger = await Home.open(home.site)
    expect((await stranger.get(`/api/v1/history/roles/${other}`)).status).toBe(404)
    expect((await restore(`roles/${other}`, versions[1]?.id, 2, stranger)).status).toBe(404)
  })
})

describe('a connection', () => {
  it('[AU24] goes back to the name, pause and schedule it had', async () => {
    const made = await home.call<ConnectionView>('POST', '/api/v1/connections', { provider: 'ecb' })
    const { id, label, streams } = made.data
    const stream = streams[0]?.stream ?? ''
    const now = async () => (await home.get<ConnectionView>(`/api/v1/connections/${id}`)).data
    const change = async (body: object) => {
      const { version } = await now()
      const answer = await home.call('PATCH', `/api/v1/connections/${id}`, body, {
        'if-match': String(version),
      })
      expect(answer.status).toBe(200)
    }
    await change({ label: 'Rates', streams: [{ stream, everySeconds: 7200 }] })
    await change({ streams: [{ stream, isEnabled: false }], isPaused: true })
    await change({ label: 'Rates of the bank', streams: [{ stream, isEnabled: true, dailyAt: '06:30' }] })
    const { versions, version } = await historyOf(`connections/${id}`)
    expect(versions).toHaveLength(4)
    expect(versions.map(({ canRestore }) => canRestore)).toEqual([false, true, true, true])
    expect(JSON.stringify(versions)).not.toMatch(/token|secret|sealed/i)

    const back = await restore<ConnectionView>(`connections/${id}`, versions[2]?.id, version ?? 0)
    expect([back.status, back.data.label, back.data.status]).toEqual([200, 'Rates', 'active'])
    expect(back.data.streams[0]).toMatchObject({ isEnabled: true, everySeconds: 7200, dailyAt: null })
    const off = await restore<ConnectionView>(`connections/${id}`, versions[1]?.id, back.data.version)
    expect(off.data).toMatchObject({ label: 'Rates', status: 'disabled' })
    expect(off.data.streams[0]).toMatchObject({ isEnabled: false })
    const first = await restore<ConnectionView>(`connections/${id}`, versions[3]?.id, off.data.version)
    expect([first.data.label, first.data.status]).toEqual([label, 'active'])
    expect(first.data.streams[0]).toMatchObject({
      isEnabled: streams[0]?.isEnabled,
      everySeconds: streams[0]?.everySeconds,
      dailyAt: streams[0]?.dailyAt,
    })
    expect((await restore(`connections/${id}`, '1', first.data.version)).status).toBe(404)
    expect((await restore(`connections/${crypto.randomUUID()}`, versions[3]?.id, 1)).status).toBe(404)
  })
})
