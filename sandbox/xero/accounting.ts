import { randomUUID } from 'node:crypto'
import { type Answer, validationProblem } from './answer.ts'
import { dayIn, daysBetween, lastDayOfMonth, midnightUtc, parseDay } from './days.ts'
import { paidCents, type SalesDocument, totalCents } from './documents.ts'
import { type Condition, type Fields, parseOrder, parseWhere, QueryParseProblem } from './filter.ts'
import { CURRENCY_SIGN, type DecimalForm, toJson, toXml } from './json.ts'
import type { Ledger } from './ledger.ts'
import { UNUSUAL_LAYOUT } from './organisations.ts'
import { profitAndLoss, spansOf, TIMEFRAME_MONTHS, type Timeframe } from './report.ts'
import {
  accountWire,
  contactWire,
  invoiceWire,
  organisationWire,
  type PaidPart,
  paymentWire,
} from './wire.ts'

const PAGE_SIZE_DEFAULT = 100
const PAGE_SIZE_MAX = 1000
const PERIODS_MAX = 11
const REPORT_DAYS_MAX = 365

/** How a fault twists an answer that is otherwise right. */
export interface Twist {
  numbersAsText: boolean
  /** Amounts are text with a sign before them, as people write them. */
  currencySigns: boolean
  unknownLayout: boolean
  /** Rows of a report do not say which account they are of. */
  noAccounts: boolean
  /** The columns of a report are headed by the days a year later. */
  futureReport: boolean
  /** A report without rows. */
  emptyReport: boolean
  /** An answer without a report. */
  noReport: boolean
  /** Amounts of zero have no Value. */
  missingValues: boolean
  /** The page before the one that was asked for. */
  repeatedPage: boolean
}

export interface AccountingRequest {
  /** Below /api.xro/2.0, without a slash at its ends. */
  path: string
  query: URLSearchParams
  /** Of If-Modified-Since, ms; null when there is none that can be read. */
  modifiedSinceMs: number | null
  wantsJson: boolean
  ledger: Ledger
  /** When the books were opened: what never changes was last changed then. */
  openedMs: number
  nowMs: number
  twist: Twist
}

class Refused extends Error {
  readonly answer: Answer
  constructor(answer: Answer) {
    super('refused')
    this.answer = answer
  }
}

/** Answers a call to the Accounting API whose token, tenant, scope and budget are in order. */
export function answerAccounting(request: AccountingRequest): Answer {
  try {
    const content = contentOf(request)
    if (content === null) return notFound()
    const { Status = 'OK', ...rest } = content as { Status?: string }
    const whole = {
      Id: randomUUID(),
      Status,
      ProviderName: 'Orrery sandbox',
      DateTimeUTC: `/Date(${request.nowMs})/`,
      ...rest,
    }
    if (!request.wantsJson)
      return { status: 200, headers: { 'content-type': 'text/xml; charset=utf-8' }, body: toXml(whole) }
    const body = toJson(whole, decimalsOf(request.twist))
    return { status: 200, headers: { 'content-type': 'application/json; charset=utf-8' }, body }
  } catch (error) {
    if (error instanceof Refused) return error.answer
    if (error instanceof QueryParseProblem) return validationProblem(error.message, 'QueryParseException', 16)
    throw error
  }
}

function decimalsOf({ currencySigns, numbersAsText }: Twist): DecimalForm {
  if (currencySigns) return 'signed text'
  return numbersAsText ? 'text' : 'number'
}

const notFound = (): Answer => ({
  status: 404,
  headers: { 'content-type': 'text/html; charset=utf-8' },
  body: "The resource you're looking for cannot be found",
})

function contentOf(request: AccountingRequest): object | null {
  const { path, ledger, openedMs } = request
  const { organisation } = ledger
  const isNew = request.modifiedSinceMs === null || openedMs > request.modifiedSinceMs
  const [resource, id, ...more] = path.split('/')
  if (more.length > 0) return null
  if (resource === 'Invoices') return id === undefined ? invoices(request) : oneInvoice(request, id)
  if (resource === 'Reports') return id === 'ProfitAndLoss' ? report(request) : null
  if (id !== undefined) return null
  switch (resource) {
    case 'Organisation':
    case 'Organisations':
      return { Organisations: [organisationWire(organisation, openedMs)] }
    case 'Accounts':
      return { Accounts: isNew ? organisation.accounts.map((one) => accountWire(one, openedMs)) : [] }
    case 'Contacts':
      return paged(request, 'Contacts', isNew ? organisation.contacts : [], (one) =>
        contactWire(one, openedMs),
      )
    case 'Payments':
      return payments(request)
    default:
      return null
  }
}

