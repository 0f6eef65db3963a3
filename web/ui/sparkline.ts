/** Geometry of sparklines. Pure: numbers in, path text out. */

export interface SparkShape {
  line: string
  /** The last segment, when its bucket is not finished; drawn dashed. */
  open: string
  fill: string
  /** Values that stand alone between gaps. */
  dots: string
  /** Height of the zero line when values lie on both sides of it. */
  zeroY: number | null
  /** Height of the last point. */
  endY: number | null
}

interface Spot {
  x: number
  y: number
}

const round = (n: number) => Math.round(n * 10) / 10

/** Slopes that never overshoot a point, so that the curve shows no value that was not measured. */
function slopes(spots: readonly Spot[]): number[] {
  const rise = spots
    .slice(1)
    .map((spot, at) => (spot.y - (spots[at] as Spot).y) / (spot.x - (spots[at] as Spot).x))
  return spots.map((_, at) => {
    const before = rise[at - 1]
    const after = rise[at]
    if (before === undefined) return after ?? 0
    if (after === undefined) return before
    return before * after <= 0 ? 0 : (2 * before * after) / (before + after)
  })
}

function curve(spots: readonly Spot[]): string {
  const slope = slopes(spots)
  return spots
    .map((spot, at) => {
      const last = spots[at - 1]
      if (!last) return `M${round(spot.x)} ${round(spot.y)}`
      const third = (spot.x - last.x) / 3
      const [out = 0, into = 0] = [slope[at - 1], slope[at]]
      return `C${round(last.x + third)} ${round(last.y + out * third)} ${round(spot.x - third)} ${round(spot.y - into * third)} ${round(spot.x)} ${round(spot.y)}`
    })
    .join(' ')
}

/** The shape of a row of values in a box; gaps (null) break the line, a gap is never drawn as zero. */
export function sparkShape(
  values: readonly (number | null)[],
  width: number,
  height: number,
  isLastOpen: boolean,
): SparkShape {
  const known = values.filter((value) => value !== null)
  if (known.length === 0) return { line: '', open: '', fill: '', dots: '', zeroY: null, endY: null }
  const [low, high] = [Math.min(...known), Math.max(...known)]
  const pad = 3
  const span = high - low
  const yOf = (value: number) =>
    span === 0 ? height / 2 : pad + ((high - value) / span) * (height - 2 * pad)
  const step = values.length > 1 ? width / (values.length - 1) : 0
  const runs: Spot[][] = [[]]
  for (const [at, value] of values.entries()) {
    if (value === null) runs.push([])
    else (runs.at(-1) as Spot[]).push({ x: at * step, y: yOf(value) })
  }
  const drawn = runs.filter((run) => run.length > 0)
  const lastRun = drawn.at(-1) as Spot[]
  const isOpen = isLastOpen && values.at(-1) !== null && lastRun.length > 1
  const [beforeEnd, end] = [lastRun.at(-2), lastRun.at(-1) as Spot]
  const solid = drawn
    .map((run) => (isOpen && run === lastRun ? run.slice(0, -1) : run))
    .filter((run) => run.length > 1)
  const alone = drawn.filter((run) => run.length === 1).flat()
  const dots = alone.map((spot) => `M${round(spot.x)} ${round(spot.y)}h0`).join(' ')
  const zeroY = low < 0 && high > 0 ? round(yOf(0)) : null
  const floor = zeroY ?? height
  const fill = solid
    .map(
      (run) =>
        `${curve(run)} L${round((run.at(-1) as Spot).x)} ${floor} L${round((run[0] as Spot).x)} ${floor} Z`,
    )
    .join(' ')
  return {
    line: solid.map(curve).join(' '),
    open:
      isOpen && beforeEnd
        ? `M${round(beforeEnd.x)} ${round(beforeEnd.y)} L${round(end.x)} ${round(end.y)}`
        : '',
    fill,
    dots,
    zeroY,
    endY: values.at(-1) === null ? null : round(end.y),
  }
}
