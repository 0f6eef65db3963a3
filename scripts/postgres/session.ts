import type { Socket } from 'node:net'
import { BATCH_BYTES_MAX, CLIENT_BUFFER_BYTES, MESSAGE_BYTES_MAX } from './limits.ts'
import { LostBackend } from './lost-backend.ts'
import type { KillReason, Outcome, Pool, PoolClient, RoleSettings } from './pool.ts'
import { ReplyScanner } from './reply-scanner.ts'
import { type Batch, ClientStatements, durationMs } from './statements.ts'
import { errorResponse, FROM_CLIENT, type FrameReader, type TransactionState } from './wire.ts'

export interface SessionOptions {
  id: number
  user: string
  settings: readonly (readonly [string, string])[]
  /** For roles that set none of their own; 0 means none. */
  statementTimeoutMs: number
  idleInTransactionTimeoutMs: number
}

const ROLE_CHANGED = /^(?:CREATE|ALTER|DROP) ROLE$|^DO$/
const STATEMENT_TEXT: Record<'statement_timeout' | 'cancelled', string> = {
  statement_timeout: 'canceling statement due to statement timeout',
  cancelled: 'canceling statement due to user request',
}

/** One logged-in client: reads its messages, takes turns at the backend, enforces its time limits. */
export class Session implements PoolClient {
  readonly user: string
  readonly settings: readonly (readonly [string, string])[]
  holdsState = false
  ended = false
  readonly #socket: Socket
  readonly #pool: Pool
  readonly #options: SessionOptions
  readonly #input: FrameReader
  readonly #statements: ClientStatements
  readonly #scanner: ReplyScanner
  #role: RoleSettings | null = null
  #state: TransactionState = 'I'
  #readiesOfRun = 0
  #pumping: Promise<void> | null = null
  #limit: NodeJS.Timeout | undefined
  #lost: LostBackend | null = null
  #left: Promise<void> | null = null

