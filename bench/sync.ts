import { setTimeout as sleep } from 'node:timers/promises'
import type { ConnectionView } from '../contracts/connections.ts'
import type { DashboardView } from '../contracts/dashboards.ts'
import type { Answer, MetricDefinition, Question } from '../contracts/metrics.ts'
import { shownLayout } from '../web/features/dashboard/layout.ts'
import { dashboardQuestions } from '../web/features/dashboard/questions.ts'
import { rangeFromQuery } from '../web/lib/range.ts'
import { type Caller, callApi } from './harness/api.ts'
import type { Bench, Part } from './harness/bench.ts'
import { nowMs, openLive } from './harness/live.ts'
import { openReader, type Reader } from './harness/reader.ts'
import type { ReaderReport } from './harness/reader-child.ts'
import { ceilingLine, inMs, perSecond, ratioLine } from './harness/report.ts'
import { quantile } from './harness/stats.ts'
import { connectXero, schedule, syncNow, type Xero } from './harness/xero.ts'

const PATH = '/api/v1/metrics/query'
const INVOICES = 10_000
/** Fits into the calls of one minute, so that nothing waits. */
const QUICK_INVOICES = 5_000
const QUIET_MS = 8_000
/** As often as one person may call without end. */
const READ_EVERY_MS = 100
/** The connector counts the calls of the last minute; after it all of them are there again. */
const CALLS_BACK_MS = 61_000
const AIM = 1.2
const SOCKETS = 20
/** The shortest interval there is. */
const EVERY_SECONDS = 60
const LATE_MS = 1_000
const SELDOM_SECONDS = 24 * 60 * 60

/** A workspace with a connection to the stand-in, and who asks. */
interface Place extends Caller {
  tenantId: string
  xero: Xero
}

/** A sync of many invoices: what readers notice of it, and how soon a new document is on every screen. */
export const sync: Part = {
  name: 'SYNC',
  title: 'A sync of many invoices beside a dashboard that is read',
  run: async (bench) => {
    const site = await bench.site()
    const place = { url: site.url, tenantId: site.tenantId, headers: site.owner.headers, xero: site.xero }
    const connected = await connectXero(place, place.xero)
    const path = `/api/v1/connections/${connected.id}`
    try {
      const connection = await schedule(place, connected, [
        { stream: 'profit_and_loss', isEnabled: false },
        { stream: 'invoices', everySeconds: SELDOM_SECONDS },
      ])
      await syncNow(place, connection.id, 'invoices')
      // First, because what changed a few minutes ago is read again: ten thousand documents would be.
      await untilOnScreens(bench, place, connection.id)
      await readBeside(bench, place, connection.id)
    } finally {
      // A sync beside what is measured next would be measured too.
      await callApi(place, 'DELETE', `${path}?data=erase`)
    }
  },
}

/** Reads of the dashboard before, during and after a sync. */
async function readBeside(bench: Bench, place: Place, connectionId: string): Promise<void> {
  const count = bench.isQuick ? QUICK_INVOICES : INVOICES
  const startedAt = performance.now()
  const reader = await openReader({
    url: `${place.url}${PATH}`,
    method: 'POST',
    headers: { ...place.headers, 'content-type': 'application/json' },
    body: JSON.stringify({ questions: await dashboardOf(place) }),
    everyMs: READ_EVERY_MS,
  })
  try {
    const storedBefore = await invoicesStored(place)
    // The first second warms up.
    await readFor(reader, 1_000)
    reader.take()
    await sleep(CALLS_BACK_MS - QUIET_MS - (performance.now() - startedAt))
    await readFor(reader, QUIET_MS)
    const before = reader.take()
    await place.xero.control('POST', '/documents', { count })
    const synced = await readWhileSyncing(reader, place, connectionId)
    const during = reader.take()
    await readFor(reader, QUIET_MS)
    const after = reader.take()
    const stored = Number(await invoicesStored(place)) - Number(storedBefore)
    bench.check(stored === count, `SYNC: ${count} invoices were booked, ${stored} are in the figures`)
    const refused = [before, during, after].flatMap((one) => one.refused)
    bench.check(refused.length === 0, `SYNC: reads were refused: ${refused.join(', ')}`)
    report(bench, { before, during, after }, { ...synced, count })
  } finally {
    await reader.close()
  }
}

interface Synced {
  pages: number
  /** From asking for it to its end. */
  totalMs: number
  /** When pages came in; between them the connector waited for calls to be free. Milliseconds since 1970. */
  working: { fromMs: number; toMs: number }[]
}

