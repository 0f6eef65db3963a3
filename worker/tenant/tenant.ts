import { type ClientScope, reaches, scopeKey } from '../../contracts/client-scope.ts'
import type { ErrorCode } from '../../contracts/errors.ts'
import type { TenantId } from '../../contracts/ids.ts'
import { CLAIM_RETRY_MS, HEAD_CHECK_MS } from '../../contracts/limits.ts'
import type { Principal } from '../../contracts/principal.ts'
import { err, ok, type Result } from '../../contracts/result.ts'
import { type Lane, openLane, postgresReply, Unreachable } from '../../db/lane.ts'
import { InDoubt, inTenant, type Reader, type TenantTx, WHOLE } from '../../db/tenant-tx.ts'
import { ArtistSeal } from '../artists/seal.service.ts'
import { actorText } from '../events/append.ts'
import type { OrreryEvent } from '../events/registry.ts'
import type { Deps } from '../platform/deps.ts'
import { readProjectClients } from '../projects/lookup.service.ts'
import { Agenda } from './agenda.ts'
import { Facts, FactTexts, readFacts } from './facts.ts'
import { claimHead, type Head, readHead, readOrigin, roleProblem } from './head.repository.ts'
import { Hub } from './hub.ts'
import { Limiter } from './limiter.ts'
import { ProjectClients } from './project-clients.ts'
import { Projector } from './projector.ts'
import { openReadModel, Position, readMeta, writeMeta } from './read-model.ts'
import { Recounter } from './recounter.ts'
import { Revocations } from './revocations.ts'
import { Rollups } from './rollups.ts'
import { Waiting } from './waiting.ts'

/** Refusals of the host itself, before any feature is asked. */
export type HostRefusal = { code: Extract<ErrorCode, 'workspace_provisioning' | 'stale' | 'fenced'> }

/** A caller as a transaction knows them. */
export const readerOf = (principal: Principal): Reader => ({
  clients: principal.clients,
  actor: actorText(principal),
})

/** While Postgres is away it cannot be asked which sources feed whom, so none is named. */
function withoutOthers(facts: Facts, clients: ClientScope): Facts {
  return {
    ...facts,
    clients: facts.clients.filter(({ id }) => reaches(clients, id)),
    sources: [],
    isSample: false,
  }
}

/** Another instance has claimed the tenant: this one must not answer any more. */
export class Fenced extends Error {
  override readonly name = 'Fenced'
}

/** Scopes whose facts are kept at a time. */
const SCOPES_KEPT_MAX = 200

/** Connections and files whose client is remembered at a time. */
const SUBJECTS_KEPT_MAX = 1000

const SQLSTATE_FENCED = 'OR001'
const SQLSTATE_NO_HEAD = 'OR002'
/** Two transactions waited for each other, and Postgres took this one back so that the other could go on. */
const SQLSTATE_DEADLOCK = '40P01'

/**
 * The running server of one workspace: connection lanes, read model, sockets, timers. It hosts; features are handed to it.
 * Nothing is sent to Postgres before the first call.
 */
export class Tenant {
  readonly id: TenantId
  readonly deps: Deps
  readonly storage: DurableObjectStorage
  readonly commands: Lane
  readonly loads: Lane
  readonly reads: Lane
  readonly position: Position
  readonly rollups: Rollups
  readonly hub: Hub
  readonly agenda: Agenda
  readonly limiter: Limiter
  readonly factTexts = new FactTexts()
  readonly revocations: Revocations
  readonly artistSeal: ArtistSeal
  readonly projector: Projector
  readonly recounter: Recounter
  readonly waiting: Waiting
  /** Told after each claim, for what is kept outside of Postgres and may have been lost. */
  onClaimed: (() => Promise<void>) | null = null
  /** Told after events of this instance were committed. */
  onAppended: ((events: readonly OrreryEvent[]) => Promise<void>) | null = null
  /** Whether this instance has noted that people had own numbers answered; saves looking it up with every answer. */
  hasLooked = false
  private readonly subjectClients = new Map<string, string>()
  /** Whose projects are, for sockets of members limited to some clients. */
  readonly projectClients = new ProjectClients()
  private claim: Promise<Result<Head, HostRefusal>> | null = null
  private afterClaim: Promise<void> | undefined
  private head: Head | null = null
  private headCheckedAtMs = 0
  private awayUntilMs = 0
  private knownFacts: Facts | null = null
  private areFactsOld = true
  /** What was read for callers who are limited to some clients, for as long as the facts are these. */
  private scopedFacts: { of: Facts | null; byScope: Map<string, Facts> } = { of: null, byScope: new Map() }

