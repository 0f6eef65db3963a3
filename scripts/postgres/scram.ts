import { createHash, createHmac, pbkdf2Sync, randomBytes, timingSafeEqual } from 'node:crypto'
import { SCRAM_ITERATIONS } from './limits.ts'

/** What a server keeps instead of a password (RFC 5802): enough to check a proof, not enough to make one. */
export interface ScramVerifier {
  salt: Buffer
  iterations: number
  storedKey: Buffer
  serverKey: Buffer
}

const hmac = (key: Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest()
const sha256 = (bytes: Buffer): Buffer => createHash('sha256').update(bytes).digest()

/** Derives the verifier of a password; about 2 ms, so do it once per role. */
export function makeVerifier(password: string): ScramVerifier {
  const salt = randomBytes(16)
  const salted = pbkdf2Sync(password.normalize('NFKC'), salt, SCRAM_ITERATIONS, 32, 'sha256')
  return {
    salt,
    iterations: SCRAM_ITERATIONS,
    storedKey: sha256(hmac(salted, 'Client Key')),
    serverKey: hmac(salted, 'Server Key'),
  }
}

export type ScramStep = { ok: true; reply: string } | { ok: false; reason: 'malformed' | 'wrong_password' }

/** One login as the server sees it: `first` answers the client's first message, `final` checks its proof. */
export class ScramExchange {
  readonly #verifier: ScramVerifier
  #clientFirstBare = ''
  #serverFirst = ''
  #nonce = ''
  #header = ''

  constructor(verifier: ScramVerifier) {
    this.#verifier = verifier
  }

  first(clientFirst: string): ScramStep {
    // gs2 header: no channel binding ("n" or "y"), no authorization identity.
    const match = /^([ny],[^,]*,)((?:[^,]*,)*?r=([^,]+)(?:,.*)?)$/s.exec(clientFirst)
    if (match === null) return { ok: false, reason: 'malformed' }
    const [, header = '', bare = '', clientNonce = ''] = match
    this.#header = header
    this.#clientFirstBare = bare
    this.#nonce = clientNonce + randomBytes(18).toString('base64')
    const salt = this.#verifier.salt.toString('base64')
    this.#serverFirst = `r=${this.#nonce},s=${salt},i=${this.#verifier.iterations}`
    return { ok: true, reply: this.#serverFirst }
  }

  final(clientFinal: string): ScramStep {
    const match = /^(c=([^,]+),r=([^,]+)(?:,[^p][^,]*)*),p=([^,]+)$/s.exec(clientFinal)
    if (match === null) return { ok: false, reason: 'malformed' }
    const [, withoutProof = '', binding = '', nonce = '', proofText = ''] = match
    if (nonce !== this.#nonce) return { ok: false, reason: 'malformed' }
    if (Buffer.from(binding, 'base64').toString() !== this.#header) return { ok: false, reason: 'malformed' }
    const signed = `${this.#clientFirstBare},${this.#serverFirst},${withoutProof}`
    const signature = hmac(this.#verifier.storedKey, signed)
    const proof = Buffer.from(proofText, 'base64')
    if (proof.length !== signature.length) return { ok: false, reason: 'wrong_password' }
    const clientKey = Buffer.from(proof.map((byte: number, index: number) => byte ^ (signature[index] ?? 0)))
    if (!timingSafeEqual(sha256(clientKey), this.#verifier.storedKey))
      return { ok: false, reason: 'wrong_password' }
    return { ok: true, reply: `v=${hmac(this.#verifier.serverKey, signed).toString('base64')}` }
  }
}
