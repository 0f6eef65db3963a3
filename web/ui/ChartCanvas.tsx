import {
  BarController,
  BarElement,
  CategoryScale,
  Chart,
  type ChartConfiguration,
  type ChartDataset,
  Filler,
  LinearScale,
  LineController,
  LineElement,
  PointElement,
} from 'chart.js'
import { createEffect, type JSX, on, onCleanup } from 'solid-js'
import { onMount } from '../lib/compat.ts'
import { type ChartInks, columnOf, fade, hatch, overlayPlugin, readInks } from './chartDrawing.ts'
import { type ChartModel, labelStep } from './chartModel.ts'

Chart.register(
  LineController,
  LineElement,
  PointElement,
  BarController,
  BarElement,
  CategoryScale,
  LinearScale,
  Filler,
)

/** What the frame of a chart asks the picture: which mark is at a place, and where a mark is. All in CSS px. */
export interface ChartPicture {
  markAt: (x: number) => number | null
  columnOf: (at: number) => { left: number; right: number; centre: number }
  topOf: (at: number) => number
  area: () => { left: number; right: number; top: number; bottom: number }
}

export interface ChartCanvasProps {
  model: ChartModel
  kind: 'line' | 'bar'
  label: string
  cursor: number | null
  /** Changes when the colours do. */
  theme: string
  onReady: (picture: ChartPicture) => void
}

type Dataset = ChartDataset<'line' | 'bar', { x: number; y: number }[]>
const NARROW_PX = 480
const LABEL_PX = 64
const END_LABEL_PX = 94
const END_PX = 10
const AXIS_PX = 48
const DASH = [4, 4]

const spots = (positions: readonly (number | null)[]) => positions.map((y, x) => ({ x, y: y ?? Number.NaN }))

/** The picture of a chart. Loaded with Chart.js, only when a chart comes near the screen. */
export default function ChartCanvas(props: ChartCanvasProps): JSX.Element {
  let canvas: HTMLCanvasElement | undefined
  let chart: Chart<'line' | 'bar', { x: number; y: number }[]> | undefined
  let inks = readInks()
  const isNarrow = () => (chart?.width ?? NARROW_PX) < NARROW_PX
  const overlay = () => ({
    model: props.model,
    inks,
    kind: props.kind,
    cursor: props.cursor,
    isNarrow: isNarrow(),
  })

  const refresh = () => {
    if (!chart) return
    inks = readInks()
    chart.data.labels = props.model.points.map((point) => point.label)
    chart.data.datasets = datasets(props.model, props.kind, inks)
    chart.options = options(props.model, props.kind, inks, isNarrow)
    chart.update('none')
  }

  onMount(() => {
    if (!canvas) return
    const config: ChartConfiguration<'line' | 'bar', { x: number; y: number }[]> = {
      type: 'line',
      data: {
        labels: props.model.points.map((point) => point.label),
        datasets: datasets(props.model, props.kind, inks),
      },
      options: options(props.model, props.kind, inks, isNarrow),
      plugins: [overlayPlugin(overlay)],
    }
    chart = new Chart(canvas, config)
    props.onReady(pictureOf(chart, () => props.model))
  })
  // What is drawn now is drawn already: only changes redraw.
  createEffect(on(() => [props.model, props.kind, props.theme] as const, refresh, { defer: true }))
  createEffect(
    on(
      () => props.cursor,
      () => chart?.draw(),
      { defer: true },
    ),
  )
  // A font that arrives late changes widths of labels.
  void document.fonts.ready.then(() => chart?.update('none'))
  onCleanup(() => {
    chart?.destroy()
    chart = undefined
  })
  return <canvas ref={canvas} role="img" aria-label={props.label} />
}

function pictureOf(
  chart: Chart<'line' | 'bar', { x: number; y: number }[]>,
  model: () => ChartModel,
): ChartPicture {
  return {
    markAt(x) {
      const marks = model().points.length
      const at = chart.scales.x?.getValueForPixel(x)
      return marks === 0 || at === undefined || Number.isNaN(at)
        ? null
        : Math.max(0, Math.min(marks - 1, Math.round(at)))
    },
    columnOf: (at) => columnOf(chart as unknown as Chart, at, model().points.length),
    topOf(at) {
      const point = model().points[at]
      const value = point?.position ?? point?.earlierPosition ?? 0
      return chart.scales.y?.getPixelForValue(value) ?? 0
    },
    area: () => chart.chartArea,
  }
}

/** Room at the right for the words at an unfinished end. */
const sidePadding = (model: ChartModel, isNarrow: boolean) =>
  !isNarrow && model.endLabel !== '' ? END_LABEL_PX : END_PX

/** Marks that stand alone between gaps would be invisible as a line. */
function isAlone(model: ChartModel, at: number): boolean {
  const has = (index: number) => model.points[index]?.position != null
  return has(at) && !has(at - 1) && !has(at + 1)
}

function datasets(model: ChartModel, kind: 'line' | 'bar', inks: ChartInks): Dataset[] {
  const values = spots(model.points.map((point) => point.position))
  const current = kind === 'line' ? lineSet(model, values, inks) : barSet(model, values, inks)
  if (model.earlierName === null) return [current]
  const earlier = spots(model.points.map((point) => point.earlierPosition))
  return [current, kind === 'line' ? earlierLine(earlier, inks) : earlierMarks(earlier, inks)]
}

