import { DashboardView, type SaveDashboard } from '../../contracts/dashboards.ts'
import { err, ok, type Result } from '../../contracts/result.ts'
import type { TenantTx } from '../../db/tenant-tx.ts'
import type { NewEvent } from '../events/define.ts'
import { dashboardSaved } from './events.ts'
import { lockDashboard, selectDashboards, upsertDashboard } from './repository.ts'

export type SaveRefusal = { code: 'not_found' } | { code: 'stale_version'; details: DashboardView }

export function listDashboards(tx: TenantTx): Promise<DashboardView[]> {
  return selectDashboards(tx)
}

/** Makes the Performance dashboard of a new workspace; its empty layout means "what fits the metrics there are". */
export async function ensureDashboards(tx: TenantTx, newId: () => string): Promise<void> {
  if ((await selectDashboards(tx)).length > 0) return
  const layout = { tiles: [], main: null, lists: [] }
  await upsertDashboard(
    tx,
    DashboardView.parse({ id: newId(), name: 'Performance', kind: 'finance', layout, version: 1 }),
  )
}

/** Changes a dashboard when it is still at the version the caller saw; else refuses with the current one. */
export async function saveDashboard(
  tx: TenantTx,
  id: string,
  seenVersion: number,
  change: SaveDashboard,
): Promise<Result<{ view: DashboardView; events: NewEvent[] }, SaveRefusal>> {
  const before = await lockDashboard(tx, id)
  if (before === null) return err({ code: 'not_found' })
  if (before.version !== seenVersion) return err({ code: 'stale_version', details: before })
  const view = {
    ...before,
    name: change.name ?? before.name,
    layout: change.layout,
    version: before.version + 1,
  }
  await upsertDashboard(tx, view)
  const saved = {
    dashboardId: id,
    name: view.name,
    version: view.version,
    before: stateOf(before),
    after: stateOf(view),
  }
  return ok({ view, events: [dashboardSaved.of(`dashboard:${id}`, saved)] })
}

const stateOf = ({ name, layout }: DashboardView) => ({ name, layout })
