import { DIMENSIONS_MAX } from '../../contracts/limits.ts'
import type { CustomMetricView, PutCustomMetric, StoredValues } from '../../contracts/records.ts'
import { ok, type Result } from '../../contracts/result.ts'
import type { TenantTx } from '../../db/tenant-tx.ts'
import { type OpenClientRefusal, readDefaultClientId, requireOpenClient } from '../clients/service.ts'
import { convertAmount } from '../currency/rules.ts'
import type { NewEvent } from '../events/define.ts'
import type { NumberedDefinition } from '../metrics/service.ts'
import { archivedDays } from '../retention/service.ts'
import { removeSampleData } from '../sample/service.ts'
import { openConversion, type RateFinder } from './conversion.ts'
import {
  ensureEntered,
  type PlacedRefusal,
  type PlacedValue,
  refusedAt,
  wrongField,
} from './enter-metrics.ts'
import { findValue } from './entered.repository.ts'
import { recordsStored } from './events.ts'
import { type RecordKeys, recordKeys, sourceIdOf } from './identity.ts'
import { latestBy } from './rules/latest.ts'
import type { ValuePlace } from './rules/lists.ts'
import { dimensionText, isTooLarge } from './rules/texts.ts'
import { Touched } from './rules/touched.ts'
import { countRecords } from './store-context.ts'
import { amountOf } from './store-values.ts'
import { type NewValue, replaceValues } from './values.repository.ts'

const ONE = '1'
/** Keys of entered values are made as if their source had one stream of this name. */
const STREAM = 'entered'
const DECIMALS_MAX = 18

/** A sent amount with all the decimals it has. */
export const exactAmount = (text: string) => convertAmount(text, ONE, DECIMALS_MAX)

/** What makes keys and contents of the values of a source. */
export const enteredKeys = (sourceId: string): RecordKeys => recordKeys(sourceId, STREAM)

/** Who enters values: `person:<id>` or `key:<id>`, the source they come from when they name none, and when. */
export interface EnteredBy {
  actor: string
  system: string
  at: Date
}

export type EnterRefusal =
  | PlacedRefusal<
      'invalid_request' | 'metric_mismatch' | 'too_many_dimensions' | 'limit_reached' | 'month_archived'
    >
  | PlacedRefusal<OpenClientRefusal['code']>

interface Entered {
  /** By place in what was sent. */
  places: ValuePlace[]
  counts: StoredValues
  events: NewEvent[]
}

/** A value as it is stored, with the source it is of. */
interface Row {
  place: number
  sourceId: string
  system: string
  value: NewValue
}

/**
 * Stores values: one for each metric, client, day, dimensions and source, of which the last counts. Nothing is stored when one of them is
 * refused. Old values go to the history.
 */
export async function enterValues(
  tx: TenantTx,
  sent: readonly PutCustomMetric[],
  by: EnteredBy,
): Promise<Result<Entered, EnterRefusal>> {
  const values = sent.map((value, place) => ({ place, value }))
  const tooLarge = values.find(({ value }) => isTooLarge(value.metricValue))
  if (tooLarge !== undefined) return refuseSize(tooLarge.place)
  const clients = await openClients(tx, values)
  if (!clients.ok) return clients
  const gone = await removeSampleData(tx)
  const ensured = await ensureEntered(tx, values)
  if (!ensured.ok) return ensured
  const rows = await rowsOf(tx, values, ensured.value.metrics, clients.value, by)
  const days = rows.map(({ value }) => value.day).sort()
  const nos = [...new Set(rows.map(({ value }) => value.no))]
  const isArchived = await archivedDays(tx, 'custom_metrics', nos, days[0] ?? null, by.at)
  const late = rows.find(({ value }) => isArchived(value.no, value.day))
  if (late !== undefined) return refusedAt(late.place, 'month_archived', { recordDate: late.value.day })
  const counts = { new: 0, changed: 0, same: 0 }
  const events = [...gone, ...ensured.value.events]
  for (const some of Map.groupBy(rows, ({ sourceId }) => sourceId).values()) {
    const stored = await storeOfSource(tx, some)
    for (const name of ['new', 'changed', 'same'] as const) counts[name] += stored.counts[name]
    if (stored.event !== null) events.push(stored.event)
  }
  const places = rows.map(({ value: { no, day, key } }): ValuePlace => [no, day, key, 0])
  return ok({ places, counts, events })
}

export const refuseSize = (place: number) =>
  refusedAt(place, 'invalid_request', wrongField('metricValue', 'has more digits than can be kept exactly'))

