import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { ConnectionView, QuarantineView, RunView } from '../../contracts/connections.ts'
import { addMonths, startOfMonth } from '../../contracts/days.ts'
import { errorTable } from '../../contracts/errors.ts'
import {
  PROVIDER_CALL_TIMEOUT_MS,
  PROVIDER_TRIES_MAX,
  SYNC_FAILURES_IN_A_ROW_MAX,
} from '../../contracts/limits.ts'
import type { CustomMetricView, FinancialView } from '../../contracts/records.ts'
import { ok } from '../../contracts/result.ts'
import { bindings, Home, holdQueue } from '../edge/testing/home.ts'
import { deliver, Xero, XeroHome } from './testing/xero.ts'

const xero = new Xero('badInput')
/** Its documents are all in its base currency, so that they add up to its report. */
const UK = 'Harbour & Finch UK'
/** A day whose documents change no more. */
const DAY = startOfMonth(addMonths(new Date().toISOString().slice(0, 10), -2))
let queue = holdQueue()
beforeEach(async () => {
  queue = holdQueue()
  await xero.reset()
  await xero.control('PUT', '/limits', { perMinute: 1000 })
})
afterEach(() => {
  queue.release()
  vi.restoreAllMocks()
})

interface ReadReport {
  run: RunView
  connection: ConnectionView
  /** What is listed of profit and loss. */
  rows: FinancialView[]
  quarantine: QuarantineView[]
}

/** A connection whose documents have been read, and the report of the one day. */
async function connected(): Promise<{ at: XeroHome; id: string; good: ReadReport }> {
  const at = new XeroHome(await Home.open(), xero, queue)
  const { id } = await at.connect(UK)
  await at.withoutReport()
  await at.deliver()
  return { at, id, good: await readReport(at, id) }
}

/** Reads the report of the one day, as a run of that day does whose cursor leaves no others to read. */
async function readReport(at: XeroHome, id: string): Promise<ReadReport> {
  const started = await at.sync(id, ['profit_and_loss'])
  const [asked] = started.data.runs
  if (asked === undefined) throw new Error(`sync: ${started.status} ${JSON.stringify(started.error)}`)
  await at.home.inside((tenant) =>
    tenant.write(tenant.commands, async (tx) => {
      await tx.sql`update sync_runs set started_at = ${`${DAY}T12:00:00Z`}, cursor = ${addMonths(DAY, 2)}
        where tenant_id = ${tx.tenantId} and id = ${asked.id}`
      return ok(null)
    }),
  )
  const message = await at.messageOf(asked)
  await at.forget()
  await deliver(message)
  const listed = await at.home.get<FinancialView[]>('/api/v1/financials')
  const setAside = await at.home.get<QuarantineView[]>(`/api/v1/connections/${id}/quarantine`)
  return {
    run: await at.run(id, asked.id),
    connection: await at.connection(id),
    rows: listed.data,
    quarantine: setAside.data,
  }
}

/** The exact sum of a metric of the day in the currency of the organisation. */
async function cents(at: XeroHome, metric: string): Promise<bigint> {
  const listed = await at.home.get<CustomMetricView[]>(
    `/api/v1/custom-metrics?metricName=${metric}&from=${DAY}&to=${DAY}&limit=500`,
  )
  return listed.data.reduce((sum, one) => sum + centsOf(one.original?.value ?? one.metricValue ?? ''), 0n)
}

function centsOf(text: string): bigint {
  const [, sign, whole = '', fraction = ''] = /^(-?)(\d+)(?:\.(\d{1,2})0*)?$/.exec(text) ?? []
  if (whole === '') throw new Error(`no amount in cents: ${text}`)
  return BigInt(`${sign}${whole}${fraction.padEnd(2, '0')}`)
}

