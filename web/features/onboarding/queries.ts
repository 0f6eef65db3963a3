import { queryOptions } from '@tanstack/solid-query'
import type { SetupView } from '../../../contracts/setup.ts'
import { call } from '../../lib/api.ts'
import { key } from '../../lib/query.ts'

/** How far the workspace is: evidence for the checklist, the strip over sample data and what settings may change. */
export const setupQuery = (workspaceId: string) =>
  queryOptions({
    queryKey: key(workspaceId, 'setup', 'now'),
    queryFn: ({ signal }) => call<SetupView>('/api/v1/setup', { signal }),
  })
