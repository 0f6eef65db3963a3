import { Tabs as Kobalte } from '@kobalte/core/tabs'
import { For, type JSX } from 'solid-js'

/** Tabs of one page; `value` belongs into the address. */
export function Tabs<T extends string>(props: {
  label: string
  tabs: readonly { value: T; label: string; body: () => JSX.Element }[]
  value: T
  onChange: (value: T) => void
}): JSX.Element {
  return (
    // The values of the triggers below are the only ones Kobalte can give back.
    <Kobalte value={props.value} onChange={(value) => props.onChange(value as T)}>
      <Kobalte.List class="tabs" aria-label={props.label}>
        <For each={props.tabs}>
          {(tab) => <Kobalte.Trigger value={tab.value}>{tab.label}</Kobalte.Trigger>}
        </For>
      </Kobalte.List>
      <For each={props.tabs}>
        {(tab) => <Kobalte.Content value={tab.value}>{tab.body()}</Kobalte.Content>}
      </For>
    </Kobalte>
  )
}
