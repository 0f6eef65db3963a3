import { queryOptions } from '@tanstack/solid-query'
import type { SessionView } from '../../../contracts/session.ts'
import type { KeyView, MemberView } from '../../../contracts/workspaces.ts'
import { call } from '../../lib/api.ts'
import { key, NO_WORKSPACE } from '../../lib/query.ts'

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

export const sessionsQuery = () =>
  queryOptions({
    queryKey: key(NO_WORKSPACE, 'session', 'list'),
    queryFn: ({ signal }) => call<SessionView[]>('/api/v1/sessions', { signal, workspaceId: null }),
  })
