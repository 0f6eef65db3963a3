import type { ErrorCode } from '../../../contracts/errors.ts'
import type { RejectedRecord, SyncRecord } from '../../../contracts/sync.ts'
import type { Usage } from '../../platform/outbound.ts'

/** Codes of the error table that end a run. */
export type SyncFailureCode = Extract<
  ErrorCode,
  | 'reauthorise'
  | 'scopes_missing'
  | 'provider_forbids'
  | 'provider_down'
  | 'provider_unreadable'
  | 'layout_unknown'
>

/**
 * Why a page could not be read. `token_refused`: refresh the token once and ask again with `tokenIsFresh`; a fresh token that is
 * refused is no matter of the token and comes as `failed`.
 */
export type SyncStop =
  | { kind: 'throttled'; retryAfterSeconds: number | null; detail: string }
  | { kind: 'token_refused'; detail: string }
  | { kind: 'failed'; code: SyncFailureCode; detail: string }

export interface SyncPage {
  kind: 'page'
  /** At most SYNC_PAGE_RECORDS_MAX. */
  records: SyncRecord[]
  /** Records that could not be read, and notes about values that were not known. */
  rejects: RejectedRecord[]
  /** Where the next page begins; null on the last one. */
  nextPosition: string | null
  /** Where the next run begins; on the last page only, null before. */
  cursor: string | null
  pagesDone: number
  /** Null when the provider does not say. */
  pagesTotal: number | null
  /** The source is complete up to this instant; on the last page only, null before. */
  dataAsOf: string | null
}

/** `usage` is what this page cost, whatever came of it. */
export type ReadOutcome = (SyncPage | SyncStop) & { usage: Usage }
