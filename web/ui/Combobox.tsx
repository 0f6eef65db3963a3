import { Combobox as Kobalte } from '@kobalte/core/combobox'
import Check from 'lucide-solid/icons/check'
import ChevronDown from 'lucide-solid/icons/chevron-down'
import { type JSX, Show } from 'solid-js'
import { text } from '../lib/text.ts'
import { aboveDialogs } from './aboveDialogs.ts'
import { FieldError, type FieldProps } from './Field.tsx'
import { keptOptions, type Option } from './options.ts'

export interface ComboboxProps<T extends string> extends FieldProps {
  options: readonly Option<T>[]
  value: T | null
  onChange: (value: T) => void
  placeholder?: string
  id?: string
}

/** One of a long list, found by typing part of its name. */
export function Combobox<T extends string>(props: ComboboxProps<T>): JSX.Element {
  const options = keptOptions(() => props.options)
  const chosen = () => options().find((option) => option.value === props.value) ?? null
  return (
    <Kobalte<Option<T>>
      class="field"
      options={options()}
      optionValue="value"
      optionTextValue="label"
      optionLabel="label"
      optionDisabled="isDisabled"
      value={chosen()}
      onChange={(option) => option && props.onChange(option.value)}
      placeholder={props.placeholder}
      validationState={props.error ? 'invalid' : 'valid'}
      defaultFilter="contains"
      triggerMode="focus"
      gutter={4}
      sameWidth
      itemComponent={(row) => (
        <Kobalte.Item item={row.item} class="item">
          <Kobalte.ItemLabel class="grow">{row.item.rawValue.label}</Kobalte.ItemLabel>
          <Kobalte.ItemIndicator class="tick">
            <Check />
          </Kobalte.ItemIndicator>
        </Kobalte.Item>
      )}
    >
      <Kobalte.Label class="lab">
        {props.label}
        <Show when={props.isOptional}>
          <span class="opt-word"> ({text.form.optional})</span>
        </Show>
      </Kobalte.Label>
      <Show when={props.hint}>
        <Kobalte.Description class="hint">{props.hint}</Kobalte.Description>
      </Show>
      <Kobalte.Control class="in">
        <Kobalte.Input id={props.id} />
        <Kobalte.Trigger class="bare" aria-label={text.form.show}>
          <ChevronDown class="s" />
        </Kobalte.Trigger>
      </Kobalte.Control>
      <FieldError id={`${props.id ?? 'combobox'}-err`} error={props.error} />
      <Kobalte.Portal ref={aboveDialogs}>
        <Kobalte.Content class="menu">
          <Kobalte.Listbox />
        </Kobalte.Content>
      </Kobalte.Portal>
    </Kobalte>
  )
}
