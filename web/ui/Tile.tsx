import { A } from '@solidjs/router'
import CircleAlert from 'lucide-solid/icons/circle-alert'
import CircleSlash from 'lucide-solid/icons/circle-slash'
import TriangleAlert from 'lucide-solid/icons/triangle-alert'
import { type JSX, Show } from 'solid-js'
import type { Change } from '../lib/format.ts'
import { Delta } from './Delta.tsx'
import { Sparkline } from './Sparkline.tsx'

export interface TileProps {
  label: string
  /** Short value as drawn, and the exact one for the tooltip and assistive technology. */
  value: string
  exact: string
  change: Change | null
  /** `from $346.2K`; empty when nothing is compared. */
  from?: string
  /** Right of it, such as the goal. */
  note?: string
  trend: readonly (number | null)[]
  isLastOpen?: boolean
  /** Where the number is explained. */
  href?: string
  isRefreshing?: boolean
  /** What is wrong with where the figure comes from, and where that is mended. */
  problem?: { isFailed: boolean; say: string; href?: string; fix: string } | null
  /** What is left out of the figure, in words. */
  leftOut?: string
}

/**
 * One key figure: label, value with change, what it was, trend. The whole tile leads to the metric; when a problem brings
 * a link of its own, the link of the label is stretched over the tile, because links cannot stand in each other.
 */
export function Tile(props: TileProps): JSX.Element {
  const isStretched = () => props.href !== undefined && props.problem?.href !== undefined
  const body = () => (
    <>
      <div class="k">
        <Show when={isStretched()} fallback={props.label}>
          <A class="tile-over" href={props.href ?? ''}>
            {props.label}
          </A>
        </Show>
      </div>
      <div class="v">
        <b title={props.exact}>
          <span aria-hidden="true">{props.value}</span>
          <span class="sr">{props.exact}</span>
        </b>
        <Delta change={props.change} />
      </div>
      <div class="cmp">
        <span>{props.from}</span>
        <Show when={props.note}>
          <span class="goal">{props.note}</span>
        </Show>
      </div>
      <Sparkline values={props.trend} isLastOpen={props.isLastOpen} />
      <Show when={props.leftOut}>
        <div class="tile-mark">
          <CircleSlash class="s" />
          <span>{props.leftOut}</span>
        </div>
      </Show>
      <Show when={props.problem}>
        {(problem) => (
          <div class={problem().isFailed ? 'tile-mark failed' : 'tile-mark late'}>
            <Show when={problem().isFailed} fallback={<TriangleAlert class="s" />}>
              <CircleAlert class="s" />
            </Show>
            <span>
              {problem().say}{' '}
              <Show when={problem().href}>{(href) => <A href={href()}>{problem().fix}</A>}</Show>
            </span>
          </div>
        )}
      </Show>
    </>
  )
  return (
    <Show
      when={!isStretched() && props.href}
      fallback={
        <div class="card tile" aria-busy={props.isRefreshing || undefined}>
          {body()}
        </div>
      }
    >
      {(href) => (
        <A class="card tile" href={href()} aria-busy={props.isRefreshing || undefined}>
          {body()}
        </A>
      )}
    </Show>
  )
}
