import { SYNC_MESSAGE_MS_MAX, SYNC_PAGES_PER_MESSAGE_MAX } from '../../contracts/limits.ts'
import type { SyncLease, SyncUsage } from '../../contracts/sync.ts'
import { restAfter } from '../../worker/connections/rules/rest.ts'
import type { ReadOutcome, SyncPage } from '../../worker/connectors/engine/outcome.ts'
import {
  type EngineDeps,
  firstPosition,
  type PageRequest,
  readPage,
} from '../../worker/connectors/engine/read-page.ts'
import { readConnectorSettings } from '../../worker/connectors/engine/settings.ts'
import { connectorOf } from '../../worker/connectors/registry.ts'
import type { Env } from '../../worker/platform/env.ts'
import type { Log } from '../../worker/platform/log.ts'
import type { QueueMessage } from '../messages.ts'

/** A wait for the next call of up to so long is slept through; a longer one puts the run aside. */
const SLEPT_MS_MAX = 5_000
/** When a provider asks for a pause and does not say how long. */
const PAUSE_SECONDS = 60

type Party = Pick<PageRequest, 'connector' | 'settings'>
type RunMessage = Extract<QueueMessage, { kind: 'sync.run' }>

/**
 * Reads one run from where it has come to, page by page. The place moves in the transaction of each stored page, so a second
 * delivery, or one after a crash, finds it and goes on from there. After some pages or seconds it hands over to a new message.
 */
export async function readRun(env: Env, log: Log, message: RunMessage, nowMs = Date.now): Promise<void> {
  const tenant = () => env.TENANT.getByName(message.tenantId)
  const { runId } = message
  const lease = await tenant().leaseSync({ v: 1, runId })
  if (lease === null) return
  const party = partyOf(env, lease.provider)
  if (party === null) {
    const failed = { code: 'provider_down', detail: 'This connector is not set up on this server.' } as const
    await tenant().failSync({ v: 1, runId, failed, used: sum() })
    return
  }
  const reader = new RunReader(env, log, message, lease, party)
  const untilMs = nowMs() + SYNC_MESSAGE_MS_MAX
  try {
    for (let pages = 0; pages < SYNC_PAGES_PER_MESSAGE_MAX && nowMs() < untilMs; pages += 1)
      if (!(await reader.next())) return
    await tenant().freeSync({ v: 1, runId })
    await env.RUNS.send(message)
  } catch (error) {
    // The next delivery shall not have to wait until the lease ends.
    await tenant()
      .freeSync({ v: 1, runId })
      .catch((again: unknown) => log.error('lease_not_freed', { runId, error: again }))
    throw error
  }
}

/** The provider with this deployment's settings for it; null while they are missing. */
function partyOf(env: Env, provider: string): Party | null {
  const connector = connectorOf(provider)
  const reading = connector === null ? null : readConnectorSettings(connector, env)
  return connector === null || !reading?.isAvailable ? null : { connector, settings: reading.settings }
}

/** One delivery's way through the pages of a run. */
class RunReader {
  private readonly env: Env
  private readonly message: RunMessage
  private readonly lease: SyncLease
  private readonly party: Party
  private readonly engine: EngineDeps
  /** Where the run stands; empty at the beginning. */
  private position: string

  constructor(env: Env, log: Log, message: RunMessage, lease: SyncLease, party: Party) {
    this.env = env
    this.message = message
    this.lease = lease
    this.party = party
    this.position = lease.position
    this.engine = {
      fetch: (url, init) => fetch(url, init),
      now: () => new Date(),
      random: () => Math.random(),
      sleep: (ms) => scheduler.wait(ms),
      log,
      memo: new Map(),
    }
  }

  /** Reads and stores one page; false when this delivery has nothing more to do. */
  async next(): Promise<boolean> {
    const token = await this.permitted(null)
    if (token === STOPPED) return false
    let outcome = await this.read(token, false)
    const spent = outcome.usage
    if (outcome.kind === 'token_refused' && token !== null) {
      const fresh = await this.permitted(token)
      if (fresh === STOPPED) return false
      outcome = await this.read(fresh, true)
      outcome = { ...outcome, usage: sum(spent, outcome.usage) }
    }
    return this.handle(outcome)
  }

  private async handle(outcome: ReadOutcome): Promise<boolean> {
    const { runId } = this.message
    const used = outcome.usage
    switch (outcome.kind) {
      case 'page':
        return this.store(outcome, used)
      case 'throttled':
        await this.park((outcome.retryAfterSeconds ?? PAUSE_SECONDS) * 1000, used)
        return false
      case 'token_refused':
        await this.tenant().failSync({
          v: 1,
          runId,
          failed: { code: 'provider_forbids', detail: outcome.detail },
          used,
        })
        return false
      case 'failed':
        await this.tenant().failSync({
          v: 1,
          runId,
          failed: { code: outcome.code, detail: outcome.detail },
          used,
        })
        return false
    }
  }

  private async store(page: SyncPage, used: SyncUsage): Promise<boolean> {
    const { records, rejects, nextPosition, cursor, dataAsOf, pagesTotal } = page
    const isLast = nextPosition === null
    const position = nextPosition ?? END
    const askedAtMs = this.engine.now().getTime()
    const stored = await this.tenant().loadSync({
      v: 1,
      runId: this.message.runId,
      batch: {
        v: 1,
        from: this.position,
        position,
        records,
        rejects,
        pagesTotal,
        used,
        end: isLast ? { cursor, dataAsOf } : null,
      },
    })
    this.position = position
    const goesOn = stored === 'loaded' && !isLast
    if (goesOn) await this.engine.sleep(restAfter(this.engine.now().getTime() - askedAtMs))
    return goesOn
  }

  /** Waits for a call to be free; gives the token for it. */
  private async permitted(refused: string | null): Promise<string | null | typeof STOPPED> {
    for (;;) {
      const permit = await this.tenant().permitSync({ v: 1, runId: this.message.runId, refused })
      if (permit.kind === 'go') return permit.accessToken
      if (permit.kind === 'stop') return STOPPED
      if (permit.ms > SLEPT_MS_MAX) {
        await this.park(permit.ms, sum())
        return STOPPED
      }
      await scheduler.wait(permit.ms)
    }
  }

  private read(accessToken: string | null, tokenIsFresh: boolean): Promise<ReadOutcome> {
    const { connector, settings } = this.party
    const { stream, account } = this.lease
    const position = this.position === '' ? this.beginning() : this.position
    return readPage(this.engine, {
      connector,
      settings,
      account,
      accessToken,
      tokenIsFresh,
      stream,
      position,
    })
  }

  /** Made from what the run was begun with, so that it is the same for every delivery. */
  private beginning(): string {
    const { stream, cursor, startedAt, timeZone } = this.lease
    return firstPosition(this.party.connector, stream, { cursor, now: new Date(startedAt), timeZone })
  }

  private park(waitMs: number, used: SyncUsage): Promise<void> {
    return this.tenant().parkSync({ v: 1, runId: this.message.runId, untilMs: Date.now() + waitMs, used })
  }

  /** A stub that threw is not used twice. */
  private tenant() {
    return this.env.TENANT.getByName(this.message.tenantId)
  }
}

/** What several calls cost together. */
function sum(...all: readonly SyncUsage[]): SyncUsage {
  const total = { requests: 0, bytes: 0, waitedMs: 0 }
  for (const one of all) {
    total.requests += one.requests
    total.bytes += one.bytes
    total.waitedMs += one.waitedMs
  }
  return total
}

const STOPPED = Symbol('stopped')
/** Where a run stands that was read to its end. */
const END = 'end'
