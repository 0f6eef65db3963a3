import type { RunStatus } from '../../contracts/connections.ts'
import { ok, type Result } from '../../contracts/result.ts'
import type { SyncBatch, SyncLease, SyncPermit, SyncUsage } from '../../contracts/sync.ts'
import { type Moved, type StoredPage, storePage } from '../connections/page.service.ts'
import { callLimitsOf, planOf } from '../connections/provider.service.ts'
import { CallBudget } from '../connections/rules/budget.ts'
import * as runs from '../connections/runs.service.ts'
import { type StartContext, type StartedRun, startDueRuns } from '../connections/start.service.ts'
import { earliestDue, restoreTimetable, writeTimetable } from '../connections/timetable.service.ts'
import type { Env } from '../platform/env.ts'
import { record } from './record.ts'
import { SeenLevels } from './seen-levels.ts'
import type { HostRefusal, Tenant } from './tenant.ts'
import { SYNC_ACTOR, type Tokens } from './tokens.ts'
import { aboutClients } from './told.ts'

/** After this long without a page a run's message is taken for lost and sent again. */
const STALLED_AFTER_MS = 30_000
/** Moving the timer is a write of SQLite, so it is moved at most this often. */
const TIMER_MOVED_EVERY_MS = 10_000
/** What is due and could not be started (its connection is busy) is looked at again after this long. */
const OVERDUE_AGAIN_MS = 60_000
/** The number of a writer of the timetable: the fence of its instance, then how many times it has written. */
const WRITES_PER_INSTANCE_MAX = 1_000_000

/** Names of timers: one for each run, one for what is due next. */
export const RUN_TIMER = 'sync:'
export const DUE_TIMER = 'sync-due'
const timerOf = (runId: string) => `${RUN_TIMER}${runId}`

const NOTHING_USED: SyncUsage = { requests: 0, bytes: 0, waitedMs: 0 }

/** The syncing of a workspace, as the clock, routes and consumers ask for it. */
export class Syncs {
  readonly tokens: Tokens
  private readonly tenant: Tenant
  private readonly env: Env
  private readonly budgets = new Map<string, CallBudget>()
  private readonly timersMovedAtMs = new Map<string, number>()
  private timetableWrites = 0

  constructor(tenant: Tenant, env: Env, tokens: Tokens) {
    this.tenant = tenant
    this.env = env
    this.tokens = tokens
  }

  /** Starts what is due, takes care of runs whose timer was lost, and plans the next time. */
  async startDue(): Promise<void> {
    const context = await this.startContext()
    const started = await record<StartedRun[], never>(
      this.tenant,
      this.tenant.commands,
      SYNC_ACTOR,
      async (tx) => {
        const due = await startDueRuns(tx, context)
        return ok({ value: due.runs, events: due.events })
      },
    )
    await this.begin(readyOrThrow(started))
    const open = await this.tenant.read(runs.listOpenRuns)
    for (const run of open) if (!this.tenant.agenda.has(timerOf(run.id))) await this.resend(run)
  }

  /** What starting runs needs to know of the workspace. */
  async startContext(): Promise<StartContext> {
    const facts = await this.factsOrThrow()
    const { now, newId } = this.tenant.deps
    return {
      now: now(),
      newId,
      timeZone: facts.settings.timeZone,
      streamsAtOnce: (provider) => callLimitsOf(provider).concurrency,
    }
  }

  /** Before a command that starts runs: if this process ends right after it, they are found. */
  async expectRuns(): Promise<void> {
    await this.tenant.agenda.set(DUE_TIMER, this.tenant.deps.now().getTime() + OVERDUE_AGAIN_MS)
  }

  /** Sends the messages of runs that have just begun, after the timers that send them again. */
  async begin(started: readonly StartedRun[]): Promise<void> {
    for (const { runId } of started) await this.watch(runId)
    for (const { runId, connectionId } of started) await this.send(runId, connectionId)
    await this.plan()
  }

  /** Gives a run to a consumer; null when there is nothing to read. */
  async lease(runId: string): Promise<SyncLease | null> {
    const facts = await this.factsOrThrow()
    const now = this.tenant.deps.now()
    const leased = readyOrThrow(
      await this.tenant.write<runs.RunOfConnection | null, never>(this.tenant.commands, async (tx) =>
        ok(await runs.leaseRun(tx, runId, now)),
      ),
    )
    if (leased === null) return null
    const { run, connection } = leased
    this.tenant.noteClient(runs.subjectOf(connection.id), connection.clientId)
    await this.watch(runId)
    return {
      v: 1,
      connectionId: connection.id,
      provider: connection.provider,
      stream: run.stream,
      account: connection.account?.id ?? null,
      cursor: run.cursor,
      position: run.position,
      startedAt: run.startedAt,
      timeZone: facts.settings.timeZone,
    }
  }

