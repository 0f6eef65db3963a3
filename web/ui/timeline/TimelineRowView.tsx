import ChevronDown from 'lucide-solid/icons/chevron-down'
import ChevronRight from 'lucide-solid/icons/chevron-right'
import TriangleAlert from 'lucide-solid/icons/triangle-alert'
import { For, type JSX, Show } from 'solid-js'
import { Avatar } from '../Avatar.tsx'
import { type Density, laneTopPx, type Placed, roomOf } from './layout.ts'
import type { Draft } from './moves.ts'
import type { TimelineBar, TimelineRow } from './parts.ts'
import { columnAt, type Shown, type Span, shareOf } from './scale.ts'
import { words } from './words.ts'

/** A row with its bars, where they stand. */
export interface RowLayout {
  row: TimelineRow
  index: number
  placed: readonly Placed<TimelineBar>[]
  lanes: number
  topPx: number
  heightPx: number
}

/** What is held over the row right now, and what would come of it. */
export interface Held {
  draft: Draft
  bar: TimelineBar | null
  say: string
  verdict: string | null
}

export const barId = (grid: string, id: string) => `${grid}-bar-${id}`
export const cellId = (grid: string) => `${grid}-cell`
const percent = (share: number) => `${share * 100}%`
/** Narrower closed time is hatched without a word. */
const SHADE_WORD_PX = 48
const widthPx = (span: Span, shown: Shown, lanePx: number) =>
  (shareOf(span.to, shown) - shareOf(span.from, shown)) * lanePx
const placeOf = (span: Span, shown: Shown) => ({
  left: percent(shareOf(span.from, shown)),
  width: percent(shareOf(span.to, shown) - shareOf(span.from, shown)),
})

/** One line of the grid. The name stays at the left while time scrolls. */
export function TimelineRowView(props: {
  grid: string
  layout: RowLayout
  shown: Shown
  lanePx: number
  /** Bar under the keyboard's cursor; the cell when it is on an empty one. */
  activeId: string | null
  cell: { col: number; label: string; canCreate: boolean } | null
  held: Held | null
  heldId: string | null
  density: Density | undefined
  /** Bars have handles for lines. */
  canLink: boolean
  /** The bar that a line on its way would reach. */
  linkTo: string | null
}): JSX.Element {
  const row = () => props.layout.row
  const who = () => (row().who === undefined ? row() : row().who)
  const isNowShown = () => row().nowMin >= props.shown.from && row().nowMin < props.shown.to
  return (
    // The grid itself takes the focus and names the active cell, so rows and cells take none.
    // biome-ignore lint/a11y/useFocusableInteractive: see above
    // biome-ignore lint/a11y/useSemanticElements: rows are drawn only where they are seen, which a table cannot
    <div
      class="tl-row"
      role="row"
      aria-rowindex={props.layout.index + 2}
      style={{ height: `${props.layout.heightPx}px`, transform: `translateY(${props.layout.topPx}px)` }}
    >
      {/* biome-ignore lint/a11y/useFocusableInteractive: the grid takes the focus */}
      {/* biome-ignore lint/a11y/useSemanticElements: not a table */}
      <div
        class="tl-who"
        classList={{ part: row().isPart, group: row().group !== undefined }}
        role="rowheader"
        aria-colindex={1}
        data-row={row().id}
      >
        <Show when={row().group}>
          {(state) => (state() === 'open' ? <ChevronDown class="s" /> : <ChevronRight class="s" />)}
        </Show>
        <Show when={who()}>
          {(one) => (
            <Avatar id={one().id} name={one().name} size={props.density === 'dense' ? 'xs' : undefined} />
          )}
        </Show>
        <span class="grow" title={props.density === 'dense' ? row().name : undefined}>
          <b class="clip">{row().name}</b>
          <Show when={row().sub}>
            <span class="clip">{row().sub}</span>
          </Show>
        </span>
        <Show when={row().aside}>
          <span class="tl-aside">{row().aside}</span>
        </Show>
      </div>
      <div class="tl-lane" role="presentation">
        <For each={row().shades}>
          {(shade) => (
            <span class="tl-shade" style={placeOf(shade, props.shown)} title={shade.label}>
              <Show when={widthPx(shade, props.shown, props.lanePx) >= SHADE_WORD_PX}>
                <span class="clip">{shade.label}</span>
              </Show>
            </span>
          )}
        </For>
        <Show when={isNowShown()}>
          <span class="tl-now" style={{ left: percent(shareOf(row().nowMin, props.shown)) }} />
        </Show>
        <For each={props.layout.placed}>
          {({ bar, lane }) => (
            <Show when={bar.before}>
              {(span) => <Before span={span()} topPx={laneTopPx(lane, props.density)} shown={props.shown} />}
            </Show>
          )}
        </For>
        <For each={props.layout.placed}>
          {({ bar, lane }) => (
            <Bar
              grid={props.grid}
              bar={bar}
              lane={lane}
              shown={props.shown}
              lanePx={props.lanePx}
              density={props.density}
              canLink={props.canLink}
              isActive={props.activeId === bar.id}
              isHeld={props.heldId === bar.id}
              isAimed={props.linkTo === bar.id}
            />
          )}
        </For>
        <Show when={props.cell}>
          {(cell) => <Cell grid={props.grid} cell={cell()} shown={props.shown} />}
        </Show>
        <Show when={props.held}>
          {(held) => (
            <Ghost
              held={held()}
              topPx={laneTopPx(laneOf(props.layout, held()), props.density)}
              shown={props.shown}
            />
          )}
        </Show>
      </div>
    </div>
  )
}

