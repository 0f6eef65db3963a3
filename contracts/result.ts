/** Outcome of a decision: an expected refusal is a value with a code, never a throw. */
export type Result<T, E extends { code: string }> = { ok: true; value: T } | { ok: false; error: E }

export const ok = <T>(value: T) => ({ ok: true as const, value })
export const err = <const E extends { code: string }>(error: E) => ({ ok: false as const, error })

/** Ends a switch over a union: adding a member without a case no longer compiles. */
export function unreachable(value: never): never {
  throw new Error(`unreachable case: ${JSON.stringify(value)}`)
}
