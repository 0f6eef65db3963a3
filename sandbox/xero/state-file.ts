import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import type { Day } from './days.ts'
import type { Booking } from './ledger.ts'
import type { SavedTokens } from './tokens.ts'

/** What a restart cannot make again from the seed. */
export interface SavedState {
  /** The history begins here, also on a later day. */
  firstDay: Day
  bookings: Booking[]
  tokens: SavedTokens
}

/** Throws when the file is not what `writeState` wrote: ids that the connected app knows must not change silently. */
export function readState(file: string): SavedState | null {
  if (!existsSync(file)) return null
  const saved = JSON.parse(readFileSync(file, 'utf8')) as Partial<SavedState>
  if (typeof saved.firstDay !== 'string' || !Array.isArray(saved.bookings) || !saved.tokens)
    throw new Error(`${file} is not the state of a sandbox; remove it to begin anew`)
  return saved as SavedState
}

/** In one step, so that a process killed meanwhile leaves the file of before. */
export function writeState(file: string, state: SavedState): void {
  const next = `${file}.next`
  writeFileSync(next, JSON.stringify(state), { mode: 0o600 })
  renameSync(next, file)
}
