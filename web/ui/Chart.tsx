import './chart.css'
import {
  createEffect,
  createSignal,
  createUniqueId,
  type JSX,
  lazy,
  on,
  onCleanup,
  Show,
  Suspense,
} from 'solid-js'
import { announce } from '../lib/announce.ts'
import { onMount } from '../lib/compat.ts'
import { text } from '../lib/text.ts'
import { themeShown } from '../lib/theme.ts'
import type { ChartPicture } from './ChartCanvas.tsx'
import { ChartTable } from './ChartTable.tsx'
import { type ChartModel, nextCursor } from './chartModel.ts'
import type { MenuEntry } from './Menu.tsx'

const ChartCanvas = lazy(() => import('./ChartCanvas.tsx'))
const ChartMenu = lazy(() => import('./ChartMenu.tsx'))
/** How far outside the screen a chart is made already. */
const NEAR = '200px'
const DRAG_FROM_PX = 8

export interface ChartProps {
  model: ChartModel
  kind: 'line' | 'bar'
  isTable: boolean
  /** What can be done with a mark; empty: marks are not pressed. */
  actions?: (at: number) => readonly MenuEntry[]
  /** A stretch of marks was chosen by dragging. */
  onZoom?: (from: number, to: number) => void
}

/**
 * A metric over time: legend, picture with a cursor for pointer and keys, tip, menu of a mark, and the same numbers as
 * a table. The caption is the sentence that says what the picture shows.
 */
export function Chart(props: ChartProps): JSX.Element {
  const id = createUniqueId()
  const hasMarks = () =>
    props.model.points.some((point) => point.position !== null || point.earlierPosition !== null)
  return (
    <figure class="chart" aria-labelledby={id}>
      <figcaption class="sr" id={id}>
        {props.model.summary}
      </figcaption>
      <Show
        when={!props.isTable}
        fallback={
          <section class="chart-table" tabindex="0" aria-label={props.model.name}>
            <ChartTable model={props.model} />
          </section>
        }
      >
        <Show when={hasMarks()} fallback={<p class="chart-empty">{props.model.whyEmpty}</p>}>
          <Legend model={props.model} kind={props.kind} />
          <Plot {...props} />
        </Show>
      </Show>
    </figure>
  )
}

function Legend(props: { model: ChartModel; kind: 'line' | 'bar' }): JSX.Element {
  return (
    <Show when={props.model.earlierName}>
      {(earlier) => (
        <div class="legend" aria-hidden="true">
          <span>
            <svg viewBox="0 0 20 8" aria-hidden="true">
              <path
                class={props.kind === 'bar' ? 'block' : 'now'}
                d={props.kind === 'bar' ? 'M3 0H17V8H3Z' : 'M1 4H19'}
              />
            </svg>
            {text.chart.now}
          </span>
          <span>
            <svg viewBox="0 0 20 8" aria-hidden="true">
              <path class={props.kind === 'bar' ? 'mark' : 'before'} d="M1 4H19" />
            </svg>
            {earlier()}
          </span>
        </div>
      )}
    </Show>
  )
}

