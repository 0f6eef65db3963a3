import type { RecordVersion } from '../../contracts/history.ts'
import type { CustomMetricView, PutCustomMetric } from '../../contracts/records.ts'
import { err, type Result } from '../../contracts/result.ts'
import type { TenantTx } from '../../db/tenant-tx.ts'
import { diffOf } from '../audit/history.service.ts'
import type { NewEvent } from '../events/define.ts'
import { readCatalogue } from '../metrics/service.ts'
import { type EnteredBy, type EnterRefusal, enterValue } from '../records/enter.service.ts'
import { systemOfSource } from '../records/lists.service.ts'
import { type FactRelation, type FactState, listFactStates } from './repository.ts'

/** The key under which a value's older rows are kept; null when there is no such metric. */
export async function valueKey(tx: TenantTx, metric: string, key: string): Promise<string | null> {
  const found = (await readCatalogue(tx)).find(({ definition }) => definition.key === metric)
  return found === undefined ? null : `${found.no}:${key}`
}

/** Columns that say where a row lies or how it is found, and not what it says. */
const TECHNICAL = new Set([
  'tenant_id',
  'id',
  'metric_no',
  'row_key',
  'occurrence',
  'content',
  'source_id',
  'client_id',
  'external_id',
  'line',
  'entered_by',
  'entered_at',
])

function saidBy({ fields }: FactState): Record<string, string | null> {
  return Object.fromEntries(Object.entries(fields).filter(([name]) => !TECHNICAL.has(name)))
}

/** A value that somebody entered: others would be brought back by their file or connection. */
const isEntered = ({ fields }: FactState) => (fields.entered_by ?? null) !== null

/** The versions of a row, newest first; null when neither the row nor an older one is there. */
export async function readFactVersions(
  tx: TenantTx,
  relation: FactRelation,
  rowKey: string,
): Promise<RecordVersion[] | null> {
  const states = await listFactStates(tx, relation, rowKey)
  if (states.length === 0) return null
  const current = states[0]?.until === null ? states[0] : undefined
  return states.map((state, at) => {
    // The one before it says when this one began and who did it; a value that was entered says so itself.
    const before = states[at + 1]
    const began = before?.until ?? null
    return {
      id: state.id,
      seq: began?.seq ?? null,
      at: began?.at ?? isoOf(state.fields.entered_at),
      actor: state.fields.entered_by ?? began?.actor ?? null,
      changes: diffOf(before === undefined ? undefined : saidBy(before), saidBy(state)),
      isCurrent: state.until === null,
      canRestore:
        relation === 'custom_metrics' &&
        state.until !== null &&
        isEntered(state) &&
        (current === undefined || isEntered(current)) &&
        JSON.stringify(saidBy(state)) !== JSON.stringify(current === undefined ? null : saidBy(current)),
    }
  })
}

function isoOf(time: string | null | undefined): string | null {
  return time === null || time === undefined ? null : new Date(time).toISOString()
}

export type RestoreValueRefusal = EnterRefusal | { code: 'not_found' } | { code: 'conflict'; details: object }

/**
 * Brings an entered value back as it was, by entering it again: metric, client, currency and size are held against what counts today, and
 * the value that stands goes to the history.
 */
export async function restoreValue(
  tx: TenantTx,
  rowKey: string,
  versionId: string,
  by: EnteredBy,
): Promise<Result<{ view: CustomMetricView; events: NewEvent[] }, RestoreValueRefusal>> {
  const states = await listFactStates(tx, 'custom_metrics', rowKey)
  const wanted = states.find(({ id, until }) => id === versionId && until !== null)
  if (wanted === undefined) return err({ code: 'not_found' })
  const stands = states.find(({ until }) => until === null)
  if (!isEntered(wanted) || (stands !== undefined && !isEntered(stands))) {
    const reason = 'It comes from a file or a connection, which would bring it back: change it there.'
    return err({ code: 'conflict', details: { id: versionId, reason } })
  }
  const value = await enteredOf(tx, wanted)
  return value === null ? err({ code: 'not_found' }) : enterValue(tx, value, by)
}

/** A kept row as somebody would enter it; null when its metric is gone or it holds no amount. */
async function enteredOf(tx: TenantTx, { fields }: FactState): Promise<PutCustomMetric | null> {
  const metric = (await readCatalogue(tx)).find(({ no }) => String(no) === fields.metric_no)
  const amount = fields.original ?? fields.value ?? null
  const { record_date: recordDate = null, client_id: clientId = null, source_id: sourceId = null } = fields
  if (
    metric === undefined ||
    amount === null ||
    recordDate === null ||
    clientId === null ||
    sourceId === null
  )
    return null
  const { key, currency, dimensions } = metric.definition
  const named = dimensions.flatMap((name, at) => {
    const text = fields[`d${at + 1}`] ?? null
    return text === null ? [] : [[name, text] as const]
  })
  const ofAmount = fields.original_currency ?? currency
  return {
    metricName: key,
    metricValue: amount,
    recordDate,
    clientId: clientId as PutCustomMetric['clientId'],
    sourceSystem: await systemOfSource(tx, sourceId),
    ...(ofAmount === null ? {} : { currency: ofAmount }),
    ...(named.length === 0 ? {} : { dimensions: Object.fromEntries(named) }),
  }
}
