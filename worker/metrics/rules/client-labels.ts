import type { Series } from '../../../contracts/metrics.ts'

/** A client as a label needs it. */
export interface NamedClient {
  id: string
  name: string
  externalId: string
}

/**
 * Series of a breakdown by client with names in place of ids: the name, or `name (external id)` where several have it. A client that is
 * not known any more keeps its id.
 */
export function labelClients(series: readonly Series[], clients: readonly NamedClient[]): Series[] {
  const known = new Map(clients.map((client) => [client.id, client]))
  const counts = new Map<string, number>()
  for (const { name } of clients) counts.set(name, (counts.get(name) ?? 0) + 1)
  return series.map((one) => {
    const client = known.get(one.dimensionValue ?? '')
    if (client === undefined) return one
    const isUnique = counts.get(client.name) === 1
    const label = isUnique ? client.name : `${client.name} (${client.externalId})`
    return { ...one, dimensionValue: label, clientId: client.id as NonNullable<Series['clientId']> }
  })
}
