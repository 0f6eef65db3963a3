import type { JSX } from 'solid-js'
import { Field, type FieldProps } from '../../ui/Field.tsx'

/** Several lines of text. */
export function TextArea(
  props: FieldProps & { id: string; rows: number; value: string; onInput: (value: string) => void },
): JSX.Element {
  return (
    <Field
      id={props.id}
      label={props.label}
      hint={props.hint}
      error={props.error}
      isOptional={props.isOptional}
    >
      {(wiring) => (
        <textarea
          {...wiring()}
          class="in"
          rows={props.rows}
          value={props.value}
          onInput={(event) => props.onInput(event.currentTarget.value)}
        />
      )}
    </Field>
  )
}
