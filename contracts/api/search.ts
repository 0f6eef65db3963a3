import { z } from 'zod'
import { SearchHit, SearchQuery } from '../search.ts'
import { type Operation, SeqMeta } from './operation.ts'

/** What finds anything by its name. */
export const searchOperations: readonly Operation[] = [
  {
    tag: 'Search',
    method: 'GET',
    path: '/api/v1/search',
    summary:
      'Artists, bookings, clients, projects, tasks, dashboards and jobs by words, best first, then open jobs of other workspaces; of the kinds the caller may read',
    access: 'workspace.read',
    query: SearchQuery,
    answers: [{ status: 200, data: z.array(SearchHit), meta: SeqMeta }],
  },
]
