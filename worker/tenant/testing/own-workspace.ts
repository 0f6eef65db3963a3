import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, inject } from 'vitest'
import { TenantId } from '../../../contracts/ids.ts'
import type { Result } from '../../../contracts/result.ts'
import { type Lane, openLane } from '../../../db/lane.ts'
import { inTenant, type TenantTx } from '../../../db/tenant-tx.ts'

type Refusal = { code: string; details?: unknown }
type Work<T> = (tx: TenantTx) => Promise<Result<T, Refusal>>

/** For the tests of a file: rows of a new workspace each, on a connection that ends with the test. Another one is `as`. */
export function ownWorkspace() {
  let lane: Lane
  let tenantId: TenantId
  const renew = () => {
    tenantId = TenantId.parse(randomUUID())
  }
  beforeEach(() => {
    lane = openLane(inject('postgres').appUrl)
    renew()
  })
  afterEach(() => lane.reset())
  const run = <T>(work: Work<T>, as: TenantId = tenantId) => inTenant<T, Refusal>(lane, as, 'write', work)
  return {
    /** Goes on in a new workspace, where one test tries many. */
    renew,
    idOf: (): TenantId => tenantId,
    run,
    /** What was done; throws when it was refused. */
    done: async <T>(work: Work<T>, as?: TenantId): Promise<T> => {
      const result = await run(work, as)
      if (!result.ok) throw new Error(JSON.stringify(result.error))
      return result.value
    },
  }
}