  constructor(
    ctx: DurableObjectState,
    tenantId: TenantId,
    connectionString: string,
    deps: Deps,
    limiter: Limiter = new Limiter(),
  ) {
    this.id = tenantId
    this.limiter = limiter
    this.deps = deps
    this.storage = ctx.storage
    this.commands = openLane(connectionString)
    this.loads = openLane(connectionString)
    this.reads = openLane(connectionString)
    openReadModel(ctx.storage)
    this.position = new Position(ctx.storage)
    this.rollups = new Rollups(ctx.storage)
    this.hub = new Hub(ctx, deps.now, (id) => this.projectClients.of(id))
    this.agenda = new Agenda(ctx.storage)
    this.artistSeal = new ArtistSeal(deps)
    this.revocations = new Revocations(ctx.storage)
    this.projector = new Projector(this)
    this.recounter = new Recounter(this)
    this.waiting = new Waiting(this)
  }

  /** The fence this instance holds; only after `ready` succeeded. */
  get fence(): number {
    if (this.head === null) throw new Error('the tenant is not claimed')
    return this.head.fence
  }

  get era(): number {
    return this.head?.era ?? this.position.get()?.era ?? 1
  }

  /** The last event number the read model stands for. */
  get applied(): number {
    return this.position.get()?.seq ?? 0
  }

  /**
   * Claims the tenant and catches up, once for all callers. Refuses when there is no such workspace yet or Postgres cannot be
   * reached; the next call tries again.
   */
  ready(): Promise<Result<Head, HostRefusal>> {
    if (this.claim !== null) return this.claim
    if (this.deps.now().getTime() < this.awayUntilMs) return Promise.resolve(err({ code: 'stale' }))
    const claim = this.claimNow()
    this.claim = claim
    const giveUp = () => {
      if (this.claim === claim) this.claim = null
    }
    claim.then((result) => {
      if (!result.ok) giveUp()
    }, giveUp)
    return claim
  }

  /** Before an answer from the read model: claims if needed, and compares heads when the last look is too long ago. */
  async current(): Promise<Result<Head, HostRefusal>> {
    const claimed = await this.ready()
    const nowMs = this.deps.now().getTime()
    if (!claimed.ok || nowMs - this.headCheckedAtMs < HEAD_CHECK_MS) return claimed
    try {
      const head = await this.read((tx) => readHead(tx))
      this.headCheckedAtMs = nowMs
      if (head === null) return this.forget({ code: 'workspace_provisioning' })
      if (head.fence !== claimed.value.fence || head.era !== claimed.value.era) throw new Fenced()
      if (head.seq > this.applied) await this.projector.pullTo(head.seq)
      return claimed
    } catch (error) {
      if (error instanceof Fenced) throw error
      this.deps.log.error('head_check_failed', { tenantId: this.id, error })
      return this.forget({ code: 'stale' })
    }
  }

  /** Reads what the caller of a route reaches. */
  readAs<T>(principal: Principal, work: (tx: TenantTx) => Promise<T>): Promise<T> {
    return this.read(work, readerOf(principal))
  }

  /**
   * One reading transaction on the lane of reads; tried once more when its connection broke. Without a reader it reaches the rows of
   * all clients, which is for Orrery's own work: what a route answers with is read by `readAs`.
   */
  async read<T>(work: (tx: TenantTx) => Promise<T>, reader: Reader = WHOLE): Promise<T> {
    const once = () =>
      inTenant<T, never>(this.reads, this.id, 'read', async (tx) => ok(await work(tx)), reader)
    const result = await once().catch((error: unknown) => {
      if (error instanceof Unreachable) return once()
      throw error
    })
    if (!result.ok) throw new Error('unreachable: a read does not refuse')
    return result.value
  }

