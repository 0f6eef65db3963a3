import type { Region } from '../../contracts/workspaces.ts'
import type { Env } from '../platform/env.ts'
import { readRegion } from '../workspaces/region.service.ts'

type Buckets = Pick<Env, 'DB' | 'BACKUPS_EU' | 'BACKUPS_US' | 'BACKUPS_APAC' | 'BACKUPS_OCE'>

/** The buckets copies and archives lie in. */
export const copiesByRegion = (env: Buckets): Readonly<Record<Region, R2Bucket>> => ({
  eu: env.BACKUPS_EU,
  us: env.BACKUPS_US,
  apac: env.BACKUPS_APAC,
  oce: env.BACKUPS_OCE,
})

/** Finds the bucket in which the copies of a workspace lie: the one of its region. */
export type FindCopies = (tenantId: string) => Promise<R2Bucket>

/** The same by the directory, which is asked once for each workspace: a region never changes. */
export function openCopies(env: Buckets): FindCopies {
  const known = new Map<string, R2Bucket>()
  return async (tenantId) => {
    const found = known.get(tenantId) ?? copiesByRegion(env)[await readRegion(env.DB, tenantId)]
    known.set(tenantId, found)
    return found
  }
}
