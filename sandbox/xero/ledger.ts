import { chanceFrom, uuidFrom } from './chance.ts'
import { addDays, type Day, dayIn, daysBetween, instantAt } from './days.ts'
import {
  type DocumentType,
  makeDocument,
  type Payment,
  paidCents,
  type SalesDocument,
  totalCents,
  type Wish,
} from './documents.ts'
import { type Change, changesOf } from './history.ts'
import type { Organisation } from './organisations.ts'

/** Small beside the invoices of the history, so that a day of live bookings does not drown them. */
const LIVE_CENTS = 9_000
const LIVE_NUMBER_FROM = 100

/** What was booked while the sandbox ran. The list of these is all that has to be kept of it. */
export type Booking = { organisationId: string; atMs: number } & (
  | { kind: 'sale' | 'bill'; status: Wish['status']; currency?: string }
  | { kind: 'payment' | 'void'; documentId: string }
  | { kind: 'bulk'; type: DocumentType; count: number; fromDay: Day; toDay: Day; currency?: string }
)

/** The books of one organisation. */
export interface Ledger {
  organisation: Organisation
  /** In the order of booking. */
  documents(): readonly SalesDocument[]
  find(id: string): SalesDocument | undefined
  /** Lets everything happen that the history has up to an instant; time never goes back. */
  advance(toMs: number): void
  /** Advances to the booking and applies it; answers the documents it made or changed. */
  apply(booking: Booking): SalesDocument[]
}

/** Opens the books with the history from `firstDay` on; `bookings` are those applied so far, of all organisations. */
export function openLedger(seed: string, organisation: Organisation, firstDay: Day): Ledger {
  const documents: SalesDocument[] = []
  const byId = new Map<string, SalesDocument>()
  let ahead: Change[] = []
  let nextDay = firstDay
  let booked = 0

  const add = (document: SalesDocument): void => {
    documents.push(document)
    byId.set(document.id, document)
  }
  const advance = (toMs: number): void => {
    let isNew = false
    while (instantAt(organisation.zone, nextDay, 0) <= toMs) {
      ahead.push(...changesOf(seed, organisation, nextDay))
      nextDay = addDays(nextDay, 1)
      isNew = true
    }
    if (isNew) ahead.sort((a, b) => a.atMs - b.atMs)
    const due = ahead.findIndex((change) => change.atMs > toMs)
    const happened = due === -1 ? ahead : ahead.slice(0, due)
    if (happened.length === 0) return
    ahead = due === -1 ? [] : ahead.slice(due)
    for (const change of happened) applyChange(change)
  }
  const applyChange = (change: Change): void => {
    if (change.kind === 'book') add(change.document)
    else {
      const document = byId.get(change.documentId)
      if (document === undefined) return
      if (change.kind === 'end') end(document, change.status, change.atMs)
      else pay(document, change.payment)
    }
  }
  const apply = (booking: Booking): SalesDocument[] => {
    advance(booking.atMs)
    booked += 1
    const keys = [seed, organisation.id, 'live', booked]
    if ('documentId' in booking) {
      const document = byId.get(booking.documentId)
      if (document === undefined) return []
      if (booking.kind === 'void') end(document, 'VOIDED', booking.atMs)
      else {
        const left = totalCents(document) - paidCents(document)
        pay(document, {
          id: uuidFrom(...keys, 'payment'),
          day: dayIn(organisation.zone, booking.atMs),
          amountCents: left,
          updatedAtMs: booking.atMs,
        })
      }
      return [document]
    }
    const made = newDocuments(organisation, keys, booking, booked)
    for (const document of made) add(document)
    return made
  }
  return { organisation, documents: () => documents, find: (id) => byId.get(id), advance, apply }
}

/** A void meets only what is open and unpaid, as in Xero. */
function end(document: SalesDocument, status: 'VOIDED' | 'DELETED', atMs: number): void {
  const expected = status === 'VOIDED' ? 'AUTHORISED' : 'DRAFT'
  if (document.status !== expected || document.payments.length > 0) return
  document.status = status
  document.updatedAtMs = atMs
}

function pay(document: SalesDocument, payment: Payment): void {
  const left = totalCents(document) - paidCents(document)
  if (document.status !== 'AUTHORISED' || left <= 0) return
  document.payments.push({ ...payment, amountCents: Math.min(payment.amountCents, left) })
  if (payment.amountCents >= left) document.status = 'PAID'
  document.updatedAtMs = payment.updatedAtMs
}

function newDocuments(
  organisation: Organisation,
  keys: (string | number)[],
  booking: Extract<Booking, { kind: 'sale' | 'bill' | 'bulk' }>,
  place: number,
): SalesDocument[] {
  const wish = { bookedAtMs: booking.atMs, ...(booking.currency ? { currency: booking.currency } : {}) }
  if (booking.kind === 'bulk') {
    const days = daysBetween(booking.fromDay, booking.toDay) + 1
    return Array.from({ length: booking.count }, (_, index) =>
      makeDocument(organisation, [...keys, index], {
        ...wish,
        type: booking.type,
        number: `BULK-${place}-${String(index + 1).padStart(6, '0')}`,
        day: addDays(booking.fromDay, index % days),
        status: 'AUTHORISED',
        sizeCents: LIVE_CENTS,
      }),
    )
  }
  const day = dayIn(organisation.zone, booking.atMs)
  const isSale = booking.kind === 'sale'
  const number = `${isSale ? 'HF' : 'B'}-${day.slice(2).replaceAll('-', '')}-${LIVE_NUMBER_FROM + place}`
  const document = makeDocument(organisation, keys, {
    ...wish,
    type: isSale ? 'ACCREC' : 'ACCPAY',
    number,
    day,
    status: booking.status,
    sizeCents: LIVE_CENTS,
  })
  return [document]
}

/** What is booked next when nobody says what: mostly invoices, sometimes a bill, a payment or a void of an older one. */
export function drawBooking(seed: string, ledger: Ledger, place: number, atMs: number): Booking {
  const chance = chanceFrom(seed, ledger.organisation.id, 'draw', place)
  const drawn = chance()
  const at = { organisationId: ledger.organisation.id, atMs }
  if (drawn < 0.7) return { ...at, kind: 'sale', status: 'AUTHORISED' }
  if (drawn < 0.82) return { ...at, kind: 'bill', status: 'AUTHORISED' }
  const kind = drawn < 0.96 ? 'payment' : 'void'
  return bookingOfOpen(ledger, kind, chance(), atMs) ?? { ...at, kind: 'sale', status: 'AUTHORISED' }
}

/** A payment or void of one of the open documents, or null when none is open. */
export function bookingOfOpen(
  ledger: Ledger,
  kind: 'payment' | 'void',
  chance: number,
  atMs: number,
): Booking | null {
  const open = ledger
    .documents()
    .filter((one) => one.status === 'AUTHORISED' && (kind === 'payment' || one.payments.length === 0))
  const document = open[Math.floor(chance * open.length)]
  if (document === undefined) return null
  return { organisationId: ledger.organisation.id, atMs, kind, documentId: document.id }
}
