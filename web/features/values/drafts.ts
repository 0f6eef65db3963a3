import { createStore } from 'solid-js/store'
import type { SheetColumn } from './sheet.ts'

const KEPT_AS = 'values-columns:'
const [drafts, setDrafts] = createStore<Record<string, SheetColumn[]>>({})

/** Columns of metrics that their first value will make, kept while the tab lives. */
export function draftsOf(workspaceId: string): readonly SheetColumn[] {
  return drafts[workspaceId] ?? []
}

/** Takes up the columns that a reload of the tab left behind. */
export function restoreDrafts(workspaceId: string): void {
  if (drafts[workspaceId] !== undefined) return
  try {
    const kept = sessionStorage.getItem(KEPT_AS + workspaceId)
    // Only `setDraftColumns` writes there, in this tab.
    if (kept !== null) setDrafts(workspaceId, JSON.parse(kept) as SheetColumn[])
  } catch {
    // Storage is switched off: there is nothing to take up.
  }
}

/** Keeps the columns of a workspace that no metric stands behind yet. */
export function setDraftColumns(workspaceId: string, columns: readonly SheetColumn[]): void {
  setDrafts(workspaceId, [...columns])
  try {
    sessionStorage.setItem(KEPT_AS + workspaceId, JSON.stringify(columns))
  } catch {
    // Storage is full or switched off: the columns live as long as the page.
  }
}
