import { addDays, addMonths, isDay, partsOf, startOfMonth } from '../../../contracts/days.ts'
import type { RejectedRecord, SyncRecord } from '../../../contracts/sync.ts'
import type { ExactJson } from '../../platform/exact-json.ts'
import type { Request } from '../engine/define.ts'
import type { SyncStop } from '../engine/outcome.ts'
import { at, listAt, textAt } from '../engine/paths.ts'
import { rejected } from '../engine/rejects.ts'
import type { ReaderInput, Run, StreamReader } from '../engine/stream-reader.ts'
import { type AccountKind, readReport } from './xero-report.ts'

/*
 * Why this is code: the provider has no list of daily figures. They are made of a report, one call per day of the month for up to 12
 * months at once, whose rows mean nothing without the chart of accounts, and whose columns count only where their header says so.
 * No paging, cursor or mapping of the manifest language describes that.
 */

const MONTHS_BACK = 12
const MONTHS_RESTATED = 2
/** Days that every month has: the same day of earlier months can be asked for in one call. */
const DAYS_OF_EVERY_MONTH = 28

/** One call: a day and, by the same call, the same day of so many months before. */
export interface Job {
  day: string
  monthsBefore: number
}

interface State {
  done: number
  /** Days whose column was not where it should be: asked for one by one. */
  alone: string[]
}

/** What the report is read with; the same for all pages of a run. */
interface Books {
  currency: string
  kinds: ReadonlyMap<string, AccountKind>
}

type Stopped = { ok: false; stop: SyncStop }

export const xeroProfitAndLoss: StreamReader = {
  async read(input) {
    const jobs = jobsOf(input.run)
    const state: State = input.state === null ? { done: 0, alone: [] } : readState(input.state)
    const [alone, ...stillAlone] = state.alone
    const job = alone === undefined ? jobs[state.done] : { day: alone, monthsBefore: 0 }
    // Only a cursor of a day to come leaves nothing to ask for.
    if (job === undefined) {
      const page = { records: [], rejects: [], next: null, cursor: input.run.cursor, pagesTotal: 1 }
      return { ok: true, page }
    }
    const asked = await readBooks(input)
    if (!asked.ok) return asked
    const called = await input.call(reportRequest(job), {})
    if (!called.ok) return called
    const rows = at(called.json, 'Reports.0.Rows')
    // Not `listAt`: without a report nothing is known of its days, and taken for an empty one it would clear them.
    if (!Array.isArray(rows)) return failed('layout_unknown', 'There is no report with rows in the answer.')

    const { records, rejects, missing } = readDays(rows, job, asked.books)
    const next: State =
      alone === undefined ? { done: state.done + 1, alone: missing } : { done: state.done, alone: stillAlone }
    const isLast = next.done >= jobs.length && next.alone.length === 0
    return {
      ok: true,
      page: {
        records,
        rejects,
        next: isLast ? null : JSON.stringify(next),
        cursor: input.run.today,
        pagesTotal: jobs.length,
      },
    }
  },
}

const failed = (code: Extract<SyncStop, { kind: 'failed' }>['code'], detail: string): Stopped => ({
  ok: false,
  stop: { kind: 'failed', code, detail },
})

function readState(text: string): State {
  const state: unknown = JSON.parse(text)
  const isState =
    typeof state === 'object' &&
    state !== null &&
    'done' in state &&
    typeof state.done === 'number' &&
    'alone' in state &&
    Array.isArray(state.alone) &&
    state.alone.every(isDay)
  if (!isState) throw new Error('not a place in this report')
  // Each member was looked at above; the compiler does not carry that over to the whole.
  return state as State
}

/** The calls of a run, those with the newest day first. Days that every month has go together, the others one by one. */
export function jobsOf(run: Run): Job[] {
  const start = startOf(run)
  const jobs: Job[] = []
  for (let day = run.today; day >= start; day = addDays(day, -1)) {
    if (partsOf(day).dayOfMonth > DAYS_OF_EVERY_MONTH) jobs.push({ day, monthsBefore: 0 })
    // The newest of each day of the month asks for the older ones.
    else if (addMonths(day, 1) > run.today) jobs.push({ day, monthsBefore: monthsBefore(day, start) })
  }
  return jobs
}

function startOf(run: Run): string {
  const oldest = addDays(addMonths(run.today, -MONTHS_BACK), 1)
  if (run.cursor === null) return oldest
  const restated = startOfMonth(addMonths(run.cursor, -MONTHS_RESTATED))
  return restated < oldest ? oldest : restated
}

