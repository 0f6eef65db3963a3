import type { Log } from './log.ts'
import type { Random } from './personal-box.ts'

/** What code that is not pure takes from outside: time, chance, ids, log. */
export interface Deps {
  now(): Date
  newId(): string
  log: Log
  /** The setting whose keys seal. */
  sealKey: string
  random: Random
}
