import { ok, type Result } from '../../contracts/result.ts'
import type { Lane } from '../../db/lane.ts'
import type { TenantTx } from '../../db/tenant-tx.ts'
import { appendEvents } from '../events/append.ts'
import type { NewEvent } from '../events/define.ts'
import { readEvent } from '../events/registry.ts'
import { countWork } from '../work/service.ts'
import type { BucketsJson } from './rollups.ts'
import type { SeenLevels } from './seen-levels.ts'
import type { HostRefusal, Tenant } from './tenant.ts'

/** What a writing transaction gives: a value, and the facts to be appended with it. */
export interface Recorded<T> {
  value: T
  events: NewEvent[]
  /** What one of the events moves in the buckets, counted under these levels; the days of others are counted again. */
  moved?: { event: NewEvent; delta: BucketsJson; levels: SeenLevels } | null
}

/**
 * One writing transaction outside of a command: rows and events together. When it returns, the read model stands for the events and
 * sockets have been told.
 */
export async function record<T, E extends { code: string }>(
  tenant: Tenant,
  lane: Lane,
  actor: string,
  work: (tx: TenantTx) => Promise<Result<Recorded<T>, E>>,
): Promise<Result<T, E | HostRefusal>> {
  const now = tenant.deps.now()
  const at = now.toISOString()
  const result = await tenant.write<Recorded<T> & { seq: Promise<number> | null }, E>(lane, async (tx) => {
    const worked = await work(tx)
    if (!worked.ok) return worked
    const events = await countWork(tx, worked.value.events, now)
    if (events.length === 0) return ok({ ...worked.value, events, seq: null })
    const seq = appendEvents(tx, tenant.fence, actor, events)
    tx.endWith(seq)
    return ok({ ...worked.value, events, seq })
  })
  if (!result.ok) return result
  const { value, events, moved } = result.value
  const seq = (await result.value.seq) ?? 0
  const firstSeq = seq - events.length + 1
  await tenant.projector.project(
    events.flatMap((one, i) => {
      const { type, subject, data } = one
      const row = { seq: firstSeq + i, at, type, actor, subject }
      const event = readEvent({ ...row, body: JSON.stringify({ type, actor, subject, data }) })
      const delta = moved?.event === one && moved.levels.areCurrent() ? moved.delta : null
      return event === null ? [] : [{ seq: firstSeq + i, event, delta }]
    }),
  )
  return ok(value)
}
