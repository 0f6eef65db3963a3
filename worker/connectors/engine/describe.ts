import type { ConnectorView, StreamView } from '../../../contracts/connections.ts'
import type { Currency } from '../../../contracts/ids.ts'
import { MetricDefinition } from '../../../contracts/metrics.ts'
import type { Connector, Stream } from './define.ts'
import { readConnectorSettings } from './settings.ts'

/** A connector as the catalogue shows it; `env` are the Worker's settings. */
export function describeConnector(connector: Connector, env: object): ConnectorView {
  const reading = readConnectorSettings(connector, env)
  return {
    provider: connector.provider,
    name: connector.name,
    category: connector.category,
    summary: connector.summary,
    reads: [...connector.reads],
    never: [...connector.never],
    auth: connector.auth.kind,
    accountNoun: connector.accounts?.noun ?? null,
    streams: Object.entries(connector.streams).map(([stream, { label, brings }]) => ({
      stream,
      label,
      brings: [...brings],
    })),
    isAvailable: reading.isAvailable,
    why: reading.isAvailable ? null : `Missing or not usable: ${reading.missing.join(', ')}.`,
  }
}

/** The metrics a stream feeds, with the workspace's base currency for money. */
export function metricsOf(stream: Stream, baseCurrency: Currency): MetricDefinition[] {
  return stream.metrics.map((draft) =>
    MetricDefinition.parse({ ...draft, currency: draft.unit === 'money' ? baseCurrency : null }),
  )
}

/** When a stream runs until somebody chooses otherwise. */
export function scheduleOf(stream: Stream): Pick<StreamView, 'everySeconds' | 'dailyAt'> {
  return 'dailyAt' in stream.schedule
    ? { everySeconds: null, dailyAt: stream.schedule.dailyAt }
    : { everySeconds: stream.schedule.everySeconds, dailyAt: null }
}

/** Source fields of a stream and what becomes of them. */
export const fieldsOf = (stream: Stream): StreamView['fields'] => stream.fields.map((field) => ({ ...field }))
