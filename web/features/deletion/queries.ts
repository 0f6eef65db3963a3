import { queryOptions } from '@tanstack/solid-query'
import type { DeletionView } from '../../../contracts/deletion.ts'
import { call } from '../../lib/api.ts'
import { key, NO_WORKSPACE } from '../../lib/query.ts'

const path = (workspaceId: string) => `/api/v1/workspaces/${encodeURIComponent(workspaceId)}`

/** Whether the workspace is to be deleted; null when it stays. */
export const deletionQuery = (workspaceId: string) =>
  queryOptions({
    queryKey: key(workspaceId, 'workspace', 'deletion'),
    queryFn: ({ signal }) => call<DeletionView | null>(`${path(workspaceId)}/deletion`, { signal }),
  })

/** What the person asked to be deleted. */
export const deletionsQuery = () =>
  queryOptions({
    queryKey: key(NO_WORKSPACE, 'deletions', 'list'),
    queryFn: ({ signal }) => call<DeletionView[]>('/api/v1/deletions', { signal, workspaceId: null }),
  })

export const askDeletion = (workspaceId: string, confirmSlug: string) =>
  call<DeletionView>(path(workspaceId), { method: 'DELETE', body: { confirmSlug } })

export const keepWorkspace = (workspaceId: string) =>
  call(`${path(workspaceId)}/deletion`, { method: 'DELETE' })
