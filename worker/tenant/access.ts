import { createMiddleware } from 'hono/factory'
import type { AccessKind } from '../../contracts/audit-kinds.ts'
import { ACCESS_BATCH_MS, ACCESS_ITEMS_MAX, ACCESS_TEXT_CHARS_MAX } from '../../contracts/limits.ts'
import type { Principal } from '../../contracts/principal.ts'
import { err, ok } from '../../contracts/result.ts'
import { accessNoted } from '../access/events.ts'
import { actorText } from '../events/append.ts'
import { hasEventAbout } from '../events/repository.ts'
import type { TenantEnv } from './context.ts'
import { record } from './record.ts'
import type { Tenant } from './tenant.ts'

/** Name of the timer that writes what was noted into the log. */
export const ACCESS_TIMER = 'access'
const API = '/api/v1/'
const CREDENTIALS_KNOWN_MAX = 1000
/** No session lasts longer, so one that was not seen for so long is a new one. */
const SEEN_KEPT_MS = 90 * 24 * 60 * 60 * 1000

interface Noted {
  actor: string
  minute: number
  kind: AccessKind
  what: string
  times: number
}

/**
 * Who looked at what. Noted in the object's own storage, in the turn of the call, and written into the log a minute later: one event for
 * each person and minute, so that reading never waits for Postgres.
 */
export class Access {
  private readonly tenant: Tenant
  private readonly known = new Set<string>()
  private isPlanned = false

  constructor(tenant: Tenant) {
    this.tenant = tenant
  }

  /** The first call of a session or key here; what an instance before this one has seen is not new. */
  opened(principal: Principal): void {
    if (this.known.has(principal.credentialId)) return
    if (this.known.size >= CREDENTIALS_KNOWN_MAX) this.known.clear()
    this.known.add(principal.credentialId)
    if (this.wasSeen(principal)) return
    this.note(principal, 'opened', principal.kind === 'key' ? 'with a key' : 'with a new session')
  }

  /** Notes that something was refused for want of a permission. */
  refused(principal: Principal, method: string, path: string): void {
    this.note(principal, 'refused', `${method} ${path.replace(API, '')}`)
  }

  /** Notes one access. Things beyond what is told apart within a minute are counted as others. */
  note(principal: Principal, kind: AccessKind, what: string): void {
    const actor = actorText(principal)
    const minute = Math.floor(this.tenant.deps.now().getTime() / ACCESS_BATCH_MS)
    const { sql } = this.tenant.storage
    const [row] = sql
      .exec<{ n: number }>('select count(*) n from access where actor = ? and minute = ?', actor, minute)
      .toArray()
    const text = (row?.n ?? 0) >= ACCESS_ITEMS_MAX ? 'other things' : what.slice(0, ACCESS_TEXT_CHARS_MAX)
    sql.exec(
      `insert into access (actor, minute, kind, what, times) values (?, ?, ?, ?, 1)
       on conflict (actor, minute, kind, what) do update set times = times + 1`,
      actor,
      minute,
      kind,
      text,
    )
    this.plan()
  }

  /** The timer: writes the minutes that are over, and comes again while one goes on. */
  async runTimer(): Promise<void> {
    this.isPlanned = false
    const current = Math.floor(this.tenant.deps.now().getTime() / ACCESS_BATCH_MS)
    const { sql } = this.tenant.storage
    const rows = sql
      .exec<Record<keyof Noted, string | number>>(
        'select actor, minute, kind, what, times from access where minute < ? order by minute, actor, kind, what',
        current,
      )
      .toArray()
      // Only `note` writes the table, in these types.
      .map((row) => row as unknown as Noted)
    for (const [actor, noted] of Map.groupBy(rows, (row) => row.actor)) {
      for (const [minute, items] of Map.groupBy(noted, (row) => row.minute)) {
        await this.write(actor, minute, items)
        sql.exec('delete from access where actor = ? and minute = ?', actor, minute)
      }
    }
    sql.exec('delete from access_seen where at < ?', this.tenant.deps.now().getTime() - SEEN_KEPT_MS)
    const [left] = sql.exec<{ n: number }>('select count(*) n from access').toArray()
    if ((left?.n ?? 0) > 0) this.plan()
  }

  private async write(actor: string, minute: number, items: readonly Noted[]): Promise<void> {
    const event = accessNoted.of(`access:${minute}:${actor}`.replaceAll(' ', '_'), {
      minute: new Date(minute * ACCESS_BATCH_MS).toISOString(),
      items: items.map(({ kind, what, times }) => ({ kind, what, times })),
    })
    // Should the process end between the commit and the deletion, the same minute would come twice: its subject says whether it is there.
    const { tenant } = this
    const written = await record<null, { code: 'written' }>(tenant, tenant.commands, actor, async (tx) => {
      if (await hasEventAbout(tx, event.subject)) return err({ code: 'written' })
      return ok({ value: null, events: [event] })
    })
    if (!written.ok && written.error.code !== 'written')
      throw new Error(`the workspace is not ready: ${written.error.code}`)
  }

  /** A session that was seen before this instance began has been noted then. */
  private wasSeen({ credentialId }: Principal): boolean {
    const { sql } = this.tenant.storage
    const [row] = sql.exec('select 1 from access_seen where credential = ?', credentialId).toArray()
    const at = this.tenant.deps.now().getTime()
    sql.exec('insert or replace into access_seen (credential, at) values (?, ?)', credentialId, at)
    return row !== undefined
  }

  private plan(): void {
    if (this.isPlanned) return
    this.isPlanned = true
    this.tenant.agenda
      .set(ACCESS_TIMER, this.tenant.deps.now().getTime() + ACCESS_BATCH_MS)
      .catch((error: unknown) =>
        this.tenant.deps.log.error('access_not_planned', { tenantId: this.tenant.id, error }),
      )
  }
}

/** Notes what a route gave out or refused, once it has; the path names what. */
export function noted(access: Access) {
  return createMiddleware<TenantEnv>(async (c, next) => {
    const principal = c.get('principal')
    access.opened(principal)
    await next()
    const { status } = c.res
    const { method } = c.req
    if (status >= 400 && status !== 403) return
    const path = c.req.path.replace(API, '')
    if (status === 403) access.refused(principal, method, path)
    if (principal.isSupport && status < 400) access.note(principal, 'support', `${method} ${path}`)
    const kind = status === 200 ? accessKindOf(method, path) : null
    if (kind !== null) access.note(principal, kind, path)
  })
}

const EXPORTS =
  /(^audit\/export|\/rejects\.csv|^(backups|retention\/archives)\/.+\/download|^artist-profiles\/[^/]+\/export)$/
const ROWS =
  /^(metrics\/[^/]+\/records|financials|leads|custom-metrics(\/.+)?|kpis|imports\/[^/]+\/rejects|connections\/[^/]+\/quarantine|history\/(values|financials|leads)\/.+)$/

/** Addresses that whoever knows them can read by, which can be looked at again. */
const SECRETS = /^artists\/[^/]+\/calendar-feed$/

/** What kind of access reading a path is; null: none that is noted. */
export function accessKindOf(method: string, path: string): AccessKind | null {
  if (method !== 'GET') return null
  if (EXPORTS.test(path)) return 'export'
  if (SECRETS.test(path)) return 'secret'
  return ROWS.test(path) ? 'rows' : null
}
