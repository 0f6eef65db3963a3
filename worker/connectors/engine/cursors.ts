import type { ExactJson } from '../../platform/exact-json.ts'
import type { Cursor } from './define.ts'
import { readInstant } from './instants.ts'
import { textAt } from './paths.ts'
import type { Position } from './position.ts'
import type { Run } from './stream-reader.ts'

const SECOND_MS = 1000

/** `{since}` of a run: the cursor less the overlap, as the provider wants it; empty on a first run. */
export function sinceOf(cursor: Cursor, run: Run): string {
  if (cursor.kind !== 'changes' || run.cursor === null) return ''
  const since = new Date(Date.parse(run.cursor) - cursor.overlapSeconds * SECOND_MS)
  switch (cursor.sendAs) {
    case 'iso':
      return since.toISOString()
    case 'iso_seconds':
      return since.toISOString().slice(0, 19)
    case 'unix_seconds':
      return String(Math.floor(since.getTime() / SECOND_MS))
    case 'unix_ms':
      return String(since.getTime())
  }
}

/** The latest instant of change among the records and what was seen before. */
export function highestOf(
  cursor: Cursor,
  records: readonly ExactJson[],
  before: string | null,
): string | null {
  if (cursor.kind !== 'changes') return before
  let highest = before === null ? Number.NEGATIVE_INFINITY : Date.parse(before)
  for (const record of records) {
    const text = textAt(record, cursor.at)
    const instant = text === null ? null : readInstant(text, cursor.format)
    if (instant !== null && instant.getTime() > highest) highest = instant.getTime()
  }
  return Number.isFinite(highest) ? new Date(highest).toISOString() : null
}

/**
 * Cursor and completeness after the last page. The cursor is the latest change seen, but never past the start of the run less the lag:
 * what the provider shows late has a timestamp before that. It never goes back, and without a record it stays.
 */
export function cursorAfter(cursor: Cursor, position: Position): { cursor: string | null; dataAsOf: string } {
  const { run, highest } = position
  if (cursor.kind === 'none') return { cursor: null, dataAsOf: run.startedAt }
  if (cursor.kind === 'days') {
    const isAhead = run.cursor !== null && run.cursor > run.today
    return { cursor: isAhead ? run.cursor : run.today, dataAsOf: run.startedAt }
  }
  const bound = new Date(Date.parse(run.startedAt) - cursor.lagSeconds * SECOND_MS).toISOString()
  const seen = highest !== null && highest > bound ? bound : highest
  const isBack = seen === null || (run.cursor !== null && seen < run.cursor)
  return { cursor: isBack ? run.cursor : seen, dataAsOf: bound }
}
