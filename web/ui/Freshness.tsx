import TriangleAlert from 'lucide-solid/icons/triangle-alert'
import { For, type JSX, Show } from 'solid-js'
import type { Freshness as Source } from '../../contracts/metrics.ts'
import { useNow } from '../lib/clock.ts'
import type { Format } from '../lib/format.ts'
import { text } from '../lib/text.ts'

/** How old the numbers are, under the page title: read before the first number. `lead` is the range and currency. */
export function Freshness(props: {
  lead?: string
  sources: readonly Source[]
  format: Format
  children?: JSX.Element
}): JSX.Element {
  const now = useNow()
  const fed = () => props.sources.filter((source) => source.state !== 'none')
  const current = () => fed().filter((source) => source.state !== 'stale')
  const late = () => fed().filter((source) => source.state === 'stale')
  const newest = () =>
    fed()
      .map((source) => source.checkedAt ?? source.asOf)
      .filter((at) => at !== null)
      .toSorted()
      .at(-1)
  return (
    <p class="fresh">
      <Show when={props.lead}>
        <span>{props.lead}</span>
      </Show>
      <Show when={newest()}>
        {(at) => (
          <>
            <Dot />
            <span>
              {text.fresh.updated}{' '}
              <time datetime={at()} title={props.format.dateTime(at())}>
                {props.format.ago(at(), now())}
              </time>
            </span>
          </>
        )}
      </Show>
      <Show
        when={fed().length > 0}
        fallback={
          <>
            <Dot />
            <span>{text.fresh.none}</span>
          </>
        }
      >
        <Dot />
        <span>{text.fresh.current(current().length, fed().length)}</span>
      </Show>
      <For each={late()}>
        {(source) => (
          <>
            <Dot />
            <span class="late">
              <TriangleAlert class="s" />
              {text.fresh.late(source.source)}
            </span>
          </>
        )}
      </For>
      {props.children}
    </p>
  )
}

function Dot(): JSX.Element {
  return (
    <span class="sep" aria-hidden="true">
      ·
    </span>
  )
}
