import type { BusyFailureCode, BusyLease, BusyRead } from '../../contracts/busy-calendars.ts'
import { ok, type Result } from '../../contracts/result.ts'
import {
  findNextRead,
  leaseCalendar,
  noteReadFailed,
  storeRead,
  takeDueCalendars,
} from '../availability/busy.service.ts'
import type { Env } from '../platform/env.ts'
import { readSealKeys, type Sealed, type SealKeys, type SealScope, seal, unseal } from '../platform/seal.ts'
import { readHolders } from '../workspaces/holders.service.ts'
import { record } from './record.ts'
import type { HostRefusal, Tenant } from './tenant.ts'

/** Name of the timer that has calendars of artists read. */
export const BUSY_TIMER = 'busy-calendars'
const BUSY_ACTOR = 'system:calendars'
const NONCE_BYTES = 12

/** The calendars elsewhere by which artists are busy, as the clock, routes and consumers ask for them. */
export class BusyCalendars {
  readonly mayCallLocal: boolean
  private readonly tenant: Tenant
  private readonly env: Env
  private keys: Promise<SealKeys> | null = null

  constructor(tenant: Tenant, env: Env) {
    this.tenant = tenant
    this.env = env
    this.mayCallLocal = env.ENVIRONMENT !== 'production'
  }

  /** Seals an address for its calendar with fresh random bytes. */
  readonly sealAddress = async (calendarId: string, address: string): Promise<Sealed> => {
    const nonce = crypto.getRandomValues(new Uint8Array(NONCE_BYTES))
    return seal(await this.sealKeys(), this.scopeOf(calendarId), address, nonce)
  }

  /** Begins the reads that are due, and plans the next ones. */
  readonly startDue = async (): Promise<void> => {
    const { now } = this.tenant.deps
    const taken = readyOrThrow(
      await this.tenant.write<string[], never>(this.tenant.commands, async (tx) =>
        ok(await takeDueCalendars(tx, now())),
      ),
    )
    // Set before anything is sent: a message that is lost is sent again.
    await this.plan()
    for (const calendarId of taken)
      await this.env.SYNC.send({ v: 1, kind: 'busy.read', tenantId: this.tenant.id, calendarId })
  }

  /** Sets the timer to when the next calendar is to be read. */
  async plan(): Promise<void> {
    const due = await this.tenant.read(findNextRead)
    if (due === null) await this.tenant.agenda.remove(BUSY_TIMER)
    else await this.tenant.agenda.set(BUSY_TIMER, Date.parse(due))
  }

  /** What a consumer reads a calendar by; null when there is nothing to read any more. */
  async lease(calendarId: string): Promise<BusyLease | null> {
    await this.claimed()
    const leased = await this.tenant.read((tx) => leaseCalendar(tx, calendarId, this.tenant.deps.now()))
    if (leased === null) return null
    const { sealed, ...lease } = leased
    return { ...lease, address: await unseal(await this.sealKeys(), this.scopeOf(calendarId), sealed) }
  }

  /** Stores what a consumer has read. */
  async store(read: BusyRead): Promise<void> {
    const now = this.tenant.deps.now()
    readyOrThrow(
      await record<null, never>(this.tenant, this.tenant.loads, BUSY_ACTOR, async (tx) =>
        ok({ value: null, events: await storeRead(tx, read, now) }),
      ),
    )
    await this.plan()
  }

  /** A calendar could not be read. */
  async fail(calendarId: string, failed: { code: BusyFailureCode; retryAfterMs: number }): Promise<void> {
    const { newId, now } = this.tenant.deps
    const managers = await readHolders(this.env.DB, this.tenant.id, 'artists.write')
    const by = { newId, at: now(), actor: BUSY_ACTOR, managers }
    readyOrThrow(
      await record<null, never>(this.tenant, this.tenant.loads, BUSY_ACTOR, async (tx) =>
        ok({ value: null, events: await noteReadFailed(tx, calendarId, failed, by) }),
      ),
    )
    await this.plan()
  }

  private async claimed(): Promise<void> {
    readyOrThrow(await this.tenant.ready())
  }

  private sealKeys(): Promise<SealKeys> {
    this.keys ??= readSealKeys(this.env.SEAL_KEY)
    return this.keys
  }

  private readonly scopeOf = (calendarId: string): SealScope => ({
    ...{ tenantId: this.tenant.id, rowId: calendarId, column: 'sealed_address' },
  })
}

function readyOrThrow<T>(result: Result<T, HostRefusal>): T {
  if (result.ok) return result.value
  throw new Error(`the workspace is not ready: ${result.error.code}`)
}
