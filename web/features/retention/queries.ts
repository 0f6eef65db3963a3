import { queryOptions } from '@tanstack/solid-query'
import type { ArchiveView, RetentionPreview, RetentionView } from '../../../contracts/retention.ts'
import { call } from '../../lib/api.ts'
import { key } from '../../lib/query.ts'

export const retentionQuery = (workspaceId: string) =>
  queryOptions({
    queryKey: key(workspaceId, 'retention', 'list'),
    queryFn: ({ signal }) => call<RetentionView[]>('/api/v1/retention', { signal }),
  })

export const previewQuery = (workspaceId: string) =>
  queryOptions({
    queryKey: key(workspaceId, 'retention', 'preview'),
    queryFn: ({ signal }) => call<RetentionPreview[]>('/api/v1/retention/preview', { signal }),
  })

export const archivesQuery = (workspaceId: string) =>
  queryOptions({
    queryKey: key(workspaceId, 'retention', 'archives'),
    queryFn: ({ signal }) => call<ArchiveView[]>('/api/v1/retention/archives', { signal }),
  })

/** A browser opens this as an address: the session decides. */
export const archiveAddress = (workspaceId: string, { relation, year }: ArchiveView) =>
  `/api/v1/downloads/${encodeURIComponent(workspaceId)}/archives/${relation}/${year}`