describe('a report', () => {
  it('[CN22] is stored to the cent, as its documents add up, also in a layout nobody knows', async () => {
    const { at, id, good } = await connected()
    expect(good.run).toMatchObject({ status: 'done', counts: { read: 1, new: 1, rejected: 0 } })
    expect(good.rows).toMatchObject([{ recordDate: DAY, currency: 'GBP', sourceSystem: 'xero' }])
    const [row] = good.rows
    expect(centsOf(row?.revenue ?? '')).toBe(await cents(at, 'invoiced'))
    expect(centsOf(row?.expenses ?? '')).toBe(await cents(at, 'bills'))
    expect(centsOf(row?.revenue ?? '')).toBeGreaterThan(0n)
    await xero.fault('unknown-layout', '*/ProfitAndLoss')
    const other = await readReport(at, id)
    expect(other.run).toMatchObject({ status: 'done', counts: { same: 1, changed: 0, rejected: 0 } })
    expect(other.rows).toEqual(good.rows)
  })

  it.each([
    ['no-accounts', 'There are amounts, but no row of an account.'],
    ['currency-signs', 'A cell holds no number.'],
    ['future-report', 'The report has no column for the day.'],
  ])(
    '[CN22] [CN48] that cannot be read is set aside with the reason, and its day keeps what it has: %s',
    async (kind, message) => {
      const { at, id, good } = await connected()
      await xero.fault(kind, '*/ProfitAndLoss')
      const bad = await readReport(at, id)
      expect(bad.run).toMatchObject({
        status: 'done',
        counts: { read: 1, new: 0, changed: 0, deleted: 0, rejected: 1 },
      })
      expect(bad.quarantine).toMatchObject([
        { stream: 'profit_and_loss', recordKey: `profit-and-loss:${DAY}`, reason: 'layout_unknown', message },
      ])
      expect(bad.connection).toMatchObject({ status: 'active', failure: null, quarantined: 1 })
      expect(bad.rows).toEqual(good.rows)
      const mended = await readReport(at, id)
      expect(mended.run.counts).toMatchObject({ read: 1, same: 1, rejected: 0 })
      expect([mended.connection.quarantined, mended.quarantine]).toEqual([0, []])
      expect(mended.rows).toEqual(good.rows)
    },
  )

  it('[CN23] without rows takes its day away, leaves no zero, and brings it back when it has them again', async () => {
    const { at, id, good } = await connected()
    await xero.fault('empty-report', '*/ProfitAndLoss', { times: 2 })
    const empty = await readReport(at, id)
    expect(empty.run).toMatchObject({ status: 'done', counts: { read: 1, deleted: 1, rejected: 0 } })
    expect([empty.rows, empty.connection.quarantined, empty.connection.failure]).toEqual([[], 0, null])
    expect((await readReport(at, id)).run.counts).toMatchObject({ deleted: 0, same: 1 })
    const back = await readReport(at, id)
    expect(back.run.counts).toMatchObject({ new: 1 })
    expect(back.rows).toEqual(good.rows)
  })

  it('[CN43] [CN44] that is not in the answer fails the run with what to do, and the numbers stay', async () => {
    const { at, id, good } = await connected()
    const { sentence, next } = errorTable.layout_unknown
    for (let failures = 1; failures <= SYNC_FAILURES_IN_A_ROW_MAX; failures += 1) {
      await xero.fault('no-report', '*/ProfitAndLoss')
      const bad = await readReport(at, id)
      const failure = { code: 'layout_unknown', message: sentence, next }
      expect(bad.run).toMatchObject({ status: 'failed', failure, counts: { read: 0, deleted: 0 } })
      const status = failures < SYNC_FAILURES_IN_A_ROW_MAX ? 'active' : 'error'
      expect(bad.connection).toMatchObject({ status, failure })
      expect(bad.rows).toEqual(good.rows)
    }
    const mended = await readReport(at, id)
    expect(mended.connection).toMatchObject({ status: 'active', failure: null })
    expect(mended.rows).toEqual(good.rows)
  })
})

describe('documents', () => {
  it('[CN10] [CN48] whose amounts are no numbers are set aside one by one, and the figures stay', async () => {
    const { at, id } = await connected()
    const before = await facts(at)
    await at.fromBeginning()
    await xero.fault('currency-signs', '*/Invoices')
    const run = await readInvoices(at, id)
    expect(run).toMatchObject({ status: 'done', counts: { new: 0, changed: 0, deleted: 0 } })
    const { rejected } = run.counts
    expect(rejected).toBeGreaterThan(0)
    const seen = await at.home.get<QuarantineView[]>(`/api/v1/connections/${id}/quarantine?limit=500`)
    expect(seen.meta.total).toBe(rejected)
    for (const one of seen.data)
      expect(one).toMatchObject({ stream: 'invoices', field: 'SubTotal', reason: 'no_amount' })
    expect(await at.connection(id)).toMatchObject({ status: 'active', failure: null, quarantined: rejected })
    expect(await facts(at)).toEqual(before)
    await at.fromBeginning()
    expect((await readInvoices(at, id)).counts).toMatchObject({ new: 0, changed: 0, rejected: 0 })
    expect(await at.connection(id)).toMatchObject({ quarantined: 0 })
    expect(await facts(at)).toEqual(before)
  })
})

