import { eq, getTableName } from 'drizzle-orm'
import type { WipeProof } from '../../contracts/deletion.ts'
import { busyBlocks, busyCalendars, timeOff, workingHours } from '../../db/schema/availability.ts'
import { backups } from '../../db/schema/backups.ts'
import {
  artistKeys,
  artists,
  bookingChallenges,
  bookingSeries,
  bookingSettings,
  bookings,
  calendarFeeds,
} from '../../db/schema/bookings.ts'
import { clients } from '../../db/schema/clients.ts'
import {
  connectionGrants,
  connectionStreams,
  connections,
  syncErrors,
  syncRuns,
} from '../../db/schema/connections.ts'
import {
  commands,
  eventBodies,
  events,
  factHistory,
  tenantHeads,
  workspaceSettings,
} from '../../db/schema/core.ts'
import { fxRates } from '../../db/schema/currency.ts'
import {
  customMetrics,
  dashboards,
  financials,
  leadEvents,
  metricDefinitions,
} from '../../db/schema/facts.ts'
import { importMatches, importRejects, imports } from '../../db/schema/imports.ts'
import { artistProfiles, jobApplications, jobs } from '../../db/schema/jobs.ts'
import { notificationPreferences, notifications } from '../../db/schema/notifications.ts'
import {
  bookingProposals,
  projectBaselines,
  projectPhases,
  projects,
  projectTasks,
  taskDependencies,
  workingCalendars,
} from '../../db/schema/projects.ts'
import { archivedMonths, eventArchives, retentionRuns } from '../../db/schema/retention.ts'
import { searchWords } from '../../db/schema/search.ts'
import { workFacts } from '../../db/schema/work.ts'
import type { TenantTx } from '../../db/tenant-tx.ts'

/** Every table of the facts plane; a test compares it with the catalogue of Postgres. The head goes last. */
export const tenantTables = [
  notifications,
  notificationPreferences,
  searchWords,
  calendarFeeds,
  bookingChallenges,
  workFacts,
  bookingProposals,
  projectBaselines,
  workingCalendars,
  taskDependencies,
  projectTasks,
  projectPhases,
  projects,
  jobApplications,
  jobs,
  artistProfiles,
  bookings,
  bookingSeries,
  bookingSettings,
  busyBlocks,
  busyCalendars,
  timeOff,
  workingHours,
  artistKeys,
  artists,
  archivedMonths,
  eventArchives,
  retentionRuns,
  customMetrics,
  financials,
  leadEvents,
  metricDefinitions,
  dashboards,
  importRejects,
  importMatches,
  imports,
  fxRates,
  syncErrors,
  connectionGrants,
  connectionStreams,
  syncRuns,
  connections,
  clients,
  backups,
  commands,
  eventBodies,
  events,
  factHistory,
  workspaceSettings,
  tenantHeads,
] as const

/** Deletes all rows of the workspace; says of each table how many went, and how many were there when it was looked for afterwards. */
export async function deleteTenantRows(tx: TenantTx): Promise<WipeProof['tables']> {
  const proof: WipeProof['tables'] = []
  for (const table of tenantTables) {
    const isOfTenant = eq(table.tenantId, tx.tenantId)
    const removed = await tx.db.$count(table, isOfTenant)
    await tx.db.delete(table).where(isOfTenant)
    proof.push({ name: getTableName(table), removed, left: await tx.db.$count(table, isOfTenant) })
  }
  return proof
}
