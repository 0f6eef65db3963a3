import { Backend } from './backend.ts'
import { CHECKPOINT_AFTER_BYTES, CHECKPOINT_IDLE_MS, VANISHED_CLIENT_MS } from './limits.ts'
import type { Batch } from './statements.ts'
import { closeStatementMessage, queryMessage, syncMessage } from './wire.ts'

/** Why the backend thread was terminated under a client. */
export type KillReason = 'statement_timeout' | 'cancelled' | 'client_gone' | 'crashed'

/** What the pool needs to know about a client. */
export interface PoolClient {
  readonly user: string
  /** Settings from the startup packet. */
  readonly settings: readonly (readonly [string, string])[]
  readonly ended: boolean
  /** True while the backend is inside a transaction, or inside an unfinished exchange, of this client. */
  holdsState: boolean
  /** Resolves when it has no turn of its own under way any more; an ended client begins none. */
  atRest(): Promise<void>
  /** Names it prepared in backend number `generation`. */
  backendNames(generation: number): string[]
  reply(bytes: Buffer, drained: () => void): void
}

export interface RoleSettings {
  canLogin: boolean
  isSuperuser: boolean
  settings: (readonly [string, string])[]
}

/** What became of a batch. */
export type Outcome =
  | { outcome: 'done' }
  | { outcome: 'refused'; sqlState: string; text: string }
  | { outcome: 'killed'; reason: KillReason }

/** A timer of these would end the one backend of everybody; the session enforces them from outside. */
const NOT_FOR_BACKEND = new Set([
  'idle_in_transaction_session_timeout',
  'idle_session_timeout',
  'transaction_timeout',
])

const literal = (text: string): string => `'${text.replaceAll("'", "''").replaceAll('\\', '\\\\')}'`
const identifier = (text: string): string => `"${text.replaceAll('"', '""')}"`

/** Shares the one backend between clients, a transaction at a time, in the order in which they asked. */
export class Pool {
  readonly backend: Backend
  readonly #clients = new Set<PoolClient>()
  #holder: PoolClient | null = null
  readonly #waiting: { client: PoolClient; start: () => void }[] = []
  /** Whose settings the backend has at the moment. */
  #configuredFor: PoolClient | null = null
  #roles = new Map<string, RoleSettings>()
  #running: PoolClient | null = null
  #killedFor: KillReason | null = null
  #bytesSinceCheckpoint = 0
  #checkpointTimer: NodeJS.Timeout | undefined
  #closed = false

  constructor(dataDir: string) {
    this.backend = new Backend(dataDir)
    this.backend.onCrash = () => void this.#replace('crashed')
  }

  get clientCount(): number {
    return this.#clients.size
  }

  enter(client: PoolClient): void {
    this.#clients.add(client)
  }

  /** Whether nobody else used the backend since this client's latest turn. */
  isConfiguredFor(client: PoolClient): boolean {
    return this.#configuredFor === client
  }

  isRunning(client: PoolClient): boolean {
    return this.#running === client
  }

