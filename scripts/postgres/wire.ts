/** Pieces of the Postgres wire protocol (version 3) that the server itself speaks. */

const codeOf = (letter: string): number => letter.charCodeAt(0)

/** Message types, named by what they say. Client and server use the same letters for different things. */
export const FROM_CLIENT = {
  query: codeOf('Q'),
  parse: codeOf('P'),
  bind: codeOf('B'),
  describe: codeOf('D'),
  execute: codeOf('E'),
  closeName: codeOf('C'),
  sync: codeOf('S'),
  flush: codeOf('H'),
  terminate: codeOf('X'),
  password: codeOf('p'),
  functionCall: codeOf('F'),
  copyData: codeOf('d'),
  copyDone: codeOf('c'),
  copyFail: codeOf('f'),
} as const

export const FROM_SERVER = {
  ready: codeOf('Z'),
  complete: codeOf('C'),
  emptyQuery: codeOf('I'),
  error: codeOf('E'),
  parameter: codeOf('S'),
  copyIn: codeOf('G'),
} as const

export const SSL_REQUEST = 80877103
export const GSS_REQUEST = 80877104
export const CANCEL_REQUEST = 80877102
export const PROTOCOL_3 = 196608

/** Transaction state as ReadyForQuery reports it: idle, inside a transaction, inside a failed one. */
export type TransactionState = 'I' | 'T' | 'E'

/** One protocol message: type letter, length, then the parts. Strings are written with their closing zero. */
export function message(type: string | number, ...parts: (string | Uint8Array)[]): Buffer {
  const bodies = parts.map((part) => (typeof part === 'string' ? Buffer.from(`${part}\0`) : part))
  const bodyBytes = bodies.reduce((sum, body) => sum + body.length, 0)
  const out = Buffer.allocUnsafe(5 + bodyBytes)
  out[0] = typeof type === 'string' ? codeOf(type) : type
  out.writeInt32BE(4 + bodyBytes, 1)
  let at = 5
  for (const body of bodies) {
    out.set(body, at)
    at += body.length
  }
  return out
}

export function int32(value: number): Buffer {
  const out = Buffer.allocUnsafe(4)
  out.writeInt32BE(value)
  return out
}

/** Severity FATAL tells the client that the connection closes after this message. */
export function errorResponse(severity: 'ERROR' | 'FATAL', sqlState: string, text: string): Buffer {
  return message('E', `S${severity}`, `V${severity}`, `C${sqlState}`, `M${text}`, Buffer.from([0]))
}

export const readyForQuery = (state: TransactionState): Buffer => message('Z', Buffer.from(state))
export const queryMessage = (text: string): Buffer => message('Q', text)
export const syncMessage = (): Buffer => message('S')
export const closeStatementMessage = (name: string): Buffer => message('C', Buffer.from('S'), name)

/**
 * Cuts a byte stream into protocol messages. Chunks are joined only when a message is complete, so a message of
 * many chunks costs one copy, not one per chunk.
 */
export class FrameReader {
  #chunks: Buffer[] = []
  #bytes = 0
  /** Bytes needed before looking again is worth it. */
  #wanted = 5

  get bufferedBytes(): number {
    return this.#bytes
  }

  /** Whether at least one whole message is waiting. */
  get hasMessage(): boolean {
    return this.#bytes >= this.#wanted && this.#head() !== null
  }

  push(chunk: Buffer): void {
    this.#chunks.push(chunk)
    this.#bytes += chunk.length
  }

  /** Declared size of the message at the head, or null before its length field has arrived. */
  declaredBytes(): number | null {
    if (this.#bytes < 5) return null
    return 1 + this.#join(5).readUInt32BE(1)
  }

  /** Takes exactly `count` bytes, or null when they have not arrived. For packets without a type letter. */
  takeRaw(count: number): Buffer | null {
    if (this.#bytes < count) return null
    const head = this.#join(count)
    this.#drop(head, count)
    return head.subarray(0, count)
  }

  /** The first `count` bytes without taking them, or null. */
  peek(count: number): Buffer | null {
    return this.#bytes < count ? null : this.#join(count).subarray(0, count)
  }

  /** Takes the next whole message (type letter included), or null. */
  take(): Buffer | null {
    if (this.#bytes < this.#wanted) return null
    const length = this.#head()
    if (length === null) return null
    const head = this.#join(length)
    this.#drop(head, length)
    this.#wanted = 5
    return head.subarray(0, length)
  }

  #head(): number | null {
    const declared = this.declaredBytes()
    if (declared === null) return null
    if (this.#bytes >= declared) return declared
    this.#wanted = declared
    return null
  }

  /** Makes the first chunk at least `count` bytes long; what is joined is joined once. */
  #join(count: number): Buffer {
    const first = this.#chunks[0]
    if (first === undefined) throw new RangeError('nothing buffered')
    if (first.length >= count) return first
    let taken = 0
    let bytes = 0
    while (bytes < count) {
      const chunk = this.#chunks[taken]
      if (chunk === undefined) throw new RangeError('fewer bytes buffered than asked for')
      bytes += chunk.length
      taken += 1
    }
    const joined = Buffer.concat(this.#chunks.slice(0, taken), bytes)
    this.#chunks.splice(0, taken, joined)
    return joined
  }

  #drop(head: Buffer, count: number): void {
    if (head.length === count) this.#chunks.shift()
    else this.#chunks[0] = head.subarray(count)
    this.#bytes -= count
  }
}
