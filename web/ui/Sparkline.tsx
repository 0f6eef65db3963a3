import { createMemo, type JSX, Show } from 'solid-js'
import { sparkShape } from './sparkline.ts'

const WIDTH = 200
const HEIGHT = 36

/** A trend without axes, beside its number. Decoration for assistive technology: the number and its change say it. */
export function Sparkline(props: { values: readonly (number | null)[]; isLastOpen?: boolean }): JSX.Element {
  const shape = createMemo(() => sparkShape(props.values, WIDTH, HEIGHT, props.isLastOpen ?? false))
  return (
    <div class="spark" aria-hidden="true">
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden="true">
        <path class="fill" d={shape().fill} />
        <Show when={shape().zeroY !== null}>
          <line class="zero" x1="0" x2={WIDTH} y1={shape().zeroY ?? 0} y2={shape().zeroY ?? 0} />
        </Show>
        <path class="line" d={shape().line} />
        <path class="dots" d={shape().dots} />
        <path class="line part" d={shape().open} />
      </svg>
      <Show when={shape().endY !== null}>
        <span class={props.isLastOpen ? 'end open' : 'end'} style={{ top: `${shape().endY}px` }} />
      </Show>
    </div>
  )
}
