import { createHash } from 'node:crypto'

/** What a draw depends on; the same keys give the same draws. */
export type Keys = readonly (string | number)[]

const digestOf = (keys: Keys): Buffer => createHash('sha256').update(keys.join('\0')).digest()

/** Numbers between 0 and 1 that depend on the keys only (mulberry32). */
export function chanceFrom(...keys: Keys): () => number {
  let state = digestOf(keys).readInt32LE(0)
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
}

/** A UUID that depends on the keys only. */
export function uuidFrom(...keys: Keys): string {
  const hex = digestOf(keys).toString('hex')
  const variant = '89ab'[Number.parseInt(hex.slice(16, 17), 16) % 4]
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}

/** One of `weighted`, which is not empty, by weight. */
export function pick<T>(weighted: readonly (readonly [T, number])[], chance: number): T {
  const total = weighted.reduce((sum, [, weight]) => sum + weight, 0)
  let left = chance * total
  for (const [value, weight] of weighted) {
    left -= weight
    if (left < 0) return value
  }
  const last = weighted.at(-1)
  if (last === undefined) throw new Error('nothing to pick from')
  return last[0]
}
