/** One call that came in, without anything secret. */
export interface Call {
  method: string
  path: string
  query: string
  tenantId: string | null
  ifModifiedSince: string | null
  /** 0 when the connection was cut instead of answered. */
  status: number
}

export interface CallCounters {
  start(): void
  end(call: Call): void
  refreshed(): void
  report(): CallReport
  clear(): void
}

export interface CallReport {
  total: number
  /** By method and path, an id in the path written as {id}. */
  endpoints: Record<string, { calls: number; statuses: Record<string, number> }>
  /** Calls of the token endpoint with grant_type=refresh_token, whatever became of them. */
  tokenRefreshes: number
  inFlight: number
  inFlightMax: number
  /** The latest, oldest first. */
  recent: Call[]
}

const RECENT_MAX = 500
const ID = /\/[0-9a-f]{8}-[0-9a-f-]{27}(?=\/|$)/gi

export function openCalls(): CallCounters {
  let total = 0
  let tokenRefreshes = 0
  let inFlight = 0
  let inFlightMax = 0
  let recent: Call[] = []
  let endpoints: CallReport['endpoints'] = {}
  return {
    start() {
      inFlight += 1
      inFlightMax = Math.max(inFlightMax, inFlight)
    },
    end(call) {
      inFlight -= 1
      total += 1
      recent = [...recent.slice(1 - RECENT_MAX), call]
      const name = `${call.method} ${call.path.replace(ID, '/{id}')}`
      endpoints[name] ??= { calls: 0, statuses: {} }
      const counted = endpoints[name]
      counted.calls += 1
      counted.statuses[call.status] = (counted.statuses[call.status] ?? 0) + 1
    },
    refreshed() {
      tokenRefreshes += 1
    },
    report: () => ({ total, endpoints, tokenRefreshes, inFlight, inFlightMax, recent }),
    clear() {
      total = 0
      tokenRefreshes = 0
      inFlightMax = inFlight
      recent = []
      endpoints = {}
    },
  }
}