const laneOf = (layout: RowLayout, { draft }: Held) =>
  layout.placed.find(({ bar }) => bar.id === draft.id)?.lane ?? 0

function Bar(props: {
  grid: string
  bar: TimelineBar
  lane: number
  shown: Shown
  lanePx: number
  density: Density | undefined
  canLink: boolean
  isActive: boolean
  isHeld: boolean
  isAimed: boolean
}): JSX.Element {
  const isCutLeft = () => props.bar.from < props.shown.from
  const isCutRight = () => props.bar.to > props.shown.to
  const room = () => roomOf(widthPx(props.bar, props.shown, props.lanePx))
  const name = () =>
    [props.bar.label, props.bar.clash, isCutLeft() && words.began, isCutRight() && words.continues]
      .filter(Boolean)
      .join(', ')
  return (
    // biome-ignore lint/a11y/useFocusableInteractive: the grid takes the focus
    // biome-ignore lint/a11y/useSemanticElements: not a table
    <div
      id={barId(props.grid, props.bar.id)}
      role="gridcell"
      aria-colindex={columnAt(props.bar.from, props.shown) + 2}
      title={name()}
      data-bar={props.bar.id}
      class={`tl-bar ${props.bar.look}`}
      classList={{
        clash: Boolean(props.bar.clash),
        pending: props.bar.isPending,
        movable: props.bar.isMovable,
        cutl: isCutLeft(),
        cutr: isCutRight(),
        active: props.isActive,
        held: props.isHeld,
        moment: props.bar.isMoment,
        critical: props.bar.isCritical,
        aimed: props.isAimed,
        [room()]: room() !== '' && !props.bar.isMoment,
      }}
      style={{ ...placeOf(props.bar, props.shown), top: `${laneTopPx(props.lane, props.density)}px` }}
    >
      <Show when={props.bar.isMovable && !props.bar.isMoment && !isCutLeft()}>
        <span class="tl-grip start" data-grip="start" />
      </Show>
      <span class="sr">{name()}</span>
      <span class="tl-face" aria-hidden="true">
        <Show when={props.bar.progress}>
          {(progress) => <span class="tl-progress" style={{ width: `${progress()}%` }} />}
        </Show>
        <span class="tl-letter">{props.bar.letter}</span>
        <span class="tl-text">
          <b>{props.bar.title}</b>
          <small>{props.bar.sub}</small>
        </span>
        <Show when={props.bar.clash}>
          <TriangleAlert class="s" />
        </Show>
      </span>
      <Show when={props.bar.isMovable && !props.bar.isMoment && !isCutRight()}>
        <span class="tl-grip end" data-grip="end" />
      </Show>
      <Show when={props.canLink && props.bar.isLinkable}>
        <span class="tl-dot start" data-link="start" />
        <span class="tl-dot end" data-link="end" />
      </Show>
    </div>
  )
}

/** When a bar was meant to be once, as a thin line under it. */
function Before(props: { span: Span; topPx: number; shown: Shown }): JSX.Element {
  return <span class="tl-before" style={{ ...placeOf(props.span, props.shown), top: `${props.topPx}px` }} />
}

function Cell(props: {
  grid: string
  cell: { col: number; label: string; canCreate: boolean }
  shown: Shown
}): JSX.Element {
  const column = () => props.shown.columns[props.cell.col]
  return (
    <Show when={column()}>
      {(at) => (
        // biome-ignore lint/a11y/useFocusableInteractive: the grid takes the focus
        // biome-ignore lint/a11y/useSemanticElements: not a table
        <div
          id={cellId(props.grid)}
          role="gridcell"
          aria-colindex={props.cell.col + 2}
          aria-label={props.cell.label}
          class="tl-cell active"
          style={placeOf(at(), props.shown)}
        >
          <Show when={props.cell.canCreate}>
            <span aria-hidden="true">+</span>
          </Show>
        </div>
      )}
    </Show>
  )
}

function Ghost(props: { held: Held; topPx: number; shown: Shown }): JSX.Element {
  return (
    <div
      class={`tl-bar tl-ghost ${props.held.bar?.look ?? 'hold'}`}
      classList={{ clash: props.held.verdict !== null, moment: props.held.bar?.isMoment }}
      style={{ ...placeOf(props.held.draft, props.shown), top: `${props.topPx}px` }}
      aria-hidden="true"
    >
      <span class="tl-face">
        <span class="tl-text">
          <b>{props.held.bar?.title ?? props.held.say}</b>
          <small>{props.held.bar ? props.held.say : ''}</small>
        </span>
      </span>
      <span class="tl-verdict" classList={{ bad: props.held.verdict !== null }}>
        <Show when={props.held.verdict}>
          <TriangleAlert class="s" />
        </Show>
        {props.held.verdict ?? props.held.say}
      </span>
    </div>
  )
}
