import { sha256Of } from '../../contracts/chain.ts'
import { RESTORE_TURN_MS } from '../../contracts/limits.ts'
import type { RestoreSource } from '../../contracts/restore.ts'
import { ok } from '../../contracts/result.ts'
import type { TenantSpec } from '../../contracts/workspaces.ts'
import { inTenant, type TenantTx } from '../../db/tenant-tx.ts'
import { finishRestored, writeRowsOnce } from '../backups/rows.service.ts'
import { appendEvents } from '../events/append.ts'
import { workspaceRestored } from '../events/workspace.ts'
import { deriveTenantKey, unpack, unsealBytes } from '../platform/tenant-key.ts'
import { BACKUP_PURPOSE, backupPlace } from './backups.ts'
import type { FindCopies } from './copies.ts'
import { claimHead, readHead } from './head.repository.ts'
import { readMeta, writeMeta } from './read-model.ts'
import type { Tenant } from './tenant.ts'

const PLACE = 'restored_parts'

/** What reading a copy takes: where copies of a workspace lie, and the setting that keys are derived from. */
export interface RestoreDeps {
  findCopies: FindCopies
  setting: string
}

/**
 * Puts rows of a copy into a workspace that has none yet, some files a call; says how many of them are in. Files are read back and
 * compared before their rows go in. Stopped anywhere, the next call goes on; nobody can open the workspace before its head is there,
 * which comes last.
 */
export async function restoreSome(
  tenant: Tenant,
  { findCopies, setting }: RestoreDeps,
  spec: TenantSpec,
  source: RestoreSource,
): Promise<{ done: number; total: number }> {
  const total = source.parts.length
  if ((await written(tenant, readHead)) !== null) return { done: total, total }
  const key = await deriveTenantKey(setting, source.tenantId, BACKUP_PURPOSE, source.keyId)
  const files = await findCopies(source.tenantId)
  const until = tenant.deps.now().getTime() + RESTORE_TURN_MS
  let done = Number(readMeta(tenant.storage, PLACE) ?? '0')
  for (const part of source.parts.slice(done)) {
    const place = backupPlace(source.tenantId, source.backupId, part.no)
    const file = await files.get(place)
    if (file === null) throw new Error(`part ${part.no} of the copy is gone`)
    const bytes = await unpack(await unsealBytes(key, place, new Uint8Array(await file.arrayBuffer())))
    if ((await sha256Of(bytes)) !== part.sha256) throw new Error(`part ${part.no} is not what was read`)
    const rows = new TextDecoder().decode(bytes).split('\n').slice(0, -1)
    if (rows.length > 0) await written(tenant, (tx) => writeRowsOnce(tx, part.table, rows))
    done += 1
    writeMeta(tenant.storage, PLACE, String(done))
    if (done < total && tenant.deps.now().getTime() >= until) return { done, total }
  }
  await written(tenant, async (tx) => {
    await finishRestored(tx, { name: spec.name, slug: spec.slug, era: source.era, sourceId: source.tenantId })
    const head = await claimHead(tx)
    if (head === null) throw new Error('a head was made and is not there')
    const from = { backupId: source.backupId, madeAt: source.madeAt }
    await appendEvents(tx, head.fence, 'system:restore', [workspaceRestored.of('workspace', from)])
  })
  tenant.dropFacts()
  tenant.dropClaim()
  return { done: total, total }
}

/** The workspace has no head to claim yet, so this goes past the host's own door. */
async function written<T>(tenant: Tenant, work: (tx: TenantTx) => Promise<T>): Promise<T> {
  const done = await inTenant<T, never>(tenant.loads, tenant.id, 'write', async (tx) => ok(await work(tx)))
  if (!done.ok) throw new Error('unreachable: it does not refuse')
  return done.value
}
