import { Temporal } from 'temporal-polyfill'
import type { ConsentAge } from '../../../contracts/connections.ts'

/** A consent is asked for again when it is this old. */
export const CONSENT_MONTHS = 6
/** Days in which it still counts after that. */
export const CONSENT_GRACE_DAYS = 14

/** Days before that in which whoever gave it is told that it comes. */
export const CONSENT_NOTICE_DAYS = 14

/** What whoever gave a consent has to be told now: that it will be asked for again soon, that it is asked for, or nothing. */
export function consentNotice(
  since: string,
  now: Date,
): { stage: 'soon' | 'asked'; asksAt: string; endsAt: string } | null {
  const asksAt = Temporal.Instant.from(since).toZonedDateTimeISO('UTC').add({ months: CONSENT_MONTHS })
  const soonMs = asksAt.subtract({ days: CONSENT_NOTICE_DAYS }).epochMilliseconds
  const { state, endsAt } = consentAge(since, now)
  if (now.getTime() < soonMs || state === 'ended') return null
  return {
    stage: state === 'asked' ? 'asked' : 'soon',
    asksAt: new Date(asksAt.epochMilliseconds).toISOString(),
    endsAt,
  }
}

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
