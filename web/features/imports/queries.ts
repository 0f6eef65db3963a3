import { queryOptions, useQueryClient } from '@tanstack/solid-query'
import type { CommitImport, ImportPreview, ImportView, RejectedRow } from '../../../contracts/imports.ts'
import type { MetricList } from '../../../contracts/metrics.ts'
import { call, callFull } from '../../lib/api.ts'
import { keepPrevious, key, rowsInPlace } from '../../lib/query.ts'
import { connection } from '../../lib/stores/live.ts'
import { type ProgressFrame, useProgress } from '../../lib/useProgress.ts'
import { failureFrom } from './upload.ts'

const LIST_LIMIT = 50
const POLL_LIVE_MS = 10_000
const POLL_DEAF_MS = 1_500

export const importsKey = (workspaceId: string) => key(workspaceId, 'imports', 'list')
export const importKey = (workspaceId: string, id: string) => key(workspaceId, 'imports', 'one', { id })

const isRunning = (view: ImportView) => view.status === 'loading'
/** Frames carry the progress; asking is for the case that one was missed, or that there is no socket. */
const pollMs = () => (connection() === 'live' ? POLL_LIVE_MS : POLL_DEAF_MS)

/** The newest imports of a workspace, newest first. */
export const importsQuery = (workspaceId: string) =>
  queryOptions({
    queryKey: importsKey(workspaceId),
    queryFn: ({ signal }) =>
      call<ImportView[]>(`/api/v1/imports?limit=${LIST_LIMIT}`, { signal, workspaceId }),
    refetchInterval: (query) => (query.state.data?.some(isRunning) ? pollMs() : false),
    ...rowsInPlace,
  })

/** One import with its detection and progress. */
export const importQuery = (workspaceId: string, id: string) =>
  queryOptions({
    queryKey: importKey(workspaceId, id),
    queryFn: ({ signal }) =>
      call<ImportView>(`/api/v1/imports/${encodeURIComponent(id)}`, { signal, workspaceId }),
    refetchInterval: (query) => (query.state.data && isRunning(query.state.data) ? pollMs() : false),
  })

export interface Rejects {
  rows: RejectedRow[]
  total: number
}

/** The first rows that were set aside, and how many there are in all. */
export const rejectsQuery = (workspaceId: string, id: string) =>
  queryOptions({
    queryKey: key(workspaceId, 'imports', 'rejects', { id }),
    queryFn: async ({ signal }): Promise<Rejects> => {
      const reply = await callFull<RejectedRow[]>(`/api/v1/imports/${encodeURIComponent(id)}/rejects`, {
        signal,
        workspaceId,
      })
      return {
        rows: reply.data,
        total: typeof reply.meta.total === 'number' ? reply.meta.total : reply.data.length,
      }
    },
  })

/**
 * The sample as it would be stored. It stands outside the area of imports: a file does not change, so no event does
 * either; a refusal of the mapping is an answer and is not asked twice.
 */
export const previewQuery = (workspaceId: string, id: string, commit: CommitImport | null) =>
  queryOptions({
    queryKey: key(workspaceId, 'import-previews', 'one', { id, commit }),
    queryFn: ({ signal }) =>
      call<ImportPreview>(`/api/v1/imports/${encodeURIComponent(id)}/preview`, {
        method: 'POST',
        body: commit,
        signal,
        workspaceId,
      }),
    enabled: commit !== null,
    staleTime: Number.POSITIVE_INFINITY,
    ...keepPrevious,
  })

/** The metrics there are, to say whether a value adds to one of them. */
export const metricsQuery = (workspaceId: string) =>
  queryOptions({
    queryKey: key(workspaceId, 'metrics', 'list'),
    queryFn: ({ signal }) => call<MetricList>('/api/v1/metrics', { signal, workspaceId }),
  })

/** Starts the load. Gives the import as it is then. */
export function startImport(
  workspaceId: string,
  id: string,
  commit: CommitImport,
  commandId: string,
): Promise<ImportView> {
  return call<ImportView>(`/api/v1/imports/${encodeURIComponent(id)}/commit`, {
    method: 'POST',
    body: commit,
    commandId,
    workspaceId,
  })
}

/** Fetches all rows that were set aside and hands them to the browser as a file. Throws `ApiError`. */
export async function downloadRejects(workspaceId: string, view: ImportView): Promise<void> {
  const response = await fetch(`/api/v1/imports/${encodeURIComponent(view.id)}/rejects.csv`, {
    headers: { 'x-tenant-id': workspaceId },
  })
  if (!response.ok) throw failureFrom(response.status, await response.text())
  const address = URL.createObjectURL(await response.blob())
  const link = document.createElement('a')
  link.href = address
  link.download = `${view.name.replace(/\.(csv|tsv|txt)?(\.gz)?$/i, '')}-set-aside.csv`
  link.click()
  URL.revokeObjectURL(address)
}

/** An import with a frame's word on it. A late frame never moves the bar back. */
function patched(view: ImportView, frame: ProgressFrame): ImportView {
  // A final state comes by its route with what belongs to it; until then the bar is all a frame may move.
  if (view.status !== 'loading' && view.status !== 'detected') return view
  const {
    rowsRead = view.rowsRead,
    rowsLoaded = view.rowsLoaded,
    rowsSame = view.rowsSame,
    rowsRejected = view.rowsRejected,
  } = frame.counts
  if (rowsRead < view.rowsRead) return view
  return { ...view, status: 'loading', bytesDone: frame.done, rowsRead, rowsLoaded, rowsSame, rowsRejected }
}

/** Moves the bars of running imports, in the list and on their own pages. */
export function useImportProgress(workspaceId: () => string): void {
  const client = useQueryClient()
  useProgress({
    noun: 'import',
    atWork: 'loading',
    paint: (news) => {
      for (const { id, frame } of news) {
        client.setQueryData<ImportView>(importKey(workspaceId(), id), (view) => view && patched(view, frame))
        client.setQueryData<ImportView[]>(importsKey(workspaceId()), (views) =>
          views?.map((view) => (view.id === id ? patched(view, frame) : view)),
        )
      }
    },
    onEnd: (id) => {
      void client.invalidateQueries({ queryKey: importKey(workspaceId(), id) })
      void client.invalidateQueries({ queryKey: importsKey(workspaceId()) })
    },
  })
}
