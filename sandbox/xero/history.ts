import { chanceFrom, uuidFrom } from './chance.ts'
import { addDays, type Day, daysBetween, instantAt, midnightUtc } from './days.ts'
import { makeDocument, type Payment, type SalesDocument, totalCents } from './documents.ts'
import type { Organisation } from './organisations.ts'

/** Something that happened in the books at an instant. */
export type Change =
  | { kind: 'book'; atMs: number; document: SalesDocument }
  | { kind: 'pay'; atMs: number; documentId: string; payment: Payment }
  | { kind: 'end'; atMs: number; documentId: string; status: 'VOIDED' | 'DELETED' }

const SALE_CENTS = 86_000
const BILL_CENTS = 150_000
const GROWTH_A_DAY = 0.000_36
const BILLS_A_SALE = 0.4
const OPENS_MINUTES = 9 * 60
const OPEN_MINUTES = 8 * 60
/** Growth counts from here, so that the first day of the history does not change a later one. */
const GROWTH_FROM: Day = '2025-01-01'

/**
 * What the books of one day set off: its documents and what later happens to them. It depends on the seed and the
 * day alone, so a history that is made again, from any first day on, is the same.
 */
export function changesOf(seed: string, organisation: Organisation, day: Day): Change[] {
  if (organisation.salesAWeekday === 0) return []
  const chance = chanceFrom(seed, organisation.id, day)
  const weekday = new Date(midnightUtc(day)).getUTCDay()
  const month = Number(day.slice(5, 7))
  const season = 1 + 0.12 * Math.sin((2 * Math.PI * (month + 1)) / 12)
  const pace = organisation.salesAWeekday * (weekday % 6 === 0 ? 0.25 : 1) * season
  const sales = Math.max(1, Math.round(pace - 1 + 2 * chance()))
  const bills = Math.floor(pace * BILLS_A_SALE + chance())
  const changes: Change[] = []
  for (let index = 0; index < sales + bills; index += 1) {
    const isSale = index < sales
    const number = `${isSale ? 'HF' : 'B'}-${day.slice(2).replaceAll('-', '')}-${String(index + 1).padStart(2, '0')}`
    changes.push(...lifeOf(seed, organisation, day, isSale, number))
  }
  return changes
}

/** A document from its booking to the last thing that happens to it, which may lie in the future. */
function lifeOf(
  seed: string,
  organisation: Organisation,
  day: Day,
  isSale: boolean,
  number: string,
): Change[] {
  const keys = [seed, organisation.id, number]
  const chance = chanceFrom(...keys, 'life')
  const instant = (later: number): number =>
    instantAt(organisation.zone, addDays(day, later), OPENS_MINUTES + Math.floor(chance() * OPEN_MINUTES))
  const fate = chance()
  const bookedAtMs = instant(0)
  const document = makeDocument(organisation, keys, {
    type: isSale ? 'ACCREC' : 'ACCPAY',
    number,
    day,
    bookedAtMs,
    status: fate < 0.02 ? 'DRAFT' : 'AUTHORISED',
    sizeCents: (isSale ? SALE_CENTS : BILL_CENTS) * (1 + GROWTH_A_DAY * daysBetween(GROWTH_FROM, day)),
  })
  const documentId = document.id
  const booked: Change = { kind: 'book', atMs: bookedAtMs, document }
  const pay = (later: number, amountCents: number, part: number): Change => {
    const atMs = instant(later)
    const payment = {
      id: uuidFrom(...keys, 'payment', part),
      day: addDays(day, later),
      amountCents,
      updatedAtMs: atMs,
    }
    return { kind: 'pay', atMs, documentId, payment }
  }
  if (fate < 0.01) return [booked, { kind: 'end', atMs: instant(2), documentId, status: 'DELETED' }]
  if (fate < 0.02) return [booked]
  if (fate < 0.05)
    return [
      booked,
      { kind: 'end', atMs: instant(1 + Math.floor(chance() * 9)), documentId, status: 'VOIDED' },
    ]
  const total = totalCents(document)
  const delay = 2 + Math.floor(chance() * 40)
  if (fate < 0.1) {
    const half = Math.floor(total / 2)
    return [booked, pay(delay, half, 0), pay(delay + 12, total - half, 1)]
  }
  if (fate < 0.92) return [booked, pay(delay, total, 0)]
  return [booked]
}
