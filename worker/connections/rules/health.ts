import type { ErrorCode } from '../../../contracts/errors.ts'
import { SYNC_FAILURES_IN_A_ROW_MAX } from '../../../contracts/limits.ts'

/** Why a run ended without having read everything. */
export type FailureCode = Extract<
  ErrorCode,
  | 'reauthorise'
  | 'scopes_missing'
  | 'account_required'
  | 'account_unknown'
  | 'provider_forbids'
  | 'provider_down'
  | 'provider_throttled'
  | 'provider_unreadable'
  | 'layout_unknown'
  | 'internal'
>

/** What one stream (or, with null, the access itself) last failed with, and how often in a row. */
export interface StreamFailure {
  stream: string | null
  code: FailureCode
  at: string
  /** What the provider said, cleaned and cut. */
  detail: string | null
  inARow: number
}

/** Whether a connection works, as its failures say. */
export type Health = 'active' | 'error'

/** The access itself is gone: trying again changes nothing until somebody reconnects. */
const ACCESS_GONE: readonly FailureCode[] = [
  'reauthorise',
  'scopes_missing',
  'account_required',
  'account_unknown',
]
/** Somebody has to act, so nobody waits for three failures to be told. */
const AT_ONCE: readonly FailureCode[] = [...ACCESS_GONE, 'provider_forbids']

/** True when no run can succeed before somebody has acted, so that none is started by the clock. */
export function isAccessGone(failures: readonly StreamFailure[]): boolean {
  return failures.some(({ code }) => ACCESS_GONE.includes(code))
}

/** The failures after one more. A failure of the access stands for the whole connection. */
export function withFailure(
  failures: readonly StreamFailure[],
  failed: Omit<StreamFailure, 'inARow'>,
): StreamFailure[] {
  const stream = ACCESS_GONE.includes(failed.code) ? null : failed.stream
  const before = failures.find((one) => one.stream === stream)
  const rest = failures.filter((one) => one !== before)
  return [{ ...failed, stream, inARow: (before?.inARow ?? 0) + 1 }, ...rest]
}

/** The failures after a stream was read to its end, which shows that the access works as well. */
export function withSuccess(failures: readonly StreamFailure[], stream: string): StreamFailure[] {
  return failures.filter((one) => one.stream !== stream && one.stream !== null)
}

/** A connection is in error when somebody has to act, or when a stream has failed several times in a row. */
export function healthOf(failures: readonly StreamFailure[]): Health {
  const isBad = ({ code, inARow }: StreamFailure) =>
    AT_ONCE.includes(code) || inARow >= SYNC_FAILURES_IN_A_ROW_MAX
  return failures.some(isBad) ? 'error' : 'active'
}

/** The failure people are shown: what they have to act on comes first, then the newest. */
export function shownFailure(failures: readonly StreamFailure[]): StreamFailure | null {
  const weight = ({ code }: StreamFailure) =>
    ACCESS_GONE.includes(code) ? 2 : AT_ONCE.includes(code) ? 1 : 0
  const [first] = failures.toSorted((a, b) => weight(b) - weight(a) || b.at.localeCompare(a.at))
  return first ?? null
}

const RETRY_AFTER_MINUTES = [1, 5, 15, 60] as const
const MINUTE_MS = 60_000

/** Milliseconds after which a failed stream is tried again by itself; null when only its schedule counts. */
export function retryDelayMs(failure: StreamFailure): number | null {
  if (AT_ONCE.includes(failure.code)) return null
  const place = Math.min(failure.inARow, RETRY_AFTER_MINUTES.length) - 1
  return (RETRY_AFTER_MINUTES[place] ?? 60) * MINUTE_MS
}
