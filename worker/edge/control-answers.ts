import type { ErrorCode } from '../../contracts/errors.ts'
import type { Refusal } from '../platform/http-errors.ts'

/** A service's refusal: its code, and whatever else it says as details. */
export function refusalOf(error: { code: ErrorCode; retryAfterSeconds?: number }): Refusal {
  const { code, retryAfterSeconds, ...details } = error
  return {
    code,
    ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
    ...(Object.keys(details).length > 0 ? { details } : {}),
  }
}

/** 202: stored, but the tenant object has not heard yet; the sweep tells it. */
export const statusFor = (told: boolean, done: 200 | 201 = 200) => (told ? done : 202)
