import type { ChainFault, SignedHead } from './audit.ts'

/**
 * The chain of the event log, worked out again. One function for server and browser: both have WebCrypto. Hashes are hexadecimal.
 */

/** An event as the chain sees it: header, hashes, and salt and body unless they were erased. */
export interface ChainLink {
  seq: number
  /** UTC with microseconds, `2026-11-26T01:02:03.000004Z`. */
  at: string
  type: string
  actor: string
  subject: string
  digest: string
  hash: string
  salt: string | null
  body: string | null
}

/** A number of the log and the hash at it. */
export interface ChainPlace {
  seq: number
  hash: string
}

/** Before the first event: SHA-256 of nothing. */
export const CHAIN_START: ChainPlace = {
  seq: 0,
  hash: 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
}

const SEQ_BYTES = 8
const encoder = new TextEncoder()

export function hexOf(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}

export function bytesOfHex(hex: string): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(hex.length / 2)
  for (let at = 0; at < bytes.length; at += 1) bytes[at] = Number.parseInt(hex.slice(at * 2, at * 2 + 2), 16)
  return bytes
}

/** SHA-256 of the parts one after the other, hexadecimal. */
export async function sha256Of(...parts: (Uint8Array | string)[]): Promise<string> {
  const pieces = parts.map((part) => (typeof part === 'string' ? encoder.encode(part) : part))
  const all = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.byteLength, 0))
  let at = 0
  for (const piece of pieces) {
    all.set(piece, at)
    at += piece.byteLength
  }
  return hexOf(new Uint8Array(await crypto.subtle.digest('SHA-256', all)))
}

function seqBytes(seq: number): Uint8Array {
  const bytes = new Uint8Array(SEQ_BYTES)
  new DataView(bytes.buffer).setBigInt64(0, BigInt(seq))
  return bytes
}

async function faultOf(before: ChainPlace, link: ChainLink): Promise<ChainFault | null> {
  if (link.seq !== before.seq + 1) return { seq: before.seq + 1, kind: 'missing' }
  const [digest, hash] = await Promise.all([
    link.salt === null || link.body === null ? link.digest : sha256Of(bytesOfHex(link.salt), link.body),
    sha256Of(
      bytesOfHex(before.hash),
      seqBytes(link.seq),
      `${link.at}|${link.type}|${link.actor}|${link.subject}`,
      bytesOfHex(link.digest),
    ),
  ])
  if (digest !== link.digest) return { seq: link.seq, kind: 'body' }
  return hash === link.hash ? null : { seq: link.seq, kind: 'link' }
}

/**
 * Follows the links from a place. Gives the place it came to, and the first thing that does not fit; links after it are not looked at.
 */
export async function followChain(
  from: ChainPlace,
  links: readonly ChainLink[],
): Promise<{ place: ChainPlace; fault: ChainFault | null }> {
  // A link is held against the hash stored before it, so that all can be worked out side by side.
  const faults = await Promise.all(
    links.map((link, at) => faultOf(at === 0 ? from : (links[at - 1] ?? from), link)),
  )
  const first = faults.findIndex((fault) => fault !== null)
  const last = first < 0 ? links.at(-1) : links[first - 1]
  const place = last === undefined ? from : { seq: last.seq, hash: last.hash }
  return { place, fault: faults[first] ?? null }
}

/** What a signature stands under: every field but the signature itself, in this order. */
export function headText(head: Omit<SignedHead, 'signature'>): string {
  const { v, kind, tenantId, era, seq, hash, count, at, keyId } = head
  return JSON.stringify(['orrery-log', v, kind, tenantId, era, seq, hash, count, at, keyId])
}

function bytesOfBase64Url(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (char) => char.charCodeAt(0))
}

/** True when a head was signed for this workspace by one of the keys given. */
export async function isSigned(
  head: SignedHead,
  tenantId: string,
  publicKeys: Readonly<Record<string, string>>,
): Promise<boolean> {
  const raw = publicKeys[head.keyId]
  if (raw === undefined || head.tenantId !== tenantId) return false
  const key = await crypto.subtle.importKey('raw', bytesOfBase64Url(raw), 'Ed25519', false, ['verify'])
  const signature = bytesOfBase64Url(head.signature)
  return crypto.subtle.verify('Ed25519', key, signature, encoder.encode(headText(head)))
}

/** Signed heads held against the log as it was just read. `hashes` are those of the numbers the heads name, where they are there. */
export function compareHeads(
  heads: readonly SignedHead[],
  log: { era: number; seq: number; hashes: ReadonlyMap<number, string> },
): { fault: ChainFault | null; compared: number; ofOtherEras: number } {
  const own = heads.filter((head) => head.era === log.era)
  const faultOfHead = (head: SignedHead): ChainFault | null => {
    if (head.seq > log.seq) return { seq: head.seq, kind: 'cut' }
    return log.hashes.get(head.seq) === head.hash ? null : { seq: head.seq, kind: 'altered' }
  }
  const faults = own.flatMap((head) => faultOfHead(head) ?? []).sort((a, b) => a.seq - b.seq)
  return { fault: faults[0] ?? null, compared: own.length, ofOtherEras: heads.length - own.length }
}
