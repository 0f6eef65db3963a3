import { endAllSessions, endSessions } from '../workspaces/sessions.ts'
import type { EdgeDeps } from './deps.ts'

/** Ends sessions of a person, here at once and with word to every workspace; true when all of them have heard. */
export async function endThese(deps: EdgeDeps, personId: string, sessionIds: string[]): Promise<boolean> {
  const heard = await endSessions(deps, personId, sessionIds)
  deps.principals.forgetCredentials(sessionIds)
  return heard
}

/** Ends every session of a person but this one, as {@link endThese}. */
export async function endOthers(
  deps: EdgeDeps,
  personId: string,
  keptId: string,
): Promise<{ heard: boolean; ended: number }> {
  const { ended, heard } = await endAllSessions(deps, personId, keptId)
  deps.principals.forgetCredentials(ended)
  return { heard, ended: ended.length }
}