const invoiceFields: Fields<SalesDocument> = {
  Type: (one) => one.type,
  Status: (one) => one.status,
  InvoiceID: (one) => one.id,
  InvoiceNumber: (one) => one.number,
  Reference: (one) => one.reference,
  CurrencyCode: (one) => one.currency,
  Date: (one) => midnightUtc(one.day),
  DueDate: (one) => midnightUtc(one.dueDay),
  UpdatedDateUTC: (one) => one.updatedAtMs,
  Total: (one) => totalCents(one) / 100,
  SubTotal: (one) => one.subTotalCents / 100,
  AmountPaid: (one) => paidCents(one) / 100,
  AmountDue: (one) => amountDueCents(one) / 100,
  'Contact.ContactID': (one) => one.contact.id,
  'Contact.Name': (one) => one.contact.name,
}
const amountDueCents = (one: SalesDocument): number =>
  one.status === 'VOIDED' || one.status === 'DELETED' ? 0 : totalCents(one) - paidCents(one)

/** The values of a list parameter, or undefined when it is not sent. */
function listOf(query: URLSearchParams, name: string): Set<string> | undefined {
  const text = query.get(name)
  return text ? new Set(text.split(',').map((part) => part.trim())) : undefined
}

function invoices(request: AccountingRequest): object {
  const { query, modifiedSinceMs } = request
  const where = query.get('where')
  const conditions: Condition<SalesDocument>[] = where ? [parseWhere(where, invoiceFields)] : []
  const listed: [string, (one: SalesDocument) => string][] = [
    ['Statuses', (one) => one.status],
    ['IDs', (one) => one.id],
    ['InvoiceNumbers', (one) => one.number],
    ['ContactIDs', (one) => one.contact.id],
  ]
  for (const [name, read] of listed) {
    const wanted = listOf(query, name)
    if (wanted) conditions.push((one) => wanted.has(read(one)))
  }
  // "Modified since" is later than, not from: who asks again with the last instant it saw misses its twins.
  if (modifiedSinceMs !== null) conditions.push((one) => one.updatedAtMs > modifiedSinceMs)
  const found = request.ledger.documents().filter((one) => conditions.every((holds) => holds(one)))
  const order = query.get('order')
  if (order) found.sort(parseOrder(order, invoiceFields))
  const isSummary = query.get('summaryOnly')?.toLowerCase() === 'true'
  return paged(request, 'Invoices', found, (one, isPaged) =>
    invoiceWire(one, isSummary ? 'summary' : isPaged ? 'full' : 'list'),
  )
}

function oneInvoice({ ledger }: AccountingRequest, id: string): object | null {
  const found = ledger.find(id.toLowerCase()) ?? ledger.documents().find((one) => one.number === id)
  return found ? { Invoices: [invoiceWire(found, 'full')] } : null
}

const paymentFields: Fields<PaidPart> = {
  PaymentID: ({ payment }) => payment.id,
  PaymentType: ({ document }) => `${document.type}PAYMENT`,
  Status: () => 'AUTHORISED',
  Date: ({ payment }) => midnightUtc(payment.day),
  Amount: ({ payment }) => payment.amountCents / 100,
  UpdatedDateUTC: ({ payment }) => payment.updatedAtMs,
  'Invoice.InvoiceID': ({ document }) => document.id,
}

function payments(request: AccountingRequest): object {
  const { query, modifiedSinceMs } = request
  const where = query.get('where')
  const holds = where ? parseWhere(where, paymentFields) : () => true
  const found = request.ledger
    .documents()
    .flatMap((document) => document.payments.map((payment) => ({ document, payment })))
    .filter((one) => modifiedSinceMs === null || one.payment.updatedAtMs > modifiedSinceMs)
    .filter(holds)
  const order = query.get('order')
  if (order) found.sort(parseOrder(order, paymentFields))
  const bank = request.ledger.organisation.accounts.find((account) => account.type === 'BANK')
  return paged(request, 'Payments', found, (one) => paymentWire(one, bank))
}

