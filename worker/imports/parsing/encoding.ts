import type { Encoding } from '../../../contracts/imports.ts'

/** What windows-1252 has at 0x80 to 0x9f; the other bytes are their own code points. */
const WINDOWS_1252_HIGH =
  '\u20ac\u0081\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\u008d\u017d\u008f' +
  '\u0090\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\u009d\u017e\u0178'

/** Text of windows-1252 bytes. Every byte has a meaning, so this cannot fail. Runtimes disagree on 0x80 to 0x9f. */
export function windows1252Text(bytes: Uint8Array): string {
  let text = ''
  for (const byte of bytes) {
    text += byte >= 0x80 && byte <= 0x9f ? WINDOWS_1252_HIGH.charAt(byte - 0x80) : String.fromCharCode(byte)
  }
  return text
}

/** Bytes at the front that only say which encoding it is. */
export function byteOrderMarkBytes(encoding: Encoding, head: Uint8Array): number {
  const [a, b, c] = head
  if (encoding === 'utf-8') return a === 0xef && b === 0xbb && c === 0xbf ? 3 : 0
  if (encoding === 'utf-16le') return a === 0xff && b === 0xfe ? 2 : 0
  if (encoding === 'utf-16be') return a === 0xfe && b === 0xff ? 2 : 0
  return 0
}

/**
 * The encoding of a file, judged by its first bytes: a byte order mark, the zero bytes of UTF-16, else UTF-8 when it is
 * valid, else windows-1252. `isWhole`: the sample is the whole file; otherwise it may end inside a character.
 */
export function sniffEncoding(sample: Uint8Array, isWhole: boolean): Encoding {
  for (const encoding of ['utf-8', 'utf-16le', 'utf-16be'] as const) {
    if (byteOrderMarkBytes(encoding, sample) > 0) return encoding
  }
  const wide = wideEncoding(sample)
  if (wide !== null) return wide
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(sample, { stream: !isWhole })
    return 'utf-8'
  } catch {
    return 'windows-1252'
  }
}

/** In UTF-16 the separators and digits of a table have a zero on one side: at odd places for LE, at even ones for BE. */
function wideEncoding(sample: Uint8Array): 'utf-16le' | 'utf-16be' | null {
  const pairs = sample.length >> 1
  if (pairs < 2) return null
  let evenZeros = 0
  let oddZeros = 0
  for (let i = 0; i < pairs * 2; i += 2) {
    if (sample[i] === 0) evenZeros += 1
    if (sample[i + 1] === 0) oddZeros += 1
  }
  if (oddZeros > pairs * 0.3 && evenZeros < pairs * 0.05) return 'utf-16le'
  if (evenZeros > pairs * 0.3 && oddZeros < pairs * 0.05) return 'utf-16be'
  return null
}

/** Turns the bytes that were sent into the bytes that are stored, chunk by chunk. */
export interface Transcoder {
  push(chunk: Uint8Array): Uint8Array
  end(): Uint8Array
}

/**
 * Stored bytes are ASCII-compatible and have no byte order mark: UTF-16 becomes UTF-8, the others stay as they are.
 */
export function storedBytes(encoding: Encoding): Transcoder {
  if (encoding === 'utf-16le' || encoding === 'utf-16be') return wideTranscoder(encoding)
  if (encoding === 'windows-1252') return { push: (chunk) => chunk, end: () => new Uint8Array(0) }
  return markStripper()
}

function markStripper(): Transcoder {
  let head: Uint8Array | null = new Uint8Array(0)
  const release = (bytes: Uint8Array) => bytes.subarray(byteOrderMarkBytes('utf-8', bytes))
  return {
    push(chunk) {
      if (head === null) return chunk
      const joined: Uint8Array = concatBytes(head, chunk)
      // The mark may be cut over the first chunks.
      if (joined.length < 3) {
        head = joined
        return new Uint8Array(0)
      }
      head = null
      return release(joined)
    },
    end: () => (head === null ? new Uint8Array(0) : release(head)),
  }
}

function wideTranscoder(encoding: 'utf-16le' | 'utf-16be'): Transcoder {
  const decoder = new TextDecoder('utf-16le')
  const encoder = new TextEncoder()
  let odd: Uint8Array = new Uint8Array(0)
  return {
    push(chunk) {
      const joined = concatBytes(odd, chunk)
      const even = joined.length & ~1
      odd = joined.slice(even)
      return encoder.encode(
        decoder.decode(littleEndian(joined.subarray(0, even), encoding), { stream: true }),
      )
    },
    end: () => encoder.encode(decoder.decode() + (odd.length > 0 ? '\ufffd' : '')),
  }
}

function littleEndian(bytes: Uint8Array, encoding: 'utf-16le' | 'utf-16be'): Uint8Array {
  if (encoding === 'utf-16le') return bytes
  const swapped = new Uint8Array(bytes.length)
  for (let i = 0; i + 1 < bytes.length; i += 2) {
    swapped[i] = bytes[i + 1] ?? 0
    swapped[i + 1] = bytes[i] ?? 0
  }
  return swapped
}

function concatBytes(left: Uint8Array, right: Uint8Array): Uint8Array {
  if (left.length === 0) return right
  const joined = new Uint8Array(left.length + right.length)
  joined.set(left)
  joined.set(right, left.length)
  return joined
}
