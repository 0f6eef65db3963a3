import { expect, it } from 'vitest'
import { judgeRefresh, refreshEnd } from './refresh.ts'

const at = (ms: number) => new Date(Date.UTC(2026, 0, 1) + ms)
const DAY_MS = 24 * 60 * 60 * 1000

it('[AC84] rotates a token while its time lasts', () => {
  expect(judgeRefresh({ expiresAt: at(10), rotatedAt: null }, at(9))).toBe('fresh')
  expect(judgeRefresh({ expiresAt: at(10), rotatedAt: null }, at(10))).toBe('over')
})

it('[AC85] gives the same successor for thirty seconds, then calls it reused', () => {
  const used = { expiresAt: at(DAY_MS), rotatedAt: at(0) }
  expect(judgeRefresh(used, at(30_000))).toBe('repeated')
  expect(judgeRefresh(used, at(30_001))).toBe('reused')
})

it('[AC84] draws one sign-in out to ninety days at most', () => {
  expect(refreshEnd(at(0), at(0))).toEqual(at(7 * DAY_MS))
  expect(refreshEnd(at(0), at(85 * DAY_MS))).toEqual(at(90 * DAY_MS))
})