function Plot(props: ChartProps): JSX.Element {
  let plot: HTMLDivElement | undefined
  const [isNear, setNear] = createSignal(false)
  const [picture, setPicture] = createSignal<ChartPicture>()
  const [cursor, setCursor] = createSignal<number | null>(null)
  const [drag, setDrag] = createSignal<{ from: number; to: number } | null>(null)
  const [isMenuOpen, setMenuOpen] = createSignal(false)
  const [wasMenuOpen, setWasMenuOpen] = createSignal(false)
  let pressed: { x: number; at: number } | null = null

  onMount(() => {
    if (!plot) return
    const watcher = new IntersectionObserver(([entry]) => entry?.isIntersecting && setNear(true), {
      rootMargin: NEAR,
    })
    watcher.observe(plot)
    onCleanup(() => watcher.disconnect())
  })
  // Fewer marks than before: a cursor beyond the last one points at nothing.
  createEffect(
    on(
      () => props.model.points.length,
      (marks) => setCursor((at) => (at === null || at < marks ? at : null)),
    ),
  )

  const markUnder = (event: PointerEvent) =>
    plot ? (picture()?.markAt(event.clientX - plot.getBoundingClientRect().left) ?? null) : null
  const openMenu = (at: number) => {
    setCursor(at)
    if ((props.actions?.(at).length ?? 0) === 0) return
    setWasMenuOpen(true)
    setMenuOpen(true)
  }
  const onPointerMove = (event: PointerEvent) => {
    if (isMenuOpen()) return
    const at = markUnder(event)
    setCursor(at)
    if (pressed && at !== null && props.onZoom && Math.abs(event.clientX - pressed.x) > DRAG_FROM_PX) {
      plot?.setPointerCapture(event.pointerId)
      setDrag({ from: Math.min(pressed.at, at), to: Math.max(pressed.at, at) })
    }
  }
  const onPointerDown = (event: PointerEvent) => {
    const at = event.button === 0 && event.pointerType !== 'touch' ? markUnder(event) : null
    pressed = at === null ? null : { x: event.clientX, at }
  }
  const onPointerUp = (event: PointerEvent) => {
    const dragged = drag()
    const at = markUnder(event)
    const wasPressed = pressed !== null
    pressed = null
    setDrag(null)
    if (dragged && dragged.to > dragged.from) props.onZoom?.(dragged.from, dragged.to)
    else if (at === null) return
    else if (event.pointerType !== 'touch') wasPressed && openMenu(at)
    // A first touch shows the tip, a second one on the same mark its menu.
    else if (touched === at) openMenu(at)
    touched = at
  }
  let touched: number | null = null
  const onKeyDown = (event: KeyboardEvent) => {
    const at = cursor()
    if (event.key === 'Escape' && at !== null) {
      setCursor(null)
      event.stopPropagation()
    } else if ((event.key === 'Enter' || event.key === ' ') && at !== null) {
      event.preventDefault()
      openMenu(at)
    } else {
      const next = nextCursor(at, event.key, props.model.points.length)
      if (!['ArrowLeft', 'ArrowRight', 'Home', 'End'].includes(event.key)) return
      event.preventDefault()
      setCursor(next)
      if (next !== null) announce(spoken(props.model, next))
    }
  }
  return (
    <div class="plot-seat">
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset is for forms; this is a picture with a cursor */}
      <div
        class="plot"
        ref={plot}
        tabindex="0"
        role="group"
        aria-roledescription={text.chart.role}
        aria-label={text.chart.help(props.model.name)}
        onKeyDown={onKeyDown}
        onPointerMove={onPointerMove}
        onPointerDown={onPointerDown}
        onPointerUp={onPointerUp}
        onPointerLeave={() => !isMenuOpen() && setCursor(null)}
        onBlur={() => !isMenuOpen() && setCursor(null)}
      >
        <Show when={isNear()}>
          <Suspense>
            <ChartCanvas
              model={props.model}
              kind={props.kind}
              label={props.model.summary}
              cursor={cursor()}
              theme={themeShown()}
              onReady={setPicture}
            />
          </Suspense>
        </Show>
        <Show when={drag() && picture()}>
          {(shown) => <Brush picture={shown()} from={drag()?.from ?? 0} to={drag()?.to ?? 0} />}
        </Show>
      </div>
      <Show when={picture()}>
        {(shown) => (
          <>
            <Show when={!isMenuOpen() && cursor() !== null && props.model.points[cursor() ?? -1]}>
              <Tip model={props.model} picture={shown()} at={cursor() ?? 0} />
            </Show>
            <Show when={wasMenuOpen()}>
              <Suspense>
                <ChartMenu
                  left={shown().columnOf(cursor() ?? 0).centre}
                  top={shown().topOf(cursor() ?? 0)}
                  title={props.model.points[cursor() ?? -1]?.title ?? props.model.name}
                  isOpen={isMenuOpen()}
                  entries={isMenuOpen() ? (props.actions?.(cursor() ?? 0) ?? []) : []}
                  onOpenChange={(open) => {
                    setMenuOpen(open)
                    if (!open) setCursor(null)
                  }}
                  onClosed={() => plot?.focus({ preventScroll: true })}
                />
              </Suspense>
            </Show>
          </>
        )}
      </Show>
    </div>
  )
}

/** What the cursor stands on, as one sentence for assistive technology. */
function spoken(model: ChartModel, at: number): string {
  const point = model.points[at]
  if (!point) return ''
  const note = point.note ? `, ${point.note}` : ''
  const earlier = model.earlierName ? `. ${model.earlierName}: ${point.earlierShown}` : ''
  return `${point.title}: ${point.shown}${note}${earlier}`
}

const TIP_PX = 204
const TIP_GAP_PX = 12

/** Beside the cursor, on the side where there is room; below the line it would hide. */
function Tip(props: { model: ChartModel; picture: ChartPicture; at: number }): JSX.Element {
  const point = () => props.model.points[props.at]
  const left = () => {
    // Read for its dependency: a new model may have moved every mark.
    void props.model
    const { centre } = props.picture.columnOf(props.at)
    const area = props.picture.area()
    const beside = centre - TIP_GAP_PX - TIP_PX
    return beside >= 0 ? beside : Math.min(centre + TIP_GAP_PX, Math.max(0, area.right - TIP_PX))
  }
  const isLow = () =>
    props.picture.topOf(props.at) < (props.picture.area().top + props.picture.area().bottom) / 2
  return (
    <div class={isLow() ? 'chart-tip low' : 'chart-tip'} style={{ left: `${left()}px` }} aria-hidden="true">
      <b>{point()?.title}</b>
      <div>
        <span>{props.model.name}</span>
        <span>{point()?.shown}</span>
      </div>
      <Show when={props.model.earlierName}>
        <div>
          <span>{point()?.earlierTitle}</span>
          <span>{point()?.earlierShown}</span>
        </div>
      </Show>
      <Show when={point()?.note}>
        <p>{point()?.note}</p>
      </Show>
    </div>
  )
}

function Brush(props: { picture: ChartPicture; from: number; to: number }): JSX.Element {
  const edges = () => ({
    left: props.picture.columnOf(props.from).left,
    right: props.picture.columnOf(props.to).right,
  })
  return (
    <span
      class="brush"
      style={{
        left: `${edges().left}px`,
        width: `${edges().right - edges().left}px`,
        top: `${props.picture.area().top}px`,
        height: `${props.picture.area().bottom - props.picture.area().top}px`,
      }}
    />
  )
}