  /**
   * One writing transaction. It runs once more after a broken connection, on a new one behind a new claim, and where Postgres took it
   * back for another one's sake.
   */
  async write<T, E extends { code: string }>(
    lane: Lane,
    work: (tx: TenantTx) => Promise<Result<T, E>>,
    reader: Reader = WHOLE,
  ): Promise<Result<T, E | HostRefusal>> {
    let doubt: InDoubt | null = null
    for (let attempt = 1; ; attempt += 1) {
      const claimed = await this.ready()
      const { claim } = this
      if (!claimed.ok) {
        // What was begun before may have been carried out, which the caller has to know.
        if (doubt !== null) throw doubt
        return claimed
      }
      try {
        return await inTenant(lane, this.id, 'write', work, reader)
      } catch (error) {
        await this.translate(error, claim)
        if (error instanceof InDoubt) doubt = error
        else if (!(error instanceof Unreachable || postgresReply(error)?.code === SQLSTATE_DEADLOCK))
          throw error
        if (attempt > 1) throw doubt ?? error
        this.deps.log.info('transaction_repeated', { tenantId: this.id, error })
      }
    }
  }

  /** Catalogue, clients, settings and sources as of the applied events; from beside the read model when Postgres is away. */
  async facts(): Promise<Facts | null> {
    if (this.knownFacts !== null && !this.areFactsOld) return this.knownFacts
    // Without a claim Postgres has just been found away: what is stored is the best there is.
    if (this.claim === null) return this.storedFacts()
    try {
      const facts = await this.read(readFacts)
      this.knownFacts = facts
      this.areFactsOld = false
      if (facts !== null) writeMeta(this.storage, 'facts', JSON.stringify(facts))
      return facts
    } catch (error) {
      if (postgresReply(error) !== null) throw error
      return this.storedFacts()
    }
  }

  /** The facts as somebody with this scope may know them: their clients, and the sources that feed those. */
  async factsFor(clients: ClientScope): Promise<Facts | null> {
    const facts = await this.facts()
    if (clients === 'all' || facts === null) return facts
    if (this.knownFacts === null || this.claim === null) return withoutOthers(facts, clients)
    if (this.scopedFacts.of !== facts) this.scopedFacts = { of: facts, byScope: new Map() }
    const { byScope } = this.scopedFacts
    const key = scopeKey(clients)
    const known = byScope.get(key)
    if (known !== undefined) return known
    try {
      const read = await this.read(readFacts, { ...WHOLE, clients })
      if (byScope.size >= SCOPES_KEPT_MAX) byScope.clear()
      if (read !== null) byScope.set(key, read)
      return read
    } catch (error) {
      if (postgresReply(error) !== null) throw error
      return withoutOthers(facts, clients)
    }
  }

  private storedFacts(): Facts | null {
    const kept = readMeta(this.storage, 'facts')
    if (this.knownFacts !== null || kept === null) return this.knownFacts
    // What an older version has written may lack a field; it counts as not there, until Postgres is back.
    const parsed = Facts.safeParse(JSON.parse(kept))
    return parsed.success ? parsed.data : null
  }

  /** Key of a metric by its number, as far as this instance has read the catalogue. */
  keyOfMetric(no: number): string | null {
    return this.knownFacts?.definitions.find((entry) => entry.no === no)?.definition.key ?? null
  }

  /** The client of a connection or file, `import:<id>`, where this instance has met it; null: not known, or several. */
  clientOfSubject(subject: string): string | null {
    const [, id] = subject.split(':')
    const source = this.knownFacts?.sources.find((one) => one.id === id)
    return this.subjectClients.get(subject) ?? source?.clientId ?? null
  }

  /** Clients that may hear of the subjects of these events. */
  hearersIn(events: readonly OrreryEvent[]): (subject: string) => readonly string[] {
    const ofProjects = this.projectClients.hearersIn(events)
    return (subject) => {
      const client = this.clientOfSubject(subject)
      return client === null ? ofProjects(subject) : [client]
    }
  }

  /** Reads whose projects are, those of these ids and those that events are about. */
  learnProjects(ids: readonly string[], events: readonly OrreryEvent[]): Promise<void> {
    return this.projectClients.learn(ids, events, (missing) =>
      this.read((tx) => readProjectClients(tx, missing)),
    )
  }

