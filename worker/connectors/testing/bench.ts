import type { RejectedRecord, SyncRecord } from '../../../contracts/sync.ts'
import type { OutboundDeps } from '../../platform/outbound.ts'
import type { CallParty } from '../engine/calls.ts'
import type { SyncPage, SyncStop } from '../engine/outcome.ts'
import { type EngineDeps, firstPosition, readPage } from '../engine/read-page.ts'

/** A Wednesday afternoon in Sydney. */
export const NOON = new Date('2026-03-18T04:30:00Z')
export const SYDNEY = 'Australia/Sydney'

/** What the engine is given, with the real network and everything else under the hand of the test. */
export interface EngineBench {
  deps: EngineDeps
  /** Waits between tries, ms. */
  slept: number[]
  logged: string[]
  /** Addresses that were called. */
  asked: string[]
}

export function engineBench(changes: Partial<OutboundDeps> = {}): EngineBench {
  const slept: number[] = []
  const logged: string[] = []
  const asked: string[] = []
  const write = (event: string, fields?: Record<string, unknown>) => {
    logged.push(JSON.stringify([event, fields]))
  }
  const send = changes.fetch ?? ((url: string, init: RequestInit) => fetch(url, init))
  const deps: EngineDeps = {
    now: () => NOON,
    random: () => 0.5,
    sleep: async (ms) => {
      slept.push(ms)
    },
    log: { info: write, error: write },
    memo: new Map(),
    ...changes,
    fetch: (url, init) => {
      asked.push(url)
      return send(url, init)
    },
  }
  return { deps, slept, logged, asked }
}

export interface WholeRun {
  records: SyncRecord[]
  rejects: RejectedRecord[]
  pages: SyncPage[]
  cursor: string | null
  /** Why the run ended early; null: it came to its end. */
  stop: SyncStop | null
  requests: number
}

export interface RunOptions {
  cursor?: string | null
  now?: Date
  /** Before each page but the first; gives the party for the pages to come. */
  between?: (pagesDone: number) => Promise<CallParty | null>
}

/** Reads a stream from its first page to its last, or to what stops it. */
export async function readRun(
  deps: EngineDeps,
  party: CallParty,
  stream: string,
  options: RunOptions = {},
): Promise<WholeRun> {
  const run: WholeRun = { records: [], rejects: [], pages: [], cursor: null, stop: null, requests: 0 }
  const begin = { cursor: options.cursor ?? null, now: options.now ?? NOON, timeZone: SYDNEY }
  let position: string | null = firstPosition(party.connector, stream, begin)
  let asking = party
  while (position !== null) {
    const outcome = await readPage(deps, { ...asking, stream, position })
    run.requests += outcome.usage.requests
    if (outcome.kind !== 'page') return { ...run, stop: outcome }
    run.pages.push(outcome)
    run.records.push(...outcome.records)
    run.rejects.push(...outcome.rejects)
    run.cursor = outcome.cursor
    position = outcome.nextPosition
    asking = (await options.between?.(run.pages.length)) ?? asking
  }
  return run
}

/** Records by what makes them one record, the last one of each. */
export function byId(records: readonly SyncRecord[]): Map<string, SyncRecord> {
  return new Map(records.map((record) => [record.externalId, record]))
}
