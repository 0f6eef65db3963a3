import Check from 'lucide-solid/icons/check'
import { type JSX, Show } from 'solid-js'

interface ChoiceProps {
  label: JSX.Element
  hint?: string
  isChecked: boolean
  onChange: (isChecked: boolean) => void
  name?: string
}

/** A box to tick: one of several, or agreement. */
export function Checkbox(props: ChoiceProps): JSX.Element {
  return (
    <label class="check">
      <input
        type="checkbox"
        class="sr"
        name={props.name}
        checked={props.isChecked}
        onChange={(event) => props.onChange(event.currentTarget.checked)}
      />
      <span class="box" aria-hidden="true">
        <Check class="s" />
      </span>
      <ChoiceWords label={props.label} hint={props.hint} />
    </label>
  )
}

/** A setting that takes effect at once. */
export function Switch(props: ChoiceProps): JSX.Element {
  return (
    <label class="check">
      <input
        type="checkbox"
        role="switch"
        aria-checked={props.isChecked}
        class="sr"
        name={props.name}
        checked={props.isChecked}
        onChange={(event) => props.onChange(event.currentTarget.checked)}
      />
      <span class="rail" aria-hidden="true">
        <span class="thumb" />
      </span>
      <ChoiceWords label={props.label} hint={props.hint} />
    </label>
  )
}

function ChoiceWords(props: { label: JSX.Element; hint?: string }): JSX.Element {
  return (
    <span>
      {props.label}
      <Show when={props.hint}>
        <span class="hint">{props.hint}</span>
      </Show>
    </span>
  )
}
