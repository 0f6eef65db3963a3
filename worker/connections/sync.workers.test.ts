import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ConnectionView, RunView } from '../../contracts/connections.ts'
import { SYNC_MESSAGE_MS_MAX } from '../../contracts/limits.ts'
import type { LiveFrame } from '../../contracts/live.ts'
import { ok } from '../../contracts/result.ts'
import type { SetupView } from '../../contracts/setup.ts'
import { readRun } from '../../queues/consumers/sync-run.ts'
import { bindings, Home, holdQueue, silent } from '../edge/testing/home.ts'
import { deliver, dyingAt, Xero, XeroHome } from './testing/xero.ts'

const xero = new Xero('syncs')
const UK = 'Harbour & Finch UK'
/** Each death throws the object out of memory, which takes seconds. */
const SEVERAL_DEATHS_MS = 240_000
let queue = holdQueue()
beforeEach(async () => {
  queue = holdQueue()
  await xero.reset()
  await xero.control('PUT', '/limits', { perMinute: 1000 })
})
afterEach(() => queue.release())

const open = async () => new XeroHome(await Home.open(), xero, queue)
const documentsOf = async (name: string) =>
  (await xero.organisations()).find((one) => one.name === name)?.documents ?? 0
const invoicesOf = (connection: ConnectionView): RunView | undefined =>
  connection.recentRuns.find(({ stream }) => stream === 'invoices')
/** Every stored value with its key, so that what is stored can be compared. */
const facts = (at: XeroHome) =>
  at.home.rows(
    `select metric_no, record_date::text, row_key::text, value::text, d1, d2 from custom_metrics where tenant_id = $1
     order by metric_no, row_key`,
  )

/** Delivers a message whose time is up after one page. */
async function onePage(message: Parameters<typeof readRun>[2]): Promise<void> {
  let nowMs = 0
  const slow = () => {
    nowMs += SYNC_MESSAGE_MS_MAX / 2
    return nowMs
  }
  await readRun(bindings, silent, message, slow)
}

