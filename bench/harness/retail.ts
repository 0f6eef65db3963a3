import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { sampleRetailCsv } from '../../worker/imports/parsing/sample.ts'
import { shuffled } from './stats.ts'

const PUBLISHED = join(import.meta.dirname, '../../../shared/datasets/online-retail/online-retail.csv.gz')
const PUBLISHED_ROWS = 541_909
const QUICK_ROWS = 60_000
const SEED = 20_111_209

/** Sales lines as a file: the published ones where the file lies beside the repository, else generated in its shape. */
export interface RetailFile {
  name: string
  rows: number
  csv: Buffer
}

/** The whole file, or with `isQuick` a generated one of a ninth of the rows. */
export function retailFile(isQuick: boolean): RetailFile {
  if (!isQuick && existsSync(PUBLISHED)) {
    return { name: 'online-retail.csv', rows: PUBLISHED_ROWS, csv: gunzipSync(readFileSync(PUBLISHED)) }
  }
  const rows = isQuick ? QUICK_ROWS : PUBLISHED_ROWS
  return { name: 'generated-retail.csv', rows, csv: Buffer.from(sampleRetailCsv({ rows, seed: SEED })) }
}

/** The same records in another order; the header stays first. */
export function shuffledRetail(file: RetailFile): RetailFile {
  const [header, ...records] = recordsOf(file.csv.toString('utf8'))
  const text = `${[header, ...shuffled(records, SEED)].join('\n')}\n`
  return { ...file, name: `shuffled-${file.name}`, csv: Buffer.from(text) }
}

/** The records of a CSV text; a line break inside quotes belongs to its record. */
function recordsOf(text: string): string[] {
  const records: string[] = []
  let open = ''
  for (const line of text.split('\n')) {
    const record = open === '' ? line : `${open}\n${line}`
    const isOpen = record.split('"').length % 2 === 0
    if (!isOpen && record !== '') records.push(record.replace(/\r$/, ''))
    open = isOpen ? record : ''
  }
  return records
}

/** How a file is mapped: revenue by line and units, by country. */
export const retailMapping = (prefix: string) => ({
  date: 'InvoiceDate',
  dimensions: ['Country'],
  values: [
    { metric: `${prefix}_revenue`, label: 'Revenue', currency: 'GBP', expression: 'Quantity * UnitPrice' },
  ],
})
