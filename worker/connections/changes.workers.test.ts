import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ConnectionView, ConnectorView, DisconnectView } from '../../contracts/connections.ts'
import { ok } from '../../contracts/result.ts'
import { sendDueSyncs } from '../edge/sweep.ts'
import { bindings, Home, holdQueue } from '../edge/testing/home.ts'
import { Xero, XeroHome } from './testing/xero.ts'

const xero = new Xero('changes')
const UK = 'Harbour & Finch UK'
let queue = holdQueue()
beforeEach(async () => {
  queue = holdQueue()
  await xero.reset()
  await xero.control('PUT', '/limits', { perMinute: 1000 })
})
afterEach(() => queue.release())

const open = async () => new XeroHome(await Home.open(), xero, queue)
async function connected(): Promise<{ at: XeroHome; connection: ConnectionView }> {
  const at = await open()
  const { id } = await at.connect(UK)
  await at.deliver()
  return { at, connection: await at.connection(id) }
}
const patch = (at: XeroHome, { id, version }: ConnectionView, body: object) =>
  at.home.call<ConnectionView>('PATCH', `/api/v1/connections/${id}`, body, { 'if-match': String(version) })
const remove = (at: XeroHome, id: string, data = '') =>
  at.home.call<DisconnectView>('DELETE', `/api/v1/connections/${id}${data}`)
const rowsOf = async (at: XeroHome, table: string, where: string) =>
  (
    await at.home.rows<{ n: number }>(
      `select count(*)::int as n from ${table} where tenant_id = $1 and ${where}`,
    )
  )[0]?.n

describe('a change of a connection', () => {
  it('[CN49] moves name and schedule at the version the caller saw, and is refused at an older one', async () => {
    const { at, connection } = await connected()
    const changed = await patch(at, connection, {
      label: 'Books of the UK',
      streams: [
        { stream: 'invoices', dailyAt: '06:30' },
        { stream: 'profit_and_loss', isEnabled: false },
      ],
    })
    expect([changed.status, changed.data.label]).toEqual([200, 'Books of the UK'])
    const [invoices, report] = changed.data.streams
    expect(invoices).toMatchObject({ dailyAt: '06:30', everySeconds: null })
    expect(new Date(invoices?.nextDueAt ?? '').getUTCMinutes()).toBe(30)
    expect(report).toMatchObject({ isEnabled: false })
    const stale = await patch(at, connection, { label: 'x' })
    expect([stale.status, stale.error.code]).toEqual([409, 'stale_version'])
    const wrong = await patch(at, changed.data, {
      streams: [{ stream: 'invoices', dailyAt: '06:30', everySeconds: 60 }],
    })
    expect([wrong.status, wrong.error.code]).toEqual([400, 'invalid_request'])
    const short = await patch(at, changed.data, { streams: [{ stream: 'invoices', everySeconds: 59 }] })
    expect(short.status).toBe(400)
    const often = await patch(at, changed.data, { streams: [{ stream: 'invoices', everySeconds: 60 }] })
    expect(often.data.streams[0]).toMatchObject({ everySeconds: 60, dailyAt: null })
  })

  it('[CN49] to a pause ends what is read and starts nothing until it is taken back', async () => {
    const at = await open()
    const { id } = await at.connect(UK)
    const paused = await patch(at, await at.connection(id), { isPaused: true })
    expect(paused.data).toMatchObject({ status: 'disabled', nextSyncAt: null })
    expect(paused.data.recentRuns.map(({ status }) => status)).toEqual(['cancelled', 'cancelled'])
    await at.deliver()
    await at.timersRun()
    await at.deliver()
    expect(await xero.calls('/Invoices')).toEqual([])
    const asked = await at.sync(id)
    expect([asked.status, asked.error.code]).toEqual([409, 'connection_inactive'])
    const resumed = await patch(at, paused.data, { isPaused: false })
    expect(resumed.data.status).toBe('active')
    await at.deliver()
    expect((await at.connection(id)).lastSyncAt).not.toBeNull()
  })
})

describe('a connection of an archived client', () => {
  it('[CN57] starts nothing, says why, and goes on by itself when the client is back', async () => {
    const at = await open()
    const client = (await at.home.call<{ id: string }>('POST', '/api/v1/clients', { name: 'Kelpline' })).data
    const id = (await at.consent([UK], `?clientId=${client.id}`)).split('/').at(-1) ?? ''
    await at.deliver()
    const runs = async () => (await at.connection(id)).recentRuns.map((run) => run.id)
    const before = await runs()
    await at.home.call('POST', `/api/v1/clients/${client.id}/archive`)
    const archived = { status: 'active', isClientArchived: true, isLate: false, nextSyncAt: null }
    expect(await at.connection(id)).toMatchObject(archived)
    await at.home.inside((tenant) =>
      tenant.write(tenant.commands, async (tx) => {
        await tx.sql`update connection_streams set next_due_at = now() - interval '3 days',
          checked_at = now() - interval '3 days' where tenant_id = ${tx.tenantId}`
        return ok(null)
      }),
    )
    await at.timersRun()
    expect([await runs(), await at.connection(id)]).toMatchObject([before, archived])
    const asked = await at.sync(id)
    expect([asked.status, asked.error.code]).toEqual([409, 'client_archived'])
    await at.home.call('POST', `/api/v1/clients/${client.id}/restore`)
    expect((await runs()).length).toBeGreaterThan(before.length)
  })
})

