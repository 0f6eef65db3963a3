import { keepPreviousData, MutationCache, QueryCache, QueryClient } from '@tanstack/solid-query'
import { ApiError, isRetryable } from './errors.ts'
import { keepEqual } from './keep-equal.ts'
import { connection, lastHeardMs } from './stores/live.ts'

const FRESH_WHILE_LIVE_MS = 5 * 60_000
const FRESH_WHILE_NOT_MS = 15_000
const READ_RETRIES = 2

/** First part of the keys of data that belongs to the person and to no workspace. */
export const NO_WORKSPACE = 'me'

/** Shape of every query key: workspace, area, kind, then what was asked. Leaving a workspace is one `removeQueries`. */
export type Key = readonly [workspaceId: string, area: string, kind: string, params?: unknown]

/** Builds a query key; the workspace comes first so that nothing is ever shared between two of them. */
export function key(workspaceId: string, area: string, kind: string, params?: unknown): Key {
  return params === undefined ? [workspaceId, area, kind] : [workspaceId, area, kind, params]
}

/** For ranges and pages: the old answer stays on screen while the new one is fetched. */
export const keepPrevious = { placeholderData: keepPreviousData } as const

/**
 * For lists with rows that change under the hand: those of work that is running, and those with a button that changes the
 * row it stands in. Such a row is changed in place, by its `id`, and keeps its element. No dialog may hold one of them: it
 * would send back a version that nobody saw.
 */
export const rowsInPlace = { reconcile: 'id' } as const

/**
 * The one cache of server data. While the socket is up it says what changed, so answers stay fresh for long.
 * `onSignedOut` is called when the server no longer knows who is asking.
 */
export function makeQueryClient(onSignedOut: () => void): QueryClient {
  const onError = (error: unknown) => {
    if (error instanceof ApiError && error.status === 401) onSignedOut()
  }
  return new QueryClient({
    queryCache: new QueryCache({ onError }),
    mutationCache: new MutationCache({ onError }),
    defaultOptions: {
      queries: {
        staleTime: () => (connection() === 'live' ? FRESH_WHILE_LIVE_MS : FRESH_WHILE_NOT_MS),
        retry: (count, error) => count < READ_RETRIES && isRetryable(error),
        // Returning to the tab asks again only when the socket was down meanwhile and could have missed something.
        refetchOnWindowFocus: (query) =>
          connection() !== 'live' && query.state.dataUpdatedAt < (lastHeardMs() ?? Date.now()),
        refetchOnReconnect: true,
        // Live changes ask again all the time: what stayed as it was keeps its row, with the focus and the menu in it.
        reconcile: keepEqual,
        throwOnError: false,
      },
      mutations: { retry: false },
    },
  })
}
