import { DIMENSIONS_MAX } from '../../contracts/limits.ts'
import type { CustomMetricView, RemovedValues } from '../../contracts/records.ts'
import { err, ok, type Result } from '../../contracts/result.ts'
import type { TenantTx } from '../../db/tenant-tx.ts'
import { type OpenClientRefusal, requireOpenClient } from '../clients/service.ts'
import type { NewEvent } from '../events/define.ts'
import { readCatalogue } from '../metrics/service.ts'
import { type EnteredBy, enteredKeys, exactAmount, refuseSize, storeOfSource } from './enter.service.ts'
import { type PlacedRefusal, refusedAt } from './enter-metrics.ts'
import { findValue, lockValue } from './entered.repository.ts'
import { recordsRemoved } from './events.ts'
import { placeText, type ValuePlace } from './rules/lists.ts'
import { isTooLarge } from './rules/texts.ts'
import { Touched } from './rules/touched.ts'
import { amountOf } from './store-values.ts'
import { type NewValue, replaceValues } from './values.repository.ts'

export type ChangeRefusal =
  | { code: 'not_found' }
  | { code: 'conflict'; details: { id: string; reason: string } }
  | OpenClientRefusal
  | PlacedRefusal<'invalid_request'>

/** A value that was entered, of a client that is open, locked. */
async function lockEntered(
  tx: TenantTx,
  place: ValuePlace,
): Promise<Result<CustomMetricView, Exclude<ChangeRefusal, PlacedRefusal<'invalid_request'>>>> {
  const value = await lockValue(tx, place)
  if (value === null) return err({ code: 'not_found' })
  if (value.enteredBy === null) {
    const reason = 'It comes from a file or a connection, which would bring it back: change it there.'
    return err({ code: 'conflict', details: { id: value.id, reason } })
  }
  const client = await requireOpenClient(tx, value.clientId)
  return client.ok ? ok(value) : client
}

/** Gives an entered value another amount, in the unit and currency of its metric. The same amount changes nothing. */
export async function changeValue(
  tx: TenantTx,
  place: ValuePlace,
  metricValue: string,
  by: EnteredBy,
): Promise<Result<{ view: CustomMetricView; events: NewEvent[] }, ChangeRefusal>> {
  if (isTooLarge(metricValue)) return refuseSize(0)
  const before = await lockEntered(tx, place)
  if (!before.ok) return before
  const [no, day, key] = place
  const metric = (await readCatalogue(tx)).find((one) => one.no === no)
  if (metric === undefined) throw new Error(`metric ${no} is not in the catalogue`)
  const { definition } = metric
  const { sourceId, sourceSystem, clientId, dimensions } = before.value
  const amount = exactAmount(metricValue)
  const { currency } = definition
  const value: NewValue = {
    no,
    key,
    content: enteredKeys(sourceId).content([amount, currency]),
    day,
    clientId,
    dims: Array.from(
      { length: DIMENSIONS_MAX },
      (_, at) => dimensions[definition.dimensions[at] ?? ''] ?? null,
    ),
    enteredBy: by.actor,
    enteredAt: by.at.toISOString(),
    ...amountOf(definition, amount, { currency, day, givenRate: null }, undefined),
  }
  const { event } = await storeOfSource(tx, [{ place: 0, sourceId, system: sourceSystem, value }])
  const view = await findValue(tx, place)
  if (view === null) throw new Error(`value ${placeText(place)} is gone`)
  return ok({ view, events: event === null ? [] : [event] })
}

/** Removes an entered value; it stays in the history. */
export async function removeValue(
  tx: TenantTx,
  place: ValuePlace,
): Promise<Result<{ view: { id: string }; events: NewEvent[] }, ChangeRefusal>> {
  const before = await lockEntered(tx, place)
  if (!before.ok) return before
  const event = await emptyPlaces(tx, [{ place, value: before.value }])
  return ok({ view: { id: before.value.id }, events: [event] })
}

/** Removes entered values, all or none; a refusal names the place in `places` of the one it is about. */
export async function removeValues(
  tx: TenantTx,
  places: readonly ValuePlace[],
): Promise<
  Result<
    { view: RemovedValues; events: NewEvent[] },
    PlacedRefusal<Exclude<ChangeRefusal['code'], 'invalid_request'>>
  >
> {
  const removed = new Map<string, Removed>()
  for (const [at, place] of places.entries()) {
    const name = placeText(place)
    if (removed.has(name)) continue
    const before = await lockEntered(tx, place)
    if (!before.ok) {
      const details = 'details' in before.error ? before.error.details : {}
      return refusedAt(at, before.error.code, details)
    }
    removed.set(name, { place, value: before.value })
  }
  const events: NewEvent[] = []
  for (const some of Map.groupBy(removed.values(), ({ value }) => value.sourceId).values()) {
    events.push(await emptyPlaces(tx, some))
  }
  return ok({ view: { removed: removed.size }, events })
}

interface Removed {
  place: ValuePlace
  value: CustomMetricView
}

/** Empties places that hold values of one source. */
async function emptyPlaces(tx: TenantTx, removed: readonly Removed[]): Promise<NewEvent> {
  const [{ value } = { value: { sourceId: '', sourceSystem: '' } }] = removed
  const { sourceId, sourceSystem } = value
  const slots = removed.map(({ place: [no, , key] }) => ({ no, key, content: null }))
  await replaceValues(tx, sourceId, slots, [])
  const touched = new Touched()
  for (const {
    place: [no, day],
  } of removed)
    touched.add(no, [day])
  return recordsRemoved.of(`source:${sourceId}`, {
    sourceId,
    sourceSystem,
    rows: removed.length,
    clientIds: [...new Set(removed.map(({ value }) => value.clientId))],
    touched: touched.list(),
  })
}
