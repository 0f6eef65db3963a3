import { type BookKind, type Books, firstDayFor, openBooks } from './books.ts'
import { type CallCounters, openCalls } from './calls.ts'
import { midnightUtc } from './days.ts'
import type { SalesDocument } from './documents.ts'
import { type Faults, openFaults } from './faults.ts'
import type { Booking } from './ledger.ts'
import { type Limits, openLimits, type RateLimits } from './limits.ts'
import type { Client, OAuth } from './oauth.ts'
import { readState, writeState } from './state-file.ts'
import { noTokens, openTokens, type Tokens } from './tokens.ts'

export interface SandboxOptions {
  client: Client
  seed: string
  historyMonths: number
  now: () => Date
  bookEveryMs: number | null
  limits: Limits
  stateFile: string | null
}

export interface BookWish {
  organisationId?: string
  kind?: BookKind
  currency?: string
}

/** Everything the sandbox holds; the server and the control surface work on it. */
export interface Sandbox {
  oauth: OAuth
  faults: Faults
  rates: RateLimits
  calls: CallCounters
  books(): Books
  nowMs(): number
  /** When the books begin; accounts and contacts were last changed then. */
  openedMs(): number
  /** How far its clock is ahead of the one it was given. */
  aheadMs(): number
  setAhead(ms: number): void
  book(wish: BookWish): { booking: Booking; document: SalesDocument } | null
  bookMany(booking: Extract<Booking, { kind: 'bulk' }>): SalesDocument[]
  bookEvery(everyMs: number | null): void
  bookingEveryMs(): number | null
  /** As it was before anybody connected or booked: no tokens, no live documents, no faults, the first limits. */
  reset(): void
  close(): void
}

export function openSandbox(options: SandboxOptions): Sandbox {
  let aheadMs = 0
  const nowMs = (): number => options.now().getTime() + aheadMs
  const saved = options.stateFile === null ? null : readState(options.stateFile)
  let books = openBooks(
    options.seed,
    saved?.firstDay ?? firstDayFor(nowMs(), options.historyMonths),
    saved?.bookings ?? [],
  )
  const save = (): void => {
    if (options.stateFile === null) return
    const { firstDay, bookings } = books
    writeState(options.stateFile, { firstDay, bookings: [...bookings], tokens: tokens.saved() })
  }
  const tokens: Tokens = openTokens(options.client.id, saved?.tokens ?? noTokens(), () => save())
  const rates = openLimits(options.limits)
  const faults = openFaults()
  const calls = openCalls()
  let timer: NodeJS.Timeout | null = null
  let everyMs: number | null = null

  const bookEvery = (wanted: number | null): void => {
    if (timer !== null) clearInterval(timer)
    everyMs = wanted
    timer = wanted === null ? null : setInterval(() => void sandbox.book({}), wanted)
    timer?.unref()
  }
  const sandbox: Sandbox = {
    oauth: {
      client: options.client,
      tokens,
      organisations: books.organisations.map(({ id, name }) => ({ id, name })),
    },
    faults,
    rates,
    calls,
    books: () => books,
    nowMs,
    openedMs: () => midnightUtc(books.firstDay),
    aheadMs: () => aheadMs,
    setAhead: (ms) => {
      aheadMs = ms
    },
    book(wish) {
      const made = books.book(wish, nowMs())
      save()
      return made
    },
    bookMany(booking) {
      const made = books.bookMany(booking)
      save()
      return made
    },
    bookEvery,
    bookingEveryMs: () => everyMs,
    reset() {
      faults.clear()
      calls.clear()
      rates.reset(options.limits)
      books = openBooks(options.seed, books.firstDay, [])
      bookEvery(options.bookEveryMs)
      tokens.revokeAll()
    },
    close: () => bookEvery(null),
  }
  save()
  bookEvery(options.bookEveryMs)
  return sandbox
}
