import type { TenantTx } from '../../db/tenant-tx.ts'
import type { NumberedDefinition } from './repository.ts'
import { connectionSources, type Source, staticSource } from './rules/sources.ts'
import { addFedMetrics, listEnteredMetrics, listFeedingStreams } from './sources.repository.ts'

const ENTERED = [
  { by: 'person', id: 'entered', name: 'Entered by hand' },
  { by: 'key', id: 'sent', name: 'Sent by a program' },
] as const

/** Connections and hands that feed metrics, with how far their numbers reach. */
export async function listSources(
  tx: TenantTx,
  definitions: readonly NumberedDefinition[],
): Promise<Source[]> {
  const connected = connectionSources(await listFeedingStreams(tx))
  const entered = await listEnteredMetrics(tx)
  const byHand = ENTERED.map(({ by, id, name }) => {
    const numbers = new Set(entered.filter((one) => one.by === by).map((one) => one.no))
    const metrics = definitions.filter(({ no }) => numbers.has(no)).map((one) => one.definition.key)
    return staticSource(id, name, metrics, null)
  })
  return [...connected, ...byHand.filter((source) => source.metrics.length > 0)]
}

/** Writes down which metrics a stream of a connection feeds, so that their answers name it. Belongs into the transaction of its records. */
export function noteFedMetrics(
  tx: TenantTx,
  connectionId: string,
  stream: string,
  keys: readonly string[],
): Promise<void> {
  return keys.length === 0 ? Promise.resolve() : addFedMetrics(tx, connectionId, stream, keys)
}
