import { type ErrorCode, errorTable } from '../../contracts/errors.ts'
import { ClientId } from '../../contracts/ids.ts'
import type { CommitImport, ImportDetection, ImportView, RejectedRow } from '../../contracts/imports.ts'
import { DIMENSIONS_MAX } from '../../contracts/limits.ts'
import { MetricDefinition } from '../../contracts/metrics.ts'
import { err, ok, type Result } from '../../contracts/result.ts'
import type { TenantTx } from '../../db/tenant-tx.ts'
import { type OpenClientRefusal, readDefaultClientId, requireOpenClient } from '../clients/service.ts'
import type { NewEvent } from '../events/define.ts'
import { definedInPlaceOf } from '../metrics/events.ts'
import {
  ensureMetric,
  type MetricMismatch,
  type NumberedDefinition,
  readCatalogue,
} from '../metrics/service.ts'
import { removeSampleData } from '../sample/service.ts'
import { importCreated, importFailed, importFinished, importStarted } from './events.ts'
import { type ImportPlan, type PlanRefusal, planImport } from './parsing/plan.ts'
import * as rows from './repository.ts'

export type { StoredImport } from './repository.ts'

/** A stored file that waits for its mapping. */
export interface NewImport {
  id: string
  name: string
  fileKey: string
  fileHash: string
  bytesTotal: number
  detection: ImportDetection
}

/** What a command gives back: the view to answer with and the events to store with it. */
export interface Changed<T> {
  view: T
  events: NewEvent[]
}

const SOURCES_SHOWN_MAX = 50

/** The finished files that feed metrics, as sources of freshness: loaded by hand, so never late. */
export async function listImportSources(tx: TenantTx) {
  const plans = await rows.listFinishedPlans(tx, SOURCES_SHOWN_MAX)
  return plans.map(({ finishedAt, ...plan }) => ({ ...plan, asOf: finishedAt }))
}

/** Stores an uploaded file's description. */
export async function createImport(
  tx: TenantTx,
  file: NewImport,
  actor: string,
  at: Date,
): Promise<Result<Changed<ImportView>, never>> {
  const { detection } = file
  await rows.insertImport(tx, {
    ...file,
    status: 'detected',
    nextByte: detection.dataFromByte,
    nextLine: detection.dataFromLine,
    createdBy: actor,
    createdAt: at.toISOString(),
  })
  const stored = await rows.findImport(tx, file.id)
  if (stored === null) throw new Error('an import was not stored')
  return ok({
    view: toView(stored),
    events: [importCreated.of(`import:${file.id}`, { importId: file.id, name: file.name })],
  })
}

export type CommitRefusal =
  | { code: 'not_found' }
  | { code: 'limited_to_clients'; details: { field: 'client' } }
  | { code: 'conflict'; details: unknown }
  | OpenClientRefusal
  | { code: 'too_many_dimensions'; details: unknown }
  | PlanRefusal
  | MetricMismatch

/**
 * Decides how a file is read and starts loading it. The same bytes with the same mapping, already loaded once, are answered from the
 * first import. Committing a loading or finished import again with the same mapping changes nothing; with another one it is refused.
 */