/** The client of each value, by place. Each one has to be open. */
async function openClients(
  tx: TenantTx,
  values: readonly PlacedValue[],
): Promise<Result<string[], PlacedRefusal<OpenClientRefusal['code']>>> {
  const isOwn = values.some(({ value }) => value.clientId === undefined)
  const own = isOwn ? await readDefaultClientId(tx) : null
  const open = new Set<string>()
  const ids: string[] = []
  for (const { place, value } of values) {
    const id = value.clientId ?? own
    if (id === null) return refusedAt(place, 'not_found', { clientId: null })
    if (!open.has(id)) {
      const client = await requireOpenClient(tx, id)
      if (!client.ok) return refusedAt(place, client.error.code, { clientId: id })
      open.add(id)
    }
    ids.push(id)
  }
  return ok(ids)
}

async function rowsOf(
  tx: TenantTx,
  values: readonly PlacedValue[],
  metrics: ReadonlyMap<string, NumberedDefinition>,
  clients: readonly string[],
  by: EnteredBy,
): Promise<Row[]> {
  const finders = await openFinders(tx, values, metrics)
  const sources = new Map<string, { id: string; keys: RecordKeys }>()
  return values.map(({ place, value }) => {
    const metric = metrics.get(value.metricName)
    const clientId = clients[place]
    if (metric === undefined || clientId === undefined)
      throw new Error(`value ${place} has no metric or client`)
    const system = value.sourceSystem ?? by.system
    const source = sources.get(system) ?? openSource(tx, system)
    sources.set(system, source)
    const { definition, no } = metric
    const dims = Array.from({ length: DIMENSIONS_MAX }, (_, at) =>
      dimensionText(value.dimensions?.[definition.dimensions[at] ?? ''] ?? null),
    )
    // Dimensions by name, because a metric may gain some later.
    const named = definition.dimensions.flatMap((name, at) => (dims[at] === null ? [] : [[name, dims[at]]]))
    const { recordDate: day, currency = definition.currency } = value
    const amount = exactAmount(value.metricValue)
    const dated = { currency, day, givenRate: null }
    const stored: NewValue = {
      no,
      key: source.keys.key(JSON.stringify([clientId, day, named.sort()])),
      content: source.keys.content([amount, currency]),
      day,
      clientId,
      dims,
      enteredBy: by.actor,
      enteredAt: by.at.toISOString(),
      ...amountOf(definition, amount, dated, finders.get(definition.currency ?? '')),
    }
    return { place, sourceId: source.id, system, value: stored }
  })
}

function openSource(tx: TenantTx, system: string) {
  const id = sourceIdOf(tx.sourceScope, system)
  return { id, keys: enteredKeys(id) }
}

/** What finds the rates to the currency of each metric, by that currency. */
async function openFinders(
  tx: TenantTx,
  values: readonly PlacedValue[],
  metrics: ReadonlyMap<string, NumberedDefinition>,
): Promise<Map<string, RateFinder>> {
  const finders = new Map<string, RateFinder>()
  const targetOf = ({ value }: PlacedValue) => metrics.get(value.metricName)?.definition.currency ?? null
  for (const target of new Set(values.map(targetOf))) {
    if (target === null) continue
    const dated = values
      .filter((one) => targetOf(one) === target)
      .map(({ value: { currency = target, recordDate: day } }) => ({ currency, day, givenRate: null }))
    finders.set(target, await openConversion(tx, target, dated))
  }
  return finders
}

/** Brings values of one source to what was sent. */
export async function storeOfSource(
  tx: TenantTx,
  rows: readonly Row[],
): Promise<{ counts: StoredValues; event: NewEvent | null }> {
  const [{ sourceId, system: sourceSystem } = { sourceId: '', system: '' }] = rows
  const name = ({ no, key }: { no: number; key: string }) => `${no} ${key}`
  const latest = [...latestBy(rows, ({ value }) => name(value)).values()].map(({ value }) => value)
  const { gone, came } = await replaceValues(tx, sourceId, latest, latest)
  const counts = countRecords(
    rows.length,
    { wanted: latest.map(name), deleted: [] },
    new Set(gone.map(name)),
    new Set(came.map(name)),
  )
  if (gone.length + came.length === 0) return { counts, event: null }
  const touched = new Touched()
  for (const { no, day } of [...gone, ...came]) touched.add(no, [day])
  const clientIds = [...new Set([...gone, ...came].map(({ clientId }) => clientId))]
  const stored = { sourceId, sourceSystem, counts, clientIds, touched: touched.list() }
  return { counts, event: recordsStored.of(`source:${sourceId}`, stored) }
}

/** Stores one value and gives it as it is now. */
export async function enterValue(
  tx: TenantTx,
  value: PutCustomMetric,
  by: EnteredBy,
): Promise<Result<{ view: CustomMetricView; events: NewEvent[] }, EnterRefusal>> {
  const entered = await enterValues(tx, [value], by)
  if (!entered.ok) return entered
  const { places, events } = entered.value
  const view = places[0] === undefined ? null : await findValue(tx, places[0])
  if (view === null) throw new Error('a value was not stored')
  // The event that a source is named by is appended after this.
  return ok({ view: { ...view, sourceSystem: value.sourceSystem ?? by.system }, events })
}
