import type { Log } from './log.ts'

/** What code that is not pure takes from outside: time, chance, ids, log. */
export interface Deps {
  now(): Date
  newId(): string
  log: Log
}
