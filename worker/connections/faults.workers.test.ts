import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ConnectionView, QuarantineView, RunView } from '../../contracts/connections.ts'
import { errorTable } from '../../contracts/errors.ts'
import { SYNC_FAILURES_IN_A_ROW_MAX } from '../../contracts/limits.ts'
import { Home, holdQueue } from '../edge/testing/home.ts'
import { Xero, XeroHome } from './testing/xero.ts'

const xero = new Xero('faults')
const UK = 'Harbour & Finch UK'
let queue = holdQueue()
beforeEach(async () => {
  queue = holdQueue()
  await xero.reset()
  await xero.control('PUT', '/limits', { perMinute: 1000 })
})
afterEach(() => queue.release())

/** A connection that has been read once. */
async function connected(): Promise<{ at: XeroHome; id: string }> {
  const at = new XeroHome(await Home.open(), xero, queue)
  const { id } = await at.connect(UK)
  await at.deliver()
  return { at, id }
}
/** Reads invoices once under what was arranged; the run and its connection as they are afterwards. */
async function readOnce(at: XeroHome, id: string): Promise<{ run: RunView; connection: ConnectionView }> {
  const started = await at.sync(id, ['invoices'])
  if (started.status !== 202) throw new Error(`sync: ${started.status} ${JSON.stringify(started.error)}`)
  await at.deliver()
  const run = await at.run(id, started.data.runs[0]?.id ?? '')
  return { run, connection: await at.connection(id) }
}
const typesOf = async (at: XeroHome) =>
  (await at.home.get<{ type: string }[]>('/api/v1/events?limit=20')).data.map(({ type }) => type)

describe('a provider that fails', () => {
  it('[CN43] once or twice is asked again within the run, and nobody notices', async () => {
    const { at, id } = await connected()
    for (const fault of [
      { kind: 'status', more: { status: 500 } },
      { kind: 'html', more: {} },
      { kind: 'truncate', more: {} },
      { kind: 'reset', more: {} },
    ]) {
      await xero.fault(fault.kind, '*/Invoices', { ...fault.more, times: 2 })
      const { run, connection } = await readOnce(at, id)
      expect([fault.kind, run.status, connection.failure]).toEqual([fault.kind, 'done', null])
      expect(run.requests).toBeGreaterThan(2)
    }
  })

  it('[CN43] [CN44] [CN45] for long is tried again by itself, marks the connection at the third time, and recovers', async () => {
    const { at, id } = await connected()
    for (let failures = 1; failures <= SYNC_FAILURES_IN_A_ROW_MAX; failures += 1) {
      await xero.fault('status', '*/Invoices', { status: 503, times: 3 })
      const { run, connection } = await readOnce(at, id)
      expect(run).toMatchObject({ status: 'failed', failure: { code: 'provider_down' } })
      expect(connection.failure).toMatchObject({ code: 'provider_down', next: expect.any(String) })
      expect(connection.status).toBe(failures < SYNC_FAILURES_IN_A_ROW_MAX ? 'active' : 'error')
      const invoices = connection.streams.find(({ stream }) => stream === 'invoices')
      const minutes =
        (new Date(invoices?.nextDueAt ?? '').getTime() - new Date(run.finishedAt ?? '').getTime()) / 60_000
      expect(Math.round(minutes)).toBe([1, 5, 15][failures - 1])
    }
    expect(await typesOf(at)).toContain('connection.failed')
    const { run, connection } = await readOnce(at, id)
    expect(run.status).toBe('done')
    expect(connection).toMatchObject({ status: 'active', failure: null })
    expect(await typesOf(at)).toContain('connection.recovered')
  })

  it('[CN42] that asks for a pause gets it: the run waits, keeps its place, and the other streams wait too', async () => {
    const { at, id } = await connected()
    await xero.fault('status', '*/Invoices', { status: 429, retryAfter: 40 })
    const { run } = await readOnce(at, id)
    expect(run).toMatchObject({ status: 'parked', failure: null })
    const waitMs = new Date(run.parkedUntil ?? '').getTime() - Date.now()
    expect(waitMs).toBeGreaterThan(30_000)
    expect(waitMs).toBeLessThanOrEqual(40_000)
    expect(run.waitedMs).toBeGreaterThan(30_000)
    const before = (await xero.calls('/Invoices')).length
    await at.timersRun()
    await at.deliver()
    expect((await xero.calls('/Invoices')).length).toBe(before)
    await at.home.inside(async (tenant) => {
      const later = Date.now() + 41_000
      Object.assign(tenant.deps, { now: () => new Date(later) })
    })
    // An object that has lost its memory has a clock of its own again, so it is not thrown out here.
    await at.timersRunHere()
    expect((await at.run(id, run.id)).status).toBe('done')
  })

  it('[CN51] that refuses a token gets a fresh one, once', async () => {
    const { at, id } = await connected()
    await xero.control('POST', '/expire-access')
    const before = (await xero.called()).tokenRefreshes
    const { run, connection } = await readOnce(at, id)
    expect([run.status, connection.status]).toEqual(['done', 'active'])
    expect((await xero.called()).tokenRefreshes - before).toBe(1)
  })

  it('[CN51] [CN44] that refuses a fresh token as well forbids it: no plan or right of that account, which a refresh cannot mend', async () => {
    const { at, id } = await connected()
    await xero.fault('not-permitted', '*/Invoices', { times: 10 })
    const before = (await xero.called()).tokenRefreshes
    const { run, connection } = await readOnce(at, id)
    const { sentence: message, next } = errorTable.provider_forbids
    const failure = { code: 'provider_forbids', message, next }
    expect(run).toMatchObject({ status: 'failed', failure, counts: { read: 0, deleted: 0 } })
    expect(connection).toMatchObject({ status: 'error', failure, quarantined: 0 })
    expect((await xero.called()).tokenRefreshes - before).toBeLessThanOrEqual(1)
    // An error never stands in the way of asking again.
    await xero.control('DELETE', '/faults')
    expect((await readOnce(at, id)).connection).toMatchObject({ status: 'active', failure: null })
  })

  it('[CN34] [CN44] that ended the consent stops everything until somebody reconnects, which mends it', async () => {
    const { at, id } = await connected()
    await xero.control('POST', '/revoke-grants')
    const { run, connection } = await readOnce(at, id)
    expect(run).toMatchObject({ status: 'failed', failure: { code: 'reauthorise' } })
    expect(connection).toMatchObject({ status: 'error', failure: { code: 'reauthorise' }, nextSyncAt: null })
    await at.consent([UK], `?connectionId=${id}`)
    await at.deliver()
    expect(await at.connection(id)).toMatchObject({ status: 'active', failure: null })
  })

  it('[CN39] that writes amounts as text is read the same', async () => {
    const { at, id } = await connected()
    const sums = () =>
      at.home.rows(
        'select metric_no, sum(value)::text from custom_metrics where tenant_id = $1 group by 1 order by 1',
      )
    const before = await sums()
    await at.fromBeginning()
    await xero.fault('numbers-as-text', '*/Invoices', { times: 100 })
    const { run } = await readOnce(at, id)
    expect(run).toMatchObject({ status: 'done', counts: { new: 0, changed: 0, rejected: 0 } })
    expect(await sums()).toEqual(before)
  })

  it('[CN52] says nothing of tokens or addresses in what people see', async () => {
    const { at, id } = await connected()
    await xero.fault('html', '*/Invoices', { status: 502, times: 3 })
    const { connection } = await readOnce(at, id)
    const seen = JSON.stringify(connection)
    expect(seen).not.toContain(xero.url)
    expect(seen).not.toMatch(/bearer|eyJ/i)
    expect(connection.failure?.detail?.length ?? 0).toBeLessThanOrEqual(300)
  })
})

