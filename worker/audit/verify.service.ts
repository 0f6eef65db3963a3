import type { ChainFault, SignedHead, SignedHeads, VerificationLine } from '../../contracts/audit.ts'
import { CHAIN_START, type ChainPlace, compareHeads, followChain, isSigned } from '../../contracts/chain.ts'
import { CHAIN_PAGE_EVENTS } from '../../contracts/limits.ts'
import type { TenantTx } from '../../db/tenant-tx.ts'
import { ColdAway, type Fill } from './cold.service.ts'
import { listLinks, readChainHead, readHashes } from './repository.ts'

/** One reading transaction of a workspace. */
export type Read = <T>(work: (tx: TenantTx) => Promise<T>) => Promise<T>

/** Signed heads that are not signed by a key of ours: the first of them as a fault. */
async function signatureFault(tenantId: string, signed: SignedHeads): Promise<ChainFault | null> {
  const all = signed.checkpoint === null ? signed.heads : [signed.checkpoint, ...signed.heads]
  for (const head of all)
    if (!(await isSigned(head, tenantId, signed.publicKeys))) return { seq: head.seq, kind: 'signature' }
  return null
}

/** Where a log begins: after what was pruned, else at its first event. */
export function startOf(checkpoint: SignedHead | null, era: number): ChainPlace {
  return checkpoint === null || checkpoint.era > era
    ? CHAIN_START
    : { seq: checkpoint.seq, hash: checkpoint.hash }
}

/** Follows the chain page by page up to a number; `passed` hears how far it has come. */
export async function* followLog(
  read: Read,
  fill: Fill,
  from: ChainPlace,
  upTo: number,
): AsyncGenerator<ChainPlace, { place: ChainPlace; fault: ChainFault | null }> {
  let place = from
  while (place.seq < upTo) {
    const after = place
    const links = await read((tx) =>
      listLinks(tx, null, after.seq, Math.min(CHAIN_PAGE_EVENTS, upTo - after.seq)),
    )
    if (links.length === 0) return { place, fault: { seq: place.seq + 1, kind: 'missing' } }
    const whole = await fill(links).catch(awayOf)
    if (!Array.isArray(whole)) return { place, fault: whole }
    const followed = await followChain(place, whole)
    place = followed.place
    if (followed.fault !== null) return { place, fault: followed.fault }
    yield place
  }
  return { place, fault: null }
}

/** A file of contents that cannot be read is a fault of the log; anything else is ours. */
function awayOf(error: unknown): ChainFault {
  if (error instanceof ColdAway) return { seq: error.seq, kind: 'away' }
  throw error
}

/** Holds the signed heads against the log: their signatures, that it was not cut, that it was not written anew. */
export async function checkHeads(read: Read, tenantId: string, signed: SignedHeads) {
  const { head, hashes } = await read(async (tx) => {
    const seqs = signed.heads.map(({ seq }) => seq)
    const [at, found] = await Promise.all([readChainHead(tx), readHashes(tx, seqs)])
    if (at === null) throw new Error('the workspace has no head')
    return { head: at, hashes: found }
  })
  const { checkpoint } = signed
  if (checkpoint !== null) hashes.set(checkpoint.seq, checkpoint.hash)
  // Heads of what was pruned meanwhile stand behind the checkpoint, which took their place.
  const comparable = signed.heads.filter(({ seq }) => checkpoint === null || seq >= checkpoint.seq)
  const compared = compareHeads(comparable, { ...head, hashes })
  const fault = (await signatureFault(tenantId, signed)) ?? compared.fault
  return { head, ...compared, fault }
}

/**
 * Verifies the whole log: numbers without a gap, every hash, the end against the head, and all of it against the heads that were signed
 * and kept outside of Postgres. Says how far it is, then the result.
 */
export async function* verifyLog(
  read: Read,
  fill: Fill,
  tenantId: string,
  signed: SignedHeads,
): AsyncGenerator<VerificationLine> {
  const { head, fault: headFault, compared, ofOtherEras } = await checkHeads(read, tenantId, signed)
  const start = startOf(signed.checkpoint, head.era)
  const total = Math.max(0, head.seq - start.seq)
  const following = followLog(read, fill, start, head.seq)
  let step = await following.next()
  while (!step.done) {
    yield { t: 'progress', checked: step.value.seq - start.seq, total }
    step = await following.next()
  }
  const { place, fault } = step.value
  const isEndWrong = fault === null && head.seq >= start.seq && place.hash !== head.hash
  const newest = signed.heads.at(-1)
  yield {
    t: 'result',
    checked: place.seq - start.seq,
    startedAfter: start.seq,
    head: { seq: head.seq, hash: head.hash },
    fault: fault ?? (isEndWrong ? { seq: head.seq, kind: 'head' } : headFault),
    headsCompared: compared,
    newestHead: newest === undefined ? null : { seq: newest.seq, at: newest.at },
    headsOfOtherEras: ofOtherEras,
  }
}
