import { queryOptions } from '@tanstack/solid-query'
import type { ClientView, CreateClient, UpdateClient } from '../../../contracts/clients.ts'
import { call, callFull } from '../../lib/api.ts'
import { keepPrevious, key } from '../../lib/query.ts'
import type { ClientsShown } from './filter.ts'

const CLIENTS_PER_PAGE = 100

/** One page of the list; `total` counts all pages. */
export interface ClientsPage {
  clients: ClientView[]
  nextCursor: string | null
  total: number
}

/** Area of everything about clients; an event of a client makes it ask again. */
export const clientsKey = (workspaceId: string) => [workspaceId, 'clients'] as const

export const clientsPageQuery = (workspaceId: string, shown: ClientsShown) =>
  queryOptions({
    queryKey: key(workspaceId, 'clients', 'page', shown),
    queryFn: async ({ signal }): Promise<ClientsPage> => {
      const query = new URLSearchParams({ archived: shown.archived, limit: String(CLIENTS_PER_PAGE) })
      if (shown.text) query.set('q', shown.text)
      if (shown.cursor) query.set('cursor', shown.cursor)
      const reply = await callFull<ClientView[]>(`/api/v1/clients?${query}`, { signal })
      // Shape vouched for by the contract of the route, as `call` does for data.
      const meta = reply.meta as unknown as { nextCursor: string | null; total: number }
      return { clients: reply.data, nextCursor: meta.nextCursor, total: meta.total }
    },
    ...keepPrevious,
  })

const one = (id: string) => `/api/v1/clients/${encodeURIComponent(id)}`

export const makeClient = (body: CreateClient) =>
  call<ClientView>('/api/v1/clients', { method: 'POST', body })

/** Refused with `stale_version` and the client as it is now when somebody changed it since `version`. */
export const changeClient = (id: string, version: number, body: UpdateClient) =>
  call<ClientView>(one(id), { method: 'PATCH', body, ifMatch: version })

export const setArchived = (id: string, isArchived: boolean) =>
  call<ClientView>(`${one(id)}/${isArchived ? 'archive' : 'restore'}`, { method: 'POST' })
