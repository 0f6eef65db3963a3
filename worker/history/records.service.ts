import type { ClientView } from '../../contracts/clients.ts'
import type { DashboardView } from '../../contracts/dashboards.ts'
import type { RecordHistory } from '../../contracts/history.ts'
import { err, type Result } from '../../contracts/result.ts'
import type { TenantTx } from '../../db/tenant-tx.ts'
import { listStates, versionsOf } from '../audit/history.service.ts'
import { type ChangeClientRefusal, changeClient, readClient } from '../clients/service.ts'
import { listDashboards, type SaveRefusal, saveDashboard } from '../dashboards/service.ts'
import type { NewEvent } from '../events/define.ts'

const clientSubject = (id: string) => `client:${id}`
const dashboardSubject = (id: string) => `dashboard:${id}`

/** Being archived is not part of a version: archiving and restoring are changes of their own. */
export function withoutArchive(state: object): object {
  const { archivedAt: _archived, version: _version, ...rest } = state as Record<string, unknown>
  return rest
}

export async function readClientHistory(tx: TenantTx, id: string): Promise<RecordHistory | null> {
  const [client, states] = await Promise.all([readClient(tx, id), listStates(tx, clientSubject(id))])
  if (client === null) return null
  return { version: client.version, versions: versionsOf(states, withoutArchive) }
}

/** Gives a client the name, external id and industry it had, as a change like any other. */
export async function restoreClientVersion(
  tx: TenantTx,
  id: string,
  seenVersion: number,
  seq: string,
): Promise<Result<{ view: ClientView; events: NewEvent[] }, ChangeClientRefusal>> {
  const wanted = (await listStates(tx, clientSubject(id))).find(({ event }) => String(event.seq) === seq)
  if (wanted === undefined || !('clientId' in wanted.event.data) || !('after' in wanted.event.data))
    return err({ code: 'not_found' })
  const { name, externalId, industry } = wanted.event.data.after
  return changeClient(tx, id, seenVersion, { name, externalId, industry })
}

export async function readDashboardHistory(tx: TenantTx, id: string): Promise<RecordHistory | null> {
  const [dashboards, states] = await Promise.all([listDashboards(tx), listStates(tx, dashboardSubject(id))])
  const dashboard = dashboards.find((one) => one.id === id)
  if (dashboard === undefined) return null
  return { version: dashboard.version, versions: versionsOf(states, (state) => state) }
}

/** Gives a dashboard the name and layout it had, as a change like any other. */
export async function restoreDashboardVersion(
  tx: TenantTx,
  id: string,
  seenVersion: number,
  seq: string,
): Promise<Result<{ view: DashboardView; events: NewEvent[] }, SaveRefusal>> {
  const wanted = (await listStates(tx, dashboardSubject(id))).find(({ event }) => String(event.seq) === seq)
  if (wanted?.event.type !== 'dashboard.saved' || wanted.event.data.after === undefined)
    return err({ code: 'not_found' })
  return saveDashboard(tx, id, seenVersion, wanted.event.data.after)
}
