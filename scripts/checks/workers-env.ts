/// <reference types="@cloudflare/vitest-plugin/types" />
import { type D1Migration, env, evictDurableObject } from 'cloudflare:test'
import type { XeroForTests } from './xero-for-tests.ts'

interface TestEnv {
  DB: D1Database
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

/**
 * Put this between two calls to one object. In the plain run it does nothing; in the second run the object
 * loses its fields, keeps its storage, and its sockets hibernate.
 */
export async function betweenCalls(stub: DurableObjectStub): Promise<void> {
  if (evictsBetweenCalls()) await evictDurableObject(stub, { webSockets: 'hibernate' })
}