  /** Reads whose the projects are that somebody looks at, so that members limited to some clients see who is on pages of theirs. */
  async learnPages(): Promise<void> {
    const missing = this.hub.hasLimited()
      ? this.hub.projectsLookedAt().filter((id) => !this.projectClients.has(id))
      : []
    if (missing.length === 0) return
    await this.learnProjects(missing, [])
    this.hub.sendPresence()
  }

  /** Remembers whose a connection or file is, so that sockets can be told of it. */
  noteClient(subject: string, clientId: string | null): void {
    if (clientId === null || this.subjectClients.get(subject) === clientId) return
    if (this.subjectClients.size >= SUBJECTS_KEPT_MAX) this.subjectClients.clear()
    this.subjectClients.set(subject, clientId)
  }

  /** The facts have changed: the next reader loads them again. */
  dropFacts(): void {
    this.areFactsOld = true
  }

  /** Somebody else raised the fence on purpose (provisioning): the next caller claims again. */
  dropClaim(): void {
    this.claim = null
  }

  /** After restore, erasure or a rebuild: empties the read model and counts everything anew. */
  async rebuild(): Promise<void> {
    this.position.clear()
    this.hasLooked = false
    this.areFactsOld = true
    this.waiting.drop()
    await this.recounter.markEverything()
    await this.recounter.settleAll()
  }

  private async claimNow(): Promise<Result<Head, HostRefusal>> {
    try {
      const claimed = await inTenant<Head | null, never>(this.commands, this.id, 'write', async (tx) => {
        const [head, problem, origin] = await Promise.all([claimHead(tx), roleProblem(tx), readOrigin(tx)])
        // Rows of other workspaces are kept apart by row-level security alone: a role above it must serve nobody.
        if (problem !== null) throw new Error(`the database role ${problem}`)
        for (const lane of [this.commands, this.loads, this.reads]) if (origin !== null) lane.origin = origin
        return ok(head)
      })
      const head = claimed.ok ? claimed.value : null
      if (head === null) return err({ code: 'workspace_provisioning' })
      this.head = head
      this.headCheckedAtMs = this.deps.now().getTime()
      this.areFactsOld = true
      this.waiting.drop()
      await this.catchUp(head)
      await this.agenda.resume()
      this.afterClaim = this.onClaimed?.().catch((error: unknown) =>
        this.deps.log.error('after_claim_failed', { tenantId: this.id, error }),
      )
      return ok(head)
    } catch (error) {
      if (!(error instanceof Unreachable || error instanceof InDoubt)) throw error
      await this.resetLanes()
      this.awayUntilMs = this.deps.now().getTime() + CLAIM_RETRY_MS
      this.deps.log.error('claim_failed', { tenantId: this.id, error })
      return err({ code: 'stale' })
    }
  }

  private async catchUp(head: Head): Promise<void> {
    const applied = this.position.get()
    if (applied === null || applied.era !== head.era || applied.seq > head.seq) {
      const isNew = head.seq === 0
      this.position.clear()
      if (isNew) this.position.moveTo({ era: head.era, seq: 0 })
      else await this.recounter.markEverything()
      return
    }
    if (applied.seq < head.seq) await this.projector.pullTo(head.seq)
  }

  private forget(refusal: HostRefusal): Result<Head, HostRefusal> {
    this.claim = null
    return err(refusal)
  }

  /** Turns what Postgres or the driver threw into what callers of the host know; ends the claim it was done under. */
  private async translate(error: unknown, claim: Promise<unknown> | null): Promise<void> {
    const reply = postgresReply(error)
    if (reply?.code === SQLSTATE_FENCED) throw new Fenced()
    if (reply?.code === SQLSTATE_NO_HEAD || error instanceof InDoubt || error instanceof Unreachable) {
      // Whoever came first has ended it already; a second claim would fence off the first one's new try.
      if (this.claim !== claim) return
      this.claim = null
      await this.resetLanes()
    }
  }

  private async resetLanes(): Promise<void> {
    await Promise.all([this.commands.reset(), this.loads.reset(), this.reads.reset()])
  }

  /** Closes the connections, once what follows a claim is done with them. The instance is of no use afterwards. */
  async close(): Promise<void> {
    await this.afterClaim
    await this.resetLanes()
  }
}
