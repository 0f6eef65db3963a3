import type { ControlFact } from '../../contracts/control-facts.ts'
import { unreachable } from '../../contracts/result.ts'
import { Region, type Revocation } from '../../contracts/workspaces.ts'
import { storeProof } from './deletion.repository.ts'
import type { ControlDeps } from './deps.ts'
import {
  countAside,
  dueTenants,
  finishProvision,
  finishWipe,
  markFactsSent,
  markFailed,
  markSent,
  type OutboxRow,
  postponeFacts,
  ROWS_PER_TENANT_MAX,
  removeSentBefore,
  setAside,
  unsentOf,
} from './outbox.repository.ts'
import { findWorkspace, saveSettings } from './repository.ts'
import { goOnRestoring, tellRestored } from './restoring.ts'

const RETRY_FIRST_SECONDS = 5
const RETRY_LONGEST_SECONDS = 15 * 60
const REVOKE_AGAIN_AFTER_MS = [100, 300] as const
const ASIDE_FIRST_SECONDS = 5 * 60
const ASIDE_LONGEST_SECONDS = 24 * 60 * 60
const SWEPT_TENANTS_MAX = 200
/** Rounds of one sweep. A restore takes up to 15 s of each and goes on with the next, so four fill the minute until the next sweep. */
const SWEEP_ROUNDS_MAX = 4
const SENT_KEPT_MS = 7 * 24 * 60 * 60 * 1000

/** Seconds to wait before the next attempt: doubling from five seconds up to a quarter of an hour. */
export function backoffSeconds(attempts: number): number {
  return Math.min(RETRY_FIRST_SECONDS * 2 ** Math.min(attempts, 20), RETRY_LONGEST_SECONDS)
}

/** Seconds until a fact that could not be read is tried again: doubling from five minutes up to a day. */
export function asideSeconds(attempts: number): number {
  return Math.min(ASIDE_FIRST_SECONDS * 2 ** Math.min(attempts, 20), ASIDE_LONGEST_SECONDS)
}

/** Delivers rows that may go in one call: all revocations together, anything else alone. */
async function deliver(deps: ControlDeps, tenantId: string, rows: OutboxRow[]): Promise<void> {
  const [first] = rows
  if (!first) return
  switch (first.payload.kind) {
    case 'revoke': {
      const revocations = rows.flatMap((row) =>
        row.payload.kind === 'revoke' ? [row.payload.revocation] : [],
      )
      const isFirst = rows.every(({ attempts }) => attempts === 0)
      await tellEnds(deps, tenantId, revocations, isFirst ? REVOKE_AGAIN_AFTER_MS : [])
      await markSent(
        deps.db,
        rows.map((row) => row.id),
        deps.now(),
      )
      return
    }
    case 'provision': {
      const { spec, from } = first.payload
      // What is left is gone on with by the next push; the row stays as it is.
      if (from !== undefined && !(await goOnRestoring(deps, spec, from))) return
      if (from === undefined) await deps.openTenant(tenantId, Region.parse(spec.region)).provision(spec)
      await finishProvision(deps.db, first, deps.now())
      if (from !== undefined) await tellRestored(deps, tenantId)
      return
    }
    case 'copy_settings':
      await copySettings(deps, tenantId)
      await markSent(deps.db, [first.id], deps.now())
      return
    case 'wipe':
      await storeProof(deps.db, tenantId, await deps.openTenant(tenantId).wipe(), deps.now())
      await finishWipe(deps.db, first, deps.now())
      return
    case 'fact':
      await deliverFacts(deps, tenantId, rows)
      return
    default:
      unreachable(first.payload)
  }
}

/** An end of authority counts within a second: what failed once is tried again at once, on a new stub, before it is left to the sweep. */
async function tellEnds(
  deps: ControlDeps,
  tenantId: string,
  ends: Revocation[],
  [waitMs, ...later]: readonly number[],
): Promise<void> {
  try {
    await deps.openTenant(tenantId).revoke(ends)
  } catch (error) {
    if (waitMs === undefined) throw error
    await scheduler.wait(waitMs)
    await tellEnds(deps, tenantId, ends, later)
  }
}

