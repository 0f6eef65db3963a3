import type { RejectedRecord, SyncRecord } from '../../../contracts/sync.ts'
import type { ExactJson } from '../../platform/exact-json.ts'
import type { Request } from './define.ts'
import type { SyncStop } from './outcome.ts'

/** What stays the same over a run; it travels in the position, so that a resumed run goes on as it began. */
export interface Run {
  startedAt: string
  /** The day of the workspace when the run began. */
  today: string
  timeZone: string
  /** Where the last run ended; null on the first one. */
  cursor: string | null
}

/** A call for data, with the account, the token and the rules for errors applied. */
export type Call = (request: Request, variables: Readonly<Record<string, string>>) => Promise<CallAnswer>
export type CallAnswer = { ok: true; json: ExactJson | null } | { ok: false; stop: SyncStop }

export interface ReaderInput {
  run: Run
  call: Call
  /** Where this page begins, as this reader wrote it; null on the first page. */
  state: string | null
  /** Kept from page to page while one consumer works, lost with it: whatever is here can be asked for again. */
  memo: Map<string, unknown>
}

export interface ReaderPage {
  records: SyncRecord[]
  rejects: RejectedRecord[]
  /** Of the next page; null at the end. */
  next: string | null
  /** Where the next run begins; looked at on the last page. */
  cursor: string | null
  pagesTotal: number | null
}

/** Code that reads a stream whose shape the language of manifests does not reach; lives in exceptions/ with its reason. */
export interface StreamReader {
  read(input: ReaderInput): Promise<{ ok: true; page: ReaderPage } | { ok: false; stop: SyncStop }>
}
