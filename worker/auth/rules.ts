import {
  type Place,
  RECENT_SIGN_IN_SECONDS,
  SESSION_ABSOLUTE_SECONDS,
  SESSION_IDLE_SECONDS,
  SESSION_SEEN_EVERY_SECONDS,
} from '../../contracts/session.ts'
import { SSO_SESSION_SECONDS } from '../../contracts/sso.ts'

const later = (from: Date, seconds: number) => new Date(from.getTime() + seconds * 1000)

/**
 * When a session made at `createdAt` and last used at `usedAt` ends unless it is used again. One that a company's provider began is
 * short: the company's word is asked again every day.
 */
export function sessionEnd(createdAt: Date, usedAt: Date, isOfCompany: boolean): Date {
  const idle = later(usedAt, SESSION_IDLE_SECONDS)
  const absolute = later(createdAt, isOfCompany ? SSO_SESSION_SECONDS : SESSION_ABSOLUTE_SECONDS)
  return idle < absolute ? idle : absolute
}

/** True when the use of a session should be written down: the last note is old, or lacks a place that is known now. */
export function isNoteDue(
  session: { updatedAt: Date; country?: string | null | undefined },
  place: Place | null,
  now: Date,
): boolean {
  if (place !== null && !session.country) return true
  return now >= later(session.updatedAt, SESSION_SEEN_EVERY_SECONDS)
}

/** True while a sign-in is recent enough to stand in for a password. */
export const isRecent = (createdAt: Date, now: Date): boolean =>
  now < later(createdAt, RECENT_SIGN_IN_SECONDS)

const COUNTRY = /^[A-Z]{2}$/
const CITY_CHARS_MAX = 80

/** The place in what the network says of a caller: nothing, or things that are no country (`T1` is Tor), give null. */
export function placeOf(cf: unknown): Place | null {
  const { country, city } = Object(cf)
  if (typeof country !== 'string' || !COUNTRY.test(country) || country === 'XX') return null
  return { country, city: typeof city === 'string' && city !== '' ? city.slice(0, CITY_CHARS_MAX) : null }
}
