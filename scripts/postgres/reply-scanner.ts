import { FROM_SERVER, type TransactionState } from './wire.ts'

/** What the server said that the pool has to know about. */
export interface ReplyListener {
  /** One ReadyForQuery went by. */
  ready(state: TransactionState): void
  /** One CommandComplete went by; `tag` is for example `INSERT 0 5`. */
  complete(tag: string): void
  /** The server reported a changed setting. */
  parameter(name: string, value: string): void
}

/** Longer bodies than this are of no interest here and are stepped over without being kept. */
const KEPT_BODY_BYTES_MAX = 256

/**
 * Follows the message boundaries in the backend's output while the bytes pass through to the client untouched.
 * It hops from header to header, so rows cost almost nothing.
 */
export class ReplyScanner {
  #header = Buffer.alloc(5)
  #headerBytes = 0
  #type = 0
  #left = 0
  #body: Buffer[] | null = null
  readonly #listener: ReplyListener

  constructor(listener: ReplyListener) {
    this.#listener = listener
  }

  scan(bytes: Buffer): void {
    let at = 0
    while (at < bytes.length) {
      if (this.#left === 0) {
        at = this.#readHeader(bytes, at)
        if (this.#left > 0 || this.#headerBytes !== 0) continue
      } else {
        const step = Math.min(this.#left, bytes.length - at)
        this.#body?.push(bytes.subarray(at, at + step))
        at += step
        this.#left -= step
      }
      if (this.#left === 0 && this.#headerBytes === 0) this.#finish()
    }
  }

  /** Forgets a half-read message: the backend that was writing it is gone. */
  reset(): void {
    this.#headerBytes = 0
    this.#left = 0
    this.#body = null
    this.#type = 0
  }

  #readHeader(bytes: Buffer, start: number): number {
    const step = Math.min(5 - this.#headerBytes, bytes.length - start)
    bytes.copy(this.#header, this.#headerBytes, start, start + step)
    this.#headerBytes += step
    if (this.#headerBytes < 5) return start + step
    this.#headerBytes = 0
    this.#type = this.#header[0] ?? 0
    this.#left = this.#header.readUInt32BE(1) - 4
    this.#body = this.#isInteresting() ? [] : null
    return start + step
  }

  #isInteresting(): boolean {
    if (this.#left > KEPT_BODY_BYTES_MAX) return false
    return (
      this.#type === FROM_SERVER.ready ||
      this.#type === FROM_SERVER.complete ||
      this.#type === FROM_SERVER.parameter
    )
  }

  #finish(): void {
    const body = this.#body
    this.#body = null
    if (body === null) return
    const text = Buffer.concat(body).toString('utf8')
    if (this.#type === FROM_SERVER.ready) this.#listener.ready(text as TransactionState)
    else if (this.#type === FROM_SERVER.complete) this.#listener.complete(text.slice(0, -1))
    else {
      const [name = '', value = ''] = text.split('\0')
      this.#listener.parameter(name, value)
    }
  }
}
