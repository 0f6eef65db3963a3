import type { Draft } from './moves.ts'
import type { Span } from './scale.ts'

/** How a bar looks; each also carries a letter, so that colour is never alone. */
export type BarLook = 'hold' | 'pencil' | 'confirmed' | 'completed' | 'ended'

/** A line of the grid: somebody or something that time is taken of. */
export interface TimelineRow {
  id: string
  name: string
  sub?: string
  /** What time it is there, on its own wall clock. */
  nowMin: number
  /** Time that is not open, such as a day off, drawn behind the bars. */
  shades?: readonly (Span & { label: string })[]
}

/** A stretch of time on a row. */
export interface TimelineBar extends Span {
  id: string
  rowId: string
  title: string
  sub: string
  look: BarLook
  letter: string
  /** Everything about it in one sentence, for its accessible name and its tooltip. */
  label: string
  /** What it clashes with, in a sentence. */
  clash?: string | null
  /** A change of it is on its way to the server. */
  isPending?: boolean
  isMovable: boolean
}

/** A bar that was let go somewhere else. `bar` is as it was when it was picked up, whatever came in between. */
export interface Drop {
  bar: TimelineBar
  draft: Draft
}