export async function commitImport(
  tx: TenantTx,
  id: string,
  asked: CommitImport,
  context: { mappingHash: string; timeZone: string; at: Date },
): Promise<Result<Changed<ImportView>, CommitRefusal>> {
  const stored = await rows.lockImport(tx, id)
  if (stored === null) return err({ code: 'not_found' })
  const about = await clientOf(tx, asked)
  if (!about.ok) return about
  const { mapping, clientId } = about.value
  const isSame = JSON.stringify(stored.mapping) === JSON.stringify(mapping)
  if (stored.status === 'loading' || stored.status === 'done') {
    if (isSame) return ok({ view: toView(stored), events: [] })
    return err({
      code: 'conflict',
      details: { status: stored.status, reason: 'already committed with another mapping' },
    })
  }
  // A load that failed half-way goes on where it stopped: the rest of the file must not be read in another way.
  if (stored.rowsRead > 0 && !isSame) {
    return err({
      code: 'conflict',
      details: { status: stored.status, reason: 'partly loaded with another mapping' },
    })
  }
  const gone = await removeSampleData(tx)
  if (mapping.clientId !== undefined) {
    const client = await requireOpenClient(tx, mapping.clientId)
    if (!client.ok) return client
  }
  const planned = planImport(stored.detection, mapping, context.timeZone)
  if (!planned.ok) return planned
  const defined = await defineMetrics(tx, planned.value)
  if (!defined.ok) return defined
  const twin = await rows.findFinishedTwin(tx, stored.fileHash, context.mappingHash)
  const chosen = { mapping, mappingHash: context.mappingHash, plan: planned.value, clientId, failure: null }
  const subject = `import:${id}`
  if (twin !== null) {
    const rowsSame = twin.rowsLoaded + twin.rowsSame
    const { rowsRead, rowsRejected, bytesTotal } = twin
    const finishedAt = context.at.toISOString()
    await rows.updateImport(tx, id, {
      ...chosen,
      status: 'done',
      rowsRead,
      rowsRejected,
      rowsSame,
      nextByte: bytesTotal,
      finishedAt,
    })
    const events = [
      ...gone,
      ...defined.value,
      importFinished.of(subject, { importId: id, name: stored.name }),
    ]
    return viewOf(tx, id, events)
  }
  await rows.updateImport(tx, id, { ...chosen, status: 'loading' })
  const metrics = planned.value.values.map((value) => value.metric)
  return viewOf(tx, id, [
    ...gone,
    ...defined.value,
    importStarted.of(subject, { importId: id, name: stored.name, metrics }),
  ])
}

/**
 * The one client of a file's rows, null where a column names one for each. Who is limited to some clients names one of them, because a
 * column could name any, and new ones; without a name it is the first of theirs, which is written into the mapping, so that the rows get
 * keys of their own.
 */
async function clientOf(
  tx: TenantTx,
  asked: CommitImport,
): Promise<Result<{ mapping: CommitImport; clientId: CommitImport['clientId'] | null }, CommitRefusal>> {
  const isLimited = tx.reader.clients !== 'all'
  if (asked.client !== undefined)
    return isLimited
      ? err({ code: 'limited_to_clients', details: { field: 'client' } })
      : ok({ mapping: asked, clientId: null })
  const found = asked.clientId ?? (await readDefaultClientId(tx))
  if (found === null) return err({ code: 'not_found' })
  const clientId = ClientId.parse(found)
  return ok({ mapping: isLimited ? { ...asked, clientId } : asked, clientId })
}

async function viewOf(
  tx: TenantTx,
  id: string,
  events: NewEvent[],
): Promise<Result<Changed<ImportView>, never>> {
  const stored = await rows.findImport(tx, id)
  if (stored === null) throw new Error(`import ${id} is gone`)
  return ok({ view: toView(stored), events })
}

/** Puts the metrics of a plan into the catalogue; existing ones must mean the same. */
async function defineMetrics(
  tx: TenantTx,
  plan: ImportPlan,
): Promise<Result<NewEvent[], MetricMismatch | { code: 'too_many_dimensions'; details: unknown }>> {
  const known = await readCatalogue(tx)
  const dimensions = plan.dimensions.map((index) => plan.columns[index] ?? '')
  const events: NewEvent[] = []
  for (const value of plan.values) {
    const wanted = MetricDefinition.safeParse({
      key: value.metric,
      label: value.label,
      unit: value.unit,
      currency: value.currency,
      direction: 'up',
      aggregation: value.unit === 'percent' ? 'avg' : 'sum',
      scale: value.scale,
      source: { kind: 'facts', table: 'custom_metrics', column: 'value' },
      dimensions,
      description: '',
    })
    if (!wanted.success) return err({ code: 'too_many_dimensions', details: { dimensions } })
    const existing = known.find((entry) => entry.definition.key === value.metric)
    const union = new Set([...(existing?.definition.dimensions ?? []), ...dimensions])
    if (union.size > DIMENSIONS_MAX)
      return err({ code: 'too_many_dimensions', details: { metric: value.metric, dimensions: [...union] } })
    const saved = await ensureMetric(tx, known, wanted.data)
    if (!saved.ok) return saved
    if (saved.value !== existing) events.push(definedInPlaceOf(existing, saved.value))
  }
  const shapes = new Set(
    (await readCatalogue(tx)).filter(isOf(plan)).map((entry) => placesOf(entry, dimensions).join()),
  )
  if (shapes.size > 1)
    return err({
      code: 'too_many_dimensions',
      details: { dimensions, reason: 'the metrics keep them in different places' },
    })
  return ok(events)
}

