import type { Bench } from './bench.ts'
import type { LoadResult } from './load.ts'
import { callFromEach } from './people.ts'
import { COHORT_PEOPLE, ROUND_SECONDS, type Site } from './site.ts'

export const CONNECTIONS = 16

/** A call that a cohort makes, and the status it shall get. */
export interface BurstCall {
  method: string
  path: string
  body?: string
  status?: number
  /** Besides those of the person's session. */
  headers?: Record<string, string>
}

/**
 * One round of load on the Worker: the next cohort calls once each, so that its principals are in memory as they are
 * while people work, then all of it at once.
 */
export async function burst(bench: Bench, site: Site, call: BurstCall): Promise<LoadResult> {
  const { status = 200, ...rest } = call
  const cohort = site.nextCohort()
  const job = {
    url: site.url,
    connections: CONNECTIONS,
    requests: callFromEach(cohort, rest),
    expectedStatus: status,
  }
  await bench.load.run({ ...job, calls: COHORT_PEOPLE })
  return bench.load.run({ ...job, seconds: ROUND_SECONDS })
}

/** One round of load on something without limits: the floor, or a peer that brings its own callers. */
export function floorRound(bench: Bench, url: string, call: BurstCall, headers: Record<string, string> = {}) {
  const { status = 200, ...rest } = call
  const requests = [{ ...rest, headers }]
  return bench.load.run({
    url,
    connections: CONNECTIONS,
    seconds: ROUND_SECONDS,
    requests,
    expectedStatus: status,
  })
}
