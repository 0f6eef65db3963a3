import { and, asc, eq } from 'drizzle-orm'
import { DashboardView } from '../../contracts/dashboards.ts'
import { dashboards } from '../../db/schema/facts.ts'
import type { TenantTx } from '../../db/tenant-tx.ts'

const DASHBOARDS_LISTED_MAX = 100

const columns = {
  id: dashboards.id,
  name: dashboards.name,
  kind: dashboards.kind,
  layout: dashboards.layout,
  version: dashboards.version,
}

/** Dashboards by kind and name. */
export async function selectDashboards(tx: TenantTx): Promise<DashboardView[]> {
  const rows = await tx.db
    .select(columns)
    .from(dashboards)
    .where(eq(dashboards.tenantId, tx.tenantId))
    .orderBy(asc(dashboards.kind), asc(dashboards.name))
    .limit(DASHBOARDS_LISTED_MAX)
  return rows.map((row) => DashboardView.parse(row))
}

export async function lockDashboard(tx: TenantTx, id: string): Promise<DashboardView | null> {
  const [row] = await tx.db
    .select(columns)
    .from(dashboards)
    .where(and(eq(dashboards.tenantId, tx.tenantId), eq(dashboards.id, id)))
    .for('update')
  return row ? DashboardView.parse(row) : null
}

/** Stores a dashboard whole. */
export async function upsertDashboard(tx: TenantTx, view: DashboardView): Promise<void> {
  const { name, layout, version } = view
  await tx.db
    .insert(dashboards)
    .values({ ...view, tenantId: tx.tenantId })
    .onConflictDoUpdate({ target: [dashboards.tenantId, dashboards.id], set: { name, layout, version } })
}
