import { eq, inArray, or, sql } from 'drizzle-orm'
import {
  boardWords,
  jobListings,
  newListings,
  profileCards,
  profileLinks,
  savedSearches,
} from '../../db/d1/board.ts'
import type { ControlDb } from '../../db/d1/client.ts'
import { goneLinkFacts } from './facts.repository.ts'

/** The statements that take everything off the board that a workspace put there. What people sent to it stays theirs. */
export function boardRemovals(db: ControlDb, tenantId: string, now: Date) {
  const posted = sql`(select id from ${jobListings} where tenant_id = ${tenantId}
    union all select id from ${profileCards} where tenant_id = ${tenantId})`
  return [
    db.delete(boardWords).where(inArray(boardWords.id, posted)),
    db.delete(newListings).where(inArray(newListings.jobId, posted)),
    db.delete(savedSearches).where(eq(savedSearches.tenantId, tenantId)),
    db.delete(jobListings).where(eq(jobListings.tenantId, tenantId)),
    db.delete(profileCards).where(eq(profileCards.tenantId, tenantId)),
    goneLinkFacts(db, eq(profileLinks.profileTenantId, tenantId), now),
    db
      .delete(profileLinks)
      .where(or(eq(profileLinks.tenantId, tenantId), eq(profileLinks.profileTenantId, tenantId))),
  ] as const
}
