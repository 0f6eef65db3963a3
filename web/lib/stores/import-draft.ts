import { createSignal } from 'solid-js'
import { createStore, reconcile } from 'solid-js/store'
import type { DateFormat, DecimalStyle } from '../../../contracts/imports.ts'
import type { MetricUnit } from '../../../contracts/metrics.ts'
import type { ApiError } from '../errors.ts'

/** One metric to be made from the file, as it stands in the form. `currency` counts only for money. */
export interface ValueDraft {
  id: string
  label: string
  /** A column name, or arithmetic over columns. */
  expression: string
  unit: MetricUnit
  currency: string
}

/** How the file is to be read, as far as it is decided. Columns go by name; a column named nowhere is left out. */
export interface ImportDraft {
  date: string | null
  dateFormat: DateFormat | null
  decimal: DecimalStyle | null
  client: string | null
  externalId: string | null
  dimensions: string[]
  values: ValueDraft[]
  /** Columns whose place the person chose; all others stand where a suggestion put them. */
  chosen: string[]
  /** Name of the earlier file whose mapping was taken over. */
  takenFrom: string | null
}

/** A file on its way. `sent` of `bytes` have left this machine; `reading`: all of them, the server looks at it. */
export interface UploadState {
  file: File
  workspaceId: string
  stage: 'sending' | 'reading' | 'failed' | 'done'
  sent: number
  startedAtMs: number
  error: ApiError | null
  /** Set once the server knows the file. */
  importId: string | null
}

const [drafts, setDrafts] = createStore<Record<string, ImportDraft>>({})
/** The one upload of this tab; it goes on while the person looks at other pages. */
const [upload, setUpload] = createSignal<UploadState | null>(null)

const KEPT_AS = 'import-draft:'

/** A draft that a reload of the tab left behind. */
function keptDraft(importId: string): ImportDraft | undefined {
  try {
    const text = sessionStorage.getItem(KEPT_AS + importId)
    // Only `setDraft` writes there, in this tab.
    return text === null ? undefined : (JSON.parse(text) as ImportDraft)
  } catch {
    return undefined
  }
}

/** The unfinished mapping of an import, kept while the tab lives; undefined when there is none yet. */
export function draftOf(importId: string): ImportDraft | undefined {
  const kept = drafts[importId] === undefined ? keptDraft(importId) : undefined
  if (kept) setDrafts(importId, kept)
  return drafts[importId]
}

/** Keeps the mapping of an import. Values keep their identity by id, so that a field being typed in is not drawn anew. */
export function setDraft(importId: string, draft: ImportDraft): void {
  setDrafts(importId, reconcile(draft))
  try {
    sessionStorage.setItem(KEPT_AS + importId, JSON.stringify(draft))
  } catch {
    // Storage is full or switched off: the draft lives as long as the page.
  }
}

/** Forgets the mapping of an import that was started. */
export function dropDraft(importId: string): void {
  sessionStorage.removeItem(KEPT_AS + importId)
}

export { setUpload, upload }
