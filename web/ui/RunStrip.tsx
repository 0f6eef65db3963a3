import { For, type JSX } from 'solid-js'

/** `good`: all stored. `part`: some set aside, or stopped early. `bad`: failed. `now`: under way. `none`: not run yet. */
export type RunMark = 'good' | 'part' | 'bad' | 'now' | 'none'

/** The last runs of something, the newest at the right, each as colour and height alike. `label` says them in words. */
export function RunStrip(props: { marks: readonly RunMark[]; label: string }): JSX.Element {
  return (
    <span class="run-strip" role="img" aria-label={props.label} title={props.label}>
      <For each={props.marks}>{(mark) => <span class={mark} />}</For>
    </span>
  )
}
