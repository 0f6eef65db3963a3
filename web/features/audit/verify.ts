import type { HeadsAnswer, SignedHeads, VerificationLine } from '../../../contracts/audit.ts'
import { CHAIN_START, type ChainLink, compareHeads, followChain, isSigned } from '../../../contracts/chain.ts'
import { CHAIN_PAGE_EVENTS } from '../../../contracts/limits.ts'

type ResultLine = Extract<VerificationLine, { t: 'result' }>

/**
 * Verifies a log from its entries alone, by the function the server uses too: every hash, that it reaches where the server says the log
 * stands, and the signed heads with their signatures. Entries that came meanwhile are checked with the others.
 */
export async function* verifyLinks(
  links: AsyncGenerator<ChainLink>,
  { log, ...signed }: HeadsAnswer,
  workspaceId: string,
): AsyncGenerator<VerificationLine> {
  const { checkpoint } = signed
  const start = checkpoint === null ? CHAIN_START : { seq: checkpoint.seq, hash: checkpoint.hash }
  const wanted = new Set([log.seq, ...signed.heads.map(({ seq }) => seq)])
  const hashes = new Map([[start.seq, start.hash]])
  const total = Math.max(0, log.seq - start.seq)
  let place = start
  let fault: ResultLine['fault'] = null
  for await (const page of pagesOf(links, start.seq)) {
    const followed = await followChain(place, page)
    for (const { seq, hash } of page) if (wanted.has(seq)) hashes.set(seq, hash)
    place = followed.place
    fault = followed.fault
    if (fault !== null) break
    yield { t: 'progress', checked: place.seq - start.seq, total: Math.max(total, place.seq - start.seq) }
  }
  const compared = compareHeads(
    signed.heads.filter(({ seq }) => seq >= start.seq),
    { era: log.era, seq: place.seq, hashes },
  )
  const isEndRight = log.seq <= start.seq || hashes.get(log.seq) === log.hash
  const endFault: ResultLine['fault'] = isEndRight ? null : { seq: log.seq, kind: 'head' }
  yield {
    t: 'result',
    checked: place.seq - start.seq,
    startedAfter: start.seq,
    head: place,
    fault: fault ?? (await unsigned(signed, workspaceId)) ?? endFault ?? compared.fault,
    headsCompared: compared.compared,
    newestHead: signed.heads.at(-1) ?? null,
    headsOfOtherEras: compared.ofOtherEras,
  }
}

async function unsigned(signed: SignedHeads, workspaceId: string): Promise<ResultLine['fault']> {
  for (const head of [...(signed.checkpoint === null ? [] : [signed.checkpoint]), ...signed.heads])
    if (!(await isSigned(head, workspaceId, signed.publicKeys))) return { seq: head.seq, kind: 'signature' }
  return null
}

/** Entries in handfuls, so that many hashes are worked out side by side; those the checkpoint stands for are left out. */
async function* pagesOf(links: AsyncGenerator<ChainLink>, after: number): AsyncGenerator<ChainLink[]> {
  let page: ChainLink[] = []
  for await (const link of links) {
    if (link.seq <= after) continue
    page.push(link)
    if (page.length < CHAIN_PAGE_EVENTS) continue
    yield page
    page = []
  }
  if (page.length > 0) yield page
}
