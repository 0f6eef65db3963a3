import { createUniqueId, type JSX, Show } from 'solid-js'

export interface CardProps {
  title?: string
  /** Buttons and links at the right of the title. */
  actions?: JSX.Element
  /** New data is on its way: a thin bar runs along the top, the old data stays. */
  isRefreshing?: boolean
  /** The children bring their own padding, for tables and charts. */
  isFlush?: boolean
  class?: string
  children: JSX.Element
}

/** A bordered surface with a title. */
export function Card(props: CardProps): JSX.Element {
  const id = createUniqueId()
  return (
    <section
      class={props.class ? `card ${props.class}` : 'card'}
      aria-labelledby={props.title ? id : undefined}
      aria-busy={props.isRefreshing || undefined}
    >
      <Show when={props.title}>
        <header>
          <h2 id={id}>{props.title}</h2>
          <Show when={props.actions}>
            <div class="row push">{props.actions}</div>
          </Show>
        </header>
      </Show>
      <Show when={!props.isFlush} fallback={props.children}>
        <div class="body">{props.children}</div>
      </Show>
    </section>
  )
}

/** Title of a page, one line on what it is for, and what can be done. The `h1` takes the focus on a route change. */
export function PageHeader(props: { title: string; sub?: JSX.Element; children?: JSX.Element }): JSX.Element {
  return (
    <div class="head">
      <div>
        <h1 tabindex="-1">{props.title}</h1>
        <Show when={props.sub}>
          <p class="sub">{props.sub}</p>
        </Show>
      </div>
      <Show when={props.children}>
        <div class="tools">{props.children}</div>
      </Show>
    </div>
  )
}
