import type { Draft } from './moves.ts'
import type { Span } from './scale.ts'

/** How a bar looks; each also carries a letter, so that colour is never alone. */
export type BarLook = 'hold' | 'pencil' | 'confirmed' | 'completed' | 'ended' | 'task' | 'done' | 'group'

/** A line of the grid: somebody or something that time is taken of, or a task of a plan. */
export interface TimelineRow {
  id: string
  name: string
  sub?: string
  /** Stands at the end of the name: `7 Nov`. */
  aside?: string
  /** Whose face stands before the name; absent: its own, null: nobody's. */
  who?: { id: string; name: string } | null
  /** Head of the rows below it, which are part of it. */
  group?: 'open' | 'closed'
  /** It is part of the head above it. */
  isPart?: boolean
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
  /** A moment and not a stretch: drawn as a diamond at its end. */
  isMoment?: boolean
  /** How much of it is done, percent. */
  progress?: number
  /** What follows from it cannot wait. */
  isCritical?: boolean
  /** When it was meant to be once, drawn as a line below it. */
  before?: Span | null
  /** A change of it is on its way to the server. */
  isPending?: boolean
  isMovable: boolean
  /** Lines can be drawn from it and to it. */
  isLinkable?: boolean
}

/** A bar that was let go somewhere else. `bar` is as it was when it was picked up, whatever came in between. */
export interface Drop {
  bar: TimelineBar
  draft: Draft
}
