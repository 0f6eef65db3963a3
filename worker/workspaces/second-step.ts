import { err, ok, type Result } from '../../contracts/result.ts'
import type { ControlDeps } from './deps.ts'
import { accountChanged } from './events.ts'
import type { Actor } from './members.ts'
import { findSteppedMember, removeSecondStep } from './second-step.repository.ts'
import type { Seen } from './security-log.repository.ts'
import { endAllSessions, pushOutboxOf } from './sessions.ts'

export type SecondStepError = { code: 'not_found' | 'second_step_off' | 'second_step_elsewhere' }

/**
 * Lets a member in again who has lost their phone and their recovery codes: an owner, who has just shown who they are, takes the second
 * step off the member's account. Every session of the member ends; password, passkeys and mailbox stay theirs alone.
 */
export async function resetSecondStep(
  deps: ControlDeps,
  actor: Actor,
  personId: string,
  seen: Seen,
): Promise<Result<{ email: string; ended: string[]; told: boolean }, SecondStepError>> {
  const found = await findSteppedMember(deps.db, actor.tenantId, personId, actor.id)
  if (!found) return err({ code: 'not_found' })
  if (!found.isOn) return err({ code: 'second_step_off' })
  const event = accountChanged.of(`person:${personId}`, { personId, what: 'second_step_reset' })
  const fact = { id: deps.newId(), personId, actor: `person:${actor.id}`, at: seen.at, event }
  const isDone =
    !found.isElsewhere && (await removeSecondStep(deps.db, { personId, ownerId: actor.id }, fact, seen))
  if (!isDone) return err({ code: 'second_step_elsewhere' })
  const { ended, heard } = await endAllSessions(deps, personId, null)
  await pushOutboxOf(deps, personId)
  return ok({ email: found.email, ended, told: heard })
}
