import { ClientId } from '../../contracts/ids.ts'
import type { SheetView } from '../../contracts/records.ts'
import type { TenantTx } from '../../db/tenant-tx.ts'
import { readClient, readDefaultClientId } from '../clients/service.ts'
import { readCatalogue } from '../metrics/service.ts'
import { listHandKept } from '../metrics/sources.service.ts'
import { type SheetPlan, sheetColumns } from './rules/sheet.ts'
import { listOthers, listTyped, type SheetScope } from './sheet.repository.ts'

/** A client's values by hand, with what else is known of the same days; null when the workspace has no such client. */
export async function readSheet(tx: TenantTx, plan: SheetPlan): Promise<{ data: SheetView } | null> {
  const clientId = plan.clientId ?? (await readDefaultClientId(tx))
  if (clientId === null) return null
  const [client, catalogue, handKept] = await Promise.all([
    readClient(tx, clientId),
    readCatalogue(tx),
    listHandKept(tx),
  ])
  if (client === null) return null
  const { columns, total } = sheetColumns(catalogue, handKept, plan.asked)
  const scope: SheetScope = { from: plan.from, to: plan.to, clientId, metricNos: columns.map(({ no }) => no) }
  const [values, others] = await Promise.all([listTyped(tx, scope), listOthers(tx, scope)])
  const metrics = columns.map(({ definition }) => definition.key)
  return { data: { clientId: ClientId.parse(clientId), metrics, total, values, others } }
}
