import type { ChainFault, SignedHead } from '../../contracts/audit.ts'
import type { ChainPlace } from '../../contracts/chain.ts'
import { EVENTS_PRUNED_MAX } from '../../contracts/limits.ts'
import type { TenantTx } from '../../db/tenant-tx.ts'
import type { Fill } from './cold.service.ts'
import { deleteEventsUpTo, findLastBefore, readChainHead } from './repository.ts'
import { prunedBefore } from './rules/age.ts'
import { followLog, type Read, startOf } from './verify.service.ts'

/**
 * The place up to which events are older than they are kept, followed from the checkpoint so that nothing broken is ever pruned; null
 * when nothing is that old. The newest event always stays.
 */
export async function findPrunable(
  read: Read,
  fill: Fill,
  checkpoint: SignedHead | null,
  now: Date,
): Promise<{ place: ChainPlace; era: number; fault: ChainFault | null } | null> {
  const found = await read(async (tx) => {
    const head = await readChainHead(tx)
    if (head === null) return null
    const start = startOf(checkpoint, head.era)
    const most = Math.min(EVENTS_PRUNED_MAX, head.seq - 1 - start.seq)
    if (most <= 0) return null
    const last = await findLastBefore(tx, start.seq, prunedBefore(now), most)
    return last === null ? null : { start, last, era: head.era }
  })
  if (found === null) return null
  const following = followLog(read, fill, found.start, found.last.seq)
  let step = await following.next()
  while (!step.done) step = await following.next()
  return { ...step.value, era: found.era }
}

/** Deletes events a signed checkpoint stands for. Done twice, the second time finds nothing. */
export function pruneEvents(tx: TenantTx, checkpoint: SignedHead): Promise<number> {
  return deleteEventsUpTo(tx, checkpoint.seq)
}
