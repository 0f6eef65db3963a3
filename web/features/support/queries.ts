import { queryOptions } from '@tanstack/solid-query'
import type { SupportGrantView } from '../../../contracts/support.ts'
import { call } from '../../lib/api.ts'
import { key } from '../../lib/query.ts'

const PATH = '/api/v1/support-access'

/** Whether support may look into the workspace; null when it may not. */
export const supportQuery = (workspaceId: string) =>
  queryOptions({
    queryKey: key(workspaceId, 'workspace', 'support'),
    queryFn: ({ signal }) => call<SupportGrantView | null>(PATH, { signal }),
  })

export const allowSupport = (hours: number, reason: string) =>
  call<SupportGrantView>(PATH, { method: 'POST', body: { hours, reason } })

export const endSupport = () => call(PATH, { method: 'DELETE' })
