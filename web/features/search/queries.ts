import { queryOptions } from '@tanstack/solid-query'
import type { SearchHit } from '../../../contracts/search.ts'
import { call } from '../../lib/api.ts'
import { keepPrevious, key } from '../../lib/query.ts'

/** Names change, and nothing says so to this area of the cache: an answer is good for one look. */
const FRESH_MS = 5000

/** Records whose words begin with those of `q`. A call that is overtaken by the next one is given up. */
export const searchQuery = (workspaceId: string, q: string) =>
  queryOptions({
    queryKey: key(workspaceId, 'search', 'hits', q),
    queryFn: ({ signal }) => call<SearchHit[]>(`/api/v1/search?${new URLSearchParams({ q })}`, { signal }),
    staleTime: FRESH_MS,
    enabled: q !== '',
    ...keepPrevious,
  })