  /**
   * Lets a consumer make one call: with a token, if the connection has a call left. `refused` is a token the provider did not take.
   * A run whose access is gone ends here.
   */
  async permit(runId: string, refused: string | null): Promise<SyncPermit> {
    const run = await this.tenant.read((tx) => runs.findRun(tx, runId))
    if (run?.status !== 'running') return { kind: 'stop' }
    const connection = await this.tenant.read((tx) => runs.findConnectionOf(tx, run))
    if (connection === null) return { kind: 'stop' }
    this.tenant.noteClient(runs.subjectOf(connection.id), connection.clientId)
    const waitMs = this.budgetOf(connection.id, connection.provider).take(this.tenant.deps.now().getTime())
    if (waitMs > 0) return { kind: 'wait', ms: waitMs }
    if (planOf(connection.provider)?.needsConsent !== true) return { kind: 'go', accessToken: null }
    const token = await this.tokens.access(connection.id, refused)
    if (token.ok) return { kind: 'go', accessToken: token.value }
    await this.fail(runId, token.error, NOTHING_USED)
    return { kind: 'stop' }
  }

  /** Stores one page; `moved` when another reader was here first or the run has ended. */
  async load(runId: string, batch: SyncBatch): Promise<'loaded' | 'moved'> {
    const facts = await this.factsOrThrow()
    const at = this.tenant.deps.now()
    const { definitions } = facts
    const base = facts.settings.currency
    const stored = await record<StoredPage['run'], Moved>(
      this.tenant,
      this.tenant.loads,
      SYNC_ACTOR,
      async (tx) => {
        const levels = new SeenLevels(this.tenant.rollups)
        const levelsOf = (no: number) => levels.of(no)
        const done = await storePage(tx, runId, batch, { base, definitions, at, levelsOf })
        if (!done.ok) return done
        const { run, events, moved } = done.value
        return ok({ value: run, events, moved: moved && { ...moved, levels } })
      },
    )
    if (!stored.ok) return movedOrThrow(stored)
    const run = stored.value
    this.budgets.get(run.connectionId)?.note(Math.max(0, batch.used.requests - 1), at.getTime())
    this.tell(run, run.status)
    if (run.status === 'done') await this.ended(runId)
    else await this.moveTimer(runId, at)
    return 'loaded'
  }

  /** Puts a run aside until a time (milliseconds); every stream of its connection waits as long. */
  async park(runId: string, untilMs: number, used: SyncUsage): Promise<void> {
    const now = this.tenant.deps.now()
    const run = readyOrThrow(
      await this.tenant.write<runs.Run | null, never>(this.tenant.commands, async (tx) =>
        ok(await runs.parkRun(tx, runId, new Date(untilMs), now, used)),
      ),
    )
    if (run === null) return
    const connection = await this.tenant.read((tx) => runs.findConnectionOf(tx, run))
    if (connection !== null) this.budgetOf(connection.id, connection.provider).block(untilMs)
    await this.tenant.agenda.set(timerOf(runId), untilMs, runId)
    this.tell(run, 'parked')
  }

  /** Ends a run that cannot go on. */
  async fail(runId: string, failed: runs.RunFailed, used: SyncUsage): Promise<void> {
    const now = this.tenant.deps.now()
    const run = readyOrThrow(
      await record<runs.Run | null, never>(this.tenant, this.tenant.commands, SYNC_ACTOR, async (tx) => {
        const done = await runs.failRun(tx, runId, failed, now, used)
        return ok({ value: done?.run ?? null, events: done?.events ?? [] })
      }),
    )
    if (run !== null) this.tell(run, 'failed')
    await this.ended(runId)
  }

  /** A reader gave up without having ended its run: another may go on at once. */
  async free(runId: string): Promise<void> {
    readyOrThrow(
      await this.tenant.write<null, never>(this.tenant.commands, async (tx) => {
        await runs.freeRun(tx, runId)
        return ok(null)
      }),
    )
  }

  /** Runs were ended by somebody: their timers go, and what waited for their place begins. */
  async cancelled(runIds: readonly string[]): Promise<void> {
    for (const runId of runIds) {
      await this.tenant.agenda.remove(timerOf(runId))
      this.timersMovedAtMs.delete(runId)
    }
    await this.startDue()
  }