describe('records that cannot be stored', () => {
  it('[CN48] are set aside where people see them, tried again on demand, and leave when they are stored', async () => {
    const { at, id } = await connected()
    await at.setAside(id, 'invoices')
    const seen = await at.home.get<QuarantineView[]>(`/api/v1/connections/${id}/quarantine`)
    expect(seen.meta.total).toBe(1)
    expect(seen.data).toMatchObject([{ stream: 'invoices', reason: 'metric_mismatch' }])
    expect((await at.connection(id)).quarantined).toBe(1)
    const retried = await at.home.call<{ runs: RunView[] }>(
      'POST',
      `/api/v1/connections/${id}/quarantine/retry`,
    )
    expect(retried.status).toBe(202)
    await at.deliver()
    const run = await at.run(id, retried.data.runs[0]?.id ?? '')
    expect(run).toMatchObject({ status: 'done', counts: { new: 0, changed: 0 } })
    expect((await at.connection(id)).quarantined).toBe(0)
  })

  it('[CN88] are a list of pages, as the runs are, and say how many there are in all', async () => {
    const { at, id } = await connected()
    await at.setAside(id, 'invoices', ['INV 7', 'a_b,"c"'])
    const path = `/api/v1/connections/${id}`
    for (const list of ['quarantine', 'runs?stream=invoices'] as const) {
      const all = (await at.home.get<unknown[]>(`${path}/${list}`)).data
      expect(all.length).toBeGreaterThan(1)
      const limited = `${path}/${list}${list.includes('?') ? '&' : '?'}limit=1`
      const first = await at.home.get<unknown[]>(limited)
      expect([first.data, first.meta.total]).toEqual([all.slice(0, 1), all.length])
      const cursor = encodeURIComponent(String(first.meta.nextCursor))
      const second = await at.home.get<unknown[]>(`${limited}&cursor=${cursor}`)
      expect([second.data, second.meta.total]).toEqual([all.slice(1, 2), all.length])
    }
    const odd = await at.home.call('GET', `${path}/quarantine?cursor=tomorrow`)
    expect([odd.status, odd.error.code]).toEqual([400, 'invalid_request'])
  })
})
