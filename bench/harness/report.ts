/** One line of the table. Texts are printed as they are. */
export interface Line {
  part: string
  what: string
  measured: string
  against: string
  ratio: string
  aim: string
  /** Whether the aim was met in this run; null where there is none. */
  isMet: boolean | null
  /** How much the floor moved between its rounds: a moved floor makes the ratio doubtful. */
  noise: string
}

const HEADS = ['part', 'what', 'measured', 'against', 'ratio', 'aim', 'met', 'floor moved']

/** A ratio that shall be at least (or, with `atMost`, at most) the aim. */
export function ratioLine(line: {
  part: string
  what: string
  measured: string
  against: string
  ratio: number
  aim?: { value: number; atMost?: boolean }
  floorSpread: number
}): Line {
  const { aim, ratio } = line
  return {
    part: line.part,
    what: line.what,
    measured: line.measured,
    against: line.against,
    ratio: ratio >= 20 ? ratio.toFixed(0) : ratio.toFixed(2),
    aim: aim === undefined ? '' : `${aim.atMost ? '<=' : '>='} ${aim.value}`,
    isMet: aim === undefined ? null : aim.atMost ? ratio <= aim.value : ratio >= aim.value,
    noise: percent(line.floorSpread),
  }
}

/** A figure beside its ceiling, both in the same unit. */
export function ceilingLine(line: {
  part: string
  what: string
  value: number
  ceiling?: number
  unit: 'ms' | 's' | 'MB'
  against?: string
}): Line {
  const { ceiling, unit, value } = line
  return {
    part: line.part,
    what: line.what,
    measured: inUnit(value, unit),
    against: line.against ?? '',
    ratio: '',
    aim: ceiling === undefined ? '' : `<= ${inUnit(ceiling, unit)}`,
    isMet: ceiling === undefined ? null : value <= ceiling,
    noise: '',
  }
}

/** A part that could not run, and why. */
export function notRunLine(part: string, what: string, reason: string): Line {
  return {
    part,
    what,
    measured: `not run: ${reason}`,
    against: '',
    ratio: '',
    aim: '',
    isMet: null,
    noise: '',
  }
}

const inUnit = (value: number, unit: string) =>
  `${value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2)} ${unit}`
export const percent = (share: number) => `${(share * 100).toFixed(0)} %`
export const perSecond = (value: number, unit = '/s') => `${Math.round(value).toLocaleString('en')}${unit}`
export const inMs = (value: number) => inUnit(value, 'ms')

/** The lines as a table in Markdown, padded so that it also reads well in a terminal. */
export function table(lines: readonly Line[]): string {
  const rows = lines.map((line) => [
    line.part,
    line.what,
    line.measured,
    line.against,
    line.ratio,
    line.aim,
    line.isMet === null ? '' : line.isMet ? 'yes' : 'no',
    line.noise,
  ])
  const widths = HEADS.map((head, i) => Math.max(head.length, ...rows.map((row) => row[i]?.length ?? 0)))
  const text = (row: readonly string[]) =>
    `| ${row.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join(' | ')} |`
  return [text(HEADS), text(widths.map((width) => '-'.repeat(width))), ...rows.map(text)].join('\n')
}
/** Latency of a round of load. */
export const latency = (result: { p50Ms: number; p99Ms: number }) =>
  `p50 ${result.p50Ms} p99 ${result.p99Ms} ms`
