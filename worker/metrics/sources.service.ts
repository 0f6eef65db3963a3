import type { TenantTx } from '../../db/tenant-tx.ts'
import type { NumberedDefinition } from './repository.ts'
import { connectionSources, type Source, staticSource } from './rules/sources.ts'
import { tableOfMetric } from './rules/tables.ts'
import { listEnteredMetrics, listFeedingStreams } from './sources.repository.ts'

const ENTERED = [
  { by: 'person', id: 'entered', name: 'Entered by hand' },
  { by: 'key', id: 'sent', name: 'Sent by a program' },
] as const

/** Numbers of the metrics that people keep by hand: somebody has typed a value of them that is still there. */
export async function listHandKept(tx: TenantTx): Promise<ReadonlySet<number>> {
  const entered = await listEnteredMetrics(tx)
  return new Set(entered.filter(({ by }) => by === 'person').map(({ no }) => no))
}

/** Connections, hands and Orrery's own work that feed metrics, with how far their numbers reach. */
export async function listSources(
  tx: TenantTx,
  definitions: readonly NumberedDefinition[],
): Promise<Source[]> {
  const [streams, entered] = await Promise.all([listFeedingStreams(tx), listEnteredMetrics(tx)])
  const byHand = ENTERED.map(({ by, id, name }) => {
    const numbers = new Set(entered.filter((one) => one.by === by).map((one) => one.no))
    const metrics = definitions.filter(({ no }) => numbers.has(no)).map((one) => one.definition.key)
    return staticSource({ id, name, clientId: null }, metrics, null)
  })
  const ownKeys = definitions
    .filter(({ definition }) => tableOfMetric(definition) === 'work_facts')
    .map(({ definition }) => definition.key)
  const own = staticSource({ id: 'orrery', name: 'Orrery', clientId: null }, ownKeys, null)
  return [...connectionSources(streams), ...[...byHand, own].filter((source) => source.metrics.length > 0)]
}
