import { eq } from 'drizzle-orm'
import { backups } from '../../db/schema/backups.ts'
import { artists, bookings } from '../../db/schema/bookings.ts'
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
import type { TenantTx } from '../../db/tenant-tx.ts'

/** Every table of the facts plane; a test compares it with the catalogue of Postgres. The head goes last. */
export const tenantTables = [
  bookings,
  artists,
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

/** Deletes all rows of the workspace. */
export async function deleteTenantRows(tx: TenantTx): Promise<void> {
  for (const table of tenantTables) await tx.db.delete(table).where(eq(table.tenantId, tx.tenantId))
}
