const SECOND_MS = 1000

/**
 * Seconds to wait by a `Retry-After` header: a number of seconds or an HTTP date. Null when there is none that can be read; never
 * negative, and `maxSeconds` at most, so that a broken clock at the other end does not park work for a year.
 */
export function retryAfterSeconds(header: string | null, now: Date, maxSeconds: number): number | null {
  const text = header?.trim() ?? ''
  if (/^\d+(\.\d+)?$/.test(text)) return Math.min(Math.ceil(Number(text)), maxSeconds)
  // Date.parse reads much more than HTTP dates, also a bare negative number.
  const at = /^[A-Za-z]/.test(text) ? Date.parse(text) : Number.NaN
  if (Number.isNaN(at)) return null
  return Math.min(Math.max(0, Math.ceil((at - now.getTime()) / SECOND_MS)), maxSeconds)
}
