import { expect, it } from 'vitest'
import { expired, isLate, type Kept, needsProof, newestGood } from './keeping.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR
const NOW = 1000 * DAY
const copy = (id: string, ageMs: number, over: Partial<Kept> = {}): Kept => ({
  id,
  kind: 'daily',
  status: 'done',
  startedAtMs: NOW - ageMs,
  checkedAtMs: NOW - ageMs,
  provedAtMs: null,
  ...over,
})

it('[SN3] warns when the newest good copy is older than 26 hours', () => {
  expect(isLate([copy('a', 25 * HOUR)], 0, NOW)).toBe(false)
  expect(isLate([copy('a', 27 * HOUR)], 0, NOW)).toBe(true)
  expect(isLate([copy('a', 27 * HOUR, { checkedAtMs: NOW - HOUR })], 0, NOW)).toBe(false)
  expect(isLate([copy('a', 27 * HOUR), copy('b', HOUR, { status: 'failed' })], 0, NOW)).toBe(true)
  expect(isLate([copy('a', 27 * HOUR), copy('b', HOUR, { kind: 'export' })], 0, NOW)).toBe(true)
  expect(isLate([], NOW - HOUR, NOW)).toBe(false)
  expect(isLate([], NOW - 2 * DAY, NOW)).toBe(true)
})

it('[SN4] keeps copies by the clock 30 days and exports 7, and the newest good one whatever its age', () => {
  const all = [
    copy('old', 31 * DAY),
    copy('young', 29 * DAY),
    copy('export', 8 * DAY, { kind: 'export' }),
    copy('running', 40 * DAY, { status: 'running' }),
  ]
  expect(expired(all, NOW).map(({ id }) => id)).toEqual(['old', 'export'])
  expect(expired([copy('only', 90 * DAY), copy('bad', 31 * DAY, { status: 'failed' })], NOW)).toMatchObject([
    { id: 'bad' },
  ])
  expect(newestGood(all)?.id).toBe('young')
})

it('[SN6] asks for a proof once a month', () => {
  expect(needsProof([copy('a', HOUR)], NOW)).toBe(true)
  expect(needsProof([copy('a', HOUR, { provedAtMs: NOW - 29 * DAY })], NOW)).toBe(false)
  expect(needsProof([copy('a', HOUR, { provedAtMs: NOW - 31 * DAY })], NOW)).toBe(true)
})
