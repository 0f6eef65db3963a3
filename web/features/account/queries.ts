import { queryOptions } from '@tanstack/solid-query'
import type { SecurityLogEntry } from '../../../contracts/security-log.ts'
import type { SecurityView, SessionView } from '../../../contracts/session.ts'
import { call } from '../../lib/api.ts'
import { key, NO_WORKSPACE } from '../../lib/query.ts'

export const sessionsQuery = () =>
  queryOptions({
    queryKey: key(NO_WORKSPACE, 'session', 'list'),
    queryFn: ({ signal }) => call<SessionView[]>('/api/v1/sessions', { signal, workspaceId: null }),
  })

export const securityQuery = () =>
  queryOptions({
    queryKey: key(NO_WORKSPACE, 'session', 'security'),
    queryFn: ({ signal }) => call<SecurityView>('/api/v1/me/security', { signal, workspaceId: null }),
  })

export const activityQuery = () =>
  queryOptions({
    queryKey: key(NO_WORKSPACE, 'session', 'activity'),
    queryFn: ({ signal }) =>
      call<SecurityLogEntry[]>('/api/v1/me/security/log', { signal, workspaceId: null }),
  })