  /** The work of a timer of ours. */
  async runTimer(timer: { name: string; payload: string }): Promise<void> {
    const ready = await this.tenant.ready()
    if (!ready.ok) throw new Error(`not ready: ${ready.error.code}`)
    if (timer.name === DUE_TIMER) return this.startDue()
    const run = await this.tenant.read((tx) => runs.findRun(tx, timer.payload))
    if (run !== null && (run.status === 'running' || run.status === 'parked')) await this.resend(run)
  }

  /** Sets the timer of what is due next and writes it into the timetable, which is what is left when timers are lost. */
  async plan(): Promise<void> {
    const due = await this.tenant.read((tx) => earliestDue(tx, this.tenant.deps.now()))
    const nowMs = this.tenant.deps.now().getTime()
    if (due === null) await this.tenant.agenda.remove(DUE_TIMER)
    else {
      const dueMs = due.getTime() > nowMs ? due.getTime() : nowMs + OVERDUE_AGAIN_MS
      await this.tenant.agenda.set(DUE_TIMER, dueMs)
    }
    await this.tryTimetable(() => writeTimetable(this.env.DB, this.tenant.id, due, this.writerSeq()))
  }

  /** After a claim: the timetable may have been lost, or say a later time than the timer does. */
  async restore(): Promise<void> {
    if (!this.tenant.agenda.has(DUE_TIMER)) return
    const due = await this.tenant.read((tx) => earliestDue(tx, this.tenant.deps.now()))
    await this.tryTimetable(() => restoreTimetable(this.env.DB, this.tenant.id, due, this.writerSeq()))
  }

  private async resend(run: runs.Run): Promise<void> {
    const { id, connectionId, parkedUntil } = run
    const waitsUntilMs = run.status === 'parked' && parkedUntil !== null ? new Date(parkedUntil).getTime() : 0
    if (waitsUntilMs > this.tenant.deps.now().getTime()) {
      await this.tenant.agenda.set(timerOf(id), waitsUntilMs, id)
      return
    }
    await this.free(id)
    await this.watch(id)
    await this.send(id, connectionId)
  }

  private async ended(runId: string): Promise<void> {
    await this.tenant.agenda.remove(timerOf(runId))
    this.timersMovedAtMs.delete(runId)
    await this.startDue()
  }

  private async watch(runId: string): Promise<void> {
    await this.tenant.agenda.set(timerOf(runId), this.tenant.deps.now().getTime() + STALLED_AFTER_MS, runId)
  }

  private async moveTimer(runId: string, at: Date): Promise<void> {
    if (at.getTime() - (this.timersMovedAtMs.get(runId) ?? 0) < TIMER_MOVED_EVERY_MS) return
    this.timersMovedAtMs.set(runId, at.getTime())
    await this.watch(runId)
  }

  private async send(runId: string, connectionId: string): Promise<void> {
    await this.env.RUNS.send({ v: 1, kind: 'sync.run', tenantId: this.tenant.id, connectionId, runId })
  }

  private budgetOf(connectionId: string, provider: string): CallBudget {
    const known = this.budgets.get(connectionId)
    if (known !== undefined) return known
    const made = new CallBudget(callLimitsOf(provider))
    this.budgets.set(connectionId, made)
    return made
  }

  private tell(run: runs.Run, status: RunStatus): void {
    const subject = runs.subjectOf(run.connectionId)
    const progress = {
      t: 'progress' as const,
      subject,
      stream: run.stream,
      status,
      done: run.pagesDone,
      total: run.pagesTotal ?? 0,
      counts: { ...run.counts },
    }
    const clientId = this.tenant.clientOfSubject(subject)
    this.tenant.hub.publish(aboutClients(progress, clientId === null ? null : [clientId]))
  }

  private writerSeq(): number {
    this.timetableWrites += 1
    return this.tenant.fence * WRITES_PER_INSTANCE_MAX + this.timetableWrites
  }

  /** The timetable is an index: without it the timer still counts, so its failure ends nothing. */
  private async tryTimetable(write: () => Promise<void>): Promise<void> {
    try {
      await write()
    } catch (error) {
      this.tenant.deps.log.error('timetable_not_written', { tenantId: this.tenant.id, error })
    }
  }

  private async factsOrThrow() {
    const ready = await this.tenant.ready()
    const facts = ready.ok ? await this.tenant.facts() : null
    if (facts === null) throw new Error('the workspace cannot be read')
    return facts
  }
}

function readyOrThrow<T>(result: Result<T, HostRefusal>): T {
  if (result.ok) return result.value
  throw new Error(`the workspace is not ready: ${result.error.code}`)
}

function movedOrThrow(result: { ok: false; error: Moved | HostRefusal }): 'moved' {
  if (result.error.code === 'moved') return 'moved'
  throw new Error(`the workspace is not ready: ${result.error.code}`)
}
