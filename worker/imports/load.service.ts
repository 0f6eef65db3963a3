import type { ImportView } from '../../contracts/imports.ts'
import type { Result } from '../../contracts/result.ts'
import { err, ok } from '../../contracts/result.ts'
import type { DimNo, Period } from '../../contracts/rollups.ts'
import type { TenantTx } from '../../db/tenant-tx.ts'
import { clientsAdded } from '../clients/events.ts'
import { ensureClients, listClients } from '../clients/service.ts'
import type { NewEvent } from '../events/define.ts'
import type { NumberedDefinition } from '../metrics/service.ts'
import { importFinished, importRowsLoaded } from './events.ts'
import type { LoadShape } from './load-sql.ts'
import type { ColumnBatch } from './parsing/batch.ts'
import type { ImportPlan } from './parsing/plan.ts'
import * as rows from './repository.ts'
import { placesOf, toView } from './service.ts'

/** What a load needs besides the batch. */
export interface LoadContext {
  importId: string
  plan: ImportPlan
  definitions: readonly NumberedDefinition[]
  /** How finely the buckets of a metric are kept now. */
  levelsOf(metricNo: number): ReadonlyMap<DimNo, Period>
  newId(): string
  at: Date
}

/** A stored batch: its event, what it adds to the buckets (null when buckets have to be counted again), further events. */
export interface StoredBatch {
  loaded: ReturnType<typeof importRowsLoaded.of>
  delta: string | null
  others: NewEvent[]
  view: ImportView
}

/** Another delivery has loaded this part of the file already. */
export type Moved = { code: 'moved' }

/**
 * Stores a batch of rows and moves the place of its import, all in the caller's transaction. Every row ends up stored exactly
 * once whatever was delivered twice, because the place only moves from where this batch begins.
 */
export async function storeBatch(
  tx: TenantTx,
  context: LoadContext,
  batch: ColumnBatch,
): Promise<Result<StoredBatch, Moved>> {
  const { importId, plan, at } = context
  const advancing = rows.advanceImport(tx, importId, batch)
  const others: NewEvent[] = []
  let clientId: string | null = plan.clientId
  if (plan.client === null) clientId ??= await defaultClientId(tx)
  else others.push(...(await addClients(tx, context, batch.clients)))
  const shape = shapeOf(context)
  if (!(await advancing)) return err({ code: 'moved' })
  const stored = batch.rowCount === 0 ? nothing : await storeRows(tx, context, shape, clientId, batch)
  await rows.insertRejects(tx, importId, batch.rejects)
  const imported = await rows.countBatch(tx, importId, {
    loaded: stored.lines,
    same: batch.rowCount - stored.lines,
    rejected: batch.rejects.length,
    finishedAt: batch.isLast ? at.toISOString() : null,
  })
  const subject = `import:${importId}`
  if (batch.isLast) others.push(importFinished.of(subject, { importId, name: imported.name }))
  const loaded = importRowsLoaded.of(subject, {
    importId,
    nextByte: batch.nextByte,
    rowsRead: batch.rowsRead,
    rowsLoaded: stored.lines,
    rowsSame: batch.rowCount - stored.lines,
    rowsRejected: batch.rejects.length,
    insertOnly: stored.deltas !== null,
    touched: [...stored.touched].map(([metricNo, days]) => ({ metricNo, days: [...days] })),
  })
  return ok({ loaded, delta: stored.deltas, others, view: toView(imported) })
}

interface StoredRows {
  lines: number
  deltas: string | null
  touched: Map<number, Set<string>>
}

const nothing: StoredRows = { lines: 0, deltas: '[]', touched: new Map() }

async function storeRows(
  tx: TenantTx,
  { importId }: LoadContext,
  shape: LoadShape,
  clientId: string | null,
  batch: ColumnBatch,
): Promise<StoredRows> {
  const touched = new Map<number, Set<string>>()
  const touch = (metricNo: number, days: readonly string[]) => {
    const known = touched.get(metricNo) ?? new Set()
    for (const day of days) known.add(day)
    touched.set(metricNo, known)
  }
  let isExact = true
  if (shape.identity === 'external') {
    for (const { metricNo, day } of await rows.retireChanged(tx, importId, shape, clientId, batch)) {
      touch(metricNo, [day])
      isExact = false
    }
  }
  const first = await rows.insertBatch(tx, importId, shape, clientId, batch)
  for (const [metricNo, days] of first.touched) touch(metricNo, days)
  let { linesInserted: lines, delta } = first
  if (first.attempted > first.inserted && shape.identity === 'content') {
    const second = await rows.insertOccurrences(tx, importId, shape, clientId, batch)
    for (const [metricNo, days] of second.touched) touch(metricNo, days)
    lines += second.linesInserted
    delta = joined(delta, second.delta)
  }
  return { lines, deltas: isExact ? delta : null, touched }
}

/** Two JSON arrays as one text. */
function joined(first: string, second: string): string {
  if (second === '[]') return first
  if (first === '[]') return second
  return `${first.slice(0, first.lastIndexOf(']'))},${second.slice(second.indexOf('[') + 1)}`
}

async function defaultClientId(tx: TenantTx): Promise<string> {
  const [first] = await listClients(tx)
  if (first === undefined) throw new Error('the workspace has no client')
  return first.id
}

async function addClients(tx: TenantTx, context: LoadContext, names: string): Promise<NewEvent[]> {
  const unknown = await rows.listUnknownClients(tx, names)
  const clients = await ensureClients(tx, unknown, context.newId, context.at)
  return clients.length === 0 ? [] : [clientsAdded.of('clients', { clients })]
}

function shapeOf({ plan, definitions, levelsOf }: LoadContext): LoadShape {
  const dimensions = plan.dimensions.map((index) => plan.columns[index] ?? '')
  const entries = plan.values.map((value) => {
    const entry = definitions.find((one) => one.definition.key === value.metric)
    if (entry === undefined) throw new Error(`metric ${value.metric} is not in the catalogue`)
    return entry
  })
  const [first] = entries
  return {
    metrics: entries.map(({ no, definition }) => ({
      no,
      scale: definition.scale,
      currency: definition.currency,
      dimensionCount: definition.dimensions.length,
      levels: levelsOf(no),
    })),
    dimensionCount: dimensions.length,
    dimensionAt: first === undefined ? [] : placesOf(first, dimensions),
    client: plan.client === null ? 'fixed' : 'column',
    identity: plan.externalId === null ? 'content' : 'external',
  }
}
