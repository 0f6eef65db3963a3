import type { ImportView, RejectedRow } from '../../contracts/imports.ts'
import type { Result } from '../../contracts/result.ts'
import { err, ok } from '../../contracts/result.ts'
import type { DimNo, Period } from '../../contracts/rollups.ts'
import type { TenantTx } from '../../db/tenant-tx.ts'
import { clientsAdded } from '../clients/events.ts'
import { ensureClients, readClient, readDefaultClientId } from '../clients/service.ts'
import type { NewEvent } from '../events/define.ts'
import type { NumberedDefinition } from '../metrics/service.ts'
import { isYoung } from '../retention/service.ts'
import { listArchivedLines, listLines, listNamedClients } from './clients.repository.ts'
import { importFinished, importRowsLoaded } from './events.ts'
import type { LoadShape } from './load-sql.ts'
import type { ColumnBatch } from './parsing/batch.ts'
import type { ImportPlan } from './parsing/plan.ts'
import { rejectedRow } from './parsing/rejects.ts'
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
  const { importId, at } = context
  const advancing = rows.advanceImport(tx, importId, batch)
  const { about, refused, events: others } = await admitClients(tx, context, batch)
  const shape = shapeOf(context)
  if (!(await advancing)) return err({ code: 'moved' })
  refused.push(...(await refuseArchived(tx, context, shape, batch, refused)))
  const admitted = batch.rowCount - refused.length
  const stored = admitted === 0 ? nothing : await storeRows(tx, context, shape, about, batch)
  const rejects = [...batch.rejects, ...refused]
  await rows.insertRejects(tx, importId, rejects)
  const done = { loaded: stored.lines, same: admitted - stored.lines, rejected: rejects.length }
  const finishedAt = batch.isLast ? at.toISOString() : null
  const imported = await rows.countBatch(tx, importId, { ...done, finishedAt })
  const subject = `import:${importId}`
  if (batch.isLast) others.push(importFinished.of(subject, { importId, name: imported.name }))
  const loaded = importRowsLoaded.of(subject, {
    importId,
    nextByte: batch.nextByte,
    rowsRead: batch.rowsRead,
    rowsLoaded: done.loaded,
    rowsSame: done.same,
    rowsRejected: done.rejected,
    insertOnly: stored.deltas !== null,
    ...(about.kind === 'one' ? { clientIds: [about.id] } : {}),
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
  about: rows.RowClients,
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
    for (const { metricNo, day } of await rows.retireChanged(tx, importId, shape, about, batch)) {
      touch(metricNo, [day])
      isExact = false
    }
  }
  const first = await rows.insertBatch(tx, importId, shape, about, batch)
  for (const [metricNo, days] of first.touched) touch(metricNo, days)
  let { linesInserted: lines, delta } = first
  if (first.attempted > first.inserted && shape.identity === 'content') {
    const second = await rows.insertOccurrences(tx, importId, shape, about, batch)
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

/** Whom a batch is about, the rows of it whose client takes none, and the clients that it brings. */
interface Admitted {
  about: rows.RowClients
  refused: RejectedRow[]
  events: NewEvent[]
}

/** Clients count as they are now: one that is archived after this takes the rows of this batch. */
async function admitClients(tx: TenantTx, context: LoadContext, batch: ColumnBatch): Promise<Admitted> {
  const { plan, newId, at } = context
  if (plan.client === null) {
    const id = plan.clientId ?? (await readDefaultClientId(tx))
    if (id === null) throw new Error('the workspace has no default client')
    const about = { kind: 'one', id } as const
    // The default one cannot be archived.
    const isArchived = plan.clientId !== null && (await readClient(tx, id))?.archivedAt !== null
    const lines = isArchived ? await listLines(tx, batch, null) : []
    return { about, refused: lines.map(({ line }) => refusedRow(line, null, '')), events: [] }
  }
  const { unknown, archived } = await listNamedClients(tx, batch.clients)
  const clients = await ensureClients(tx, unknown, newId, at)
  const lines = archived.length === 0 ? [] : await listLines(tx, batch, archived)
  const column = plan.columns[plan.client] ?? null
  return {
    about: { kind: 'named', leftOut: archived },
    refused: lines.map(({ line, client }) => refusedRow(line, column, client ?? '')),
    events: clients.length === 0 ? [] : [clientsAdded.of('clients', { clients })],
  }
}

/** Rows whose month is archived, besides those that are refused already. */
async function refuseArchived(
  tx: TenantTx,
  { plan, at }: LoadContext,
  { metrics }: LoadShape,
  batch: ColumnBatch,
  refused: readonly RejectedRow[],
): Promise<RejectedRow[]> {
  if (isYoung(batch.firstDay, at)) return []
  const known = new Set(refused.map(({ line }) => line))
  const lines = await listArchivedLines(tx, metrics, batch)
  return lines
    .filter(({ line }) => !known.has(line))
    .map(({ line, day }) => rejectedRow(line, 'month_archived', plan.columns[plan.date.column] ?? null, day))
}

const refusedRow = (line: number, column: string | null, name: string): RejectedRow =>
  rejectedRow(line, 'client_archived', column, name)

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
