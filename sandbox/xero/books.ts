import { chanceFrom } from './chance.ts'
import { addMonths, type Day, dayOfUtc } from './days.ts'
import type { SalesDocument } from './documents.ts'
import { type Booking, bookingOfOpen, drawBooking, type Ledger, openLedger } from './ledger.ts'
import { type Organisation, organisationsFrom } from './organisations.ts'

/** As long as its books are unless something else is asked for. */
export const HISTORY_MONTHS = 14
/** Out of so many live bookings, one goes to the second organisation. */
const ONE_IN_SECOND = 5

export const BOOK_KINDS = ['sale', 'bill', 'payment', 'void', 'draft'] as const
export type BookKind = (typeof BOOK_KINDS)[number]

/** The books of all organisations and what was booked in them while the sandbox ran. */
export interface Books {
  organisations: readonly Organisation[]
  firstDay: Day
  bookings: readonly Booking[]
  /** The books of one organisation as they are at an instant. */
  at(organisationId: string, nowMs: number): Ledger | undefined
  /** Books one thing, drawn unless it is named; null when there is nothing it could be. */
  book(
    wish: { organisationId?: string; kind?: BookKind; currency?: string },
    nowMs: number,
  ): { booking: Booking; document: SalesDocument } | null
  /** Books many at once. */
  bookMany(booking: Extract<Booking, { kind: 'bulk' }>): SalesDocument[]
}

/** History begins on the first of the month so many months before. */
export const firstDayFor = (nowMs: number, months: number): Day =>
  `${addMonths(dayOfUtc(nowMs), -months).slice(0, 8)}01`

/** Opens the books and repeats what was booked live, so the ids are those of before. */
export function openBooks(seed: string, firstDay: Day, repeated: readonly Booking[]): Books {
  const organisations = organisationsFrom(seed)
  const ledgers = new Map(organisations.map((one) => [one.id, openLedger(seed, one, firstDay)]))
  const bookings: Booking[] = []
  const add = (booking: Booking): SalesDocument[] => {
    bookings.push(booking)
    return ledgers.get(booking.organisationId)?.apply(booking) ?? []
  }
  for (const booking of repeated) add(booking)

  const at = (organisationId: string, nowMs: number): Ledger | undefined => {
    const ledger = ledgers.get(organisationId)
    ledger?.advance(nowMs)
    return ledger
  }
  return {
    organisations,
    firstDay,
    bookings,
    at,
    book(wish, nowMs) {
      const place = bookings.length
      const drawn = organisations[place % ONE_IN_SECOND === ONE_IN_SECOND - 1 ? 1 : 0]
      const ledger = at(wish.organisationId ?? drawn?.id ?? '', nowMs)
      if (ledger === undefined || ledger.organisation.contacts.length === 0) return null
      const { kind, currency } = wish
      const base = { organisationId: ledger.organisation.id, atMs: nowMs, ...(currency ? { currency } : {}) }
      const chance = chanceFrom(seed, 'target', place)()
      const booking: Booking | null =
        kind === undefined
          ? drawBooking(seed, ledger, place, nowMs)
          : kind === 'payment' || kind === 'void'
            ? bookingOfOpen(ledger, kind, chance, nowMs)
            : kind === 'draft'
              ? { ...base, kind: 'sale', status: 'DRAFT' }
              : { ...base, kind, status: 'AUTHORISED' }
      const document = booking === null ? undefined : add(booking)[0]
      return booking === null || document === undefined ? null : { booking, document }
    },
    bookMany: add,
  }
}
