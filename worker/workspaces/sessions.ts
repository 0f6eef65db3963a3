import { listSessions } from '../auth/repository.ts'
import {
  deleteSessions,
  insertRevocations,
  type TenantRevocation,
  tenantIdsOf,
} from './authority.repository.ts'
import type { ControlDeps } from './deps.ts'
import { pushOutbox } from './outbox.ts'

async function wordFor(
  deps: ControlDeps,
  personId: string,
  sessionIds: string[],
): Promise<TenantRevocation[]> {
  const tenantIds = await tenantIdsOf(deps.db, personId)
  return tenantIds.flatMap((tenantId) =>
    sessionIds.map((sessionId) => {
      const outboxId = deps.newId()
      return {
        tenantId,
        outboxId,
        revocation: {
          v: 1 as const,
          id: outboxId,
          kind: 'session' as const,
          subjectId: sessionId,
          memberVersion: 0,
        },
      }
    }),
  )
}

const distinctTenants = (word: TenantRevocation[]) => [...new Set(word.map((each) => each.tenantId))]

/**
 * Ends sessions of one person and tells every workspace the person can reach.
 * @returns true when all of them have heard; false when the sweep still has to tell one.
 */
export async function endSessions(
  deps: ControlDeps,
  personId: string,
  sessionIds: string[],
): Promise<boolean> {
  const word = await wordFor(deps, personId, sessionIds)
  await deleteSessions(deps.db, personId, sessionIds, word, deps.now())
  const heard = await Promise.all(distinctTenants(word).map((tenantId) => pushOutbox(deps, tenantId)))
  return heard.every(Boolean)
}

/**
 * Ends every session of a person, as `endSessions`, but for the one that is to stay, if any.
 * @returns the ids of the sessions that ended, and whether every workspace has heard.
 */
export async function endAllSessions(
  deps: ControlDeps,
  personId: string,
  keptId: string | null,
): Promise<{ ended: string[]; heard: boolean }> {
  const ended: string[] = []
  let heard = true
  for (;;) {
    const sessions = await listSessions(deps.db, personId, deps.now())
    const open = sessions.map(({ id }) => id).filter((id) => id !== keptId)
    if (open.length === 0) return { ended, heard }
    heard = (await endSessions(deps, personId, open)) && heard
    ended.push(...open)
  }
}

/** Leaves word about a session that the auth library itself is about to delete; {@link pushOutbox} or the sweep sends it. */
export async function announceSessionEnd(
  deps: ControlDeps,
  session: { id: string; userId: string },
): Promise<void> {
  await insertRevocations(deps.db, await wordFor(deps, session.userId, [session.id]), deps.now())
}

/** Sends whatever the workspaces of a person have not heard yet. */
export async function pushOutboxOf(deps: ControlDeps, personId: string): Promise<void> {
  for (const tenantId of await tenantIdsOf(deps.db, personId)) await pushOutbox(deps, tenantId)
}