describe('an answer that never ends', () => {
  it.each([
    ['endless', {}],
    ['drip', { chunkBytes: 1 }],
  ])(
    '[CN5] [CN43] is cut by the time a call has, fails the run with the cause, and nothing is stored twice: %s',
    async (kind, more) => {
      const { at, id } = await connected()
      const before = await facts(at)
      await at.fromBeginning()
      hurryCalls()
      // The first page comes whole, so that there is something that could be stored twice.
      await xero.fault(kind, '*/Invoices', { ...more, skip: 1, times: PROVIDER_TRIES_MAX })
      const run = await readInvoices(at, id)
      const { sentence, next } = errorTable.provider_down
      const failure = { code: 'provider_down', message: sentence, next, detail: 'The answer took too long.' }
      expect(run).toMatchObject({ status: 'failed', failure, pagesDone: 1, counts: { new: 0, changed: 0 } })
      expect(await at.connection(id)).toMatchObject({ status: 'active', failure, quarantined: 0 })
      expect(await facts(at)).toEqual(before)
      const again = await readInvoices(at, id)
      expect(again).toMatchObject({ status: 'done', counts: { new: 0, changed: 0, deleted: 0, rejected: 0 } })
      expect(await at.connection(id)).toMatchObject({ status: 'active', failure: null })
      expect(await facts(at)).toEqual(before)
    },
  )
})

/** Reads the documents once; the run as it is afterwards. */
async function readInvoices(at: XeroHome, id: string): Promise<RunView> {
  const started = await at.sync(id, ['invoices'])
  if (started.status !== 202) throw new Error(`sync: ${started.status} ${JSON.stringify(started.error)}`)
  await at.deliver()
  return at.run(id, started.data.runs[0]?.id ?? '')
}

/** Every stored value with its key. */
const facts = (at: XeroHome) =>
  at.home.rows(
    `select metric_no, record_date::text, row_key::text, coalesce(original, value)::text as amount, d1, d2 from custom_metrics
     where tenant_id = $1 order by metric_no, row_key`,
  )

/** The time a call to a provider has, and no other, passes a hundred times faster. */
function hurryCalls(): void {
  const inTime = globalThis.setTimeout
  vi.spyOn(globalThis, 'setTimeout').mockImplementation((work, ms, ...args) =>
    inTime(work, ms === PROVIDER_CALL_TIMEOUT_MS ? ms / 100 : ms, ...args),
  )
}

it('[AC12] connects and shares nothing for somebody whose address is not confirmed, and at once when it is', async () => {
  const home = await Home.open()
  const { person } = await home.browser.me()
  const setConfirmed = (is: number) =>
    bindings.DB.prepare('update user set email_verified = ? where id = ?').bind(is, person.id).run()
  const connect = () => home.call('POST', '/api/v1/connections', { provider: 'ecb' })
  await setConfirmed(0)
  const refused = await connect()
  expect([refused.status, refused.error.code]).toEqual([403, 'address_unconfirmed'])
  const begun = await home.call('GET', '/api/v1/connections/xero/authorize')
  expect([begun.status, begun.error.code]).toEqual([403, 'address_unconfirmed'])
  const artist = await home.call<{ id: string }>('POST', '/api/v1/artists', { name: 'Ada' })
  const share = () => home.call('POST', `/api/v1/artists/${artist.data.id}/calendar-feed`)
  const shared = await share()
  expect([shared.status, shared.error.code]).toEqual([403, 'address_unconfirmed'])
  await setConfirmed(1)
  expect((await connect()).status).toBe(201)
  expect((await share()).status).toBeLessThan(300)
})
