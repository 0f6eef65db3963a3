import {
  ACCESS_TOKEN_SECONDS,
  CLOCK_SKEW_SECONDS,
  SIGNING_KEY_LEAD_MS,
  SIGNING_KEY_LIFE_MS,
} from '../../../contracts/tokens.ts'

export interface KeyTime {
  kid: string
  signsFrom: Date
}

/** A token that was signed in the last moment of a key is checked for so long after it. */
const LAST_TOKEN_MS = (ACCESS_TOKEN_SECONDS + CLOCK_SKEW_SECONDS) * 1000

const byTime = (a: KeyTime, b: KeyTime) =>
  a.signsFrom.getTime() - b.signsFrom.getTime() || (a.kid < b.kid ? -1 : 1)

/** The key that signs now: the newest whose time has come. Null when there is none. */
export function signerAt<K extends KeyTime>(keys: readonly K[], now: Date): K | null {
  return [...keys].sort(byTime).findLast((key) => key.signsFrom <= now) ?? null
}

/** Keys that no token can still be signed with: they were followed by another longer ago than a token lives. */
export function outlived<K extends KeyTime>(keys: readonly K[], now: Date): K[] {
  const sorted = [...keys].sort(byTime)
  return sorted.filter((_, i) => {
    const next = sorted[i + 1]
    return next !== undefined && next.signsFrom.getTime() + LAST_TOKEN_MS <= now.getTime()
  })
}

/** When the next key shall begin to sign, or null while it is too early to make it. */
export function nextSigningFrom(keys: readonly KeyTime[], now: Date): Date | null {
  const newest = [...keys].sort(byTime).at(-1)
  if (newest === undefined) return now
  const due = newest.signsFrom.getTime() + SIGNING_KEY_LIFE_MS
  if (now.getTime() < due - SIGNING_KEY_LEAD_MS) return null
  // Shown for the whole lead before it signs, also when the sweep comes late.
  return new Date(Math.max(due, now.getTime() + SIGNING_KEY_LEAD_MS))
}