const isOf = (plan: ImportPlan) => (entry: NumberedDefinition) =>
  plan.values.some((value) => value.metric === entry.definition.key)

/** For d1 to d5 of a metric: which of the file's dimension columns is stored there. */
export function placesOf(entry: NumberedDefinition, dimensions: readonly string[]): (number | null)[] {
  return Array.from({ length: DIMENSIONS_MAX }, (_, place) => {
    const name = entry.definition.dimensions[place]
    const column = name === undefined ? -1 : dimensions.indexOf(name)
    return column < 0 ? null : column
  })
}

/** Marks a loading import as failed, with words for people. Null when it is not loading (any more): nothing to do. */
export async function failImport(
  tx: TenantTx,
  id: string,
  code: Extract<ErrorCode, 'file_gone' | 'import_interrupted'>,
): Promise<NewEvent | null> {
  const stored = await rows.lockImport(tx, id)
  if (stored?.status !== 'loading') return null
  const { sentence, next } = errorTable[code]
  await rows.updateImport(tx, id, { status: 'failed', failure: { code, message: sentence, next } })
  return importFailed.of(`import:${id}`, { importId: id, name: stored.name, code })
}

/** One import; null when the workspace has none of that id. */
export async function readImport(tx: TenantTx, id: string): Promise<ImportView | null> {
  const stored = await rows.findImport(tx, id)
  return stored === null ? null : toView(stored)
}

/** Imports, newest first. */
export async function readImports(
  tx: TenantTx,
  before: string | null,
  limit: number,
): Promise<{ found: ImportView[]; total: number }> {
  const [found, total] = await Promise.all([rows.listImports(tx, before, limit), rows.countImports(tx)])
  return { found: found.map(toView), total }
}

/** One import with everything that is stored of it, for those who load it. */
export function findStoredImport(tx: TenantTx, id: string): Promise<rows.StoredImport | null> {
  return rows.findImport(tx, id)
}

/** Ids of imports that are being loaded, for when their messages were lost. */
export function listLoadingImports(tx: TenantTx): Promise<string[]> {
  return rows.listLoadingImports(tx)
}

/** Rows that were set aside, by line, after a line. */
export function listRejects(
  tx: TenantTx,
  id: string,
  afterLine: number,
  limit: number,
): Promise<RejectedRow[]> {
  return rows.listRejects(tx, id, afterLine, limit)
}

/** What goes out: counts and states, no storage keys. */
export function toView(stored: rows.StoredImport): ImportView {
  const { name, status, detection, rowsRead, rowsLoaded, rowsSame, rowsRejected, bytesTotal, createdAt } =
    stored
  return {
    // Ids of stored imports were checked when they were made.
    id: stored.id as ImportView['id'],
    name,
    status,
    detection,
    rowsRead,
    rowsLoaded,
    rowsSame,
    rowsRejected,
    bytesTotal,
    bytesDone: status === 'detected' ? 0 : stored.nextByte,
    createdAt,
    ...(stored.finishedAt === null ? {} : { finishedAt: stored.finishedAt }),
    ...(stored.failure === null ? {} : { failure: stored.failure }),
    ...(stored.mapping === null ? {} : { mapping: stored.mapping }),
    client:
      stored.clientId === null || stored.clientName === null
        ? null
        : { id: stored.clientId as ClientId, name: stored.clientName },
  }
}

export type ImportErrorCode = Extract<ErrorCode, CommitRefusal['code']>
