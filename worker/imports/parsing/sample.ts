import { csvField } from './write.ts'

export const sampleHeader = [
  'InvoiceNo',
  'StockCode',
  'Description',
  'Quantity',
  'InvoiceDate',
  'UnitPrice',
  'CustomerID',
  'Country',
] as const

const PRODUCTS = [
  ['85123A', 'WHITE HANGING HEART T-LIGHT HOLDER', 255],
  ['22423', 'REGENCY CAKESTAND 3 TIER', 1275],
  ['POST', 'POSTAGE', 1800],
  ['21733', 'RED "RETRO" HEART, T-LIGHT', 295],
  ['22138', 'BAKING SET 9 PIECE RETROSPOT ', 495],
  ['84879', 'CAFÉ MUG, CRÈME – 2 PIÈCES', 169],
  ['22960', 'JAM MAKING SET\nWITH JARS', 425],
  ['20725', '', 0],
] as const
const COUNTRIES = ['United Kingdom', 'France', 'Germany', 'EIRE', 'Côte d’Ivoire'] as const
const FIRST_DAY_MS = Date.UTC(2010, 11, 1)
const MINUTE_MS = 60_000
const DAY_MS = 24 * 60 * MINUTE_MS
const DAYS = 374
const ROWS_PER_INVOICE = 20

/**
 * Sales lines of the shape of a real shop's export, the same for the same seed: cancellations with negative quantities,
 * exact duplicate lines, blank descriptions and customers, ids written as `17850.0`, quotes, line breaks inside quotes,
 * letters outside ASCII.
 */
export function sampleRetailRows({ rows, seed }: { rows: number; seed: number }): string[][] {
  const chance = seededChance(seed)
  const lines: string[][] = []
  while (lines.length < rows) {
    const previous = lines.at(-1)
    if (previous !== undefined && chance() < 0.01) lines.push([...previous])
    else lines.push(sampleLine(lines.length, rows, chance))
  }
  return lines
}

/** The rows as a CSV file with a header, LF line ends, fields quoted only where they must be. */
export function sampleRetailCsv(options: { rows: number; seed: number }): string {
  const lines = [[...sampleHeader], ...sampleRetailRows(options)]
  return `${lines.map((line) => line.map((field) => (/[",\n]/.test(field) ? csvField(field) : field)).join(',')).join('\n')}\n`
}

function sampleLine(index: number, rows: number, chance: () => number): string[] {
  const pick = (count: number) => Math.floor(chance() * count)
  const [code, description, pricePence] = PRODUCTS[pick(PRODUCTS.length)] ?? PRODUCTS[0]
  const isCancelled = chance() < 0.02
  const quantity = (1 + pick(24)) * (isCancelled ? -1 : 1)
  const day = Math.floor((index / rows) * DAYS)
  const at = new Date(FIRST_DAY_MS + day * DAY_MS + (8 * 60 + pick(600)) * MINUTE_MS)
  const hasCustomer = chance() < 0.75
  const isHome = chance() < 0.9
  return [
    `${isCancelled ? 'C' : ''}${536365 + Math.floor(index / ROWS_PER_INVOICE)}`,
    code,
    description,
    String(quantity),
    at.toISOString().slice(0, 19).replace('T', ' '),
    String(pricePence / 100),
    hasCustomer ? `${12346 + pick(4000)}.0` : '',
    isHome ? COUNTRIES[0] : (COUNTRIES[1 + pick(COUNTRIES.length - 1)] ?? COUNTRIES[0]),
  ]
}

/** A small generator of 32-bit state (a Weyl sequence through a mixer); the same seed gives the same numbers. */
function seededChance(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x9e3779b9) >>> 0
    let mixed = Math.imul(state ^ (state >>> 16), 0x85ebca6b)
    mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35)
    return ((mixed ^ (mixed >>> 16)) >>> 0) / 2 ** 32
  }
}
