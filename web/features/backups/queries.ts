import { queryOptions } from '@tanstack/solid-query'
import type { BackupsMeta, BackupView } from '../../../contracts/backups.ts'
import type { CreateRestore, RestoreView } from '../../../contracts/restore.ts'
import { call, callFull } from '../../lib/api.ts'
import { key, NO_WORKSPACE } from '../../lib/query.ts'

export interface BackupsAnswer {
  backups: BackupView[]
  meta: BackupsMeta
}

export const backupsQuery = (workspaceId: string) =>
  queryOptions({
    queryKey: key(workspaceId, 'backups', 'list'),
    queryFn: async ({ signal }): Promise<BackupsAnswer> => {
      const reply = await callFull<BackupView[]>('/api/v1/backups', { signal })
      // Shape vouched for by the contract of the route, as `call` does for data.
      return { backups: reply.data, meta: reply.meta as unknown as BackupsMeta }
    },
  })

/** Workspaces the person had made of copies; asked again while one is under way. */
export const restoresQuery = () =>
  queryOptions({
    queryKey: key(NO_WORKSPACE, 'restores', 'list'),
    queryFn: ({ signal }) => call<RestoreView[]>('/api/v1/restores', { signal, workspaceId: null }),
    refetchInterval: (query) =>
      query.state.data?.some(({ finishedAt }) => finishedAt === null) ? RESTORE_POLL_MS : false,
  })
const RESTORE_POLL_MS = 2_000

export const startRestore = (workspaceId: string, body: CreateRestore) =>
  call<RestoreView>(`/api/v1/workspaces/${encodeURIComponent(workspaceId)}/restores`, {
    method: 'POST',
    body,
  })

export const startExport = () => call<BackupView>('/api/v1/backups', { method: 'POST' })

export const askProof = (id: string) =>
  call(`/api/v1/backups/${encodeURIComponent(id)}/proof`, { method: 'POST' })

/** Where the browser downloads a copy; the session decides there as everywhere. */
export const downloadHref = (workspaceId: string, id: string): string =>
  `/api/v1/downloads/${encodeURIComponent(workspaceId)}/backups/${encodeURIComponent(id)}`
