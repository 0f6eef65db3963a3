/** Two independent 64-bit halves as four words; printed as the 32 digits of a uuid. Not for secrets. */
export type Words = readonly [number, number, number, number]

/**
 * MurmurHash3 x86_128 of bytes. Words are unsigned 32-bit integers in the order of the published test vectors.
 */
export function murmur128(bytes: Uint8Array, length: number, seed: number): Words {
  const c1 = 0x239b961b
  const c2 = 0xab0e9789
  const c3 = 0x38b34ae5
  const c4 = 0xa1e38b93
  let h1 = seed | 0
  let h2 = seed | 0
  let h3 = seed | 0
  let h4 = seed | 0
  const whole = length & ~15
  let at = 0
  for (; at < whole; at += 16) {
    h1 ^= Math.imul(rotl(Math.imul(word(bytes, at), c1), 15), c2)
    h1 = (Math.imul(rotl(h1, 19) + h2, 5) + 0x561ccd1b) | 0
    h2 ^= Math.imul(rotl(Math.imul(word(bytes, at + 4), c2), 16), c3)
    h2 = (Math.imul(rotl(h2, 17) + h3, 5) + 0x0bcaa747) | 0
    h3 ^= Math.imul(rotl(Math.imul(word(bytes, at + 8), c3), 17), c4)
    h3 = (Math.imul(rotl(h3, 15) + h4, 5) + 0x96cd1c35) | 0
    h4 ^= Math.imul(rotl(Math.imul(word(bytes, at + 12), c4), 18), c1)
    h4 = (Math.imul(rotl(h4, 13) + h1, 5) + 0x32ac3b17) | 0
  }
  const rest = length - whole
  if (rest > 12) h4 ^= Math.imul(rotl(Math.imul(tail(bytes, at + 12, length), c4), 18), c1)
  if (rest > 8) h3 ^= Math.imul(rotl(Math.imul(tail(bytes, at + 8, length), c3), 17), c4)
  if (rest > 4) h2 ^= Math.imul(rotl(Math.imul(tail(bytes, at + 4, length), c2), 16), c3)
  if (rest > 0) h1 ^= Math.imul(rotl(Math.imul(tail(bytes, at, length), c1), 15), c2)
  h1 ^= length
  h2 ^= length
  h3 ^= length
  h4 ^= length
  h1 = (h1 + h2 + h3 + h4) | 0
  h2 = (h2 + h1) | 0
  h3 = (h3 + h1) | 0
  h4 = (h4 + h1) | 0
  h1 = mixed(h1)
  h2 = mixed(h2)
  h3 = mixed(h3)
  h4 = mixed(h4)
  h1 = (h1 + h2 + h3 + h4) | 0
  h2 = (h2 + h1) | 0
  h3 = (h3 + h1) | 0
  h4 = (h4 + h1) | 0
  return [h1 >>> 0, h2 >>> 0, h3 >>> 0, h4 >>> 0]
}

function rotl(value: number, by: number): number {
  return (value << by) | (value >>> (32 - by))
}

function word(bytes: Uint8Array, at: number): number {
  return (
    (bytes[at] as number) |
    ((bytes[at + 1] as number) << 8) |
    ((bytes[at + 2] as number) << 16) |
    ((bytes[at + 3] as number) << 24)
  )
}

/** The up to four bytes from `at` that lie before `length`, lowest first. */
function tail(bytes: Uint8Array, at: number, length: number): number {
  let value = 0
  for (let i = Math.min(at + 4, length) - 1; i >= at; i -= 1) value = (value << 8) | (bytes[i] as number)
  return value
}

function mixed(value: number): number {
  let h = value
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return h ^ (h >>> 16)
}

/** Identity of decoded texts: how they were quoted, encoded or delimited does not matter. */
export interface KeyHasher {
  words(texts: readonly string[]): Words
  /** The same as uuid text. */
  key(texts: readonly string[]): string
}

const UNIT_SEPARATOR = '\u001f'
const UNIT_SEPARATOR_BYTE = 0x1f
const BUFFER_BYTES_START = 4096
const SCOPE_TAIL_BYTES = 12

/** `scope` (a dataset id) is part of every key, so that equal rows of different datasets differ. */
export function keyHasher(scope: string): KeyHasher {
  const encoder = new TextEncoder()
  const scopeBytes = encoder.encode(scope)
  const [seed, ...scopeTail] = murmur128(scopeBytes, scopeBytes.length, 0)
  let buffer = new Uint8Array(BUFFER_BYTES_START)

  function write(text: string): number {
    // One unit of UTF-16 is at most three bytes of UTF-8.
    const needed = text.length * 3 + SCOPE_TAIL_BYTES
    if (needed > buffer.length) buffer = new Uint8Array(needed * 2)
    return encoder.encodeInto(text, buffer).written
  }

  function separators(length: number): number {
    let count = 0
    for (let i = 0; i < length; i += 1) if (buffer[i] === UNIT_SEPARATOR_BYTE) count += 1
    return count
  }

  function words(texts: readonly string[]): Words {
    let length = write(texts.join(UNIT_SEPARATOR))
    // Texts that contain the separator themselves are told apart by their lengths.
    if (separators(length) !== texts.length - 1)
      length = write(texts.map((one) => `${one.length}:${one}`).join(''))
    // The seed carries 32 bits of the scope; the other 96 go in as bytes.
    for (const scopeWord of scopeTail) {
      buffer[length] = scopeWord
      buffer[length + 1] = scopeWord >>> 8
      buffer[length + 2] = scopeWord >>> 16
      buffer[length + 3] = scopeWord >>> 24
      length += 4
    }
    return asCustomUuid(murmur128(buffer, length, seed))
  }

  return { words, key: (texts) => uuidText(words(texts)) }
}

/** Version 8 of the uuid standard leaves 122 bits to the application, so the keys pass wherever uuids are checked. */
function asCustomUuid([a, b, c, d]: Words): Words {
  return [a, ((b & 0xffff0fff) | 0x8000) >>> 0, ((c & 0x3fffffff) | 0x80000000) >>> 0, d]
}

/** The 128 bits as uuid text. */
export function uuidText(words: Words): string {
  const bytes = new Uint8Array(UUID_CHARS)
  writeUuid(words, 0, bytes, 0)
  return String.fromCharCode(...bytes)
}

export const UUID_CHARS = 36
const DASH = 0x2d
const HEX_DIGITS = Uint8Array.from('0123456789abcdef', (digit) => digit.charCodeAt(0))

/** Writes four words, taken `from` there, as uuid text in ASCII. */
export function writeUuid(words: ArrayLike<number>, from: number, into: Uint8Array, to: number): void {
  let at = to
  for (let i = 0; i < 4; i += 1) {
    const value = words[from + i] ?? 0
    for (let shift = 28; shift >= 0; shift -= 4) {
      into[at] = HEX_DIGITS[(value >>> shift) & 15] ?? 0
      at += 1
      // Dashes stand after 8, 12, 16 and 20 digits.
      if ((i === 0 && shift === 0) || ((i === 1 || i === 2) && shift === 16) || (i === 1 && shift === 0)) {
        into[at] = DASH
        at += 1
      }
    }
  }
}
