import { type JSX, Show } from 'solid-js'
import { Progress } from './Meter.tsx'

export interface JobProgressProps {
  title: string
  /** 0 to 1; null while unknown. */
  share: number | null
  /** Right of the title, such as `38 s so far`. */
  aside?: string
  /** What is done of what, and what stays true meanwhile. */
  say?: JSX.Element
  actions?: JSX.Element
}

/** Long work that can be left: name, bar, how far, and what can be done about it. */
export function JobProgress(props: JobProgressProps): JSX.Element {
  return (
    <section class="card pad" aria-label={props.title}>
      <div class="row">
        <b class="sb">{props.title}</b>
        <Show when={props.aside}>
          <span class="push sm muted num nowrap">{props.aside}</span>
        </Show>
      </div>
      <div class="job-bar">
        <Progress label={props.title} share={props.share} />
      </div>
      <p class="sm muted num">{props.say}</p>
      <Show when={props.actions}>
        <div class="row wrap job-acts">{props.actions}</div>
      </Show>
    </section>
  )
}
