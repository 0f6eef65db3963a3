/** One mark of a chart and every word about it. Positions are for drawing only; all texts are already formatted. */
export interface ChartPoint {
  /** Under the axis: `19 Oct`. */
  label: string
  /** Head of the tip and row of the table: `19–25 Oct 2026`. */
  title: string
  position: number | null
  /** Exact value, or the dash of a missing one. */
  shown: string
  earlierPosition: number | null
  earlierTitle: string
  earlierShown: string
  /** Its bucket is not over, or cut by the range: drawn dashed and hatched. */
  isPartial: boolean
  /** Its source is late: hatched. */
  isStale: boolean
  /** What else to know: `4 of 7 days`, why there is no value. Empty: nothing. */
  note: string
}

/** A metric over time, with the period before behind it, ready to be drawn, read out and tabled. */
export interface ChartModel {
  /** Name of the line: `Revenue`. */
  name: string
  /** Name of the line behind it; null when nothing is compared. */
  earlierName: string | null
  points: readonly ChartPoint[]
  ticks: readonly { position: number; label: string }[]
  /** Beside the last mark when it is not complete. */
  endLabel: string
  /** One sentence that says what the picture shows. */
  summary: string
  /** What stands in its place where there is no mark. */
  whyEmpty: string
}

/** Every how many marks the axis writes a label, so that labels `labelPx` wide do not touch on `widthPx`. */
export function labelStep(marks: number, widthPx: number, labelPx: number): number {
  if (marks <= 1 || widthPx <= 0) return 1
  return Math.max(1, Math.ceil((marks * labelPx) / widthPx))
}

/** The next mark when the cursor moves by keys; null stays null only without marks. */
export function nextCursor(cursor: number | null, key: string, marks: number): number | null {
  if (marks === 0) return null
  const last = marks - 1
  switch (key) {
    case 'ArrowLeft':
      return cursor === null ? last : Math.max(0, cursor - 1)
    case 'ArrowRight':
      return cursor === null ? 0 : Math.min(last, cursor + 1)
    case 'Home':
      return 0
    case 'End':
      return last
    default:
      return cursor
  }
}
