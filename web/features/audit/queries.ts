import { queryOptions } from '@tanstack/solid-query'
import type {
  AuditActor,
  AuditEntry,
  HeadsAnswer,
  SignedHead,
  VerificationLine,
} from '../../../contracts/audit.ts'
import type { ChainLink } from '../../../contracts/chain.ts'
import { call, callFull } from '../../lib/api.ts'
import { keepPrevious, key } from '../../lib/query.ts'
import { callLines, saveFile } from '../../lib/stream.ts'
import { type AuditShown, filterQuery } from './shown.ts'

const ENTRIES_PER_PAGE = 50

export interface AuditPageData {
  entries: AuditEntry[]
  nextCursor: string | null
}

/** One page of entries; any event makes it ask again, so new ones come by themselves. */
export const auditQuery = (workspaceId: string, shown: AuditShown) =>
  queryOptions({
    queryKey: key(workspaceId, 'events', 'audit', shown),
    queryFn: async ({ signal }): Promise<AuditPageData> => {
      const query = filterQuery(shown)
      query.set('limit', String(ENTRIES_PER_PAGE))
      if (shown.cursor) query.set('cursor', shown.cursor)
      const reply = await callFull<AuditEntry[]>(`/api/v1/audit?${query}`, { signal })
      // Shape vouched for by the contract of the route, as `call` does for data.
      const { nextCursor } = reply.meta as unknown as { nextCursor: string | null }
      return { entries: reply.data, nextCursor }
    },
    ...keepPrevious,
  })

/** One entry by its number; null when there is none. */
export const entryQuery = (workspaceId: string, seq: number | null) =>
  queryOptions({
    queryKey: key(workspaceId, 'audit', 'entry', seq),
    queryFn: async ({ signal }): Promise<AuditEntry | null> => {
      const query = new URLSearchParams({ limit: '1', steps: 'yes', cursor: String((seq ?? 0) + 1) })
      const [entry] = await call<AuditEntry[]>(`/api/v1/audit?${query}`, { signal })
      return entry?.seq === seq ? entry : null
    },
    enabled: seq !== null,
  })

export const actorsQuery = (workspaceId: string) =>
  queryOptions({
    queryKey: key(workspaceId, 'members', 'audit-actors'),
    queryFn: ({ signal }) => call<AuditActor[]>('/api/v1/audit/actors', { signal }),
  })

export const headsQuery = (workspaceId: string) =>
  queryOptions({
    queryKey: key(workspaceId, 'audit', 'heads'),
    queryFn: ({ signal }) => call<HeadsAnswer>('/api/v1/audit/heads', { signal }),
  })

export const signNow = () => call<SignedHead>('/api/v1/audit/heads', { method: 'POST' })

/** What the server says while it verifies the log. */
export const serverVerification = (signal: AbortSignal): AsyncGenerator<VerificationLine> =>
  callLines<VerificationLine>('/api/v1/audit/verification', { signal })

/** The whole log as the chain sees it. */
export const allLinks = (signal: AbortSignal): AsyncGenerator<ChainLink> =>
  callLines<ChainLink>('/api/v1/audit/export?format=ndjson&steps=yes', { signal })

/** Saves what the filter finds as a file. */
export function saveAudit(shown: AuditShown, format: 'csv' | 'ndjson'): Promise<void> {
  const query = filterQuery(shown)
  query.set('format', format)
  return saveFile(`/api/v1/audit/export?${query}`, `audit.${format}`)
}
