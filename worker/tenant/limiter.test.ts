import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  CALLER_HEAVY_BURST,
  CALLER_HEAVY_PER_MINUTE,
  CALLER_PARTS_BURST,
  CALLER_PARTS_PER_MINUTE,
  CALLER_WRITES_BURST,
  CALLER_WRITES_PER_MINUTE,
  IMPORT_INFLATED_BYTES_MAX,
  IMPORT_PART_BYTES,
  PERSON_BURST,
  PERSON_CALLS_PER_MINUTE,
  PROGRAM_CALLS_PER_MINUTE,
  TENANT_HEAVY_BURST,
  TENANT_HEAVY_PER_MINUTE,
  TENANT_PARTS_BURST,
  TENANT_PARTS_PER_MINUTE,
  TENANT_READS_BURST,
  TENANT_READS_PER_MINUTE,
  TENANT_WRITES_BURST,
  TENANT_WRITES_PER_MINUTE,
} from '../../contracts/limits.ts'
import { personCalls } from '../platform/env.ts'
import { Limiter, limitHeaders, SlidingLog, SteadyRate } from './limiter.ts'
import { type RouteClass, routeClassOf } from './rules/route-class.ts'

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
  for (let i = 0; i < PROGRAM_CALLS_PER_MINUTE; i += 1) limiter.take('key', 'k1', 'read', START_MS)
  expect(limiter.take('key', 'k1', 'read', START_MS).allowed).toBe(false)
  expect(limiter.take('key', 'k2', 'read', START_MS).allowed).toBe(true)
  expect(limiter.take('person', 'k1', 'read', START_MS).allowed).toBe(true)
})

