import { AUTH_CALLS_PER_MINUTE, LINK_TRIES_MAX } from '../../contracts/session.ts'
import { takeCall, takeTry } from '../auth/service.ts'
import { refuse } from '../platform/http-errors.ts'
import { type EdgeDeps, isLocal } from './deps.ts'

// Browser tests and people trying things out sign in more often than anybody in a deployment.
const LOCAL_CALLS_PER_MINUTE = 600

/** Calls a minute on routes that check a secret or send a mail. */
export const authCallsPerMinute = (deps: EdgeDeps): number =>
  isLocal(deps.env) ? LOCAL_CALLS_PER_MINUTE : AUTH_CALLS_PER_MINUTE

const linkTries = (deps: EdgeDeps): number => (isLocal(deps.env) ? LOCAL_CALLS_PER_MINUTE : LINK_TRIES_MAX)

/** Only the platform's own header names the caller; everything else could be made up. */
export const callerAddress = (request: Request): string =>
  request.headers.get('cf-connecting-ip') ?? 'unknown'

/** Refuses when the caller or the address has tried too often this minute; null when it may go on. */
export async function limited(
  deps: EdgeDeps,
  request: Request,
  email: string | null,
  requestId: string,
): Promise<Response | null> {
  const subjects = [`ip:${callerAddress(request)}`, ...(email ? [`email:${email}`] : [])]
  const limit = authCallsPerMinute(deps)
  const { waitSeconds, left, resetSeconds } = await takeCall(deps.db, subjects, limit, deps.now())
  deps.callsLeft.set(request, { limit, left, resetSeconds })
  if (waitSeconds === 0) return null
  return refuse({ code: 'rate_limited', retryAfterSeconds: waitSeconds }, requestId)
}

/** What a caller's address has left of a limit. Of an e-mail address it is said to nobody: it would tell whether somebody else tries it. */
export interface CallsLeft {
  limit: number
  left: number
  resetSeconds: number
}

/** Says on the answer of a route that is limited how many calls are left, as a workspace's object does on its own. */
export function withCallsLeft(deps: EdgeDeps, request: Request, response: Response): Response {
  const left = deps.callsLeft.get(request)
  if (left === undefined) return response
  const said = new Response(response.body, response)
  said.headers.set('ratelimit-limit', String(left.limit))
  said.headers.set('ratelimit-remaining', String(left.left))
  said.headers.set('ratelimit-reset', String(left.resetSeconds))
  return said
}

/** As {@link limited}, for the few tries there are at sign-in links. `what` is asking for one, or trying a code. */
export async function triesOver(
  deps: EdgeDeps,
  request: Request,
  what: 'ask' | 'code',
  email: string,
  requestId: string,
): Promise<Response | null> {
  const subjects = [`link-${what}-ip:${callerAddress(request)}`, `link-${what}-email:${email}`]
  const seconds = await takeTry(deps.db, subjects, linkTries(deps), deps.now(), deps.newId)
  return seconds > 0 ? refuse({ code: 'rate_limited', retryAfterSeconds: seconds }, requestId) : null
}
