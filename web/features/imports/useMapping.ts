import { useQuery } from '@tanstack/solid-query'
import { type Accessor, createEffect, createMemo, createSignal, on, onCleanup } from 'solid-js'
import type { CommitImport, ImportColumn, ImportPreview, ImportView } from '../../../contracts/imports.ts'
import { type ApiError, asApiError } from '../../lib/errors.ts'
import { useIsLimited, useWorkspace } from '../../lib/session.tsx'
import {
  draftOf,
  type ImportDraft,
  restoreDraft,
  setDraft,
  type ValueDraft,
} from '../../lib/stores/import-draft.ts'
import {
  commitOf,
  problemsOf,
  type Role,
  startDraft,
  withNewValue,
  withoutClientColumn,
  withRole,
} from './mapping.ts'
import { previewQuery } from './queries.ts'
import { fieldOfRefusal } from './refusals.ts'

const TYPING_PAUSE_MS = 350

export interface Mapping {
  draft: Accessor<ImportDraft>
  /** What is missing, by field id, whether or not it is shown yet. */
  problems: Accessor<Record<string, string>>
  /** The body to send; null while something is missing. */
  commit: Accessor<CommitImport | null>
  preview: Accessor<ImportPreview | undefined>
  isPreviewLoading: Accessor<boolean>
  isPreviewOld: Accessor<boolean>
  /** What the server refuses at a field, by field id. */
  refused: Accessor<Record<string, string>>
  /** What the server refuses that belongs to no field. */
  refusal: Accessor<ApiError | null>
  change: (part: Partial<ImportDraft>) => void
  setRole: (column: ImportColumn, role: Role) => void
  setValue: (id: string, part: Partial<ValueDraft>) => void
  removeValue: (id: string) => void
  addValue: () => void
  askAgain: () => void
}

/** The mapping of one import and the preview that follows it. It starts from an earlier like file or from suggestions. */
export function useMapping(view: Accessor<ImportView>, earlier: Accessor<readonly ImportView[]>): Mapping {
  const workspace = useWorkspace()
  const id = view().id
  const home = () => workspace().currency
  restoreDraft(id)
  const isLimited = useIsLimited()
  if (draftOf(id) === undefined) {
    const start = startDraft(view(), earlier(), home())
    setDraft(id, isLimited() ? withoutClientColumn(start) : start)
  }
  // Set above, and nothing takes drafts away while the tab lives.
  const draft = () => draftOf(id) as ImportDraft
  const keep = (next: ImportDraft) => setDraft(id, next)

  const problems = createMemo(() => problemsOf(draft(), view().detection))
  // As text, so that a change that leads to the same body asks for nothing.
  const commitText = createMemo(() =>
    Object.keys(problems()).length === 0 ? JSON.stringify(commitOf(draft())) : null,
  )
  const commit = createMemo(() => parsedCommit(commitText()))
  const [asked, setAsked] = createSignal(commitText())
  createEffect(
    on(commitText, (text) => {
      const timer = setTimeout(() => setAsked(text), TYPING_PAUSE_MS)
      onCleanup(() => clearTimeout(timer))
    }),
  )
  // A file that is being loaded or done needs no preview any more.
  const isMapping = () => view().status === 'detected'
  const preview = useQuery(() => previewQuery(workspace().id, id, isMapping() ? parsedCommit(asked()) : null))
  const error = () =>
    preview.isError && commitText() !== null && commitText() === asked() ? asApiError(preview.error) : null
  const placed = () => {
    const found = error()
    return found && fieldOfRefusal(found, draft(), view().detection)
  }

  return {
    draft,
    problems,
    commit,
    preview: () => (preview.isPending || preview.isError ? undefined : preview.data),
    isPreviewLoading: () => asked() !== null && preview.isPending && preview.isFetching,
    isPreviewOld: () => preview.isPlaceholderData || commitText() !== asked(),
    refused: () => {
      const at = placed()
      return at ? { [at.field]: at.message } : {}
    },
    refusal: () => (placed() ? null : error()),
    change: (part) => keep({ ...draft(), ...part }),
    setRole: (column, role) => keep(withRole(draft(), column, role, home())),
    setValue: (valueId, part) =>
      keep({
        ...draft(),
        values: draft().values.map((value) => (value.id === valueId ? { ...value, ...part } : value)),
      }),
    removeValue: (valueId) =>
      keep({ ...draft(), values: draft().values.filter((value) => value.id !== valueId) }),
    addValue: () => keep(withNewValue(draft(), home())),
    askAgain: () => void preview.refetch(),
  }
}

function parsedCommit(text: string | null): CommitImport | null {
  // Written by `commitOf` a moment ago.
  return text === null ? null : (JSON.parse(text) as CommitImport)
}
