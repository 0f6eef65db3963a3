import { ok, type Result } from '../../contracts/result.ts'
import type { Lane } from '../../db/lane.ts'
import type { TenantTx } from '../../db/tenant-tx.ts'
import { appendEvents } from '../events/append.ts'
import type { NewEvent } from '../events/define.ts'
import { type NumberedEvent, readNew } from '../events/registry.ts'
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

/** What was appended in it, read, and its last number, which may still be on its way. */
interface Appended<T> extends Omit<Recorded<T>, 'events'> {
  read: { isMoved: boolean; numbered: NumberedEvent }[]
  seq: Promise<number> | null
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
  const result = await tenant.write<Appended<T>, E>(lane, async (tx) => {
    const worked = await work(tx)
    if (!worked.ok) return worked
    const counted = await countWork(tx, worked.value.events, now)
    const events = await tenant.artistSeal.seal(tx, counted)
    const { value, moved } = worked.value
    if (events.length === 0) return ok({ value, moved, read: [], seq: null })
    const read = events.map((event) => ({
      isMoved: event === moved?.event,
      numbered: readNew(event, actor, now),
    }))
    const seq = appendEvents(tx, tenant.fence, actor, events)
    tx.endWith(seq)
    return ok({ value, moved, read, seq })
  })
  if (!result.ok) return result
  const { value, read, moved } = result.value
  const seq = (await result.value.seq) ?? 0
  const firstSeq = seq - read.length + 1
  await tenant.projector.project(
    read.map(({ numbered, isMoved }, i) => {
      const delta = isMoved && moved?.levels.areCurrent() ? moved.delta : null
      return { seq: firstSeq + i, event: numbered(firstSeq + i), delta }
    }),
  )
  return ok(value)
}
