import { createMemo, For, type JSX, Show } from 'solid-js'
import { type Box, lineOf, linksInView, type TimelineLink } from './links.ts'

/** A line that follows the pointer or the keys, and whether it can be let go where it is. */
export interface LooseLink {
  from: { x: number; y: number }
  to: { x: number; y: number }
  isRefused: boolean
}

/** The lines between bars, under them. They are for the eye: whoever listens is told by the bars and by the panel. */
export function TimelineLinks(props: {
  links: readonly TimelineLink[]
  boxOf: (barId: string) => Box | null
  rowOf: (barId: string) => number | undefined
  inView: { first: number; end: number }
  /** The lines between rows, under those between bars. */
  rules: string
  gapPx: number
  loose: LooseLink | null
}): JSX.Element {
  const drawn = createMemo(() =>
    linksInView(props.links, props.rowOf, props.inView).flatMap((link) => {
      const [from, to] = [props.boxOf(link.fromId), props.boxOf(link.toId)]
      return from && to ? [{ link, ...lineOf(from, to, link.kind, props.gapPx) }] : []
    }),
  )
  return (
    <svg class="tl-links" aria-hidden="true">
      <path class="rules" d={props.rules} />
      <For each={drawn()}>
        {({ link, line, head }) => (
          <g classList={{ critical: link.isCritical }}>
            <path class="line" d={line} />
            <path class="head" d={head} />
          </g>
        )}
      </For>
      <Show when={props.loose}>
        {(loose) => (
          <line
            class="loose"
            classList={{ bad: loose().isRefused }}
            x1={loose().from.x}
            y1={loose().from.y}
            x2={loose().to.x}
            y2={loose().to.y}
          />
        )}
      </Show>
    </svg>
  )
}
