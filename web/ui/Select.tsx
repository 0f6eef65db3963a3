import { Select as Kobalte } from '@kobalte/core/select'
import Check from 'lucide-solid/icons/check'
import ChevronDown from 'lucide-solid/icons/chevron-down'
import { type JSX, Show } from 'solid-js'
import { text } from '../lib/text.ts'
import { aboveDialogs } from './aboveDialogs.ts'
import { FieldError, type FieldProps } from './Field.tsx'
import { keptOptions, type Option } from './options.ts'

export interface SelectProps<T extends string> extends FieldProps {
  options: readonly Option<T>[]
  value: T | null
  onChange: (value: T) => void
  placeholder?: string
  /** The label is read out but not drawn, for tables and toolbars. */
  isLabelHidden?: boolean
  id?: string
}

/** One of a short list. For more than about fifteen use `Combobox`. */
export function Select<T extends string>(props: SelectProps<T>): JSX.Element {
  const options = keptOptions(() => props.options)
  const chosen = () => options().find((option) => option.value === props.value) ?? null
  return (
    <Kobalte<Option<T>>
      class="field"
      options={options()}
      optionValue="value"
      optionTextValue="label"
      optionDisabled="isDisabled"
      value={chosen()}
      onChange={(option) => option && props.onChange(option.value)}
      placeholder={props.placeholder}
      validationState={props.error ? 'invalid' : 'valid'}
      disallowEmptySelection
      gutter={4}
      sameWidth
      itemComponent={(row) => (
        <Kobalte.Item item={row.item} class="item">
          <Show when={row.item.rawValue.icon}>{(icon) => icon()({})}</Show>
          <Kobalte.ItemLabel class="grow">{row.item.rawValue.label}</Kobalte.ItemLabel>
          <Kobalte.ItemIndicator class="tick">
            <Check />
          </Kobalte.ItemIndicator>
        </Kobalte.Item>
      )}
    >
      <Kobalte.Label class={props.isLabelHidden ? 'sr' : 'lab'}>
        {props.label}
        <Show when={props.isOptional}>
          <span class="opt-word"> ({text.form.optional})</span>
        </Show>
      </Kobalte.Label>
      <Show when={props.hint}>
        <Kobalte.Description class="hint">{props.hint}</Kobalte.Description>
      </Show>
      <Kobalte.Trigger class="in" id={props.id}>
        <Show when={chosen()?.icon}>{(icon) => icon()({})}</Show>
        <Kobalte.Value<Option<T>> class="clip">{(state) => state.selectedOption()?.label}</Kobalte.Value>
        <ChevronDown class="s push" />
      </Kobalte.Trigger>
      <FieldError id={`${props.id ?? 'select'}-err`} error={props.error} />
      <Kobalte.Portal ref={aboveDialogs}>
        <Kobalte.Content class="menu">
          <Kobalte.Listbox />
        </Kobalte.Content>
      </Kobalte.Portal>
    </Kobalte>
  )
}
