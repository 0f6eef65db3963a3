import { queryOptions } from '@tanstack/solid-query'
import type { ProposalView, SettledProposal } from '../../../contracts/project-plans.ts'
import { call, callFull } from '../../lib/api.ts'
import { keepPrevious, key } from '../../lib/query.ts'
import type { ProposalsShown } from './shown.ts'

const PROPOSALS_PER_PAGE = '50'

/** One page of proposals; `total` counts all pages. */
export interface ProposalsPage {
  proposals: ProposalView[]
  nextCursor: string | null
  total: number
}

export const proposalsQuery = (workspaceId: string, shown: ProposalsShown) =>
  queryOptions({
    queryKey: key(workspaceId, 'projects', 'proposals', shown),
    queryFn: async ({ signal }): Promise<ProposalsPage> => {
      const query = new URLSearchParams({ status: shown.status, limit: PROPOSALS_PER_PAGE })
      if (shown.projectId) query.set('projectId', shown.projectId)
      if (shown.cursor) query.set('cursor', shown.cursor)
      const reply = await callFull<ProposalView[]>(`/api/v1/booking-proposals?${query}`, { signal })
      // Shape vouched for by the contract of the route, as `call` does for data.
      const meta = reply.meta as unknown as { nextCursor: string | null; total: number }
      return { proposals: reply.data, ...meta }
    },
    ...keepPrevious,
  })

const one = (id: string) => `/api/v1/booking-proposals/${encodeURIComponent(id)}`

/** Refused with `booking_conflict` where the time is taken by now, and with `conflict` where the booking was moved since. */
export const acceptProposal = (id: string) => call<SettledProposal>(`${one(id)}/accept`, { method: 'POST' })
export const dismissProposal = (id: string) => call<SettledProposal>(`${one(id)}/dismiss`, { method: 'POST' })
