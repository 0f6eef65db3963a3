import { expect, it } from 'vitest'
import { DELETION_COOLING_MS } from './deletion.ts'
import { INVITATION_DAYS } from './invitations.ts'
import { KEY_DAYS_MAX, KEY_OVERLAP_HOURS_MAX } from './keys.ts'
import * as limits from './limits.ts'
import { OWNERSHIP_OFFER_DAYS } from './ownership.ts'
import { SECURITY_LOG_KEPT_MS } from './security-log.ts'
import * as session from './session.ts'
import { SSO_ATTEMPT_SECONDS, SSO_MISSING_GRACE_MS, SSO_RECHECK_MS, SSO_SESSION_SECONDS } from './sso.ts'
import { SUPPORT_HOURS_MAX } from './support.ts'
import * as tokens from './tokens.ts'

/** Tests of what happens when a time is over read how long it is from here; what a rule promises is a figure, and is held once, below. */
const SECOND_MS = 1000
const MINUTE = 60
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
const KIB = 1024

const figures: readonly [rule: string, what: string, is: number, promised: number][] = [
  ['[AC4]', 'a sign-in link, seconds', session.MAGIC_LINK_SECONDS, 10 * MINUTE],
  ['[AC6]', 'calls a minute that check a secret', session.AUTH_CALLS_PER_MINUTE, 10],
  ['[AC8]', 'a link to a new password, seconds', session.RESET_LINK_SECONDS, 30 * MINUTE],
  ['[AC40]', 'an unused session, seconds', session.SESSION_IDLE_SECONDS, 7 * DAY],
  ['[AC40]', 'any session, seconds', session.SESSION_ABSOLUTE_SECONDS, 90 * DAY],
  ['[AC43]', 'a recent sign-in, seconds', session.RECENT_SIGN_IN_SECONDS, 15 * MINUTE],
  ['[AC45]', 'a link to a new address, seconds', session.ADDRESS_LINK_SECONDS, HOUR],
  ['[AC47]', 'the second step, seconds', session.TWO_FACTOR_CHALLENGE_SECONDS, 10 * MINUTE],
  ['[AC47]', 'no code after ten wrong ones, seconds', session.TWO_FACTOR_LOCK_SECONDS, 15 * MINUTE],
  ['[AC50]', 'a trusted device, seconds', session.TRUSTED_DEVICE_SECONDS, 30 * DAY],
  ['[AC53]', 'links and codes', session.LINK_TRIES_MAX, 5],
  ['[AC53]', 'in so long, ms', session.LINK_TRIES_WINDOW_MS, 15 * MINUTE * SECOND_MS],
  ['[AC81]', 'an access token, seconds', tokens.ACCESS_TOKEN_SECONDS, 15 * MINUTE],
  ['[AC82]', 'a key signs, ms', tokens.SIGNING_KEY_LIFE_MS, 30 * DAY * SECOND_MS],
  ['[AC82]', 'shown before it signs, ms', tokens.SIGNING_KEY_LEAD_MS, HOUR * SECOND_MS],
  ['[AC84]', 'a refresh token, seconds', tokens.REFRESH_TOKEN_SECONDS, 7 * DAY],
  ['[AC84]', 'one sign-in of a program, seconds', tokens.PROGRAM_SESSION_SECONDS, 90 * DAY],
  ['[AC85]', 'the same successor, ms', tokens.REFRESH_GRACE_MS, 30 * SECOND_MS],
  ['[AC74]', 'a key, days', KEY_DAYS_MAX, 365],
  ['[AC76]', 'the old secret beside the new one, hours', KEY_OVERLAP_HOURS_MAX, 168],
  ['[AC104]', 'an invitation, days', INVITATION_DAYS, 7],
  ['[AC121]', 'an offer of ownership, days', OWNERSHIP_OFFER_DAYS, 7],
  ['[AC160]', 'access of support, hours', SUPPORT_HOURS_MAX, 72],
  ['[SS7]', 'a session by the company, seconds', SSO_SESSION_SECONDS, 12 * HOUR],
  ['[SS10]', 'an answer of the company, seconds', SSO_ATTEMPT_SECONDS, 10 * MINUTE],
  ['[SS11]', 'a domain is asked about again, ms', SSO_RECHECK_MS, 30 * DAY * SECOND_MS],
  ['[SS12]', 'a missing record, ms', SSO_MISSING_GRACE_MS, 14 * DAY * SECOND_MS],
  ['[AC24]', 'a principal in memory, ms', limits.PRINCIPAL_KEPT_MS, MINUTE * SECOND_MS],
  ['[AC27]', 'a body, bytes', limits.JSON_BODY_BYTES_MAX, KIB * KIB],
  ['[AC91]', 'headers', limits.HEADERS_MAX, 100],
  ['[AC91]', 'bytes of headers', limits.HEADER_BYTES_MAX, 32 * KIB],
  ['[AC92]', 'reports a minute', limits.CSP_REPORTS_PER_MINUTE, 30],
  ['[AC93]', 'an answer by its Idempotency-Key, ms', limits.COMMAND_KEPT_MS, 48 * HOUR * SECOND_MS],
  ['[AU17]', 'an event, years', limits.EVENTS_KEPT_YEARS, 2],
  ['[AU31]', 'access in one entry, ms', limits.ACCESS_BATCH_MS, MINUTE * SECOND_MS],
  ['[AU48]', 'the log of the front door, ms', SECURITY_LOG_KEPT_MS, 90 * DAY * SECOND_MS],
  ['[AU50]', 'contents at hand, ms', limits.EVENTS_WARM_MS, 183 * DAY * SECOND_MS],
  ['[SN3]', 'a backup is late, ms', limits.BACKUP_LATE_MS, 26 * HOUR * SECOND_MS],
  ['[SN4]', 'a backup, ms', limits.BACKUPS_KEPT_MS, 30 * DAY * SECOND_MS],
  ['[SN4]', 'an export, ms', limits.EXPORTS_KEPT_MS, 7 * DAY * SECOND_MS],
  ['[SN6]', 'the next proof, ms', limits.BACKUP_PROOF_EVERY_MS, 30 * DAY * SECOND_MS],
  ['[SN9]', 'the minute of a backup', limits.BACKUP_AT_MINUTE, 3 * 60],
  ['[SN20]', 'the wait before a workspace ends, ms', DELETION_COOLING_MS, 14 * DAY * SECOND_MS],
  ['[SN46]', 'the minute of the night', limits.RETENTION_AT_MINUTE, 2 * 60],
]

it.each(figures)('%s %s is what the rule says', (_rule, _what, is, promised) => {
  expect(is).toBe(promised)
})
