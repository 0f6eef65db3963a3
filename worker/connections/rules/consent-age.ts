import { Temporal } from 'temporal-polyfill'
import type { ConsentAge } from '../../../contracts/connections.ts'

/** A consent is asked for again when it is this old. */
export const CONSENT_MONTHS = 6
/** Days in which it still counts after that. */
export const CONSENT_GRACE_DAYS = 14

/** How a consent stands that was given, or confirmed last, at a time: good, asked for again, or at its end. Months are those of UTC. */
export function consentAge(since: string, now: Date): ConsentAge {
  const given = Temporal.Instant.from(since).toZonedDateTimeISO('UTC')
  const asksAt = given.add({ months: CONSENT_MONTHS })
  const endsAt = asksAt.add({ days: CONSENT_GRACE_DAYS })
  const nowMs = now.getTime()
  const state =
    nowMs < asksAt.epochMilliseconds ? 'good' : nowMs < endsAt.epochMilliseconds ? 'asked' : 'ended'
  return { since, state, endsAt: new Date(endsAt.epochMilliseconds).toISOString() }
}