/** Facts go in the order in which they were stored, as one call. A workspace that is gone has no log to be told. */
async function deliverFacts(deps: ControlDeps, tenantId: string, rows: OutboxRow[]): Promise<void> {
  const facts = rows.flatMap(({ id, payload }): ControlFact[] => {
    if (payload.kind !== 'fact') return []
    const { actor, at, type, subject, data } = payload
    return [{ v: 1, id, actor, at, type, subject, data }]
  })
  let unread: readonly string[] = []
  try {
    unread = (await deps.openTenant(tenantId).noteFacts(facts)).unread
  } catch (error) {
    const state = (await findWorkspace(deps.db, tenantId))?.workspace.state
    if (state !== undefined && state !== 'deleted') throw error
  }
  const [aside, noted] = [
    rows.filter(({ id }) => unread.includes(id)),
    rows.filter(({ id }) => !unread.includes(id)),
  ]
  await markFactsSent(
    deps.db,
    noted.map(({ id }) => id),
    deps.now(),
  )
  await putAside(deps, tenantId, aside)
}

/** Facts that could not be read wait by themselves, for a version of Orrery that can, and are tried again now and then. */
async function putAside(
  deps: ControlDeps,
  tenantId: string,
  rows: readonly { id: string; attempts: number }[],
): Promise<void> {
  if (rows.length === 0) return
  const now = deps.now()
  deps.log.error('facts_set_aside', { tenantId, facts: rows.length, ids: rows.map(({ id }) => id) })
  const attempts = Math.max(...rows.map((row) => row.attempts))
  await setAside(
    deps.db,
    rows.map(({ id }) => id),
    now,
    new Date(now.getTime() + asideSeconds(attempts) * 1000),
  )
}

/** Takes the directory's copy of the settings, again when they moved meanwhile: an older copy must not overwrite a newer one. */
async function copySettings(deps: ControlDeps, tenantId: string): Promise<void> {
  let settings = await deps.openTenant(tenantId).settings()
  for (let copied = 0; copied !== settings.version; ) {
    await saveSettings(deps.db, tenantId, settings)
    copied = settings.version
    settings = await deps.openTenant(tenantId).settings()
  }
}

/** Neighbouring revocations, and neighbouring facts, travel together; the order of kinds is kept. */
function inDeliveries(rows: OutboxRow[]): OutboxRow[][] {
  const deliveries: OutboxRow[][] = []
  for (const row of rows) {
    const last = deliveries.at(-1)
    const { kind } = row.payload
    const joins = (kind === 'revoke' || kind === 'fact') && last?.[0]?.payload.kind === kind
    if (joins) last?.push(row)
    else deliveries.push([row])
  }
  return deliveries
}

/**
 * Tells a tenant object everything it has not been told. Safe to repeat: the object ignores what it knows. Facts come last, and one
 * that could not be written yet holds up nobody: the sweep brings it again.
 * @returns true when the object knows of every end of authority; false when it could not be reached, then the sweep tries again.
 */
export async function pushOutbox(deps: ControlDeps, tenantId: string): Promise<boolean> {
  const told = await pushSome(deps, tenantId, 'authority')
  if (told) await pushSome(deps, tenantId, 'facts')
  // Who could not be reached with the one is not asked sooner for the sake of the other.
  else await postponeFacts(deps.db, tenantId)
  return told
}

async function pushSome(deps: ControlDeps, tenantId: string, what: 'authority' | 'facts'): Promise<boolean> {
  const { rows: unsent, broken } = await unsentOf(deps.db, tenantId, what, deps.now())
  await putAside(deps, tenantId, broken)
  for (const rows of inDeliveries(unsent)) {
    try {
      await deliver(deps, tenantId, rows)
    } catch (error) {
      const attempts = Math.max(...rows.map((row) => row.attempts))
      deps.log.error('outbox_push_failed', { tenantId, kind: rows[0]?.payload.kind, attempts, error })
      await markFailed(
        deps.db,
        rows.map((row) => row.id),
        new Date(deps.now().getTime() + backoffSeconds(attempts) * 1000),
      )
      return false
    }
  }
  // A change of a role that many hold leaves more rows than are read at once.
  return unsent.length + broken.length < ROWS_PER_TENANT_MAX || pushSome(deps, tenantId, what)
}

/** Cron: sends again what is due and forgets what was sent long ago. A restore that is under way is gone on with until the next sweep. */
export async function sweepOutbox(
  deps: ControlDeps,
): Promise<{ tenants: number; failed: number; aside: number }> {
  let [tenants, failed] = [0, 0]
  for (let round = 0; round < SWEEP_ROUNDS_MAX; round += 1) {
    // What was told is no longer due, what could not be told is due later: from the second round on only restores are left.
    const due = await dueTenants(deps.db, deps.now(), SWEPT_TENANTS_MAX)
    if (due.length === 0) break
    tenants += due.length
    for (const tenantId of due) {
      if (!(await pushOutbox(deps, tenantId))) failed += 1
    }
  }
  await removeSentBefore(deps.db, new Date(deps.now().getTime() - SENT_KEPT_MS))
  return { tenants, failed, aside: await countAside(deps.db) }
}
