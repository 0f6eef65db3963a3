import { queryOptions } from '@tanstack/solid-query'
import type { RetentionPreview, RetentionView } from '../../../contracts/retention.ts'
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
