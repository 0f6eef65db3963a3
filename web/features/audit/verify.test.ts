import { createHash } from 'node:crypto'
import { expect, it } from 'vitest'
import type { HeadsAnswer, VerificationLine } from '../../../contracts/audit.ts'
import type { ChainLink } from '../../../contracts/chain.ts'
import { headText } from '../../../contracts/chain.ts'
import { readSignKeys, sign } from '../../../worker/platform/sign.ts'
import { verifyLinks } from './verify.ts'

const TENANT = '019a0000-0000-7000-8000-000000000001'
const sha = (...parts: (Buffer | string)[]) => {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(part)
  return hash.digest()
}

function logOf(length: number): ChainLink[] {
  let before = sha('')
  return Array.from({ length }, (_, i) => {
    const seq = Buffer.alloc(8)
    seq.writeBigInt64BE(BigInt(i + 1))
    const header = { at: '2026-01-01T00:00:00.000001Z', type: 't', actor: 'a', subject: 's' }
    const [salt, body] = [Buffer.from('salt'), `{"n":${i}}`]
    const digest = sha(salt, body)
    before = sha(before, seq, `${header.at}|t|a|s`, digest)
    const texts = {
      digest: digest.toString('hex'),
      hash: before.toString('hex'),
      salt: salt.toString('hex'),
      body,
    }
    return { seq: i + 1, ...header, ...texts }
  })
}
const log = logOf(2500)
const at = (seq: number) => log[seq - 1]?.hash ?? ''

async function* streamed(links: readonly ChainLink[]) {
  yield* links
}

async function answerFor(seq: number, hash = at(seq), checkpointSeq = 0): Promise<HeadsAnswer> {
  const keys = await readSignKeys(Buffer.alloc(32, 1).toString('base64'), 'log')
  const make = async (kind: 'head' | 'checkpoint', place: { seq: number; hash: string }) => {
    const common = { v: 1 as const, tenantId: TENANT, era: 1, at: '2026-01-01T00:00:00.000Z', keyId: '1' }
    const unsigned = { ...common, kind, ...place, count: place.seq }
    return { ...unsigned, signature: await sign(keys, headText(unsigned)) }
  }
  const checkpoint = { seq: checkpointSeq, hash: at(checkpointSeq) }
  return {
    checkpoint: checkpointSeq === 0 ? null : await make('checkpoint', checkpoint),
    heads: [await make('head', { seq, hash })],
    publicKeys: keys.publicKeys,
    log: { era: 1, seq: log.length, hash: at(log.length) },
  }
}

async function verified(links: readonly ChainLink[], answer: HeadsAnswer, workspace = TENANT) {
  const lines: VerificationLine[] = []
  for await (const line of verifyLinks(streamed(links), answer, workspace)) lines.push(line)
  const last = lines.pop()
  return { steps: lines.length, result: last?.t === 'result' ? last : null }
}

it('[AU18] the browser comes to the same end as the server, and says how far it is', async () => {
  const { steps, result } = await verified(log, await answerFor(2000))
  expect(steps).toBe(3)
  expect(result).toMatchObject({ checked: 2500, fault: null, headsCompared: 1, startedAfter: 0 })
})

it('[AU18] the browser sees a changed, missing, cut or foreign log by itself', async () => {
  const changed = log.map((link) => (link.seq === 1500 ? { ...link, actor: 'b' } : link))
  expect((await verified(changed, await answerFor(2000))).result?.fault).toEqual({ seq: 1500, kind: 'link' })
  const gap = log.filter(({ seq }) => seq !== 9)
  expect((await verified(gap, await answerFor(2000))).result?.fault).toEqual({ seq: 9, kind: 'missing' })
  const cut = log.slice(0, 1800)
  expect((await verified(cut, await answerFor(2000))).result?.fault).toEqual({ seq: 2500, kind: 'head' })
  expect((await verified(log, await answerFor(2000, at(1)))).result?.fault).toEqual({
    seq: 2000,
    kind: 'altered',
  })
  const stranger = TENANT.replace('019a', '019b')
  expect((await verified(log, await answerFor(2000), stranger)).result?.fault).toEqual({
    seq: 2000,
    kind: 'signature',
  })
})

it('[AU17] the browser starts at the checkpoint as well', async () => {
  const answer = await answerFor(2000, at(2000), 1000)
  const { result } = await verified(log.slice(1000), answer)
  expect(result).toMatchObject({ startedAfter: 1000, checked: 1500, fault: null })
  expect((await verified(log, answer)).result).toMatchObject({ checked: 1500, fault: null })
})
