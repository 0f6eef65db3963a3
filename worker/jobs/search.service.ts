import type { SearchHit } from '../../contracts/search.ts'
import type { TenantTx } from '../../db/tenant-tx.ts'
import { listJobsById } from './repository.ts'

/** Jobs the workspace has posted, as the search shows them. */
export async function jobHits(tx: TenantTx, ids: readonly string[]): Promise<SearchHit[]> {
  const found = await listJobsById(tx, ids)
  return found.map(({ id, title, place, days, closedAt }) => ({
    kind: 'job',
    id,
    title,
    place,
    days,
    isClosed: closedAt !== null,
  }))
}
