import type { WipeProof } from '../../contracts/deletion.ts'
import { ok } from '../../contracts/result.ts'
import type { TenantSpec } from '../../contracts/workspaces.ts'
import { inTenant } from '../../db/tenant-tx.ts'
import { ensureDefaultClient } from '../clients/service.ts'
import { ensureDashboards } from '../dashboards/service.ts'
import { appendEvents } from '../events/append.ts'
import { workspaceProvisioned } from '../events/workspace.ts'
import { claimHead } from './head.repository.ts'
import { createHead } from './settings.repository.ts'
import type { Tenant } from './tenant.ts'
import { deleteTenantRows } from './wipe.repository.ts'

/** Makes head, settings, default client and first dashboard, in one transaction. Repeating it changes nothing. */
export async function provisionTenant(tenant: Tenant, spec: TenantSpec): Promise<void> {
  const { deps } = tenant
  await inTenant<null, never>(tenant.commands, tenant.id, 'write', async (tx) => {
    const isNew = await createHead(tx, spec)
    if (!isNew) return ok(null)
    await ensureDefaultClient(tx, spec.name, deps.newId, deps.now())
    await ensureDashboards(tx, deps.newId)
    const head = await claimHead(tx)
    if (head === null) throw new Error('a head was made and is not there')
    await appendEvents(tx, head.fence, 'system:provision', [
      workspaceProvisioned.of('workspace', { name: spec.name }),
    ])
    return ok(null)
  })
  tenant.dropFacts()
  tenant.dropClaim()
  await tenant.ready()
}

/** Deletes every row of the workspace and closes its sockets; says what went. Repeating it changes nothing. */
export async function wipeTenant(tenant: Tenant): Promise<WipeProof['tables']> {
  tenant.hub.closeAll()
  const wiped = await inTenant<WipeProof['tables'], never>(tenant.commands, tenant.id, 'write', async (tx) =>
    ok(await deleteTenantRows(tx)),
  )
  if (!wiped.ok) throw new Error('unreachable: a wipe does not refuse')
  return wiped.value
}
