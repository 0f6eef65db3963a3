import type { ImportDetection, ImportView } from '../../../contracts/imports.ts'
import { IMPORT_PREVIEW_ROWS_MAX } from '../../../contracts/limits.ts'

const TELLING_DIGITS = 2
const encoder = new TextEncoder()

/** How many rows a file has: counted when the sample holds all of them, else worked out from their mean length. */
export interface RowCount {
  count: number
  isExact: boolean
}

/**
 * Rows of a file before it was read. Null when the sample says too little. `bytesTotal` is the size of the stored file.
 */
export function rowCountOf(detection: ImportDetection, bytesTotal: number): RowCount | null {
  const { sampleRows } = detection
  if (sampleRows.length === 0) return null
  if (sampleRows.length < IMPORT_PREVIEW_ROWS_MAX) return { count: sampleRows.length, isExact: true }
  const separators = Math.max(0, detection.columns.length - 1)
  const lineEnd = detection.lineEnding === 'crlf' ? 2 : 1
  const sampleBytes = sampleRows.reduce(
    (sum, row) => sum + encoder.encode(row.join('')).length + separators + lineEnd,
    0,
  )
  const count = Math.round((bytesTotal - detection.dataFromByte) / (sampleBytes / sampleRows.length))
  return { count: toTellingDigits(Math.max(count, sampleRows.length)), isExact: false }
}

function toTellingDigits(count: number): number {
  const step = 10 ** Math.max(0, Math.floor(Math.log10(count)) + 1 - TELLING_DIGITS)
  return Math.round(count / step) * step
}

/** Where the page of an import stands. Once the load began there is no way back to the mapping. */
export type Step = 'map' | 'check' | 'import'

/** The step to show: what the address asks for, as far as the import allows it. */
export function stepOf(view: Pick<ImportView, 'status'>, asked: unknown): Step {
  if (view.status !== 'detected') return 'import'
  return asked === 'check' ? 'check' : 'map'
}

/** What came of a finished load, in the words of the result. */
export type Outcome = 'all' | 'with_aside' | 'nothing_new' | 'none_loaded'

/** Sorts a finished import: everything in, some set aside, all there before, or nothing that could be stored. */
export function outcomeOf(view: Pick<ImportView, 'rowsLoaded' | 'rowsSame' | 'rowsRejected'>): Outcome {
  if (view.rowsLoaded === 0 && view.rowsSame === 0) return 'none_loaded'
  if (view.rowsRejected > 0) return 'with_aside'
  return view.rowsLoaded === 0 ? 'nothing_new' : 'all'
}

/** Whom the rows of an import are about: one client, several that a column names, or nobody has said it yet. */
export type Whose = { kind: 'unsaid' } | { kind: 'one'; name: string } | { kind: 'several'; column: string }

export function whoseOf(view: Pick<ImportView, 'mapping' | 'client'>): Whose {
  if (view.mapping?.client !== undefined) return { kind: 'several', column: view.mapping.client }
  return view.client === null ? { kind: 'unsaid' } : { kind: 'one', name: view.client.name }
}

/** True where it says something to name the client of each import: not all that say it are about the same one. */
export function namesClients(views: readonly Pick<ImportView, 'mapping' | 'client'>[]): boolean {
  const whose = views.map(whoseOf)
  const ids = new Set(views.flatMap(({ client }) => (client === null ? [] : [client.id])))
  return whose.some(({ kind }) => kind === 'several') || ids.size > 1
}
