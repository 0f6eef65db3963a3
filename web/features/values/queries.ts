import { queryOptions } from '@tanstack/solid-query'
import { addDays, addMonths } from '../../../contracts/days.ts'
import type {
  CustomMetricView,
  PutCustomMetric,
  RemovedValues,
  SheetView,
  StoredValues,
} from '../../../contracts/records.ts'
import type { AuthorView } from '../../../contracts/workspaces.ts'
import { call } from '../../lib/api.ts'
import { keepPrevious, key } from '../../lib/query.ts'
import { FIGURES } from '../metrics/queries.ts'

const VALUES = '/api/v1/custom-metrics'

/** Which cells are asked for; without a client those of the workspace's own. */
export interface SheetAsked {
  month: string
  clientId: string | undefined
  metrics: readonly string[]
}

export const sheetKey = (workspaceId: string, asked: SheetAsked) => key(workspaceId, FIGURES, 'sheet', asked)

/** A month of one client. It moves with the facts, as every figure does. */
export const sheetQuery = (workspaceId: string, asked: SheetAsked) =>
  queryOptions({
    queryKey: sheetKey(workspaceId, asked),
    queryFn: ({ signal }) => {
      const to = addDays(addMonths(asked.month, 1), -1)
      const query = new URLSearchParams({ from: asked.month, to })
      if (asked.clientId) query.set('clientId', asked.clientId)
      if (asked.metrics.length > 0) query.set('metrics', asked.metrics.join(','))
      return call<SheetView>(`${VALUES}/sheet?${query}`, { signal })
    },
    refetchOnMount: 'always' as const,
    ...keepPrevious,
  })

/** Names of those who entered values. */
export const authorsQuery = (workspaceId: string) =>
  queryOptions({
    queryKey: key(workspaceId, 'members', 'authors'),
    queryFn: ({ signal }) => call<AuthorView[]>('/api/v1/authors', { signal }),
  })

/** Stores values; nothing of them when one is refused. */
export const storeValues = (values: readonly PutCustomMetric[]): Promise<CustomMetricView | StoredValues> =>
  values.length === 1
    ? call<CustomMetricView>(VALUES, { method: 'POST', body: values[0] })
    : call<StoredValues>(VALUES, { method: 'POST', body: { values } })

/** Removes values; none of them when one is refused. */
export const removeValues = async (ids: readonly string[]): Promise<RemovedValues> => {
  const [first] = ids
  if (ids.length > 1 || first === undefined)
    return call<RemovedValues>(`${VALUES}/removals`, { method: 'POST', body: { ids } })
  await call(`${VALUES}/${encodeURIComponent(first)}`, { method: 'DELETE' })
  return { removed: 1 }
}