  /** Waits until the backend belongs to `client` and stays with it until `release`. */
  async hold(client: PoolClient): Promise<void> {
    if (this.#holder === client) return
    if (this.#holder === null && this.#waiting.length === 0) {
      this.#holder = client
      return
    }
    await new Promise<void>((start) => this.#waiting.push({ client, start }))
  }

  release(client: PoolClient): void {
    if (this.#holder !== client) return
    const next = this.#waiting.shift()
    this.#holder = next?.client ?? null
    if (next !== undefined) next.start()
    else this.#planCheckpoint()
  }

  /** Role and its `ALTER ROLE ... SET` settings as the catalogue has them, or null. The caller holds the backend. */
  async role(name: string): Promise<RoleSettings | null> {
    const known = this.#roles.get(name)
    if (known !== undefined) return known
    this.#configuredFor = null
    await this.backend.runSilently(queryMessage('reset session authorization; reset all'))
    const rows = await this.backend.rows(
      `select r.rolcanlogin, r.rolsuper, coalesce(array_to_json(s.setconfig)::text, '[]') as config
       from pg_roles r left join pg_db_role_setting s on s.setrole = r.oid and s.setdatabase = 0
       where r.rolname = ${literal(name)}`,
    )
    const row = rows[0] as { rolcanlogin: boolean; rolsuper: boolean; config: string } | undefined
    if (row === undefined) return null
    const settings = (JSON.parse(row.config) as string[]).map((pair) => {
      const cut = pair.indexOf('=')
      return [pair.slice(0, cut), pair.slice(cut + 1)] as const
    })
    const role: RoleSettings = { canLogin: row.rolcanlogin, isSuperuser: row.rolsuper, settings }
    this.#roles.set(name, role)
    return role
  }

  /** Role settings may have changed: they are read again when next needed. */
  forgetRoles(): void {
    this.#roles.clear()
  }

  /** Runs a batch of the holder. The answer goes to `client.reply` as it arrives. */
  async run(client: PoolClient, batch: Batch, role: RoleSettings): Promise<Outcome> {
    const prelude = this.isConfiguredFor(client) ? null : this.#prelude(client, role)
    const again = batch.again.length === 0 ? null : Buffer.concat([...batch.again, syncMessage()])
    this.#configuredFor = client
    this.#bytesSinceCheckpoint += batch.bytes.length
    clearTimeout(this.#checkpointTimer)
    this.#running = client
    const end = await this.backend.run({ prelude, again, bytes: batch.bytes }, (bytes, drained) =>
      client.reply(bytes, drained),
    )
    this.#running = null
    if (end.end === 'killed') return { outcome: 'killed', reason: this.#killedFor ?? 'crashed' }
    if (end.end === 'refused') {
      this.#configuredFor = null
      return { outcome: 'refused', sqlState: end.sqlState, text: end.text }
    }
    return { outcome: 'done' }
  }

  /** Ends what `client` is running by replacing the backend; false when it is not running anything. */
  kill(client: PoolClient, reason: KillReason): boolean {
    if (!this.isRunning(client) || this.#killedFor !== null) return false
    // Its answer is already on the way: killing now could take back a commit that has happened.
    if (this.backend.latestRunFinished()) return false
    void this.#replace(reason)
    return true
  }

  /** Takes an ended client out: waits for its turn to be over, rolls back, and frees what it left in the backend. */
  async leave(client: PoolClient): Promise<void> {
    if (!this.#clients.delete(client)) return
    const impatient = setTimeout(() => this.kill(client, 'client_gone'), VANISHED_CLIENT_MS)
    // Before that its turn may still give the backend to the next client, whose transaction must not be tidied away.
    await client.atRest()
    clearTimeout(impatient)
    const names = client.backendNames(this.backend.generation)
    const leftSomething = client.holdsState || names.length > 0 || this.#configuredFor === client
    if (leftSomething && !this.#closed) {
      await this.hold(client)
      await this.backend.runSilently(this.#farewell(names))
      this.#configuredFor = null
    }
    this.release(client)
  }

  async close(): Promise<void> {
    this.#closed = true
    clearTimeout(this.#checkpointTimer)
    await this.backend.close()
  }

  async #replace(reason: KillReason): Promise<void> {
    if (this.#killedFor !== null || this.#closed) return
    this.#killedFor = reason
    this.#configuredFor = null
    try {
      await this.backend.restart()
    } finally {
      this.#killedFor = null
    }
  }

  /** Makes the shared backend look like a fresh session of this client's role. */
  #prelude(client: PoolClient, role: RoleSettings): Uint8Array {
    const settings = [...role.settings, ...client.settings]
      .filter(([name]) => !NOT_FOR_BACKEND.has(name.toLowerCase()))
      .map(([name, value]) => `; select set_config(${literal(name)}, ${literal(value)}, false)`)
      .join('')
    const identity = `set session authorization ${identifier(client.user)}`
    return queryMessage(`reset session authorization; reset all${settings}; ${identity}`)
  }

  #farewell(names: string[]): Uint8Array {
    return Buffer.concat([
      syncMessage(),
      queryMessage('rollback'),
      queryMessage('select pg_advisory_unlock_all()'),
      queryMessage('unlisten *'),
      queryMessage('discard temp'),
      ...names.map(closeStatementMessage),
      syncMessage(),
    ])
  }

  #planCheckpoint(): void {
    clearTimeout(this.#checkpointTimer)
    if (this.#bytesSinceCheckpoint < CHECKPOINT_AFTER_BYTES) return
    this.#checkpointTimer = setTimeout(() => void this.#checkpoint(), CHECKPOINT_IDLE_MS).unref()
  }

  async #checkpoint(): Promise<void> {
    if (this.#holder !== null || this.#closed) return
    const housekeeper = HOUSEKEEPER
    await this.hold(housekeeper)
    this.#bytesSinceCheckpoint = 0
    this.#configuredFor = null
    await this.backend.runSilently(queryMessage('reset session authorization; reset all; checkpoint'))
    this.release(housekeeper)
  }
}

/** Stands in the queue when the pool itself needs the backend. */
const HOUSEKEEPER: PoolClient = {
  user: 'postgres',
  settings: [],
  ended: false,
  holdsState: false,
  atRest: () => Promise.resolve(),
  backendNames: () => [],
  reply: (_bytes, drained) => drained(),
}
