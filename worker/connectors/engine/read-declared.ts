import { SYNC_PAGE_RECORDS_MAX } from '../../../contracts/limits.ts'
import { DayClock } from '../../platform/clock.ts'
import type { ExactJson } from '../../platform/exact-json.ts'
import type { Answer, OutboundDeps, Usage } from '../../platform/outbound.ts'
import { type Asked, addressOfCall, type CallParty, callProvider } from './calls.ts'
import { csvRecords } from './csv-records.ts'
import { cursorAfter, highestOf, sinceOf } from './cursors.ts'
import type { DeclaredRead } from './define.ts'
import type { SyncPage, SyncStop } from './outcome.ts'
import { nextPage, pageAddress, pagesTotal, pageVariables } from './paging.ts'
import { listAt, textAt } from './paths.ts'
import { firstPage, guarded, noGuard, type Position, writePosition } from './position.ts'
import { mapRecord } from './records.ts'
import { type Slice, slicesOf } from './slices.ts'

type StreamParty = CallParty & { stream: string }
type Facts = Record<string, string>

/** Reads one page of a stream that is described as data. */
export async function readDeclaredPage(
  deps: OutboundDeps,
  party: StreamParty,
  read: DeclaredRead,
  before: Position,
  usage: Usage,
): Promise<SyncPage | SyncStop> {
  const slices = read.cursor.kind === 'days' ? slicesOf(read.cursor, before.run) : null
  const slice = slices?.[before.slice] ?? null
  if (slices !== null && slice === null) return ended(read, before, { records: [], rejects: [] }, null)
  const asked = await askFacts(deps, party, read, before.facts, usage)
  if (!asked.ok) return asked.stop
  const { facts } = asked

  const request = pageRequest(party, read, { ...before, facts }, slice)
  const called = await callProvider(deps, party, request, usage)
  if (!called.ok) return called.stop
  const all = recordsOf(read, called.answer)
  if (all === null) return unreadable('There is no list of records where one should be.')
  const { skip } = before.page
  const page = all.slice(skip, skip + SYNC_PAGE_RECORDS_MAX)
  const guard = page.length === 0 ? before.guard : guarded(before.guard, await signOf(read, page, skip))
  if (guard === null) return unreadable('The same page came again.')

  const mapped = mapAll(page, skip, { read, facts, timeZone: before.run.timeZone, clock: new DayClock() })
  const here: Position = { ...before, facts, guard, highest: highestOf(read.cursor, page, before.highest) }
  const url = addressOfCall(party, request)
  const next = following(read, here, called.answer, all.length, url, slices?.length ?? 1)
  const total =
    slices !== null && read.paging.kind === 'none' ? slices.length : pagesTotal(read.paging, called.answer)
  if (next === null) return ended(read, here, mapped, total)
  const pagesDone = here.pagesDone + 1
  const nextPosition = writePosition({ ...next, pagesDone })
  return {
    kind: 'page',
    ...mapped,
    nextPosition,
    cursor: null,
    pagesDone,
    pagesTotal: total,
    dataAsOf: null,
  }
}

type Mapped = Pick<SyncPage, 'records' | 'rejects'>

function mapAll(page: readonly ExactJson[], skip: number, input: Parameters<typeof mapRecord>[2]): Mapped {
  const records: SyncPage['records'] = []
  const rejects: SyncPage['rejects'] = []
  for (const [i, source] of page.entries()) {
    const mapped = mapRecord(source, skip + i + 1, input)
    if (mapped.record !== null) records.push(mapped.record)
    rejects.push(...mapped.rejects)
  }
  return { records, rejects }
}

/** The last page of a run: only here the cursor moves. */
function ended(read: DeclaredRead, position: Position, mapped: Mapped, total: number | null): SyncPage {
  return {
    kind: 'page',
    ...mapped,
    nextPosition: null,
    ...cursorAfter(read.cursor, position),
    pagesDone: position.pagesDone + 1,
    pagesTotal: total,
  }
}

type FactsReading = { ok: true; facts: Facts } | { ok: false; stop: SyncStop }

async function askFacts(
  deps: OutboundDeps,
  party: StreamParty,
  read: DeclaredRead,
  known: Facts | null,
  usage: Usage,
): Promise<FactsReading> {
  if (known !== null) return { ok: true, facts: known }
  const facts: Facts = {}
  for (const [name, { request, at }] of Object.entries(read.facts)) {
    const purpose = `${party.connector.provider}.${party.stream}.${name}`
    const asked: Asked = { request, variables: facts, expects: 'json', purpose }
    const called = await callProvider(deps, party, asked, usage)
    if (!called.ok) return called
    const value = textAt(called.answer.json, at)
    if (value === null) return { ok: false, stop: unreadable(`There is nothing at ${at}.`) }
    facts[name] = value
  }
  return { ok: true, facts }
}

function pageRequest(party: StreamParty, read: DeclaredRead, position: Position, slice: Slice | null): Asked {
  const address = pageAddress(read.paging, position.page)
  return {
    request: read.request,
    variables: {
      ...position.facts,
      ...pageVariables(read.paging, position.page),
      since: sinceOf(read.cursor, position.run),
      ...slice,
    },
    expects: read.format === 'csv' ? 'text' : 'json',
    purpose: `${party.connector.provider}.${party.stream}`,
    ...(address === undefined ? {} : { address }),
  }
}

/** The records of an answer; none for "not modified" and for an empty body. Null when it holds something else. */
function recordsOf(read: DeclaredRead, answer: Answer): ExactJson[] | null {
  if (answer.status === 304 || answer.text.trim() === '') return []
  return read.format === 'csv' ? csvRecords(answer.text, read.key) : listAt(answer.json, read.recordsAt)
}

/** What comes after an answer: the rest of it, the next page, the next slice, or nothing. */
function following(
  read: DeclaredRead,
  here: Position,
  answer: Answer,
  records: number,
  url: string,
  slices: number,
): Position | null {
  const skip = here.page.skip + SYNC_PAGE_RECORDS_MAX
  if (skip < records) return { ...here, page: { ...here.page, skip } }
  const page = nextPage(read.paging, here.page, answer, records, url)
  if (page !== null) return { ...here, page }
  if (here.slice + 1 >= slices) return null
  const first = firstPage(read.paging.kind === 'page' ? read.paging.first : 0)
  return { ...here, slice: here.slice + 1, page: first, guard: noGuard() }
}

/** Tells one page from another by the ids on it; what else an answer holds, such as the time of asking, may differ. */
async function signOf(read: DeclaredRead, page: readonly ExactJson[], skip: number): Promise<string> {
  const ids = page.map((record) => read.key.map((path) => textAt(record, path)).join(':'))
  const bytes = new TextEncoder().encode(JSON.stringify([skip, ids]))
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))
  return Array.from(hash.subarray(0, 16), (byte) => byte.toString(16).padStart(2, '0')).join('')
}

const unreadable = (detail: string): SyncStop => ({ kind: 'failed', code: 'provider_unreadable', detail })
