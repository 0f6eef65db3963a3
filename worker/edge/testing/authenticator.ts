import { base64url, fromBase64url } from '../../auth/secrets.ts'

/** What a test may have a device do wrong. */
interface Deviation {
  origin: string
  /** Whether the device asked for finger, face or PIN. */
  isVerified?: boolean
}

interface Options {
  challenge: string
  rp?: { id?: string }
  rpId?: string
}

const joined = (...parts: (Uint8Array | number[])[]) => Uint8Array.from(parts.flatMap((part) => [...part]))
const utf8 = (text: string) => new TextEncoder().encode(text)
const sha256 = async (bytes: Uint8Array<ArrayBuffer>) =>
  new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))

/** CBOR of the few kinds WebAuthn needs: whole numbers, bytes, text and maps. */
function cbor(value: number | string | Uint8Array | Map<number | string, unknown>): Uint8Array {
  const head = (major: number, n: number) =>
    n < 24 ? [(major << 5) | n] : n < 256 ? [(major << 5) | 24, n] : [(major << 5) | 25, n >> 8, n & 255]
  if (typeof value === 'number') return joined(value >= 0 ? head(0, value) : head(1, -1 - value))
  if (typeof value === 'string') return joined(head(3, value.length), utf8(value))
  if (value instanceof Uint8Array) return joined(head(2, value.length), value)
  const entries = [...value].map(([key, each]) => joined(cbor(key), cbor(each as Parameters<typeof cbor>[0])))
  return joined(head(5, value.size), ...entries)
}

/** A signature as two numbers side by side, in the form ASN.1 wants. */
function der(signature: Uint8Array): Uint8Array {
  const whole = (bytes: Uint8Array) => {
    const first = bytes.findIndex((byte) => byte !== 0)
    const digits = bytes.subarray(Math.max(first, 0))
    const positive = (digits[0] ?? 0) > 127 ? joined([0], digits) : digits
    return joined([2, positive.length], positive)
  }
  const both = joined(whole(signature.subarray(0, 32)), whole(signature.subarray(32)))
  return joined([0x30, both.length], both)
}

/** A device that keeps one passkey, made of the standard's parts: no browser is needed. */
export class Authenticator {
  private readonly keys: CryptoKeyPair
  private readonly id = crypto.getRandomValues(new Uint8Array(32))
  private counter = 0

  private constructor(keys: CryptoKeyPair) {
    this.keys = keys
  }

  static async make(): Promise<Authenticator> {
    const keys = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, [
      'sign',
      'verify',
    ])
    return new Authenticator(keys as CryptoKeyPair)
  }

  private async authData(
    rpId: string,
    isVerified: boolean,
    isNew: boolean,
  ): Promise<Uint8Array<ArrayBuffer>> {
    this.counter += 1
    const flags = 1 | (isVerified ? 4 : 0) | (isNew ? 64 : 0)
    return joined(await sha256(utf8(rpId)), [flags, 0, 0, 0, this.counter])
  }

  private clientData(type: string, challenge: string, origin: string): Uint8Array<ArrayBuffer> {
    return joined(utf8(JSON.stringify({ type, challenge, origin, crossOrigin: false })))
  }

  async create(options: Options, { origin, isVerified = true }: Deviation): Promise<object> {
    const { x = '', y = '' } = (await crypto.subtle.exportKey('jwk', this.keys.publicKey)) as JsonWebKey
    const publicKey = new Map<number, number | Uint8Array>([
      [1, 2],
      [3, -7],
      [-1, 1],
      [-2, fromBase64url(x)],
      [-3, fromBase64url(y)],
    ])
    const authData = joined(
      await this.authData(options.rp?.id ?? '', isVerified, true),
      new Uint8Array(16),
      [0, this.id.length],
      this.id,
      cbor(publicKey),
    )
    const attestation = new Map<string, unknown>([
      ['fmt', 'none'],
      ['attStmt', new Map()],
      ['authData', authData],
    ])
    return this.credential({
      clientDataJSON: base64url(this.clientData('webauthn.create', options.challenge, origin)),
      attestationObject: base64url(cbor(attestation)),
      transports: ['internal'],
    })
  }

  async get(options: Options, { origin, isVerified = true }: Deviation): Promise<object> {
    const clientData = this.clientData('webauthn.get', options.challenge, origin)
    const authData = await this.authData(options.rpId ?? '', isVerified, false)
    const signature = await crypto.subtle.sign(
      { name: 'ECDSA', hash: 'SHA-256' },
      this.keys.privateKey,
      joined(authData, await sha256(clientData)),
    )
    return this.credential({
      clientDataJSON: base64url(clientData),
      authenticatorData: base64url(authData),
      signature: base64url(der(new Uint8Array(signature))),
    })
  }

  private credential(response: object): object {
    const id = base64url(this.id)
    return { id, rawId: id, type: 'public-key', clientExtensionResults: {}, response }
  }
}
