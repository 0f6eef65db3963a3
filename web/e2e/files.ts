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

/** A picture of 900 by 600 pixels, which the browser paints. */
export async function picture(page: Page): Promise<Buffer> {
  const base64 = await page.evaluate(() => {
    const canvas = document.createElement('canvas')
    canvas.width = 900
    canvas.height = 600
    const pen = canvas.getContext('2d')
    if (pen) {
      pen.fillStyle = '#3a6ea5'
      pen.fillRect(0, 0, 900, 600)
      pen.fillStyle = '#f2c14e'
      pen.fillRect(300, 150, 300, 300)
    }
    return canvas.toDataURL('image/png').split(',')[1] ?? ''
  })
  return Buffer.from(base64, 'base64')
}
