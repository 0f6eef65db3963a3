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
  /** Messages that prepare again what the batch uses and the backend does not have any more. */
  again: Buffer[]
}

const ENDS_TRANSACTION = /^\s*(?:commit|end|abort|rollback(?!\s+(?:work\s+|transaction\s+)?to\b))\b/i
/** All clients share one login that is the superuser's, so any of them could go back to it. */
const CHANGES_IDENTITY = /session[\s_]+authorization/i
const REFUSES_IDENTITY = `do $$ begin raise insufficient_privilege
  using message = 'session_authorization cannot be changed on the embedded server'; end $$`
/** Number of no backend. */
const GONE = -1

interface Prepared {
  /** The Parse message under the name that the backend knows. */
  parse: Buffer
  endsTransaction: boolean
  /** Which backend has it. */
  generation: number
}
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
 * and what they prepared is remembered, to be prepared again after another client's turn or in a new backend.
 */
export class ClientStatements {
  readonly #prefix: string
  /** By the name the client uses; the unnamed statement has the empty one. */
  readonly #known = new Map<string, Prepared>()
  /** Set by the latest `SET statement_timeout` seen; `null` while there was none. */
  timeoutMs: number | null = null
  timeoutIsLocal = false

  constructor(clientId: number) {
    this.#prefix = `c${clientId}_`
  }

  /** Names as backend number `generation` knows them. */
  backendNames(generation: number): string[] {
    return [...this.#known]
      .filter(([name, prepared]) => name !== '' && prepared.generation === generation)
      .map(([name]) => this.#prefix + name)
  }

  /**
   * Rewrites messages for backend number `generation`. `isNewTurn` says that another client ran in between, which
   * destroyed the unnamed statement.
   */
  toBatch(messages: Buffer[], generation: number, isNewTurn: boolean): Batch {
    const steps: Step[] = []
    const again: Buffer[] = []
    const unnamed = this.#known.get('')
    if (isNewTurn && unnamed !== undefined) unnamed.generation = GONE
    const rewritten = messages.map((original) => {
      const type = original[0] ?? 0
      const allowed = this.#allowed(type, original)
      const statement = statementOf(type, allowed)
      const renamed = statement === null ? allowed : this.#renamed(type, allowed, statement)
      steps.push({ type, endsTransaction: this.#note(type, renamed, statement, generation, again) })
      return renamed
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
    return { bytes, steps, endsReady, again }
  }

  /** Forgets what ended with the transaction. */
  transactionEnded(): void {
    if (this.timeoutIsLocal) this.timeoutMs = null
    this.timeoutIsLocal = false
  }

  /** The message itself, or one that raises an error where the client tries to become another role. */
  #allowed(type: number, bytes: Buffer): Buffer {
    if (type === FROM_CLIENT.query)
      return CHANGES_IDENTITY.test(cString(bytes, 5)) ? message(type, REFUSES_IDENTITY) : bytes
    if (type !== FROM_CLIENT.parse) return bytes
    const textAt = bytes.indexOf(0, 5) + 1
    if (!CHANGES_IDENTITY.test(cString(bytes, textAt))) return bytes
    return message(type, bytes.subarray(5, textAt), REFUSES_IDENTITY, Buffer.from([0, 0]))
  }

  #renamed(type: number, bytes: Buffer, name: string): Buffer {
    if (name === '') return bytes
    const privateName = this.#prefix + name
    const nameBytes = Buffer.byteLength(name) + 1
    if (type === FROM_CLIENT.parse) return message(type, privateName, bytes.subarray(5 + nameBytes))
    if (type === FROM_CLIENT.bind) {
      const portalEnd = bytes.indexOf(0, 5) + 1
      return message(type, bytes.subarray(5, portalEnd), privateName, bytes.subarray(portalEnd + nameBytes))
    }
    return message(type, bytes.subarray(5, 6), privateName)
  }

  /** Records what a rewritten message changes and says whether it ends a transaction. */
  #note(type: number, bytes: Buffer, statement: string | null, generation: number, again: Buffer[]): boolean {
    if (type === FROM_CLIENT.query) return this.#inspect(cString(bytes, 5))
    if (statement === null) return false
    if (type === FROM_CLIENT.parse) {
      const endsTransaction = this.#inspect(cString(bytes, bytes.indexOf(0, 5) + 1))
      // A copy: the original is a view into everything else that arrived with it.
      this.#known.set(statement, { parse: Buffer.from(bytes), endsTransaction, generation })
      return endsTransaction
    }
    const prepared = this.#known.get(statement)
    if (type === FROM_CLIENT.closeName) this.#known.delete(statement)
    else if (prepared !== undefined && prepared.generation !== generation) {
      again.push(prepared.parse)
      prepared.generation = generation
    }
    return prepared?.endsTransaction ?? false
  }

  #inspect(sql: string): boolean {
    const timeout = SETS_TIMEOUT.exec(sql)
    if (timeout !== null) {
      this.timeoutIsLocal = timeout[1]?.trim().toLowerCase() === 'local'
      this.timeoutMs = Number(timeout[2]) * (UNIT_MS[timeout[3]?.toLowerCase() ?? 'ms'] ?? 1)
    }
    return ENDS_TRANSACTION.test(sql)
  }
}

const STATEMENT = 'S'.charCodeAt(0)

/** Statement name a message refers to, or null when it refers to none. */
function statementOf(type: number, bytes: Buffer): string | null {
  if (type === FROM_CLIENT.parse) return cString(bytes, 5)
  if (type === FROM_CLIENT.bind) return cString(bytes, bytes.indexOf(0, 5) + 1)
  const isNameMessage = type === FROM_CLIENT.describe || type === FROM_CLIENT.closeName
  return isNameMessage && bytes[5] === STATEMENT ? cString(bytes, 6) : null
}

function cString(bytes: Buffer, start: number): string {
  const end = bytes.indexOf(0, start)
  return bytes.toString('utf8', start, end < 0 ? bytes.length : end)
}
