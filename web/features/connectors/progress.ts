import type { ConnectionView, RunView } from '../../../contracts/connections.ts'
import { type RateSample, secondsLeft, steadySeconds } from '../../lib/rate.ts'

/** How far the runs of one connection are together. */
export interface SyncState {
  streams: readonly string[]
  read: number
  pagesDone: number
  /** Null while one of them does not know its end. */
  pagesTotal: number | null
}

/** Adds up the runs that are under way. */
export function syncStateOf(runs: readonly RunView[]): SyncState {
  const totals = runs.map((run) => run.pagesTotal)
  return {
    streams: [...new Set(runs.map((run) => run.stream))],
    read: runs.reduce((sum, run) => sum + run.counts.read, 0),
    pagesDone: runs.reduce((sum, run) => sum + run.pagesDone, 0),
    pagesTotal: totals.reduce<number | null>(
      (sum, total) => (sum === null || total === null ? null : sum + total),
      0,
    ),
  }
}

/** Share that is done, 0 to 1; null while the end is not known. Never more than all. */
export function shareOf(state: SyncState): number | null {
  if (state.pagesTotal === null || state.pagesTotal === 0) return null
  return Math.min(1, state.pagesDone / state.pagesTotal)
}

/** Seconds left at the speed of the last pages, in steps that do not flicker; null while that cannot be told. */
export function leftOf(state: SyncState, samples: readonly RateSample[]): number | null {
  if (state.pagesTotal === null) return null
  const seconds = secondsLeft(samples, state.pagesTotal)
  return seconds === null ? null : steadySeconds(seconds)
}

/** What a progress frame of a connection says. */
export interface SyncFrame {
  /** Which run is meant, by its stream. */
  stream?: string | undefined
  status: string
  done: number
  total: number
  counts: Readonly<Record<string, number>>
}

/**
 * A connection with a frame's word on the run of its stream. Nothing moves when no such run is known, or when the frame is
 * older than what is known: the next answer of the server tells.
 */
export function withFrame(view: ConnectionView, frame: SyncFrame): ConnectionView {
  const run = view.recentRuns.find((one) => one.status === 'running' && one.stream === frame.stream)
  if (run === undefined || frame.done < run.pagesDone) return view
  const counts = { ...run.counts }
  // The keys of a known run's counts are those of the contract.
  for (const name of Object.keys(counts) as (keyof typeof counts)[])
    counts[name] = frame.counts[name] ?? counts[name]
  const moved: RunView = {
    ...run,
    counts,
    pagesDone: frame.done,
    pagesTotal: frame.total > 0 ? frame.total : run.pagesTotal,
  }
  return { ...view, recentRuns: view.recentRuns.map((one) => (one.id === run.id ? moved : one)) }
}
