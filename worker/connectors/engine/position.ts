import { z } from 'zod'
import { Day } from '../../../contracts/ids.ts'

const PAGE_TOKEN_CHARS_MAX = 8000

/** Which page of a slice comes next, by the kind of paging. */
const PageState = z.object({
  /** Of `page` paging. */
  page: z.int().nonnegative(),
  /** Of `offset` paging: records read so far. */
  offset: z.int().nonnegative(),
  /** Of `cursor` paging, and the whole address of `next_url` and `link_header`; empty on the first page. */
  token: z.string().max(PAGE_TOKEN_CHARS_MAX),
  /** Records of this answer that were handed on already: an answer may hold more than one page of ours. */
  skip: z.int().nonnegative(),
})
export type PageState = z.infer<typeof PageState>

/**
 * Finds circles of any length with one remembered page: the mark moves on after 1, 2, 4, 8 ... pages, so whoever walks in a circle
 * meets it (Brent).
 */
const CircleGuard = z.object({
  mark: z.string().max(64),
  power: z.int().positive(),
  steps: z.int().nonnegative(),
})
export type CircleGuard = z.infer<typeof CircleGuard>

/** Where a run is. It is stored after each page, so a killed run goes on from its last stored page as it began. */
export const Position = z.object({
  v: z.literal(1),
  run: z.object({
    startedAt: z.iso.datetime(),
    today: Day,
    timeZone: z.string(),
    cursor: z.string().max(100).nullable(),
  }),
  slice: z.int().nonnegative(),
  page: PageState,
  /** Values asked for once per run; null before they are. */
  facts: z.record(z.string(), z.string()).nullable(),
  /** Highest instant of change seen so far; null: none. */
  highest: z.iso.datetime().nullable(),
  guard: CircleGuard,
  /** Of a coded reader, in its own form. */
  state: z.string().nullable(),
  pagesDone: z.int().nonnegative(),
})
export type Position = z.infer<typeof Position>

export const firstPage = (page: number): PageState => ({ page, offset: 0, token: '', skip: 0 })
export const noGuard = (): CircleGuard => ({ mark: '', power: 1, steps: 0 })

/** Reads a position as it was stored. Throws on one that no version of the engine wrote. */
export const readPosition = (text: string): Position => Position.parse(JSON.parse(text))
export const writePosition = (position: Position): string => JSON.stringify(position)

/** The guard after a page with this sign; null when the page came before. */
export function guarded(guard: CircleGuard, sign: string): CircleGuard | null {
  if (sign === guard.mark) return null
  if (guard.mark === '' || guard.steps + 1 >= guard.power)
    return { mark: sign, power: guard.power * 2, steps: 0 }
  return { ...guard, steps: guard.steps + 1 }
}
