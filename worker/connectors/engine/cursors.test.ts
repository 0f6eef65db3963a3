import { describe, expect, it } from 'vitest'
import type { ExactJson } from '../../platform/exact-json.ts'
import { cursorAfter, highestOf, sinceOf } from './cursors.ts'
import type { Cursor } from './define.ts'
import { firstPage, noGuard, type Position } from './position.ts'
import { slicesOf } from './slices.ts'
import type { Run } from './stream-reader.ts'

const changes = (sendAs: 'iso' | 'iso_seconds' | 'unix_seconds' | 'unix_ms'): Cursor => ({
  kind: 'changes',
  at: 'changed',
  format: 'ms_date',
  sendAs,
  overlapSeconds: 300,
  lagSeconds: 30,
})
const run = (cursor: string | null): Run => ({
  startedAt: '2026-03-18T04:30:00.000Z',
  today: '2026-03-18',
  timeZone: 'Australia/Sydney',
  cursor,
})
const at = (cursor: string | null, highest: string | null): Position => ({
  v: 1,
  run: run(cursor),
  slice: 0,
  page: firstPage(1),
  facts: {},
  highest,
  guard: noGuard(),
  state: null,
  pagesDone: 0,
})
const CURSOR = '2026-03-18T04:00:00.000Z'

describe('the cursor of changes', () => {
  it.each([
    ['iso', '2026-03-18T03:55:00.000Z'],
    ['iso_seconds', '2026-03-18T03:55:00'],
    ['unix_seconds', '1773806100'],
    ['unix_ms', '1773806100000'],
  ] as const)('[CN14] is sent less its overlap, as %s', (sendAs, since) => {
    expect(sinceOf(changes(sendAs), run(CURSOR))).toBe(since)
    expect(sinceOf(changes(sendAs), run(null))).toBe('')
  })

  it('[CN14] is the latest change that was seen, over all pages', () => {
    const seen: ExactJson[] = [
      { changed: '/Date(2000)/' },
      { changed: '/Date(5000)/' },
      { changed: 'never' },
      {},
    ]
    expect(highestOf(changes('iso'), seen, '1970-01-01T00:00:03.000Z')).toBe('1970-01-01T00:00:05.000Z')
    expect(highestOf(changes('iso'), [], '1970-01-01T00:00:03.000Z')).toBe('1970-01-01T00:00:03.000Z')
    expect(highestOf(changes('iso'), [], null)).toBeNull()
  })

  it.each([
    ['moves to what was seen', '2026-03-18T04:10:00.000Z', '2026-03-18T04:10:00.000Z'],
    ['does not pass the start less the lag', '2999-01-01T00:00:00.000Z', '2026-03-18T04:29:30.000Z'],
    ['never goes back', '2026-03-18T03:58:00.000Z', CURSOR],
    ['stays when nothing came', null, CURSOR],
  ])('[CN14] %s', (_name, highest, cursor) => {
    expect(cursorAfter(changes('iso'), at(CURSOR, highest))).toEqual({
      cursor,
      dataAsOf: '2026-03-18T04:29:30.000Z',
    })
  })
})

describe('slices of days', () => {
  const days = { kind: 'days', sliceDays: 5, backfillDays: 11, restateDays: 3 } as const

  it('[CN15] go back as far as the manifest says on the first run, newest first, without a gap', () => {
    expect(slicesOf(days, run(null))).toEqual([
      { from: '2026-03-14', to: '2026-03-18' },
      { from: '2026-03-09', to: '2026-03-13' },
      { from: '2026-03-07', to: '2026-03-08' },
    ])
  })

  it('[CN15] restate some days on later runs, and catch up with all days that were missed', () => {
    expect(slicesOf(days, run('2026-03-18'))).toEqual([{ from: '2026-03-15', to: '2026-03-18' }])
    expect(slicesOf(days, run('2026-03-10')).at(-1)?.from).toBe('2026-03-07')
    expect(slicesOf(days, run('2999-01-01'))).toEqual([])
  })

  it('[CN15] end at today, or at a later cursor that was there before', () => {
    expect(cursorAfter(days, at('2026-03-10', null)).cursor).toBe('2026-03-18')
    expect(cursorAfter(days, at('2999-01-01', null)).cursor).toBe('2999-01-01')
    expect(cursorAfter({ kind: 'none' }, at(null, null)).cursor).toBeNull()
  })
})
