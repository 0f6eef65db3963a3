import { roomOf, type Taken } from './load.ts'
import type { Period } from './when.ts'

/** A booking that would block, and how many may at a time. */
export interface Blocker extends Taken {
  id: string
  artistId: string
  capacity: number
}

/** A stretch of time with more bookings than there is room for. */
export interface Clash<B> extends Period {
  bookings: B[]
}

/** Where more bookings of an artist would block than there is room for. Stretches that touch are one. */
export function clashesOf<B extends Blocker>(all: readonly B[]): Clash<B>[] {
  const byArtist = Map.groupBy(all, ({ artistId }) => artistId)
  return [...byArtist.values()].flatMap(clashesOfOne)
}

function clashesOfOne<B extends Blocker>(own: readonly B[]): Clash<B>[] {
  const starting = [...own].sort((a, b) => a.fromMs - b.fromMs || a.toMs - b.toMs)
  const clashes: Clash<B>[] = []
  let running: B[] = []
  for (const one of starting) {
    // Only where one begins can there be too many; it ends where the next of them does.
    running = [...running.filter(({ toMs }) => toMs > one.fromMs), one]
    if (sumOf(running) <= roomOf(one.capacity)) continue
    const toMs = endOfTooMany(running, roomOf(one.capacity))
    const last = clashes.at(-1)
    if (last !== undefined && last.toMs >= one.fromMs) {
      last.toMs = Math.max(last.toMs, toMs)
      last.bookings.push(...running.filter(({ id }) => last.bookings.every((known) => known.id !== id)))
    } else clashes.push({ fromMs: one.fromMs, toMs, bookings: [...running] })
  }
  return clashes
}

const sumOf = (running: readonly Taken[]): number => running.reduce((sum, { share }) => sum + share, 0)

/** When so much of them has ended that the rest has room. */
function endOfTooMany(running: readonly Taken[], room: number): number {
  let left = sumOf(running)
  for (const { toMs, share } of [...running].sort((a, b) => a.toMs - b.toMs)) {
    left -= share
    if (left <= room) return toMs
  }
  return 0
}
