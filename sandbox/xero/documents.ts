import { chanceFrom, type Keys, pick, uuidFrom } from './chance.ts'
import { addDays, type Day, midnightUtc } from './days.ts'
import type { Contact, Organisation } from './organisations.ts'

export type DocumentType = 'ACCREC' | 'ACCPAY'
export type DocumentStatus = 'DRAFT' | 'AUTHORISED' | 'PAID' | 'VOIDED' | 'DELETED'

export interface Line {
  id: string
  description: string
  /** Whole units of 10^-4, like the unit amount. */
  quantityE4: number
  unitAmountE4: number
  accountCode: string
  taxType: string
  taxCents: number
  /** With tax when the document's amounts are inclusive. */
  amountCents: number
}

export interface Payment {
  id: string
  day: Day
  amountCents: number
  updatedAtMs: number
}

export interface SalesDocument {
  type: DocumentType
  id: string
  number: string
  reference: string
  contact: Contact
  day: Day
  dueDay: Day
  status: DocumentStatus
  lineAmountTypes: 'Exclusive' | 'Inclusive' | 'NoTax'
  currency: string
  /** Foreign units for one base unit, in millionths. */
  rateE6: number
  lines: readonly Line[]
  subTotalCents: number
  taxCents: number
  payments: Payment[]
  updatedAtMs: number
}

/** What the caller decides about a document; the rest is drawn. */
export interface Wish {
  type: DocumentType
  number: string
  day: Day
  bookedAtMs: number
  status: 'DRAFT' | 'AUTHORISED'
  /** How large it is, on average, in base cents. */
  sizeCents: number
  currency?: string
  contact?: Contact
}

const SERVICES: readonly (readonly [readonly [description: string, accountCode: string], number])[] = [
  [['Studio days', '200'], 46],
  [['Monthly retainer', '220'], 24],
  [['Post-production', '200'], 18],
  [['Kit hire', '260'], 8],
  [['Stock footage, per second', '200'], 4],
]
const RATE_ONE_E6 = 1_000_000
const TERMS_DAYS = [7, 14, 14, 30] as const

export const totalCents = (document: SalesDocument): number => document.subTotalCents + document.taxCents
export const paidCents = (document: SalesDocument): number =>
  document.payments.reduce((sum, payment) => sum + payment.amountCents, 0)
/** What a line is worth without tax, in the document's currency. */
export const netCents = (document: SalesDocument, line: Line): number =>
  document.lineAmountTypes === 'Inclusive' ? line.amountCents - line.taxCents : line.amountCents
/** Amount / rate, in the base currency. */
export const toBaseCents = (cents: number, rateE6: number): number =>
  Math.round((cents * RATE_ONE_E6) / rateE6)

/** One document; the same keys and wish give the same one, ids included. */
export function makeDocument(organisation: Organisation, keys: Keys, wish: Wish): SalesDocument {
  const chance = chanceFrom(...keys)
  const isSale = wish.type === 'ACCREC'
  const contacts = organisation.contacts.filter(
    (one) => one.isCustomer === isSale && (wish.currency === undefined || one.currency === wish.currency),
  )
  const drawn = pick(contactsOr(contacts, organisation, isSale), chance())
  const contact = wish.contact ?? drawn
  const currency = wish.currency ?? contact.currency
  const isForeign = currency !== organisation.baseCurrency
  const lineAmountTypes = isForeign ? 'NoTax' : chance() < 0.2 ? 'Inclusive' : 'Exclusive'
  const rateE6 = rateOn(organisation, currency, wish.day)
  const count = chance() < 0.25 ? 2 : 1
  const lines = Array.from({ length: count }, (_, index) => {
    const size = (wish.sizeCents / count) * (0.35 + 1.3 * chance()) * (rateE6 / RATE_ONE_E6)
    const service = isSale ? pick(SERVICES, chance()) : ([contact.name, contact.accountCode] as const)
    return makeLine(
      organisation,
      uuidFrom(...keys, 'line', index),
      service,
      size,
      lineAmountTypes,
      isSale,
      chance,
    )
  })
  const taxCents = lines.reduce((sum, line) => sum + line.taxCents, 0)
  const amounts = lines.reduce((sum, line) => sum + line.amountCents, 0)
  return {
    type: wish.type,
    id: uuidFrom(...keys, 'document'),
    number: wish.number,
    reference: chance() < 0.5 ? '' : `Job ${1000 + Math.floor(chance() * 9000)}`,
    contact,
    day: wish.day,
    dueDay: addDays(wish.day, TERMS_DAYS[Math.floor(chance() * TERMS_DAYS.length)] ?? 14),
    status: wish.status,
    lineAmountTypes,
    currency,
    rateE6,
    lines,
    subTotalCents: lineAmountTypes === 'Inclusive' ? amounts - taxCents : amounts,
    taxCents,
    payments: [],
    updatedAtMs: wish.bookedAtMs,
  }
}

/** Weighted contacts; anybody of the kind when none has the wished currency. */
function contactsOr(
  contacts: readonly Contact[],
  organisation: Organisation,
  isSale: boolean,
): (readonly [Contact, number])[] {
  const ofKind = organisation.contacts.filter((one) => one.isCustomer === isSale)
  return (contacts.length > 0 ? contacts : ofKind).map((one) => [one, one.weight] as const)
}

function makeLine(
  organisation: Organisation,
  id: string,
  [description, wantedCode]: readonly [string, string],
  sizeCents: number,
  lineAmountTypes: SalesDocument['lineAmountTypes'],
  isSale: boolean,
  chance: () => number,
): Line {
  const hasAccount = organisation.accounts.some((account) => account.code === wantedCode)
  const accountCode = hasAccount ? wantedCode : '200'
  // A small unit price times a large, uneven quantity: the amount is rounded, and the unit has four decimals.
  const isMany = description.endsWith('per second')
  const quantityE4 = isMany ? 10_000 * (7 + Math.floor(chance() * 40)) + 2_500 : 10_000
  const unitAmountE4 = isMany ? Math.round((sizeCents * 1_000_000) / quantityE4) : Math.round(sizeCents) * 100
  const amountCents = Math.round((quantityE4 * unitAmountE4) / 1_000_000)
  const isTaxed = lineAmountTypes !== 'NoTax'
  const percent = organisation.taxPercent
  const taxCents = !isTaxed
    ? 0
    : lineAmountTypes === 'Inclusive'
      ? Math.round((amountCents * percent) / (100 + percent))
      : Math.round((amountCents * percent) / 100)
  const { sale, purchase, foreign } = organisation.taxTypes
  const taxType = !isTaxed ? foreign : isSale ? sale : purchase
  return { id, description, quantityE4, unitAmountE4, accountCode, taxType, taxCents, amountCents }
}

/** The rate of a day: it wanders by three percent over the months. */
function rateOn(organisation: Organisation, currency: string, day: Day): number {
  if (currency === organisation.baseCurrency) return RATE_ONE_E6
  const rate = organisation.rates[currency]
  if (rate === undefined) throw new Error(`${organisation.name} has no rate for ${currency}`)
  const wave = Math.sin(midnightUtc(day) / 6e9 + currency.charCodeAt(0))
  return Math.round(rate * RATE_ONE_E6 * (1 + 0.03 * wave))
}
