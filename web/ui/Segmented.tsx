import { For, type JSX } from 'solid-js'

/** Two to five views of the same thing; one is always on. */
export function Segmented<T extends string>(props: {
  label: string
  options: readonly { value: T; label: string }[]
  value: T
  onChange: (value: T) => void
  size?: 'sm'
}): JSX.Element {
  return (
    <fieldset class={props.size ? `seg ${props.size}` : 'seg'} aria-label={props.label}>
      <For each={props.options}>
        {(option) => (
          <button
            type="button"
            aria-pressed={option.value === props.value}
            onClick={() => props.onChange(option.value)}
          >
            {option.label}
          </button>
        )}
      </For>
    </fieldset>
  )
}
