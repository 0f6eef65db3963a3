import { sampleRetailCsv, sampleRetailRows } from '../../worker/imports/parsing/sample.ts'
import { paths } from '../lib/paths.ts'
import { expect, open, type Page } from './fixtures.ts'

/** A file as a person would choose it. */
export interface ChosenFile {
  name: string
  mimeType: string
  buffer: Buffer
}

export const csvFile = (name: string, text: string): ChosenFile => ({
  name,
  mimeType: 'text/csv',
  buffer: Buffer.from(text),
})

/** Sales lines of a shop, and what Quantity times UnitPrice must come to, in pence. */
export function retailFile(rows: number): { file: ChosenFile; rows: number; totalPence: number } {
  const made = { rows, seed: 20_101_201 }
  const totalPence = sampleRetailRows(made).reduce(
    (sum, line) => sum + Number(line[3]) * Math.round(Number(line[5]) * 100),
    0,
  )
  return { file: csvFile('retail.csv', sampleRetailCsv(made)), rows, totalPence }
}

/** `1234567` pence as `12,345.67`, without a currency sign. */
export const inMoney = (pence: number): string =>
  (pence / 100).toLocaleString('en-AU', { minimumFractionDigits: 2, maximumFractionDigits: 2 })

/** Chooses a file on the imports page and waits for its columns. */
export async function upload(page: Page, workspace: string, file: ChosenFile): Promise<void> {
  await open(page, paths.imports(workspace))
  await page.getByLabel('File to import').setInputFiles(file)
  await expect(page.getByRole('heading', { level: 1, name: `Import ${file.name}` })).toBeVisible()
}

/** Beside other journeys even a small file may stand in line. */
const LOAD_MS = 60_000

/** From the mapped columns through the check to the end of the load. */
export async function load(page: Page): Promise<void> {
  await page.getByRole('button', { name: /^Check/ }).click()
  await page.getByRole('button', { name: /^Import .*rows$/ }).click()
  await expect(page.getByRole('heading', { level: 2, name: /rows are in/ })).toBeVisible({ timeout: LOAD_MS })
}