function lineSet(model: ChartModel, data: { x: number; y: number }[], inks: ChartInks): Dataset {
  const last = model.points.length - 1
  const lastWhole = model.points.findLastIndex((point) => point.position !== null && !point.isPartial)
  const isOpen = (at: number) => Boolean(model.points[at]?.isPartial)
  const isSegmentOpen = (from: number, to: number) =>
    (isOpen(to) && to === last) || (isOpen(from) && from === 0)
  const isEndShown = isOpen(last) && model.points[last]?.position != null
  return {
    type: 'line',
    data,
    order: 1,
    borderColor: inks.line,
    borderWidth: 2.25,
    borderJoinStyle: 'round',
    borderCapStyle: 'round',
    cubicInterpolationMode: 'monotone',
    spanGaps: false,
    clip: 6,
    fill: 'origin',
    backgroundColor: (context) => fade(context.chart, inks.line),
    segment: {
      borderDash: (context) => (isSegmentOpen(context.p0DataIndex, context.p1DataIndex) ? DASH : undefined),
      backgroundColor: (context) => {
        const { chart } = context as unknown as { chart?: Chart }
        return chart && isSegmentOpen(context.p0DataIndex, context.p1DataIndex)
          ? (hatch(chart, inks.line, 28) as CanvasPattern)
          : undefined
      },
    },
    pointRadius: (context) => {
      const at = context.dataIndex
      if (isOpen(at) && at === last) return 4
      return (isEndShown && at === lastWhole) || isAlone(model, at) || last === 0 ? 4 : 0
    },
    pointBackgroundColor: (context) => (isOpen(context.dataIndex) ? inks.surface : inks.line),
    pointBorderColor: (context) => (isOpen(context.dataIndex) ? inks.line : inks.surface),
    pointBorderWidth: 2,
    pointHitRadius: 0,
  }
}

function barSet(model: ChartModel, data: { x: number; y: number }[], inks: ChartInks): Dataset {
  const isOpen = (at: number) => Boolean(model.points[at]?.isPartial)
  return {
    type: 'bar',
    data,
    order: 2,
    backgroundColor: (context) =>
      isOpen(context.dataIndex) ? (hatch(context.chart as Chart, inks.line, 60) as CanvasPattern) : inks.line,
    borderColor: inks.line,
    borderWidth: (context) => (isOpen(context.dataIndex) ? 1.5 : 0),
    borderRadius: 3,
    borderSkipped: 'start',
    categoryPercentage: 0.78,
    barPercentage: 1,
    maxBarThickness: 44,
  }
}

function earlierLine(data: { x: number; y: number }[], inks: ChartInks): Dataset {
  return {
    type: 'line',
    data,
    // A higher order is drawn first, so behind.
    order: 3,
    borderColor: inks.earlier,
    borderWidth: 1.5,
    borderDash: [5, 4],
    cubicInterpolationMode: 'monotone',
    spanGaps: false,
    pointRadius: 0,
    pointHitRadius: 0,
    fill: false,
  }
}

/** Beside bars the earlier period is a line across each bar, so that both can be read at once. */
function earlierMarks(data: { x: number; y: number }[], inks: ChartInks): Dataset {
  return {
    type: 'line',
    data,
    order: 1,
    showLine: false,
    pointStyle: 'line',
    pointRadius: (context) => {
      const { chart } = context
      const { left, right } = columnOf(chart as Chart, 0, chart.data.labels?.length ?? 1)
      return Math.max(2, Math.min(26, (right - left) * 0.45))
    },
    pointBorderColor: inks.ink,
    pointBorderWidth: 1.5,
    pointHitRadius: 0,
    fill: false,
  }
}

function options(
  model: ChartModel,
  kind: 'line' | 'bar',
  inks: ChartInks,
  isNarrow: () => boolean,
): NonNullable<ChartConfiguration<'line' | 'bar'>['options']> {
  const marks = model.points.length
  const first = model.ticks[0]?.position ?? 0
  const last = model.ticks.at(-1)?.position ?? 1
  const font = { family: inks.font, size: 12, lineHeight: 16 / 12 }
  return {
    responsive: true,
    maintainAspectRatio: false,
    animation: false,
    parsing: false,
    normalized: true,
    events: [],
    layout: {
      padding: () => ({
        top: 8,
        right: sidePadding(model, isNarrow()),
        bottom: 0,
        left: 0,
      }),
    },
    scales: {
      x: {
        type: 'category',
        offset: kind === 'bar' || marks <= 1,
        grid: { display: false },
        border: { display: false },
        ticks: {
          font,
          color: inks.subtle,
          padding: 4,
          maxRotation: 0,
          autoSkip: false,
          callback(_, at) {
            // The area of the plot is known only after the labels are; the width of the chart always is.
            const step = labelStep(
              marks,
              this.chart.width - AXIS_PX - sidePadding(model, isNarrow()),
              LABEL_PX,
            )
            // Counted from the end, so that the newest mark keeps its name.
            return (marks - 1 - at) % step === 0 ? (model.points[at]?.label ?? '') : ''
          },
        },
      },
      y: {
        type: 'linear',
        min: first,
        max: last,
        border: { display: false },
        grid: { color: (line) => (line.tick?.value === 0 ? inks.zero : inks.grid), drawTicks: false },
        afterBuildTicks: (axis) => {
          axis.ticks = model.ticks.map((tick) => ({ value: tick.position }))
        },
        ticks: {
          font,
          color: inks.subtle,
          padding: 8,
          autoSkip: false,
          callback: (value, at) => model.ticks[at]?.label ?? String(value),
        },
      },
    },
  }
}
