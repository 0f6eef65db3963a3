import type { ProposalView } from '../../../contracts/project-plans.ts'

export const proposalStatuses = ['open', 'accepted', 'dismissed', 'replaced'] as const

/** What the page shows, as its address says. */
export interface ProposalsShown {
  status: ProposalView['status']
  projectId: string | null
  cursor: string | null
}

type Search = Readonly<Record<string, string | string[] | undefined>>
const one = (value: string | string[] | undefined) => (Array.isArray(value) ? value[0] : value)

/** Reads the address; what is not known there is everything that waits for an answer. */
export function proposalsShown(search: Search): ProposalsShown {
  return {
    status: proposalStatuses.find((status) => status === one(search.status)) ?? 'open',
    projectId: one(search.project) ?? null,
    cursor: one(search.cursor) ?? null,
  }
}
