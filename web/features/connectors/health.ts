import type { ConnectionView, RunView, SyncFailure } from '../../../contracts/connections.ts'
import type { RunMark } from '../../ui/RunStrip.tsx'

/** Runs shown in the strip of a connection. */
export const STRIP_RUNS = 14

/**
 * How a connection does, worst first: `failing` needs somebody, `setup` was never finished, `late` is behind its time or
 * tries again by itself, `syncing` is at work, `healthy`, and `off` by somebody's choice.
 */
export const healthKinds = ['failing', 'setup', 'late', 'syncing', 'healthy', 'off'] as const
export type HealthKind = (typeof healthKinds)[number]

export type Health =
  | { kind: 'failing'; failure: SyncFailure }
  | { kind: 'setup' }
  | { kind: 'late'; lateMs: number | null; failure: SyncFailure | null }
  | { kind: 'syncing'; runs: readonly RunView[]; waitsUntil: string | null }
  | { kind: 'healthy' }
  | { kind: 'off'; why: 'disconnected' | 'paused' | 'archived' }

/** Runs that are not over: at work, or waiting because the provider asked for it. */
export function runsUnderWay(view: ConnectionView): RunView[] {
  return view.recentRuns.filter((run) => run.status === 'running' || run.status === 'parked')
}

/** True when the access was given back: what could be chosen went with it. A paused connection keeps it. */
export function isDisconnected(view: ConnectionView): boolean {
  return view.status === 'disabled' && view.account !== null && view.accounts.length === 0
}

/** True when the last consent does not cover the account that was read so far. */
export function isAccountGone(view: Pick<ConnectionView, 'account' | 'accounts'>): boolean {
  return view.account !== null && !view.accounts.some(({ id }) => id === view.account?.id)
}

/** How a connection does at `nowMs`. What is at work is said first, so that a retry can be watched. */
export function healthOf(view: ConnectionView, nowMs: number): Health {
  if (view.status === 'disabled')
    return { kind: 'off', why: isDisconnected(view) ? 'disconnected' : 'paused' }
  if (view.status === 'pending') return { kind: 'setup' }
  const runs = runsUnderWay(view)
  if (runs.length > 0) {
    const waits = runs.every((run) => run.status === 'parked')
    return { kind: 'syncing', runs, waitsUntil: waits ? (runs[0]?.parkedUntil ?? null) : null }
  }
  if (view.isClientArchived) return { kind: 'off', why: 'archived' }
  if (view.status === 'error' && view.failure !== null) return { kind: 'failing', failure: view.failure }
  if (view.isLate || view.failure !== null) {
    const lateMs = view.isLate && view.lastSyncAt !== null ? nowMs - Date.parse(view.lastSyncAt) : null
    return { kind: 'late', lateMs, failure: view.failure }
  }
  return { kind: 'healthy' }
}

/** True of what is not as it should be: it fails, is late, or was never finished. */
export const needsSomebody = (kind: HealthKind): boolean =>
  kind === 'failing' || kind === 'late' || kind === 'setup'

/** How many connections are of each kind. */
export function countsOf(views: readonly ConnectionView[], nowMs: number): Record<HealthKind, number> {
  const counts: Record<HealthKind, number> = { failing: 0, setup: 0, late: 0, syncing: 0, healthy: 0, off: 0 }
  for (const view of views) counts[healthOf(view, nowMs).kind] += 1
  return counts
}

export interface ListFilter {
  /** Words to look for in label, provider, account and client. */
  text: string
  kind: HealthKind | null
}

/** The kind an address asks for; null when it names none that exists. */
export function kindIn(asked: unknown): HealthKind | null {
  return healthKinds.find((kind) => kind === asked) ?? null
}

/** The connections a filter leaves, worst first, then by name. */
export function listed(
  views: readonly ConnectionView[],
  filter: ListFilter,
  nowMs: number,
): ConnectionView[] {
  const wanted = filter.text.trim().toLowerCase()
  const rank = new Map(views.map((view) => [view.id, healthKinds.indexOf(healthOf(view, nowMs).kind)]))
  return views
    .filter((view) => filter.kind === null || healthOf(view, nowMs).kind === filter.kind)
    .filter((view) =>
      [view.label, view.provider, view.account?.name ?? '', view.clientName]
        .join(' ')
        .toLowerCase()
        .includes(wanted),
    )
    .toSorted(
      (a, b) =>
        (rank.get(a.id) ?? 0) - (rank.get(b.id) ?? 0) ||
        a.label.localeCompare(b.label) ||
        a.id.localeCompare(b.id),
    )
}

/** What one run looks like in the strip. */
export function markOf(run: RunView): RunMark {
  switch (run.status) {
    case 'running':
    case 'parked':
      return 'now'
    case 'failed':
      return 'bad'
    case 'cancelled':
      return 'part'
    case 'done':
      return run.counts.rejected > 0 ? 'part' : 'good'
  }
}

/** The strip of a connection: the oldest run first, filled up at the left with runs that were not yet. */
export function stripOf(runs: readonly RunView[]): RunMark[] {
  const marks = runs.slice(0, STRIP_RUNS).map(markOf).toReversed()
  return [...Array.from({ length: STRIP_RUNS - marks.length }, (): RunMark => 'none'), ...marks]
}

/** What can be done about a failure. `wait`: nothing, it goes on by itself. */
export type Remedy = 'reconnect' | 'account' | 'streams' | 'retry' | 'wait'

/** The next step for a failure, by its code from the error table. */
export function remedyOf(code: string): Remedy {
  switch (code) {
    case 'reauthorise':
    case 'scopes_missing':
    case 'consent_denied':
    case 'consent_expired':
    case 'consent_unknown':
      return 'reconnect'
    case 'account_required':
    case 'account_unknown':
    case 'account_differs':
      return 'account'
    case 'provider_forbids':
      return 'streams'
    case 'provider_throttled':
      return 'wait'
    default:
      return 'retry'
  }
}
