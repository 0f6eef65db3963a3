import { queryOptions } from '@tanstack/solid-query'

import type { KeyView } from '../../../contracts/keys.ts'
import type { MemberView } from '../../../contracts/workspaces.ts'

import { call } from '../../lib/api.ts'
import { key } from '../../lib/query.ts'

export const membersQuery = (workspaceId: string) =>
  queryOptions({
    queryKey: key(workspaceId, 'members', 'list'),
    queryFn: ({ signal }) => call<MemberView[]>('/api/v1/members', { signal }),
  })

export const keysQuery = (workspaceId: string) =>
  queryOptions({
    queryKey: key(workspaceId, 'keys', 'list'),
    queryFn: ({ signal }) => call<KeyView[]>('/api/v1/keys', { signal }),
  })