describe('disconnecting', () => {
  it('[CN50] ends the grant at the provider, forgets the tokens and keeps the numbers', async () => {
    const { at, connection } = await connected()
    const { id } = connection
    const before = await rowsOf(at, 'custom_metrics', `source_id = '${id}'`)
    expect(before).toBeGreaterThan(0)
    expect(await xero.granted()).toBe(1)
    const gone = await remove(at, id)
    expect(gone.data).toEqual({ id, isRevoked: true, erased: null })
    expect(await xero.granted()).toBe(0)
    expect(await at.connection(id)).toMatchObject({ status: 'disabled', nextSyncAt: null })
    expect(await rowsOf(at, 'custom_metrics', `source_id = '${id}'`)).toBe(before)
    expect(await rowsOf(at, 'connections', 'sealed_tokens is not null')).toBe(0)
    const resumed = await patch(at, await at.connection(id), { isPaused: false })
    expect([resumed.status, resumed.error.code]).toEqual([409, 'connection_inactive'])
    // Connected again, it is the same connection: nothing is there twice.
    expect((await at.consent([UK])).endsWith(id)).toBe(true)
    await at.deliver()
    expect(await rowsOf(at, 'custom_metrics', `source_id = '${id}'`)).toBe(before)
  })

  it('[CN50] erases on demand what it has brought, and proves it by counts', async () => {
    const { at, connection } = await connected()
    const { id } = connection
    const values = await rowsOf(at, 'custom_metrics', `source_id = '${id}'`)
    const gone = await remove(at, id, '?data=erase')
    expect(gone.data).toMatchObject({ isRevoked: true, erased: { custom_metrics: values } })
    for (const table of ['custom_metrics', 'financials', 'lead_events'])
      expect(await rowsOf(at, table, `source_id = '${id}'`)).toBe(0)
    for (const table of ['sync_runs', 'sync_errors', 'connection_streams'])
      expect(await rowsOf(at, table, `connection_id = '${id}'`)).toBe(0)
    expect((await at.home.get<ConnectionView[]>('/api/v1/connections')).data).toEqual([])
    expect((await remove(at, id)).status).toBe(404)
    expect(await at.home.stub.rebuild()).toMatchObject({ isEqual: true, bucketsAfter: 0 })
  })

  it('[CN50] goes through when the provider cannot be told', async () => {
    const { at, connection } = await connected()
    await xero.fault('status', '/connect*', { status: 500, times: 100 })
    const gone = await remove(at, connection.id)
    expect([gone.status, gone.data.isRevoked]).toEqual([200, false])
    expect((await at.connection(connection.id)).status).toBe('disabled')
  })
})

describe('a connection that needs no consent', () => {
  it('[CN53] is active at once, only once, and not for a provider that asks', async () => {
    const at = await open()
    const made = await at.home.call<ConnectionView>('POST', '/api/v1/connections', { provider: 'ecb' })
    expect([made.status, made.data.status, made.data.account]).toEqual([201, 'active', null])
    expect(made.headers.get('location')).toBe(`/api/v1/connections/${made.data.id}`)
    expect(at.taken().map(({ kind }) => kind)).toContain('sync.run')
    const again = await at.home.call('POST', '/api/v1/connections', { provider: 'ecb' })
    expect([again.status, again.error.code]).toEqual([409, 'already_exists'])
    const asks = await at.home.call('POST', '/api/v1/connections', { provider: 'xero' })
    expect([asks.status, asks.error.code]).toEqual([400, 'invalid_request'])
    const catalogue = await at.home.get<ConnectorView[]>('/api/v1/connectors')
    expect(catalogue.data.find(({ provider }) => provider === 'ecb')).toMatchObject({ auth: 'none' })
  })
})

describe('the clock of the control plane', () => {
  it('[CN40] sends one message for each workspace in which something is due', async () => {
    const { at } = await connected()
    const row = bindings.DB.prepare('update timetable set next_due_at = ? where tenant_id = ?')
    await row.bind(Date.now() - 1, at.home.tenantId).run()
    const sent: unknown[] = []
    const SYNC = {
      sendBatch: async (batch: { body: unknown }[]) => void sent.push(...batch.map(({ body }) => body)),
    }
    // Only this one call of a queue is used.
    await sendDueSyncs({ DB: bindings.DB, SYNC: SYNC as unknown as typeof bindings.SYNC }, new Date())
    expect(sent).toContainEqual({ v: 1, kind: 'sync.due', tenantId: at.home.tenantId })
    sent.length = 0
    await row.bind(Date.now() + 60_000, at.home.tenantId).run()
    await sendDueSyncs({ DB: bindings.DB, SYNC: SYNC as unknown as typeof bindings.SYNC }, new Date())
    expect(sent).not.toContainEqual({ v: 1, kind: 'sync.due', tenantId: at.home.tenantId })
  })
})