/** With `page` one page and its place; without it everything, and invoices without their lines. */
function paged<T>(
  { query, twist }: AccountingRequest,
  name: string,
  items: readonly T[],
  wire: (item: T, isPaged: boolean) => object,
): object {
  const page = wholeNumber(query, 'page', 1, Number.MAX_SAFE_INTEGER)
  const pageSize = wholeNumber(query, 'pageSize', 1, PAGE_SIZE_MAX) ?? PAGE_SIZE_DEFAULT
  if (page === undefined) return { [name]: items.map((item) => wire(item, false)) }
  const pageCount = Math.ceil(items.length / pageSize)
  const sent = twist.repeatedPage ? Math.max(1, page - 1) : page
  const shown = items.slice((sent - 1) * pageSize, sent * pageSize)
  return {
    pagination: { page, pageSize, pageCount, itemCount: items.length },
    [name]: shown.map((item) => wire(item, true)),
  }
}

function wholeNumber(query: URLSearchParams, name: string, min: number, max: number): number | undefined {
  const text = query.get(name)
  if (text === null || text === '') return undefined
  const value = Number(text)
  if (/^\d+$/.test(text) && value >= min && value <= max) return value
  throw new Refused(validationProblem(`The ${name} parameter must be a whole number from ${min} to ${max}.`))
}

function report(request: AccountingRequest): object {
  const { query, ledger, nowMs, twist } = request
  const { organisation } = ledger
  const today = dayIn(organisation.zone, nowMs)
  const to = dayParameter(query, 'toDate') ?? lastDayOfMonth(today)
  const from = dayParameter(query, 'fromDate') ?? `${to.slice(0, 8)}01`
  const daysApart = daysBetween(from, to)
  if (daysApart < 0) throw new Refused(validationProblem('The from date must be before the to date.'))
  if (daysApart > REPORT_DAYS_MAX)
    throw new Refused(validationProblem(`The date range must not exceed ${REPORT_DAYS_MAX} days.`))
  const periods = wholeNumber(query, 'periods', 1, PERIODS_MAX) ?? 0
  const timeframe = query.get('timeframe') ?? 'MONTH'
  if (!isTimeframe(timeframe))
    throw new Refused(validationProblem('The timeframe must be MONTH, QUARTER or YEAR.'))
  const isStandard = query.get('standardLayout')?.toLowerCase() === 'true'
  const layout = isStandard ? organisation.standardLayout : organisation.ownLayout
  const made = profitAndLoss(organisation, ledger.documents(), {
    spans: spansOf({ from, to }, periods, timeframe),
    paymentsOnly: query.get('paymentsOnly')?.toLowerCase() === 'true',
    layout: twist.unknownLayout ? UNUSUAL_LAYOUT : layout,
    today,
    nowMs,
    withoutZeros: twist.missingValues,
    withoutAccounts: twist.noAccounts,
    headedMonthsLater: twist.futureReport ? 12 : 0,
    sign: twist.currencySigns ? CURRENCY_SIGN : '',
  })
  if (twist.noReport) return { Reports: [] }
  return { Reports: [twist.emptyReport ? { ...made, Rows: [] } : made] }
}

const isTimeframe = (text: string): text is Timeframe => Object.hasOwn(TIMEFRAME_MONTHS, text)

function dayParameter(query: URLSearchParams, name: string): string | undefined {
  const text = query.get(name)
  if (text === null || text === '') return undefined
  const day = parseDay(text.slice(0, 10))
  if (day === null) throw new Refused(validationProblem(`The ${name} parameter is not a date.`))
  return day
}

/** `2026-03-01T00:00:00` means UTC; an HTTP date is understood too, anything else is passed over. */
export function modifiedSince(header: string | undefined): number | null {
  if (header === undefined) return null
  const isPlain = /^\d{4}-\d{2}-\d{2}T[\d:.]+$/.test(header)
  const atMs = Date.parse(isPlain ? `${header}Z` : header)
  return Number.isNaN(atMs) ? null : atMs
}