function report(
  bench: Bench,
  reads: Record<'before' | 'during' | 'after', ReaderReport>,
  synced: Synced & { count: number },
): void {
  const timesOf = (one: ReaderReport) => one.calls.map(({ ms }) => ms)
  const [before, during, after] = [reads.before, reads.during, reads.after].map(timesOf) as [
    number[],
    number[],
    number[],
  ]
  const isWorking = (atMs: number) =>
    synced.working.some(({ fromMs, toMs }) => atMs >= fromMs && atMs <= toMs)
  const worked = reads.during.calls.filter(({ atMs }) => isWorking(atMs)).map(({ ms }) => ms)
  const quiet = [...before, ...after]
  for (const [what, times, aim] of [
    ['reads of the dashboard during a sync', during, { value: AIM, atMost: true }],
    ['of these, while pages come in', worked, undefined],
  ] as const)
    for (const [name, q] of [
      ['p50', 0.5],
      ['p95', 0.95],
    ] as const) {
      const [mine, theirs] = [quantile(times, q), quantile(quiet, q)]
      bench.add(
        ratioLine({
          part: 'SYNC',
          what: `${what}, ${name} of ${times.length}`,
          measured: inMs(mine),
          against: `before and after it ${inMs(theirs)}`,
          ratio: mine / theirs,
          ...(aim === undefined ? {} : { aim }),
          floorSpread: Math.abs(quantile(before, q) - quantile(after, q)) / theirs,
        }),
      )
    }
  const { count, pages, totalMs, working } = synced
  const workedMs = working.reduce((sum, { fromMs, toMs }) => sum + toMs - fromMs, 0)
  bench.add(
    ceilingLine({
      part: 'SYNC',
      what: `${count} invoices by pages of 100, asked for until stored`,
      value: totalMs / 1000,
      unit: 's',
      against: `at work ${(workedMs / 1000).toFixed(1)} s: ${perSecond((count * 1000) / workedMs, ' rows/s')}, ${inMs(workedMs / pages)} a page; the rest waits for calls of the provider's minute`,
    }),
  )
}

async function readFor(reader: Reader, ms: number): Promise<void> {
  await reader.begin()
  await sleep(ms)
  await reader.pause()
}

/** Reads from the beginning of a sync to its end, and says when pages came in. */
async function readWhileSyncing(reader: Reader, place: Place, connectionId: string): Promise<Synced> {
  const startedMs = nowMs()
  let pages = 0
  const working: Synced['working'] = []
  let workingSince: number | null = null
  const work = () => {
    workingSince ??= nowMs()
  }
  const rest = () => {
    if (workingSince !== null) working.push({ fromMs: workingSince, toMs: nowMs() })
    workingSince = null
  }
  const { promise: finished, resolve: finish } = Promise.withResolvers<string>()
  const live = await openLive(place, (frame) => {
    if (frame.t !== 'progress' || frame.stream !== 'invoices') return
    pages = frame.done
    if (frame.status === 'running') work()
    else rest()
    if (frame.status !== 'running' && frame.status !== 'parked') finish(frame.status)
  })
  await reader.begin()
  work()
  await callApi(place, 'POST', `/api/v1/connections/${connectionId}/sync`, { streams: ['invoices'] })
  const status = await finished
  const totalMs = nowMs() - startedMs
  await reader.pause()
  live.close()
  if (status !== 'done') throw new Error(`the sync is ${status}`)
  return { pages, totalMs, working }
}

/** A document is booked at the provider just after a sync has ended, which is the longest anybody can wait for it. */
async function untilOnScreens(bench: Bench, place: Place, connectionId: string): Promise<void> {
  const path = `/api/v1/connections/${connectionId}`
  const seen: number[] = []
  const sockets = []
  for (let i = 0; i < SOCKETS; i += 1) {
    sockets.push(
      await openLive(place, (frame, atMs) => {
        if (frame.t === 'rollup' && frame.metrics.some(({ key }) => key === 'invoiced')) seen[i] ??= atMs
      }),
    )
  }
  try {
    const { nextSyncAt, account } = await scheduleInvoices(place, path, EVERY_SECONDS)
    await place.xero.control('POST', '/book', { organisation: account?.name, kind: 'sale' })
    const bookedAt = nowMs()
    const ceilingMs = EVERY_SECONDS * 1000 + LATE_MS
    while (Object.keys(seen).length < SOCKETS && nowMs() - bookedAt < 2 * ceilingMs) await sleep(20)
    const reached = Object.values(seen)
    bench.check(
      reached.length === SOCKETS,
      `SYNC: the document reached ${reached.length} of ${SOCKETS} sockets`,
    )
    const [first, last] = [Math.min(...reached), Math.max(...reached)]
    bench.add(
      ceilingLine({
        part: 'SYNC',
        what: `document booked at the provider until it is on ${SOCKETS} sockets`,
        value: (last - bookedAt) / 1000,
        ceiling: ceilingMs / 1000,
        unit: 's',
        against: `read every ${EVERY_SECONDS} s; ${inMs(last - Date.parse(nextSyncAt ?? ''))} after the sync was due, ${inMs(last - first)} between first and last socket`,
      }),
    )
    await scheduleInvoices(place, path, SELDOM_SECONDS)
  } finally {
    for (const socket of sockets) socket.close()
  }
}

async function scheduleInvoices(place: Place, path: string, everySeconds: number): Promise<ConnectionView> {
  const before = await callApi<ConnectionView>(place, 'GET', path)
  return schedule(place, before, [{ stream: 'invoices', everySeconds }])
}

/** What the page of the demo dashboard asks when somebody opens it. */
async function dashboardOf(caller: Caller): Promise<Question[]> {
  const [view] = await callApi<DashboardView[]>(caller, 'GET', '/api/v1/dashboards')
  const metrics = await callApi<MetricDefinition[]>(caller, 'GET', '/api/v1/metrics')
  const today = new Date().toISOString().slice(0, 10)
  const range = rangeFromQuery({}, { today, weekStart: 1, fiscalYearStartMonth: 1 })
  return dashboardQuestions(shownLayout(view?.layout, metrics), range, undefined)
}

/** Number of invoices in the figures. */
async function invoicesStored(caller: Caller): Promise<string> {
  const year = new Date().getUTCFullYear()
  const answer = await callApi<Answer>(caller, 'POST', PATH, {
    metrics: ['invoices'],
    from: `${year - 2}-01-01`,
    to: `${year}-12-31`,
    grain: 'total',
  })
  return answer.series[0]?.total ?? '0'
}
