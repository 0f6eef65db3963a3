import { TenantId } from '../../contracts/ids.ts'
import { CommitImport } from '../../contracts/imports.ts'
import { ok } from '../../contracts/result.ts'
import { TenantSpec } from '../../contracts/workspaces.ts'
import { type Lane, openLane } from '../../db/lane.ts'
import { inTenant, type TenantTx } from '../../db/tenant-tx.ts'
import { ensureDefaultClient } from '../../worker/clients/service.ts'
import { appendEvents } from '../../worker/events/append.ts'
import { type LoadContext, storeBatch } from '../../worker/imports/load.service.ts'
import { BatchReader } from '../../worker/imports/parsing/batch.ts'
import type { ImportPlan } from '../../worker/imports/parsing/plan.ts'
import { detectImport } from '../../worker/imports/parsing/sniff.ts'
import { commitImport, createImport, findStoredImport } from '../../worker/imports/service.ts'
import { type NumberedDefinition, readCatalogue } from '../../worker/metrics/service.ts'
import { uuidv7 } from '../../worker/platform/ids.ts'
import { claimHead } from '../../worker/tenant/head.repository.ts'
import { createHead } from '../../worker/tenant/settings.repository.ts'

const ACTOR = 'system:bench'

/** A workspace as its object would hold it, without the object: lane, fence, one import ready to be loaded. */
export interface BareWorkspace {
  tenantId: TenantId
  lane: Lane
  fence: number
  importId: string
  plan: ImportPlan
  definitions: NumberedDefinition[]
}

export const newId = () => uuidv7(Date.now(), crypto.getRandomValues(new Uint8Array(10)))

/** One writing transaction that nothing refuses. */
export async function write<T>(
  lane: Lane,
  tenantId: TenantId,
  work: (tx: TenantTx) => Promise<T>,
): Promise<T> {
  const result = await inTenant<T, never>(lane, tenantId, 'write', async (tx) => ok(await work(tx)))
  if (!result.ok) throw new Error('unreachable: nothing refuses')
  return result.value
}

/** Provisions a workspace and commits an import of `csv` with the mapping. */
export async function openBareWorkspace(
  appUrl: string,
  csv: Buffer,
  mapping: unknown,
): Promise<BareWorkspace> {
  const tenantId = TenantId.parse(newId())
  const lane = openLane(appUrl)
  const spec = TenantSpec.parse({
    v: 1,
    tenantId,
    name: 'Bench',
    slug: `bench-${tenantId}`,
    region: 'eu',
    timeZone: 'Europe/London',
    currency: 'GBP',
    weekStart: 1,
    fiscalYearStartMonth: 1,
  })
  const importId = newId()
  return write(lane, tenantId, async (tx) => {
    await createHead(tx, spec)
    await ensureDefaultClient(tx, spec.name, newId, new Date())
    const head = await claimHead(tx)
    const detection = detectImport(csv.subarray(0, 256 * 1024), false)
    if (!detection.ok || head === null) throw new Error('the file cannot be read')
    const file = {
      id: importId,
      name: 'bench.csv',
      fileKey: 'bench',
      fileHash: importId,
      bytesTotal: csv.length,
    }
    await createImport(tx, { ...file, detection: detection.value }, ACTOR, new Date())
    const context = { mappingHash: importId, timeZone: spec.timeZone, at: new Date() }
    const committed = await commitImport(tx, importId, CommitImport.parse(mapping), context)
    if (!committed.ok) throw new Error(`the mapping was refused: ${committed.error.code}`)
    await appendEvents(tx, head.fence, ACTOR, committed.value.events)
    const stored = await findStoredImport(tx, importId)
    if (stored?.plan == null) throw new Error('the import has no plan')
    return {
      tenantId,
      lane,
      fence: head.fence,
      importId,
      plan: stored.plan,
      definitions: await readCatalogue(tx),
    }
  })
}

/** Loads the file as the object does: parsed batches, each one transaction with its event and what it adds to the buckets. */
export async function loadFile(workspace: BareWorkspace, csv: Buffer): Promise<number> {
  const { definitions, fence, importId, lane, plan, tenantId } = workspace
  const context: LoadContext = {
    importId,
    plan,
    definitions,
    levelsOf: () => new Map(),
    newId,
    at: new Date(),
  }
  const reader = new BatchReader(plan)
  reader.push(csv.subarray(plan.start.byte), true)
  let rows = 0
  for (let batch = reader.next(); batch !== null; batch = reader.next()) {
    const taken = batch
    rows += await write(lane, tenantId, async (tx) => {
      const stored = await storeBatch(tx, context, taken)
      if (!stored.ok) throw new Error('another load took the file over')
      await appendEvents(tx, fence, ACTOR, [stored.value.loaded, ...stored.value.others])
      return taken.rowCount
    })
  }
  return rows
}