  constructor(socket: Socket, pool: Pool, input: FrameReader, options: SessionOptions) {
    this.#socket = socket
    this.#pool = pool
    this.#input = input
    this.#options = options
    this.user = options.user
    this.settings = options.settings.filter(([name]) => name.toLowerCase() !== 'client_encoding')
    this.#statements = new ClientStatements(options.id)
    this.#scanner = new ReplyScanner({
      ready: (state) => {
        this.#state = state
        this.#readiesOfRun += 1
      },
      complete: (tag) => {
        if (ROLE_CHANGED.test(tag)) pool.forgetRoles()
        this.#startStatementLimit()
      },
      parameter: (name, value) => {
        if (name === 'is_superuser' && value === 'on' && this.#role?.isSuperuser === false) {
          this.#end('42501', 'a client may not become another role on the embedded server')
        }
      },
    })
    pool.enter(this)
    socket.on('data', (chunk: Buffer) => this.#receive(chunk))
    socket.on('close', () => void this.leave())
    socket.on('error', () => void this.leave())
    this.#pump()
  }

  backendNames(generation: number): string[] {
    return this.#statements.backendNames(generation)
  }

  async atRest(): Promise<void> {
    await this.#pumping
  }

  /** Ends the session from the server's side; rolls back what it had open. */
  leave(): Promise<void> {
    this.ended = true
    clearTimeout(this.#limit)
    this.#left ??= this.#pool.leave(this)
    return this.#left
  }

  /** A cancel request for this client arrived. */
  cancel(): void {
    this.#pool.kill(this, 'cancelled')
  }

  reply(bytes: Buffer, drained: () => void): void {
    this.#scanner.scan(bytes)
    if (this.#socket.writable && !this.ended) this.#socket.write(bytes, drained)
    else drained()
  }

  #receive(chunk: Buffer): void {
    this.#input.push(chunk)
    const declared = this.#input.declaredBytes()
    if (declared !== null && declared > MESSAGE_BYTES_MAX) {
      this.#end('54000', `a message may have at most ${MESSAGE_BYTES_MAX} bytes`)
      return
    }
    if (this.#input.bufferedBytes > CLIENT_BUFFER_BYTES && this.#input.hasMessage) this.#socket.pause()
    this.#pump()
  }

  #pump(): void {
    this.#pumping ??= this.#handleMessages().finally(() => {
      this.#pumping = null
    })
  }

  async #handleMessages(): Promise<void> {
    try {
      while (!this.ended && this.#input.hasMessage) await this.#turn()
    } catch (error) {
      this.#end('XX000', error instanceof Error ? error.message : String(error))
    }
  }

  /** Handles the messages that are there: one batch for the backend, or for what stands in for it. */
  async #turn(): Promise<void> {
    if (this.#lost !== null) {
      this.#answerLost(this.#lost, this.#takeBatch().steps)
      return
    }
    await this.#pool.hold(this)
    if (this.ended) return this.holdsState ? undefined : this.#pool.release(this)
    const role = this.#role ?? (await this.#findRole())
    if (role === null || this.ended) return this.#pool.release(this)
    const batch = this.#takeBatch()
    if (batch.steps.length === 0) return this.#state === 'I' ? this.#pool.release(this) : undefined
    clearTimeout(this.#limit)
    const stateBefore = this.#state
    this.holdsState = true
    this.#readiesOfRun = 0
    this.#startStatementLimit()
    const outcome = await this.#pool.run(this, batch, role)
    clearTimeout(this.#limit)
    this.#settle(batch, outcome, stateBefore)
  }

  #settle(batch: Batch, outcome: Outcome, stateBefore: TransactionState): void {
    if (outcome.outcome === 'refused') {
      this.holdsState = false
      this.#pool.release(this)
      this.#end(outcome.sqlState, outcome.text)
      return
    }
    if (outcome.outcome === 'killed') {
      this.holdsState = false
      this.#scanner.reset()
      this.#pool.release(this)
      this.#answerKilled(batch, outcome.reason, this.#readiesOfRun > 0 ? this.#state : stateBefore)
      return
    }
    if (this.#state === 'I' && batch.endsReady) {
      this.holdsState = false
      this.#statements.transactionEnded()
      this.#pool.release(this)
    } else if (!this.ended && !this.#input.hasMessage) this.#startIdleLimit()
  }

  /** Whole messages up to the batch size; a Terminate message ends the session instead. */
  #takeBatch(): Batch {
    const messages: Buffer[] = []
    let bytes = 0
    while (bytes < BATCH_BYTES_MAX) {
      const next = this.#input.take()
      if (next === null) break
      if (next[0] === FROM_CLIENT.terminate) {
        this.#socket.end()
        break
      }
      messages.push(next)
      bytes += next.length
    }
    if (this.#socket.isPaused() && this.#input.bufferedBytes <= CLIENT_BUFFER_BYTES) this.#socket.resume()
    return this.#statements.toBatch(
      messages,
      this.#pool.backend.generation,
      !this.#pool.isConfiguredFor(this),
    )
  }

  async #findRole(): Promise<RoleSettings | null> {
    const role = await this.#pool.role(this.user)
    this.#role = role
    if (role === null) this.#end('28000', `role "${this.user}" does not exist`)
    else if (!role.canLogin) this.#end('28000', `role "${this.user}" is not permitted to log in`)
    return role?.canLogin === true ? role : null
  }

  /** The latest value wins: SET by the client, its startup packet, its role, the server. */
  #limitMs(name: string, fallbackMs: number): number {
    const asked = this.settings.find(([key]) => key.toLowerCase() === name)?.[1]
    const ofRole = this.#role?.settings.find(([key]) => key.toLowerCase() === name)?.[1]
    const text = asked ?? ofRole
    return text === undefined ? fallbackMs : (durationMs(text) ?? fallbackMs)
  }

  #startStatementLimit(): void {
    clearTimeout(this.#limit)
    const limitMs =
      this.#statements.timeoutMs ?? this.#limitMs('statement_timeout', this.#options.statementTimeoutMs)
    if (limitMs <= 0 || this.ended || !this.holdsState) return
    this.#limit = setTimeout(() => this.#pool.kill(this, 'statement_timeout'), limitMs)
  }

  #startIdleLimit(): void {
    const fallbackMs = this.#options.idleInTransactionTimeoutMs
    const limitMs = this.#limitMs('idle_in_transaction_session_timeout', fallbackMs)
    if (limitMs <= 0) return
    this.#limit = setTimeout(() => {
      this.#end('25P03', 'terminating connection due to idle-in-transaction timeout')
    }, limitMs)
  }

  #answerKilled(batch: Batch, reason: KillReason, state: TransactionState): void {
    if (reason === 'client_gone' || this.ended) return
    if (reason === 'crashed') {
      this.#end('57P01', 'terminating connection because the backend crashed')
      return
    }
    this.#lost = new LostBackend(STATEMENT_TEXT[reason], state !== 'I')
    this.#answerLost(this.#lost, unanswered(batch, this.#readiesOfRun))
  }

  #answerLost(lost: LostBackend, steps: Batch['steps']): void {
    const { bytes, isOver } = lost.answer(steps)
    if (this.#socket.writable && bytes.length > 0) this.#socket.write(bytes)
    if (!isOver) return
    this.#lost = null
    this.#state = 'I'
    this.#statements.transactionEnded()
  }

  #end(sqlState: string, text: string): void {
    if (this.ended) return
    if (this.#socket.writable) this.#socket.end(errorResponse('FATAL', sqlState, text))
    // A client that keeps its half open would otherwise linger.
    this.#socket.resume()
    void this.leave()
  }
}

/** The steps of a batch whose answer the client still waits for, after `readies` exchanges were completed. */
function unanswered(batch: Batch, readies: number): Batch['steps'] {
  let left = readies
  const first = batch.steps.findIndex((step) => {
    if (left === 0) return true
    if (step.type === FROM_CLIENT.sync || step.type === FROM_CLIENT.query) left -= 1
    return false
  })
  return first < 0 ? [] : batch.steps.slice(first)
}
