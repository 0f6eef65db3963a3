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
  /** The one client of the whole file, where it was chosen instead of a column. */
  clientId: string | null
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
  stage: 'sending' | 'reading' | 'failed'
  sent: number
  startedAtMs: number
  error: ApiError | null
}

const [drafts, setDrafts] = createStore<Record<string, ImportDraft>>({})
/** The one upload of this tab; it goes on while the person looks at other pages. */
const [upload, setUpload] = createSignal<UploadState | null>(null)

const KEPT_AS = 'import-draft:'

/** Takes up the draft that a reload of the tab left behind, if there is one. */
export function restoreDraft(importId: string): void {
  try {
    const text = drafts[importId] === undefined ? sessionStorage.getItem(KEPT_AS + importId) : null
    // Only `setDraft` writes there, in this tab.
    if (text !== null) setDrafts(importId, JSON.parse(text) as ImportDraft)
  } catch {
    // Storage is switched off or holds something else: the form starts with suggestions.
  }
}

/** The unfinished mapping of an import, kept while the tab lives; undefined when there is none yet. */
export function draftOf(importId: string): ImportDraft | undefined {
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
