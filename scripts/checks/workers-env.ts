/// <reference types="@cloudflare/vitest-plugin/types" />
import { type D1Migration, env, evictDurableObject } from 'cloudflare:test'
import type { PersonCalls } from '../../worker/tenant/person-calls.ts'
import type { XeroForTests } from './xero-for-tests.ts'

interface TestEnv {
  DB: D1Database
  PERSON: DurableObjectNamespace<PersonCalls>
  TEST_EVICT: string
  TEST_MIGRATIONS: D1Migration[]
  PROPERTY_SEED: number
  TEST_XERO: XeroForTests
  /** Where the stand-in for a calendar server listens. */
  TEST_ICAL: string
}

/** The bindings that only the workerd test projects have. */
export function testEnv(): TestEnv {
  // The test configuration adds these to the ordinary bindings; the Worker's own type does not know them.
  return env as unknown as TestEnv
}

/** True in the run that throws the tenant object out of memory between calls. */
export const evictsBetweenCalls = (): boolean => testEnv().TEST_EVICT === '1'

const EVICTIONS_MAX = 5
const STILL_BUSY = /Timed out waiting to evict/
const GONE_MEANWHILE = /not currently running/

/**
 * Throws an object out of memory; its sockets hibernate. The runtime waits a moment for what the object still does and gives up where that
 * takes longer, as it may on a busy machine; then it is asked again.
 */
export async function evict(stub: DurableObjectStub): Promise<void> {
  for (let tried = 1; ; tried += 1) {
    try {
      return await evictDurableObject(stub, { webSockets: 'hibernate' })
    } catch (error) {
      const said = String(error)
      // It fell asleep by itself, or an earlier try had reached it.
      if (GONE_MEANWHILE.test(said)) return
      if (tried === EVICTIONS_MAX || !STILL_BUSY.test(said)) throw error
    }
  }
}
