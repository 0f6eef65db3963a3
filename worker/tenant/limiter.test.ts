import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { PERSON_BURST, PERSON_CALLS_PER_MINUTE, PROGRAM_CALLS_PER_MINUTE } from '../../contracts/limits.ts'
import { Limiter, limitHeaders, SlidingLog, SteadyRate } from './limiter.ts'

const MINUTE_MS = 60_000
const START_MS = 1_700_000_000_000
/** Pauses between calls: bursts, and jumps around the length of the window. */
const pauses = fc.array(
  fc.oneof(
    fc.constant(0),
    fc.integer({ min: 0, max: 400 }),
    fc.integer({ min: MINUTE_MS - 2, max: MINUTE_MS + 2 }),
  ),
  { minLength: 1, maxLength: 300 },
)

/** When calls come, and which of them pass. */
function passed(limiter: { take(nowMs: number): { allowed: boolean } }, gaps: readonly number[]): number[] {
  let nowMs = START_MS
  return gaps.flatMap((gap) => {
    nowMs += gap
    return limiter.take(nowMs).allowed ? [nowMs] : []
  })
}

describe('the limit of a key', () => {
  it('[CO34] never lets more than the limit pass in any 60 s, and refuses none that fits', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 12 }), pauses, (limit, gaps) => {
        const log = new SlidingLog(limit)
        const times: number[] = []
        let nowMs = START_MS
        for (const gap of gaps) {
          nowMs += gap
          const inWindow = times.filter((time) => nowMs - time < MINUTE_MS).length
          const decision = log.take(nowMs)
          expect(decision.allowed).toBe(inWindow < limit)
          if (decision.allowed) times.push(nowMs)
          expect(decision.remaining).toBe(limit - inWindow - (decision.allowed ? 1 : 0))
        }
      }),
    )
  })

  it('[CO34] is 100: call 101 passes only when the first one is a minute old, as the headers say', () => {
    const log = new SlidingLog(PROGRAM_CALLS_PER_MINUTE)
    for (let i = 0; i < 100; i += 1) expect(log.take(START_MS + i).allowed).toBe(true)
    const refused = log.take(START_MS + 500)
    expect(refused).toEqual({ allowed: false, limit: 100, remaining: 0, resetSeconds: 60 })
    expect(limitHeaders(refused)).toEqual({
      'ratelimit-limit': '100',
      'ratelimit-remaining': '0',
      'ratelimit-reset': '60',
      'retry-after': '60',
    })
    expect(log.take(START_MS + MINUTE_MS - 1).allowed).toBe(false)
    expect(log.take(START_MS + MINUTE_MS).allowed).toBe(true)
    expect(log.take(START_MS + MINUTE_MS).allowed).toBe(false)
  })
})

describe('the limit of a person', () => {
  it('[CO35] lets at most burst plus rate pass in any time, and everything at the steady rate', () => {
    const spacingMs = MINUTE_MS / PERSON_CALLS_PER_MINUTE
    fc.assert(
      fc.property(pauses, (gaps) => {
        const times = passed(new SteadyRate(PERSON_CALLS_PER_MINUTE, 5), gaps)
        for (const [i, first] of times.entries()) {
          for (let k = i; k < times.length; k += 1) {
            const lengthMs = (times[k] ?? 0) - first
            expect(k - i + 1).toBeLessThanOrEqual(5 + Math.floor(lengthMs / spacingMs))
          }
        }
      }),
    )
    const steady = Array.from({ length: 500 }, () => spacingMs)
    expect(passed(new SteadyRate(PERSON_CALLS_PER_MINUTE, 1), steady)).toHaveLength(500)
  })

  it('[CO35] refuses after the burst, and a call that waited as told passes', () => {
    const rate = new SteadyRate(PERSON_CALLS_PER_MINUTE, PERSON_BURST)
    for (let i = 0; i < PERSON_BURST; i += 1) expect(rate.take(START_MS).allowed).toBe(true)
    const refused = rate.take(START_MS)
    expect(refused).toMatchObject({ allowed: false, remaining: 0, resetSeconds: 1 })
    expect(rate.take(START_MS + 1000 * refused.resetSeconds).allowed).toBe(true)
  })
})

it('[CO34] [CO35] every key and person has a limit of its own', () => {
  const limiter = new Limiter()
  for (let i = 0; i < PROGRAM_CALLS_PER_MINUTE; i += 1) limiter.take('key', 'k1', START_MS)
  expect(limiter.take('key', 'k1', START_MS).allowed).toBe(false)
  expect(limiter.take('key', 'k2', START_MS).allowed).toBe(true)
  expect(limiter.take('person', 'k1', START_MS).allowed).toBe(true)
})
