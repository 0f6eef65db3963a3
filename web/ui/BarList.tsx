import { A } from '@solidjs/router'
import { For, type JSX, Match, Switch } from 'solid-js'

export interface BarRow {
  label: string
  /** As drawn, already formatted. */
  value: string
  /** Share of the whole, already formatted; drawn in muted. */
  share?: string
  /** Length of the bar, 0 to 1. */
  size: number
  href?: string
  onSelect?: () => void
}

/** Ranked values as an ordered list with bars behind the names. */
export function BarList(props: { label: string; rows: readonly BarRow[] }): JSX.Element {
  return (
    <ol class="bars" aria-label={props.label}>
      <For each={props.rows}>
        {(row) => (
          <li
            class={row.href || row.onSelect ? 'link' : undefined}
            style={{ '--w': `${Math.max(0, Math.min(1, row.size)) * 100}%` }}
          >
            <Switch fallback={<span class="clip">{row.label}</span>}>
              <Match when={row.href}>
                {(href) => (
                  <A class="clip" href={href()} title={row.label}>
                    {row.label}
                  </A>
                )}
              </Match>
              <Match when={row.onSelect}>
                <button type="button" class="as-link clip" title={row.label} onClick={() => row.onSelect?.()}>
                  {row.label}
                </button>
              </Match>
            </Switch>
            <span class="v">{row.value}</span>
            <span class="p">{row.share}</span>
          </li>
        )}
      </For>
    </ol>
  )
}
