/** What a link says of the two it joins: F is a finish and S a start, first of the one that comes first. */
export const linkKinds = ['FS', 'SS', 'FF', 'SF'] as const
export type LinkKind = (typeof linkKinds)[number]

/** One bar waits for another. */
export interface TimelineLink {
  id: string
  fromId: string
  toId: string
  kind: LinkKind
  isCritical?: boolean
}

/** A link that somebody is about to make. */
export type NewLink = Pick<TimelineLink, 'fromId' | 'toId' | 'kind'>

/** Where a bar is, px: its ends, and the middle of its height. */
export interface Box {
  left: number
  right: number
  y: number
}

/** A line leaves and reaches a bar straight for so long, px. */
const STUB_PX = 9
const HEAD_PX = 5

/** Which way a line goes where it leaves or reaches an end: out of a finish to the right, into a start from the left. */
const outOf = (kind: LinkKind): 1 | -1 => (kind.startsWith('F') ? 1 : -1)
const into = (kind: LinkKind): 1 | -1 => (kind.endsWith('S') ? 1 : -1)

/**
 * The line of a link, in right angles: out of the one end, down or up, into the other one. Where the second lies before the first, it
 * goes back between the rows, `gapPx` away from the first. Its head is a path of its own.
 */
export function lineOf(from: Box, to: Box, kind: LinkKind, gapPx: number): { line: string; head: string } {
  const startX = kind.startsWith('F') ? from.right : from.left
  const endX = kind.endsWith('S') ? to.left : to.right
  const leaveX = startX + outOf(kind) * STUB_PX
  const reachX = endX - into(kind) * STUB_PX
  const isOneTurn = outOf(kind) !== into(kind)
  const isAhead = outOf(kind) > 0 ? reachX >= leaveX : reachX <= leaveX
  const turnX = isOneTurn ? (outOf(kind) > 0 ? Math.max(leaveX, reachX) : Math.min(leaveX, reachX)) : leaveX
  const steps =
    isOneTurn || isAhead
      ? [`H${turnX}`, `V${to.y}`]
      : [`H${leaveX}`, `V${from.y + (to.y < from.y ? -gapPx : gapPx)}`, `H${reachX}`, `V${to.y}`]
  const back = -into(kind) * HEAD_PX
  return {
    line: [`M${startX} ${from.y}`, ...steps, `H${endX + back / 2}`].join(' '),
    head: `M${endX} ${to.y}l${back} ${-HEAD_PX * 0.8}v${HEAD_PX * 1.6}z`,
  }
}

/** The end of a bar that is nearer to a point: whoever lets go there means that one. */
export const nearerEnd = (x: number, { left, right }: Pick<Box, 'left' | 'right'>): 'S' | 'F' =>
  x < (left + right) / 2 ? 'S' : 'F'

/** Links of which a part may be seen between two rows. */
export function linksInView(
  links: readonly TimelineLink[],
  rowOf: (barId: string) => number | undefined,
  { first, end }: { first: number; end: number },
): TimelineLink[] {
  return links.filter(({ fromId, toId }) => {
    const [from, to] = [rowOf(fromId), rowOf(toId)]
    if (from === undefined || to === undefined) return false
    return Math.max(from, to) >= first && Math.min(from, to) < end
  })
}
