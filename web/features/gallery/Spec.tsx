import type { JSX } from 'solid-js'

/** One part with its name above; `span` of the twelve columns. */
export function Spec(props: { title: string; span?: number; children: JSX.Element }): JSX.Element {
  return (
    <section class={`spec s-${props.span ?? 6}`}>
      <h2>{props.title}</h2>
      {props.children}
    </section>
  )
}
