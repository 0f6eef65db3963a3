import { infiniteQueryOptions, queryOptions } from '@tanstack/solid-query'
import type {
  AuthorizeView,
  ChooseAccount,
  ConnectionView,
  ConnectorView,
  QuarantineView,
  RunView,
  UpdateConnection,
} from '../../../contracts/connections.ts'
import { call, callFull } from '../../lib/api.ts'
import { key, rowsInPlace } from '../../lib/query.ts'
import { connection } from '../../lib/stores/live.ts'
import { runsUnderWay } from './health.ts'

const POLL_LIVE_MS = 10_000
const POLL_DEAF_MS = 1_500
const RUNS_PER_PAGE = 25

const one = (id: string) => `/api/v1/connections/${encodeURIComponent(id)}`

export const connectionsKey = (workspaceId: string) => key(workspaceId, 'connections', 'list')
export const connectionKey = (workspaceId: string, id: string) =>
  key(workspaceId, 'connections', 'one', { id })

/** Frames carry the progress; asking is for the case that one was missed, or that there is no socket. */
const pollMs = () => (connection() === 'live' ? POLL_LIVE_MS : POLL_DEAF_MS)
const isAtWork = (view: ConnectionView) => runsUnderWay(view).length > 0

/** Everything that can be connected. It changes only with a new version of the server. */
export const connectorsQuery = (workspaceId: string) =>
  queryOptions({
    queryKey: key(workspaceId, 'connectors', 'list'),
    queryFn: ({ signal }) => call<ConnectorView[]>('/api/v1/connectors', { signal, workspaceId }),
  })

/** All connections of a workspace; their number is bounded, so there are no pages. */
export const connectionsQuery = (workspaceId: string) =>
  queryOptions({
    queryKey: connectionsKey(workspaceId),
    queryFn: ({ signal }) => call<ConnectionView[]>('/api/v1/connections', { signal, workspaceId }),
    refetchInterval: (query) => (query.state.data?.some(isAtWork) ? pollMs() : false),
    ...rowsInPlace,
  })

/** One connection with its streams and last runs. */
export const connectionQuery = (workspaceId: string, id: string) =>
  queryOptions({
    queryKey: connectionKey(workspaceId, id),
    queryFn: ({ signal }) => call<ConnectionView>(one(id), { signal, workspaceId }),
    refetchInterval: (query) => (query.state.data && isAtWork(query.state.data) ? pollMs() : false),
  })

/** Confirms that a source may go on being read. */
export const confirmConsent = (workspaceId: string, id: string) =>
  call<ConnectionView>(`${one(id)}/consent`, { method: 'POST', workspaceId })

export interface RunsPage {
  runs: RunView[]
  nextCursor: string | null
}

/** The runs of a connection, the newest first, page by page; of one stream when it is named. */
export const runsQuery = (workspaceId: string, id: string, stream: string | null) =>
  infiniteQueryOptions({
    queryKey: key(workspaceId, 'connections', 'runs', { id, stream }),
    queryFn: async ({ signal, pageParam }): Promise<RunsPage> => {
      const query = new URLSearchParams({ limit: String(RUNS_PER_PAGE) })
      if (stream) query.set('stream', stream)
      if (pageParam) query.set('cursor', pageParam)
      const reply = await callFull<RunView[]>(`${one(id)}/runs?${query}`, { signal, workspaceId })
      return {
        runs: reply.data,
        nextCursor: typeof reply.meta.nextCursor === 'string' ? reply.meta.nextCursor : null,
      }
    },
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.nextCursor,
    ...rowsInPlace,
  })

/** One run, for an address that names one which is not on the pages that are shown. */
export const runQuery = (workspaceId: string, id: string, runId: string) =>
  queryOptions({
    queryKey: key(workspaceId, 'connections', 'run', { id, runId }),
    queryFn: ({ signal }) =>
      call<RunView>(`${one(id)}/runs/${encodeURIComponent(runId)}`, { signal, workspaceId }),
    enabled: runId !== '',
  })

export interface AsidePage {
  records: QuarantineView[]
  nextCursor: string | null
}

/** The records that could not be stored, the newest first, page by page. */
export const quarantineQuery = (workspaceId: string, id: string) =>
  infiniteQueryOptions({
    queryKey: key(workspaceId, 'connections', 'quarantine', { id }),
    queryFn: async ({ signal, pageParam }): Promise<AsidePage> => {
      const query = new URLSearchParams(pageParam === null ? {} : { cursor: pageParam })
      const reply = await callFull<QuarantineView[]>(`${one(id)}/quarantine?${query}`, {
        signal,
        workspaceId,
      })
      return {
        records: reply.data,
        nextCursor: typeof reply.meta.nextCursor === 'string' ? reply.meta.nextCursor : null,
      }
    },
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.nextCursor,
  })

/** Where to send the person for consent: for a new connection of a client, or for one that is there. */
export function authorise(
  workspaceId: string,
  provider: string,
  target: { clientId: string } | { connectionId: string },
): Promise<AuthorizeView> {
  return call<AuthorizeView>(
    `/api/v1/connections/${encodeURIComponent(provider)}/authorize?${new URLSearchParams(target)}`,
    { workspaceId },
  )
}

/** Connects a source that asks nobody for consent. */
export function connectOpen(
  workspaceId: string,
  provider: string,
  clientId: string,
): Promise<ConnectionView> {
  return call<ConnectionView>('/api/v1/connections', {
    method: 'POST',
    body: { provider, clientId },
    workspaceId,
  })
}

/** Begins a sync of all streams that are on. */
export function startSync(workspaceId: string, id: string): Promise<unknown> {
  return call(`${one(id)}/sync`, { method: 'POST', body: {}, workspaceId })
}

/** Ends the runs that are under way; what was stored stays. */
export function cancelSync(workspaceId: string, id: string): Promise<unknown> {
  return call(`${one(id)}/cancel`, { method: 'POST', body: {}, workspaceId })
}

export function chooseAccount(workspaceId: string, id: string, body: ChooseAccount): Promise<ConnectionView> {
  return call<ConnectionView>(`${one(id)}/account`, { method: 'POST', body, workspaceId })
}

/** Changes a connection as it was at `version`; answered 409 `stale_version` when it has moved. */
export function patchConnection(
  workspaceId: string,
  id: string,
  version: number,
  body: UpdateConnection,
): Promise<ConnectionView> {
  return call<ConnectionView>(one(id), { method: 'PATCH', body, ifMatch: version, workspaceId })
}

/** Disconnects and revokes; with `erase` the rows it brought go as well. */
export function disconnect(workspaceId: string, id: string, data: 'keep' | 'erase'): Promise<unknown> {
  return call(`${one(id)}?data=${data}`, { method: 'DELETE', workspaceId })
}

/** Reads the records that were set aside once more. */
export function retryQuarantine(workspaceId: string, id: string): Promise<unknown> {
  return call(`${one(id)}/quarantine/retry`, { method: 'POST', body: {}, workspaceId })
}
