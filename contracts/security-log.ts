import { z } from 'zod'
import { accountChanges, refusalReasons, signInWays } from './security-kinds.ts'
import { Place } from './session.ts'

/** How long the front door remembers who came in and who was turned away. */
export const SECURITY_LOG_KEPT_MS = 90 * 24 * 60 * 60 * 1000
export const SECURITY_LOG_LISTED_MAX = 100

const seen = {
  at: z.iso.datetime(),
  /** Within the minute of `at`. */
  times: z.number().int().positive(),
  place: Place.nullable(),
  userAgent: z.string().nullable(),
}

/** `GET /api/v1/me/security/log` answers `{data: SecurityLogEntry[]}`, newest first. */
export const SecurityLogEntry = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('signed_in'), detail: z.enum(signInWays), ...seen }),
  z.object({ kind: z.literal('sign_in_refused'), detail: z.enum(signInWays), ...seen }),
  z.object({ kind: z.literal('account_changed'), detail: z.enum(accountChanges), ...seen }),
  z.object({ kind: z.literal('call_refused'), detail: z.enum(refusalReasons), ...seen }),
])
export type SecurityLogEntry = z.infer<typeof SecurityLogEntry>
