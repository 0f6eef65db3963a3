import {
  PROGRAM_SESSION_SECONDS,
  REFRESH_GRACE_MS,
  REFRESH_TOKEN_SECONDS,
} from '../../../contracts/tokens.ts'

/**
 * What a presented refresh token is worth. `fresh`: it can be rotated. `repeated`: it was rotated a moment ago, and the answer may have been lost.
 * `reused`: somebody else has used it. `over`: its time has passed.
 */
export function judgeRefresh(
  token: { expiresAt: Date; rotatedAt: Date | null },
  now: Date,
): 'fresh' | 'repeated' | 'reused' | 'over' {
  if (token.rotatedAt !== null)
    return now.getTime() - token.rotatedAt.getTime() <= REFRESH_GRACE_MS ? 'repeated' : 'reused'
  return token.expiresAt <= now ? 'over' : 'fresh'
}

/** Until when a token made now works: its own time, and never beyond what one sign-in can be drawn out to. */
export function refreshEnd(sessionCreatedAt: Date, now: Date): Date {
  const own = now.getTime() + REFRESH_TOKEN_SECONDS * 1000
  return new Date(Math.min(own, sessionCreatedAt.getTime() + PROGRAM_SESSION_SECONDS * 1000))
}
