import { FROM_CLIENT, message } from './wire.ts'

/** What one batched message means for the pool; kept after its bytes have been given to the backend. */
export interface Step {
  type: number
  /** COMMIT, ROLLBACK and their synonyms: what ends a transaction, also a failed one. */
  endsTransaction: boolean
}

export interface Batch {
  /** Its own buffer, so that it can be moved to the backend thread. */
  bytes: Uint8Array<ArrayBuffer>
  steps: Step[]
  /** The last message makes the server answer ReadyForQuery. */
  endsReady: boolean
  /** Uses the unnamed statement of an earlier batch. */
  usesOldUnnamed: boolean
}

const ENDS_TRANSACTION = /^\s*(?:commit|end|abort|rollback(?!\s+(?:work\s+|transaction\s+)?to\b))\b/i
const CHANGES_IDENTITY = /session[\s_]+authorization|reset\s+role\b.*;\s*reset\s+session/is
const TIMEOUT_LITERAL = String.raw`'?(\d+)\s*(us|ms|s|min|h)?'?`
const SETS_TIMEOUT = new RegExp(
  String.raw`\bset\s+(local\s+|session\s+)?statement_timeout\s*(?:=|to)\s*${TIMEOUT_LITERAL}`,
  'i',
)
const UNIT_MS: Readonly<Record<string, number>> = { us: 0.001, ms: 1, s: 1000, min: 60_000, h: 3_600_000 }

/** Milliseconds of a Postgres duration such as `20s`, `300` or `5min`; null when it is not one. */
export function durationMs(text: string): number | null {
  const match = new RegExp(`^\\s*${TIMEOUT_LITERAL}\\s*$`).exec(text)
  return match === null ? null : Number(match[1]) * (UNIT_MS[match[2] ?? 'ms'] ?? 1)
}

/**
 * One client's prepared statements. All clients share one backend, so their names are made private by a prefix,
 * and the unnamed statement, which any other client's turn destroys, is remembered to be prepared again.
 */
export class ClientStatements {
  readonly #prefix: string
  /** Name as the client says it, to whether it ends a transaction. */
  readonly #named = new Map<string, boolean>()
  #unnamed: { bytes: Buffer; endsTransaction: boolean } | null = null
  /** Set by the latest `SET statement_timeout` seen; `null` while there was none. */
  timeoutMs: number | null = null
  timeoutIsLocal = false

  constructor(clientId: number) {
    this.#prefix = `c${clientId}_`
  }

  /** The message that prepares the remembered unnamed statement again. */
  get unnamedParse(): Buffer | null {
    return this.#unnamed?.bytes ?? null
  }

  /** Names as the backend knows them. */
  backendNames(): string[] {
    return [...this.#named.keys()].map((name) => this.#prefix + name)
  }

  /** Rewrites messages for the shared backend. Throws `IdentityChange` where a client tries to become another role. */
  toBatch(messages: Buffer[]): Batch {
    const steps: Step[] = []
    let unnamedIsFresh = false
    let usesOldUnnamed = false
    const rewritten = messages.map((original) => {
      const type = original[0] ?? 0
      const statement = this.#statementOf(type, original)
      if (type === FROM_CLIENT.parse && statement === '') unnamedIsFresh = true
      else if (statement === '' && !unnamedIsFresh) usesOldUnnamed = true
      steps.push({ type, endsTransaction: this.#note(type, original, statement) })
      return statement === null || statement === '' ? original : this.#renamed(type, original, statement)
    })
    const size = rewritten.reduce((sum, one) => sum + one.length, 0)
    const bytes = new Uint8Array(size)
    let at = 0
    for (const one of rewritten) {
      bytes.set(one, at)
      at += one.length
    }
    const last = steps.at(-1)?.type
    const endsReady =
      last === FROM_CLIENT.sync || last === FROM_CLIENT.query || last === FROM_CLIENT.functionCall
    return { bytes, steps, endsReady, usesOldUnnamed }
  }

  /** Forgets what ended with the transaction. */
  transactionEnded(): void {
    if (this.timeoutIsLocal) this.timeoutMs = null
    this.timeoutIsLocal = false
  }

  /** Statement name a message refers to, or null when it refers to none. */
  #statementOf(type: number, bytes: Buffer): string | null {
    if (type === FROM_CLIENT.parse) return cString(bytes, 5)
    if (type === FROM_CLIENT.bind) return cString(bytes, bytes.indexOf(0, 5) + 1)
    const isNameMessage = type === FROM_CLIENT.describe || type === FROM_CLIENT.closeName
    return isNameMessage && bytes[5] === STATEMENT ? cString(bytes, 6) : null
  }

  #renamed(type: number, bytes: Buffer, name: string): Buffer {
    const privateName = this.#prefix + name
    const nameBytes = Buffer.byteLength(name) + 1
    if (type === FROM_CLIENT.parse) return message(type, privateName, bytes.subarray(5 + nameBytes))
    if (type === FROM_CLIENT.bind) {
      const portalEnd = bytes.indexOf(0, 5) + 1
      return message(type, bytes.subarray(5, portalEnd), privateName, bytes.subarray(portalEnd + nameBytes))
    }
    return message(type, bytes.subarray(5, 6), privateName)
  }

  /** Records what a message changes and says whether it ends a transaction. */
  #note(type: number, bytes: Buffer, statement: string | null): boolean {
    if (type === FROM_CLIENT.query) return this.#inspect(cString(bytes, 5))
    if (type === FROM_CLIENT.parse) {
      const ends = this.#inspect(cString(bytes, bytes.indexOf(0, 5) + 1))
      if (statement === '') this.#unnamed = { bytes, endsTransaction: ends }
      else this.#named.set(statement ?? '', ends)
      return ends
    }
    if (type === FROM_CLIENT.closeName && statement !== null) this.#named.delete(statement)
    if (statement === '') return this.#unnamed?.endsTransaction ?? false
    return statement !== null && (this.#named.get(statement) ?? false)
  }

  #inspect(sql: string): boolean {
    if (CHANGES_IDENTITY.test(sql)) throw new IdentityChange()
    const timeout = SETS_TIMEOUT.exec(sql)
    if (timeout !== null) {
      this.timeoutIsLocal = timeout[1]?.trim().toLowerCase() === 'local'
      this.timeoutMs = Number(timeout[2]) * (UNIT_MS[timeout[3]?.toLowerCase() ?? 'ms'] ?? 1)
    }
    return ENDS_TRANSACTION.test(sql)
  }
}

/** A client asked to become another role; on one shared backend every client could become the superuser. */
export class IdentityChange extends Error {
  constructor() {
    super('SET SESSION AUTHORIZATION is not available on the embedded server')
    this.name = 'IdentityChange'
  }
}

const STATEMENT = 'S'.charCodeAt(0)

function cString(bytes: Buffer, start: number): string {
  const end = bytes.indexOf(0, start)
  return bytes.toString('utf8', start, end < 0 ? bytes.length : end)
}
