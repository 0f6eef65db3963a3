import type { JSX } from 'solid-js'

/** How much of something is used or reached, 0 to 1. `text` is what it means in words. */
export function Meter(props: {
  label: string
  share: number
  text: string
  tone?: 'warn' | 'bad'
  isTall?: boolean
}): JSX.Element {
  const percent = () => Math.max(0, Math.min(100, Math.round(props.share * 100)))
  return (
    // biome-ignore lint/a11y/useSemanticElements: a meter element cannot be drawn the same in every browser
    <div
      class={['meter', props.tone, props.isTall && 'tall'].filter(Boolean).join(' ')}
      role="meter"
      aria-label={props.label}
      aria-valuemin="0"
      aria-valuemax="100"
      aria-valuenow={percent()}
      aria-valuetext={props.text}
    >
      <span style={{ width: `${percent()}%` }} />
    </div>
  )
}

/** How far a job is, 0 to 1; null while that is not known. */
export function Progress(props: { label: string; share: number | null }): JSX.Element {
  const percent = () =>
    props.share === null ? null : Math.max(0, Math.min(100, Math.round(props.share * 100)))
  return (
    <div
      class={percent() === null ? 'progress unknown' : 'progress'}
      role="progressbar"
      aria-label={props.label}
      aria-valuemin="0"
      aria-valuemax="100"
      aria-valuenow={percent() ?? undefined}
    >
      <span style={{ width: percent() === null ? undefined : `${percent()}%` }} />
    </div>
  )
}
