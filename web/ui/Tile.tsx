import { A } from '@solidjs/router'
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
}

/** One key figure: label, value with change, what it was, trend. The whole tile leads to the metric. */
export function Tile(props: TileProps): JSX.Element {
  const body = () => (
    <>
      <div class="k">{props.label}</div>
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
    </>
  )
  return (
    <Show
      when={props.href}
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
