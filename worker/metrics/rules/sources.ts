import { staleAtMs } from './freshness.ts'

const DAILY_MS = 24 * 60 * 60 * 1000

/** Where numbers came from, how far they reach and when they count as late. Times are ISO texts. */
export interface Source {
  id: string
  name: string
  connectionId: string | null
  /** Whose numbers it brings, where it is one client. */
  clientId: string | null
  /** Keys of the metrics it feeds. */
  metrics: string[]
  asOf: string | null
  checkedAt: string | null
  nextAt: string | null
  /** Milliseconds since 1970 from which it is late if nothing arrives; null: never. */
  staleAtMs: number | null
  isFailed: boolean
  /** Loaded or entered by hand, or disconnected: nothing more is expected of it. */
  isStatic: boolean
}

/** One stream of a connection with what it has fed so far. */
export interface ConnectionStream {
  connectionId: string
  clientId: string
  label: string
  status: string
  stream: string
  metrics: readonly string[]
  isEnabled: boolean
  /** Null: once a day. */
  everySeconds: number | null
  dataAsOf: string | null
  checkedAt: string | null
  nextDueAt: string | null
}

/** Connections as sources: one for each set of metrics that the same streams of a connection feed. */
export function connectionSources(streams: readonly ConnectionStream[]): Source[] {
  const groups = new Map<string, { streams: ConnectionStream[]; metrics: string[] }>()
  for (const connectionId of new Set(streams.map((stream) => stream.connectionId))) {
    const own = streams.filter((stream) => stream.connectionId === connectionId)
    for (const metric of new Set(own.flatMap((stream) => stream.metrics))) {
      const feeding = own.filter((stream) => stream.metrics.includes(metric))
      const name = [connectionId, ...feeding.map((stream) => stream.stream).sort()].join('/')
      const group = groups.get(name) ?? { streams: feeding, metrics: [] }
      group.metrics.push(metric)
      groups.set(name, group)
    }
  }
  return [...groups.values()].flatMap(({ streams: feeding, metrics }) => sourceOf(feeding, metrics))
}

function sourceOf(feeding: readonly ConnectionStream[], metrics: string[]): Source[] {
  const [first] = feeding
  if (first === undefined) return []
  const enabled = feeding.filter((stream) => stream.isEnabled)
  const isStatic = first.status === 'disabled' || enabled.length === 0
  const counted = enabled.length === 0 ? feeding : enabled
  const asOf = counted.some((stream) => stream.dataAsOf === null)
    ? null
    : earliest(counted.map((stream) => stream.dataAsOf))
  const late = counted.flatMap((stream) => staleAtMs(msOf(stream.dataAsOf), intervalMs(stream)) ?? [])
  return [
    {
      id: first.connectionId,
      name: first.label,
      connectionId: first.connectionId,
      clientId: first.clientId,
      metrics,
      asOf,
      checkedAt: earliest(counted.map((stream) => stream.checkedAt)),
      nextAt: isStatic ? null : earliest(counted.map((stream) => stream.nextDueAt)),
      staleAtMs: isStatic || late.length === 0 ? null : Math.min(...late),
      // One that waits for an account to be chosen again reads nothing until somebody does.
      isFailed: first.status === 'error' || first.status === 'pending',
      isStatic,
    },
  ]
}

function intervalMs({ everySeconds }: ConnectionStream): number {
  return everySeconds === null ? DAILY_MS : everySeconds * 1000
}

function earliest(times: readonly (string | null)[]): string | null {
  return times.filter((time) => time !== null).sort((a, b) => Date.parse(a) - Date.parse(b))[0] ?? null
}

function msOf(time: string | null): number | null {
  return time === null ? null : Date.parse(time)
}

/** A source that nobody is waiting for: a file, or values somebody entered. */
export function staticSource(
  named: Pick<Source, 'id' | 'name' | 'clientId'>,
  metrics: string[],
  asOf: string | null,
): Source {
  return {
    ...{ ...named, connectionId: null, metrics, asOf, checkedAt: asOf, nextAt: null },
    ...{ staleAtMs: null, isFailed: false, isStatic: true },
  }
}