describe('a sync', () => {
  it('[CN39] reads every document once, and later only what has changed', async () => {
    const at = await open()
    const { id } = await at.connect(UK)
    await at.deliver()
    const first = await at.connection(id)
    const count = await documentsOf(UK)
    expect(invoicesOf(first)).toMatchObject({
      status: 'done',
      trigger: 'first',
      counts: { read: count, rejected: 0 },
    })
    expect(first).toMatchObject({ status: 'active', quarantined: 0, failure: null })
    expect(first.lastSyncAt).not.toBeNull()
    const fed = await at.home.rows<{ stream: string }>(
      `select settings -> 'metrics' ->> 'invoiced' as stream from connections where tenant_id = $1`,
    )
    expect(fed).toEqual([{ stream: 'invoices' }])
    const pages = (await xero.calls('/Invoices')).length
    await xero.control('POST', '/book', { organisation: UK, kind: 'sale' })
    expect((await at.sync(id, ['invoices'])).status).toBe(202)
    await at.deliver()
    const second = invoicesOf(await at.connection(id))
    expect(second).toMatchObject({ status: 'done', trigger: 'person', counts: { new: 1, changed: 0 } })
    expect(second?.counts.read).toBeLessThan(count)
    const later = (await xero.calls('/Invoices')).slice(pages)
    expect(later.length).toBeLessThanOrEqual(2)
    for (const call of later) expect(call.ifModifiedSince).not.toBeNull()
    expect(await at.home.stub.rebuild()).toMatchObject({ isEqual: true })
  })

  it('[ON8] ends the sample data with its first page of numbers, and not with one that has none', async () => {
    const at = await open()
    await at.home.call('POST', '/api/v1/sample-data')
    const sample = async () => (await at.home.get<SetupView>('/api/v1/setup')).data
    const { id } = await at.connect('Empty Holdings')
    // Every day of its report is one without a booking.
    const ofReport = (await at.connection(id)).recentRuns.find(({ stream }) => stream === 'profit_and_loss')
    await onePage({
      v: 1,
      kind: 'sync.run',
      tenantId: at.home.tenantId,
      connectionId: id,
      runId: ofReport?.id ?? '',
    })
    expect((await at.run(id, ofReport?.id ?? '')).counts.read).toBeGreaterThan(0)
    expect(await sample()).toMatchObject({ hasOwnData: false, sample: { clientId: expect.any(String) } })
    at.taken()
    const second = (await at.consent([UK])).split('?')[0]?.split('/').at(-1) ?? ''
    // Both organisations are in this consent.
    const chosen = (await at.connection(second)).accounts.find(({ name }) => name === UK)
    await at.home.call('POST', `/api/v1/connections/${second}/account`, { accountId: chosen?.id })
    const [documents] = await at.runsOfDocuments(at.taken())
    if (documents === undefined) throw new Error('no run of documents was begun')
    await onePage(documents)
    expect(await sample()).toMatchObject({ hasOwnData: true, sample: null })
  })

  it(
    '[CN39] that is killed anywhere goes on from its last stored page and ends the same',
    async () => {
      const at = await open()
      const { id } = await at.connect(UK)
      await at.deliver()
      const before = await facts(at)
      const read = invoicesOf(await at.connection(id))?.counts.read
      const pages = invoicesOf(await at.connection(id))?.pagesDone ?? 0
      const lastLoad = 1 + 2 * pages
      const deaths = [
        [1, 'before'],
        [1, 'after'],
        [2, 'after'],
        [3, 'before'],
        [3, 'after'],
        [lastLoad, 'before'],
        [lastLoad, 'after'],
      ] as const
      for (const [number, when] of deaths) {
        await at.fromBeginning()
        const run = (await at.sync(id, ['invoices'])).data.runs[0]
        const message = await at.messageOf(run)
        expect(await deliver(message, dyingAt(number, when))).toBe('retried')
        await at.home.evict()
        await at.useXero()
        await at.timersRun()
        await at.deliver()
        const done = await at.run(id, run?.id ?? '')
        expect([number, when, done.status, done.counts.read]).toEqual([number, when, 'done', read])
      }
      expect(await facts(at)).toEqual(before)
      expect(await at.home.stub.rebuild()).toMatchObject({ isEqual: true })
    },
    SEVERAL_DEATHS_MS,
  )

  it('[CN39] delivered twice, or by two at once, changes nothing', async () => {
    const at = await open()
    const { id } = await at.connect(UK)
    await at.deliver()
    const before = await facts(at)
    await at.fromBeginning()
    const run = (await at.sync(id, ['invoices'])).data.runs[0]
    const message = await at.messageOf(run)
    const calls = (await xero.calls('/Invoices')).length
    await Promise.all([deliver(message), deliver(message), deliver(message)])
    await deliver(message)
    const done = await at.run(id, run?.id ?? '')
    expect(done).toMatchObject({ status: 'done', counts: { new: 0, changed: 0, deleted: 0 } })
    // The lease lets one of them read.
    expect((await xero.calls('/Invoices')).length - calls).toBe(done.pagesDone)
    expect(await facts(at)).toEqual(before)
  })

  it('[CN58] lets others have a turn after some seconds, and goes on where it stands', async () => {
    const at = await open()
    const { id } = await at.connect(UK)
    const [message] = await at.runsOfDocuments(at.taken())
    if (message === undefined) throw new Error('no run of documents was begun')
    await onePage(message)
    expect(await at.run(id, message.runId)).toMatchObject({ status: 'running', pagesDone: 1 })
    const [next, ...others] = at.taken()
    expect([next, others]).toEqual([message, []])
    expect(await deliver(message)).toBe('acked')
    await at.deliver()
    const count = await documentsOf(UK)
    expect(await at.run(id, message.runId)).toMatchObject({ status: 'done', counts: { read: count } })
  })

  it('[CN40] whose message was lost is sent again by its timer, until it has ended', async () => {
    const at = await open()
    const { id } = await at.connect(UK)
    const lost = at.taken()
    expect(lost).toHaveLength(2)
    await at.withoutReport()
    await at.home.evict()
    await at.useXero()
    await at.timersRun()
    // A message may be sent more often than once, but only for the run that waits.
    const again = await at.runsOfDocuments(at.taken())
    expect(again.length).toBeGreaterThan(0)
    expect([...new Set(again.map(({ runId }) => runId))]).toEqual([invoicesOf(await at.connection(id))?.id])
    await at.timersRun()
    await at.deliver()
    expect(invoicesOf(await at.connection(id))?.status).toBe('done')
    await at.timersRun()
    expect(await at.runsOfDocuments(at.taken())).toEqual([])
  })

  it('[CN40] that is due starts by the timetable when every timer was lost', async () => {
    const at = await open()
    const { id } = await at.connect(UK)
    await at.withoutReport()
    await at.deliver()
    const due = async () =>
      (
        await bindings.DB.prepare('select next_due_at from timetable where tenant_id = ?')
          .bind(at.home.tenantId)
          .first<{ next_due_at: number }>()
      )?.next_due_at
    const next = (await at.connection(id)).nextSyncAt
    expect(await due()).toBe(new Date(next ?? '').getTime())
    await at.home.inside(async (tenant) => {
      tenant.storage.sql.exec('delete from timers')
      await tenant.write(tenant.commands, async (tx) => {
        await tx.sql`update connection_streams set next_due_at = now() where tenant_id = ${tx.tenantId} and stream = 'invoices'`
        return ok(null)
      })
    })
    expect(await deliver({ v: 1, kind: 'sync.due', tenantId: at.home.tenantId })).toBe('acked')
    expect(await deliver({ v: 1, kind: 'sync.due', tenantId: at.home.tenantId })).toBe('acked')
    expect(at.taken().map(({ kind }) => kind)).toEqual(['sync.run'])
    expect(await due()).toBeGreaterThan(Date.now())
  })

  it('[CN47] that somebody asks for runs at once, one for each stream, and can be cancelled', async () => {
    const at = await open()
    const { id } = await at.connect(UK)
    const busy = await at.sync(id)
    expect([busy.status, busy.error.code]).toEqual([409, 'sync_running'])
    const cancelled = await at.home.call<{ runs: RunView[] }>('POST', `/api/v1/connections/${id}/cancel`)
    expect(cancelled.data.runs.map(({ status }) => status)).toEqual(['cancelled', 'cancelled'])
    await at.deliver()
    expect((await xero.calls('/Invoices')).length).toBe(0)
    const wrong = await at.sync(id, ['nonsense'])
    expect([wrong.status, wrong.error.code]).toEqual([404, 'not_found'])
    const asked = await at.sync(id, ['invoices'])
    expect(asked.data.runs).toMatchObject([{ stream: 'invoices', status: 'running' }])
    await at.deliver()
    const runs = await at.home.get<RunView[]>(`/api/v1/connections/${id}/runs?stream=invoices&limit=1`)
    expect(runs.data).toMatchObject([{ id: asked.data.runs[0]?.id, status: 'done' }])
    expect(runs.meta.nextCursor).toBe(runs.data[0]?.id)
  })

  it('[CN52] tells open screens how far it is, page by page', async () => {
    const at = await open()
    const { id } = await at.connect(UK)
    const response = await at.home.raw('GET', '/api/v1/live', undefined, { upgrade: 'websocket' })
    const socket = response.webSocket
    if (socket === null) throw new Error(`no socket: ${response.status}`)
    const frames: LiveFrame[] = []
    socket.accept()
    socket.addEventListener('message', ({ data }) => void frames.push(...[JSON.parse(String(data))].flat()))
    await at.deliver()
    await expect
      .poll(() => frames.filter((frame) => frame.t === 'progress' && frame.status === 'done').length)
      .toBe(1)
    const progress = frames.flatMap((frame) =>
      frame.t === 'progress' && frame.stream === 'invoices' && frame.subject === `connection:${id}`
        ? [frame]
        : [],
    )
    const total = progress.at(-1)?.total ?? 0
    expect(total).toBeGreaterThan(2)
    expect(progress.map(({ done }) => done)).toEqual(Array.from({ length: total }, (_, i) => i + 1))
    expect(progress.at(-1)).toMatchObject({ status: 'done', counts: { read: await documentsOf(UK) } })
    expect(frames.some((frame) => frame.t === 'rollup')).toBe(true)
    socket.close()
  })
})
