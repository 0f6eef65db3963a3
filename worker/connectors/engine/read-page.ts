import { SYNC_RUN_PAGES_MAX } from '../../../contracts/limits.ts'
import { DayClock } from '../../platform/clock.ts'
import { noUsage, type OutboundDeps, type Usage } from '../../platform/outbound.ts'
import { type CallParty, callProvider } from './calls.ts'
import type { Connector, Stream } from './define.ts'
import type { ReadOutcome, SyncPage, SyncStop } from './outcome.ts'
import { firstPage, noGuard, type Position, readPosition, writePosition } from './position.ts'
import { readDeclaredPage } from './read-declared.ts'

export interface EngineDeps extends OutboundDeps {
  /** One per consumer and run: spares asking again for what does not change from page to page. */
  memo: Map<string, unknown>
}

export interface PageRequest extends CallParty {
  stream: string
  /** From `firstPosition`, or `nextPosition` of the page before. */
  position: string
}

/** Where a run begins. `cursor` is that of the last finished run, null for the first. Throws on an unknown stream or zone. */
export function firstPosition(
  connector: Connector,
  stream: string,
  run: { cursor: string | null; now: Date; timeZone: string },
): string {
  const read = streamOf(connector, stream)
  const paging = read.kind === 'declared' ? read.read.paging : null
  return writePosition({
    v: 1,
    run: {
      startedAt: run.now.toISOString(),
      today: new DayClock().dayIn(run.timeZone, run.now),
      timeZone: run.timeZone,
      cursor: run.cursor,
    },
    slice: 0,
    page: firstPage(paging?.kind === 'page' ? paging.first : 0),
    facts: null,
    highest: null,
    guard: noGuard(),
    state: null,
    pagesDone: 0,
  })
}

/**
 * Reads the page at a position. Reading the same position again gives the same page, as far as the provider does; nothing is stored
 * here. Throws only on what is a bug of ours: an unknown stream, a position of another engine.
 */
export async function readPage(deps: EngineDeps, asked: PageRequest): Promise<ReadOutcome> {
  const usage = noUsage()
  const position = readPosition(asked.position)
  if (position.pagesDone >= SYNC_RUN_PAGES_MAX) {
    const detail = `There is no end after ${SYNC_RUN_PAGES_MAX} pages.`
    return { kind: 'failed', code: 'provider_unreadable', detail, usage }
  }
  const stream = streamOf(asked.connector, asked.stream)
  const outcome =
    stream.kind === 'declared'
      ? await readDeclaredPage(deps, asked, stream.read, position, usage)
      : await readCodedPage(deps, asked, stream, position, usage)
  return { ...outcome, usage }
}

/** The stream of a manifest. Throws on a name it does not have. */
export function streamOf(connector: Connector, name: string): Stream {
  const stream = Object.hasOwn(connector.streams, name) ? connector.streams[name] : undefined
  if (stream === undefined) throw new Error(`${connector.provider} has no stream ${name}`)
  return stream
}

async function readCodedPage(
  deps: EngineDeps,
  asked: PageRequest,
  stream: Extract<Stream, { kind: 'coded' }>,
  position: Position,
  usage: Usage,
): Promise<SyncPage | SyncStop> {
  const read = await stream.reader.read({
    run: position.run,
    state: position.state,
    memo: deps.memo,
    call: async (request, variables) => {
      const purpose = `${asked.connector.provider}.${asked.stream}`
      const called = await callProvider(deps, asked, { request, variables, expects: 'json', purpose }, usage)
      return called.ok ? { ok: true, json: called.answer.json } : called
    },
  })
  if (!read.ok) return read.stop
  const { records, rejects, next, cursor, pagesTotal } = read.page
  const pagesDone = position.pagesDone + 1
  const isLast = next === null
  return {
    kind: 'page',
    records,
    rejects,
    nextPosition: isLast ? null : writePosition({ ...position, state: next, pagesDone }),
    cursor: isLast ? cursor : null,
    pagesDone,
    pagesTotal,
    dataAsOf: isLast ? position.run.startedAt : null,
  }
}
