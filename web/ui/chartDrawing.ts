import type { Chart, Plugin } from 'chart.js'
import type { ChartModel } from './chartModel.ts'

/** Colours and font of a chart, read from the tokens of the theme on screen. */
export interface ChartInks {
  line: string
  earlier: string
  surface: string
  ink: string
  subtle: string
  grid: string
  zero: string
  cursor: string
  font: string
}

/** Reads the tokens as they are now; read again after a change of theme. */
export function readInks(): ChartInks {
  const style = getComputedStyle(document.documentElement)
  const token = (name: string) => style.getPropertyValue(name).trim()
  return {
    line: token('--s1'),
    earlier: token('--subtle'),
    surface: token('--surface'),
    ink: token('--ink'),
    subtle: token('--subtle'),
    grid: token('--line-soft'),
    zero: token('--line'),
    cursor: token('--control'),
    font: token('--font'),
  }
}

/** A hex colour of the tokens, let through: the hue stays, so that a gradient does not pass through grey. */
function withAlpha(hex: string, percent: number): string {
  const digits = hex.slice(1)
  const full = digits.length === 3 ? [...digits].map((digit) => digit + digit).join('') : digits.slice(0, 6)
  const alpha = Math.round((percent / 100) * 255)
  return `#${full}${alpha.toString(16).padStart(2, '0')}`
}

/** Area under the line: the colour fading out towards the axis. */
export function fade(chart: Chart, colour: string): CanvasGradient | string {
  if (!chart.chartArea) return 'transparent'
  const { top, bottom } = chart.chartArea
  const gradient = chart.ctx.createLinearGradient(0, top, 0, bottom)
  gradient.addColorStop(0, withAlpha(colour, 16))
  gradient.addColorStop(1, withAlpha(colour, 0))
  return gradient
}

const HATCH_PX = 6

/** Diagonal lines for what is not complete. `percent` is their strength. */
export function hatch(chart: Chart, colour: string, percent: number): CanvasPattern | string {
  const scale = chart.currentDevicePixelRatio
  const tile = document.createElement('canvas')
  tile.width = tile.height = Math.round(HATCH_PX * scale)
  const pen = tile.getContext('2d')
  if (!pen) return 'transparent'
  const size = tile.width
  pen.strokeStyle = withAlpha(colour, percent)
  pen.lineWidth = 1.4 * scale
  pen.beginPath()
  // The outer two pieces continue the diagonal across the edges of the tile.
  for (const shift of [-size, 0, size]) {
    pen.moveTo(shift - size * 0.25, size * 1.25)
    pen.lineTo(shift + size * 1.25, -size * 0.25)
  }
  pen.stroke()
  const pattern = chart.ctx.createPattern(tile, 'repeat')
  pattern?.setTransform(new DOMMatrix().scale(1 / scale))
  return pattern ?? 'transparent'
}

/** Left and right edge of a mark's column. */
export function columnOf(
  chart: Chart,
  at: number,
  marks: number,
): { left: number; right: number; centre: number } {
  const scale = chart.scales.x
  const area = chart.chartArea
  if (!scale || !area) return { left: 0, right: 0, centre: 0 }
  const centre = scale.getPixelForValue(at)
  const half =
    marks > 1
      ? Math.abs(scale.getPixelForValue(1) - scale.getPixelForValue(0)) / 2
      : (area.right - area.left) / 2
  return { centre, left: Math.max(area.left, centre - half), right: Math.min(area.right, centre + half) }
}

export interface Overlay {
  model: ChartModel
  inks: ChartInks
  kind: 'line' | 'bar'
  cursor: number | null
  isNarrow: boolean
}

/** Draws what Chart.js has no part for: late stretches, the cursor, and the label at an unfinished end. */
export function overlayPlugin(read: () => Overlay): Plugin {
  return {
    id: 'overlay',
    beforeDatasetsDraw(chart) {
      const overlay = read()
      drawLate(chart, overlay)
      if (overlay.cursor !== null) drawCursor(chart, overlay, overlay.cursor)
    },
    afterDatasetsDraw(chart) {
      const overlay = read()
      if (overlay.cursor !== null && overlay.kind === 'line') drawDot(chart, overlay, overlay.cursor)
      if (!overlay.isNarrow) drawEndLabel(chart, overlay)
    },
  }
}

function drawLate(chart: Chart, { model, inks }: Overlay): void {
  const { ctx, chartArea } = chart
  ctx.fillStyle = hatch(chart, inks.subtle, 30)
  for (const [at, point] of model.points.entries()) {
    if (!point.isStale || point.position !== null) continue
    const { left, right } = columnOf(chart, at, model.points.length)
    ctx.fillRect(left, chartArea.top, right - left, chartArea.bottom - chartArea.top)
  }
}

function drawCursor(chart: Chart, { model, inks, kind }: Overlay, at: number): void {
  const { ctx, chartArea } = chart
  const { left, right, centre } = columnOf(chart, at, model.points.length)
  if (kind === 'bar') {
    ctx.fillStyle = withAlpha(inks.cursor, 12)
    ctx.fillRect(left, chartArea.top, right - left, chartArea.bottom - chartArea.top)
    return
  }
  ctx.fillStyle = inks.cursor
  ctx.fillRect(Math.round(centre), chartArea.top, 1, chartArea.bottom - chartArea.top)
}

function drawDot(chart: Chart, { model, inks }: Overlay, at: number): void {
  const point = model.points[at]
  const scale = chart.scales.y
  if (!point || point.position === null || !scale) return
  const { centre } = columnOf(chart, at, model.points.length)
  const { ctx } = chart
  ctx.beginPath()
  ctx.arc(centre, scale.getPixelForValue(point.position), 5, 0, 2 * Math.PI)
  ctx.fillStyle = point.isPartial ? inks.surface : inks.line
  ctx.fill()
  ctx.lineWidth = 2
  ctx.strokeStyle = point.isPartial ? inks.line : inks.surface
  ctx.stroke()
}

const END_GAP_PX = 10

function drawEndLabel(chart: Chart, { model, inks }: Overlay): void {
  const last = model.points.at(-1)
  const scale = chart.scales.y
  if (!last || last.position === null || model.endLabel === '' || !scale) return
  const { ctx, chartArea } = chart
  ctx.font = `400 12px ${inks.font}`
  ctx.fillStyle = inks.subtle
  ctx.textAlign = 'left'
  ctx.textBaseline = 'middle'
  ctx.fillText(model.endLabel, chartArea.right + END_GAP_PX, scale.getPixelForValue(last.position))
}
