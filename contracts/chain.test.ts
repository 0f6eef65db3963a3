import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import type { SignedHead } from './audit.ts'
import { CHAIN_START, type ChainLink, compareHeads, followChain, sha256Of } from './chain.ts'

const TENANT = '019a0000-0000-7000-8000-000000000001'

/** A log made by Node's own hashes, so that the two do not share a mistake. */
function logOf(bodies: readonly string[]): ChainLink[] {
  let before = createHash('sha256').update('').digest()
  return bodies.map((body, i) => {
    const seq = i + 1
    const number = Buffer.alloc(8)
    number.writeBigInt64BE(BigInt(seq))
    const salt = createHash('sha256').update(`salt ${i}`).digest().subarray(0, 16)
    const digest = createHash('sha256').update(salt).update(body).digest()
    const header = {
      at: `2026-01-01T00:00:0${i}.000001Z`,
      type: 'client.changed',
      actor: 'person:p',
      subject: `c:${i}`,
    }
    const hash = createHash('sha256')
      .update(before)
      .update(number)
      .update(`${header.at}|${header.type}|${header.actor}|${header.subject}`)
      .update(digest)
      .digest()
    before = hash
    return {
      seq,
      ...header,
      digest: digest.toString('hex'),
      hash: hash.toString('hex'),
      salt: salt.toString('hex'),
      body,
    }
  })
}
const log = logOf(['plain', 'Zürich 東京 🎷', '{"a":[1,null]}', '|', ''])
const edited = (seq: number, change: Partial<ChainLink>) =>
  log.map((link) => (link.seq === seq ? { ...link, ...change } : link))

describe('the chain', () => {
  it('[AU10] is followed to its end when nothing was touched, in one go or page by page', async () => {
    const end = { seq: 5, hash: log[4]?.hash }
    expect(await followChain(CHAIN_START, log)).toEqual({ place: end, fault: null })
    const first = await followChain(CHAIN_START, log.slice(0, 2))
    expect(await followChain(first.place, log.slice(2))).toEqual({ place: end, fault: null })
    expect(await followChain(CHAIN_START, [])).toEqual({ place: CHAIN_START, fault: null })
    expect(CHAIN_START.hash).toBe(await sha256Of(''))
  })

  it('[F39] [AU10] says at which number it breaks, and how', async () => {
    const faultOf = async (links: readonly ChainLink[]) => (await followChain(CHAIN_START, links)).fault
    for (const change of [
      { at: '2020-01-01T00:00:00.000000Z' },
      { type: 'x' },
      { actor: 'y' },
      { subject: 'z' },
    ])
      expect(await faultOf(edited(3, change))).toEqual({ seq: 3, kind: 'link' })
    expect(await faultOf(edited(3, { body: '{}' }))).toEqual({ seq: 3, kind: 'body' })
    expect(await faultOf(edited(3, { salt: '00' }))).toEqual({ seq: 3, kind: 'body' })
    expect(await faultOf(log.filter(({ seq }) => seq !== 3))).toEqual({ seq: 3, kind: 'missing' })
    expect(await faultOf(edited(2, { hash: log[0]?.hash ?? '' }))).toEqual({ seq: 2, kind: 'link' })
    const broken = await followChain(CHAIN_START, edited(3, { body: '{}' }))
    expect(broken.place).toEqual({ seq: 2, hash: log[1]?.hash })
  })

  it('[AU11] still fits where a body was erased', async () => {
    expect((await followChain(CHAIN_START, edited(2, { salt: null, body: null }))).fault).toBeNull()
    expect((await followChain(CHAIN_START, edited(2, { salt: null, body: null, actor: 'x' }))).fault).toEqual(
      {
        seq: 2,
        kind: 'link',
      },
    )
  })
})

describe('signed heads', () => {
  const head = (seq: number, hash: string, era = 1): SignedHead => ({
    v: 1,
    kind: 'head',
    tenantId: TENANT,
    era,
    seq,
    hash,
    count: seq,
    at: '2026-01-01T00:00:00.000Z',
    keyId: '1',
    signature: '',
  })
  const hashes = new Map(log.map(({ seq, hash }) => [seq, hash]))
  const at = (seq: number) => log[seq - 1]?.hash ?? ''
  const now = { era: 1, seq: 5, hashes }

  it('[AU13] fit a log that only grew', () => {
    expect(compareHeads([head(2, at(2)), head(5, at(5))], now)).toEqual({
      fault: null,
      compared: 2,
      ofOtherEras: 0,
    })
  })

  it('[AU13] show a log that was cut or written anew, also where its own hashes fit', () => {
    expect(compareHeads([head(2, at(2)), head(7, at(1))], now).fault).toEqual({ seq: 7, kind: 'cut' })
    expect(compareHeads([head(4, at(1)), head(3, at(1))], now).fault).toEqual({ seq: 3, kind: 'altered' })
  })

  it('[AU14] of another era are counted and not compared', () => {
    expect(compareHeads([head(9, at(1), 2), head(5, at(5))], now)).toEqual({
      fault: null,
      compared: 1,
      ofOtherEras: 1,
    })
  })
})