function monthsBefore(day: string, start: string): number {
  let months = 0
  while (months + 1 < MONTHS_BACK && addMonths(day, -(months + 1)) >= start) months += 1
  return months
}

function reportRequest(job: Job): Request {
  return get('/Reports/ProfitAndLoss', {
    fromDate: job.day,
    toDate: job.day,
    standardLayout: 'true',
    paymentsOnly: 'false',
    ...(job.monthsBefore === 0 ? {} : { periods: String(job.monthsBefore), timeframe: 'MONTH' }),
  })
}

const get = (path: string, query: Record<string, string> = {}): Request => ({
  method: 'GET',
  path,
  query,
  headers: {},
  body: null,
})

const MEMO = 'books'

async function readBooks(input: ReaderInput): Promise<{ ok: true; books: Books } | Stopped> {
  const kept = input.memo.get(MEMO)
  // A memo belongs to one run of one stream, and only this line's twin below writes into it.
  if (kept !== undefined) return { ok: true, books: kept as Books }
  const organisation = await input.call(get('/Organisation'), {})
  if (!organisation.ok) return organisation
  const accounts = await input.call(get('/Accounts'), {})
  if (!accounts.ok) return accounts
  const currency = textAt(organisation.json, 'Organisations.0.BaseCurrency')
  const listed = listAt(accounts.json, 'Accounts')
  if (currency === null || listed === null)
    return failed('provider_unreadable', 'There is no base currency, or no chart of accounts.')
  const books: Books = { currency, kinds: kindsOf(listed) }
  input.memo.set(MEMO, books)
  return { ok: true, books }
}

const REVENUE_TYPES: ReadonlySet<string> = new Set(['REVENUE', 'SALES', 'OTHERINCOME'])
const EXPENSE_TYPES: ReadonlySet<string> = new Set([
  'DIRECTCOSTS',
  'EXPENSE',
  'OVERHEADS',
  'DEPRECIATN',
  'WAGESEXPENSE',
  'SUPERANNUATIONEXPENSE',
])
/** Stands for the accounts of currency gains, all of them expenses, where the report groups them. */
const CURRENCY_GAINS = 'FXGROUPID'

function kindsOf(accounts: readonly ExactJson[]): Map<string, AccountKind> {
  const kinds = new Map<string, AccountKind>([[CURRENCY_GAINS, 'expense']])
  for (const account of accounts) {
    const id = textAt(account, 'AccountID')
    const type = textAt(account, 'Type') ?? ''
    const accountClass = textAt(account, 'Class')
    if (id === null) continue
    if (accountClass === 'REVENUE' || REVENUE_TYPES.has(type)) kinds.set(id, 'revenue')
    else if (accountClass === 'EXPENSE' || EXPENSE_TYPES.has(type)) kinds.set(id, 'expense')
  }
  return kinds
}

interface Days {
  records: SyncRecord[]
  rejects: RejectedRecord[]
  /** Those of the job whose column the report does not have. */
  missing: string[]
}

function readDays(rows: ExactJson[], job: Job, books: Books): Days {
  const wanted = Array.from({ length: job.monthsBefore + 1 }, (_, i) => addMonths(job.day, -i))
  const columns = readReport(rows, books.kinds, wanted)
  const days: Days = { records: [], rejects: [], missing: [] }
  for (const day of wanted) {
    const externalId = `profit-and-loss:${day}`
    const column = columns.get(day) ?? { kind: 'absent' as const }
    switch (column.kind) {
      case 'absent': {
        const message = 'The report has no column for the day.'
        if (job.monthsBefore > 0) days.missing.push(day)
        else days.rejects.push(rejected(externalId, 'layout_unknown', message, rows))
        break
      }
      case 'rejected':
        days.rejects.push(rejected(externalId, column.reason, column.message, rows, column.field))
        break
      case 'nothing':
        // No bookings is no zero. Were there any before, they go.
        days.records.push({ kind: 'deleted', externalId, of: 'financial' })
        break
      case 'figures':
        days.records.push({
          kind: 'financial',
          externalId,
          recordDate: day,
          revenue: column.revenue,
          expenses: column.expenses,
          cashFlow: null,
          currency: books.currency,
          givenRate: null,
          metadata: null,
        })
    }
  }
  return days
}
