const UNIT_SEPARATOR = 0x1f
const FIELD_BYTES_START = 4096

/** Two independent 64-bit halves as four words; printed as the 32 digits of a uuid. Not for secrets. */
type Words = readonly [number, number, number, number]

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
  /** uuid text of the texts in their order. */
  key(texts: readonly string[]): string
}

/** `scope` (a dataset id) is part of every key, so that equal rows of different datasets differ. */
export function keyHasher(scope: string): KeyHasher {
  const encoder = new TextEncoder()
  const hex = Array.from({ length: 65_536 }, (_, value) => value.toString(16).padStart(4, '0'))
  const scopeWords = murmur128(encoder.encode(scope), encoder.encode(scope).length, 0)
  const seed = scopeWords[0]
  let buffer = new Uint8Array(FIELD_BYTES_START)

  /** Writes the text as UTF-8; answers the new length, or -1 when the text contains the separator itself. */
  function write(text: string, from: number): number {
    // One unit of UTF-16 is at most three bytes of UTF-8; 20 bytes stay free for the scope and a separator.
    const needed = from + text.length * 3 + 20
    if (needed > buffer.length) {
      const larger = new Uint8Array(needed * 2)
      larger.set(buffer.subarray(0, from))
      buffer = larger
    }
    let at = from
    for (let i = 0; i < text.length; i += 1) {
      const code = text.charCodeAt(i)
      if (code > 0x7f) return text.includes('\u001f') ? -1 : from + encoder.encodeInto(text, buffer.subarray(from)).written
      if (code === UNIT_SEPARATOR) return -1
      buffer[at] = code
      at += 1
    }
    return at
  }

  function joined(texts: readonly string[]): number {
    let at = 0
    for (const text of texts) {
      at = write(text, at)
      if (at === -1) return -1
      buffer[at] = UNIT_SEPARATOR
      at += 1
    }
    return at
  }

  /** Texts that contain the separator are told apart by their lengths instead. */
  function measured(texts: readonly string[]): number {
    const text = texts.map((one) => `${one.length}:${one}`).join('')
    const bytes = encoder.encode(text)
    buffer = bytes.length + 20 > buffer.length ? new Uint8Array(bytes.length + 20) : buffer
    buffer.set(bytes)
    return bytes.length
  }

  return {
    key(texts) {
      let length = joined(texts)
      if (length === -1) length = measured(texts)
      // The seed carries 32 bits of the scope; the other 96 go in as bytes.
      for (let i = 1; i < 4; i += 1) {
        const scopeWord = scopeWords[i] as number
        buffer[length] = scopeWord
        buffer[length + 1] = scopeWord >>> 8
        buffer[length + 2] = scopeWord >>> 16
        buffer[length + 3] = scopeWord >>> 24
        length += 4
      }
      const [a, b, c, d] = murmur128(buffer, length, seed)
      return `${hex[a >>> 16]}${hex[a & 0xffff]}-${hex[b >>> 16]}-${hex[b & 0xffff]}-${hex[c >>> 16]}-${hex[c & 0xffff]}${hex[d >>> 16]}${hex[d & 0xffff]}`
    },
  }
}
