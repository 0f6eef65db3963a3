import type { SeekersTold } from '../../contracts/job-searches.ts'
import type { JobListing } from '../../contracts/jobs.ts'
import type { TenantTx } from '../../db/tenant-tx.ts'
import type { NewEvent } from '../events/define.ts'
import { type Telling, tell } from '../notifications/service.ts'
import { saidDeadline, saidFound } from './rules/told.ts'

/** Tells people of a job that matches what they look for, once for each job; or of the deadline of one they saved, once for each deadline. */
export function tellSeekers(
  tx: TenantTx,
  { about, personIds }: SeekersTold,
  listing: JobListing,
  by: Telling,
): Promise<NewEvent[]> {
  const subject = `job:${listing.id}`
  const notice =
    about === 'found'
      ? { kind: 'job.found' as const, dedupeKey: `${subject}:found`, ...saidFound(listing) }
      : {
          kind: 'job.deadline' as const,
          dedupeKey: `${subject}:deadline:${listing.deadlineAt}`,
          ...saidDeadline(listing),
        }
  return tell(
    tx,
    personIds.map((personId) => ({ ...notice, subject, personId })),
    by,
  )
}