describe('classes of routes', () => {
  /** Who uses the limit of a workspace up: each caller only once, so that no limit of their own is met. */
  const everybody = (limiter: Limiter, routeClass: RouteClass, calls: number) =>
    Array.from({ length: calls }, (_, i) => limiter.take('person', `p${i}`, routeClass, START_MS))

  it('[CO60] a caller meets their own limit at call N + 1 of a class, and no other class with it', () => {
    for (const [routeClass, burst, perMinute] of [
      ['read', PERSON_BURST, PERSON_CALLS_PER_MINUTE],
      ['write', CALLER_WRITES_BURST, CALLER_WRITES_PER_MINUTE],
      ['heavy', CALLER_HEAVY_BURST, CALLER_HEAVY_PER_MINUTE],
      ['part', CALLER_PARTS_BURST, CALLER_PARTS_PER_MINUTE],
    ] as const) {
      const limiter = new Limiter()
      for (let i = 0; i < burst; i += 1)
        expect([routeClass, i, limiter.take('person', 'p1', routeClass, START_MS).allowed]).toEqual([
          routeClass,
          i,
          true,
        ])
      const refused = limiter.take('person', 'p1', routeClass, START_MS)
      expect(refused).toMatchObject({ allowed: false, limit: perMinute, remaining: 0, of: 'caller' })
      expect(limitHeaders(refused)['retry-after']).toBe(String(Math.max(1, refused.resetSeconds)))
      const later = START_MS + 1000 * Math.max(1, refused.resetSeconds)
      expect(limiter.take('person', 'p1', routeClass, later).allowed).toBe(true)
      if (routeClass !== 'read') expect(limiter.take('person', 'p1', 'read', later).allowed).toBe(true)
    }
  })

  it('[CO61] a workspace meets its limit at call N + 1, whoever calls, in that class alone', () => {
    for (const [routeClass, burst, perMinute] of [
      ['read', TENANT_READS_BURST, TENANT_READS_PER_MINUTE],
      ['write', TENANT_WRITES_BURST, TENANT_WRITES_PER_MINUTE],
      ['heavy', TENANT_HEAVY_BURST, TENANT_HEAVY_PER_MINUTE],
      ['part', TENANT_PARTS_BURST, TENANT_PARTS_PER_MINUTE],
    ] as const) {
      const limiter = new Limiter()
      expect(everybody(limiter, routeClass, burst).every(({ allowed }) => allowed)).toBe(true)
      const refused = limiter.take('person', 'one more', routeClass, START_MS)
      expect(refused).toMatchObject({ allowed: false, limit: perMinute, remaining: 0, of: 'workspace' })
      const other = routeClass === 'read' ? 'write' : 'read'
      expect(limiter.take('person', 'one more', other, START_MS).allowed).toBe(true)
    }
  })

  it('[CO60] two files of the greatest length pass in parts at once, and take nothing from the calls of their key', () => {
    const limiter = new Limiter()
    const parts = (2 * IMPORT_INFLATED_BYTES_MAX) / IMPORT_PART_BYTES
    for (let i = 0; i < parts; i += 1)
      expect(limiter.take('key', 'k1', 'part', START_MS)).toMatchObject({ allowed: true, of: 'caller' })
    expect(limiter.take('key', 'k1', 'read', START_MS).remaining).toBe(PROGRAM_CALLS_PER_MINUTE - 1)
  })

  it('[CO61] one key that uses its limit up leaves the workspace to the others, because what is refused counts nowhere', () => {
    const limiter = new Limiter()
    for (let i = 0; i < 5000; i += 1) limiter.take('key', 'greedy', 'write', START_MS)
    const others = everybody(limiter, 'write', TENANT_WRITES_BURST - CALLER_WRITES_BURST)
    expect(others.every(({ allowed }) => allowed)).toBe(true)
    expect(limiter.take('person', 'one more', 'write', START_MS)).toMatchObject({
      allowed: false,
      of: 'workspace',
    })
  })

  it('[CO60] tells a caller of the limit of which least is left', () => {
    const limiter = new Limiter()
    expect(limiter.take('person', 'p1', 'read', START_MS)).toMatchObject({ limit: PERSON_CALLS_PER_MINUTE })
    expect(limiter.take('person', 'p1', 'heavy', START_MS)).toMatchObject({ limit: CALLER_HEAVY_PER_MINUTE })
    everybody(limiter, 'heavy', TENANT_HEAVY_BURST - 2)
    expect(limiter.take('person', 'p2', 'heavy', START_MS)).toMatchObject({
      limit: TENANT_HEAVY_PER_MINUTE,
      of: 'workspace',
      remaining: 0,
    })
  })

  it('[CO60] a deployment may set how many calls a person makes, and a fifth of them may come at once', () => {
    const limiter = new Limiter(50)
    const all = Array.from({ length: 11 }, () => limiter.take('person', 'p1', 'read', START_MS))
    expect(all.map(({ allowed }) => allowed)).toEqual([...Array(10).fill(true), false])
    expect(all[0]?.limit).toBe(50)
    expect(personCalls({ PERSON_CALLS_PER_MINUTE: '6000' })).toBe(6000)
    for (const left of [{}, { PERSON_CALLS_PER_MINUTE: '' }]) expect(personCalls(left)).toBeUndefined()
  })

  it('[CO60] are told from method and path', () => {
    const classes: [string, string, RouteClass][] = [
      ['GET', '/api/v1/clients', 'read'],
      ['POST', '/api/v1/metrics/query', 'read'],
      ['POST', '/api/v1/imports/1/preview', 'read'],
      ['POST', '/api/v1/clients', 'write'],
      ['DELETE', '/api/v1/sample-data', 'write'],
      ['GET', '/api/v1/audit', 'read'],
      ['GET', '/api/v1/audit/export', 'heavy'],
      ['GET', '/api/v1/audit/verification', 'heavy'],
      ['GET', '/api/v1/backups/1/download', 'heavy'],
      ['POST', '/api/v1/backups', 'heavy'],
      ['POST', '/api/v1/backups/1/proof', 'heavy'],
      ['POST', '/api/v1/imports/1/commit', 'heavy'],
      ['POST', '/api/v1/imports', 'write'],
      ['POST', '/api/v1/imports/uploads', 'write'],
      ['PUT', '/api/v1/imports/uploads/1/parts/2', 'part'],
      ['POST', '/api/v1/imports/uploads/1/complete', 'write'],
    ]
    for (const [method, path, routeClass] of classes)
      expect([method, path, routeClassOf(method, path)]).toEqual([method, path, routeClass])
  })
})
