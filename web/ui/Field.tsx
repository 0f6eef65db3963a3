import CircleAlert from 'lucide-solid/icons/circle-alert'
import { createUniqueId, For, type JSX, Show } from 'solid-js'
import { splitProps } from '../lib/compat.ts'
import { text } from '../lib/text.ts'

export interface FieldProps {
  label: string
  /** Said before the field, never as a placeholder. */
  hint?: string
  error?: string | null
  isOptional?: boolean
}

/** What a control inside a `Field` needs to be tied to its label, hint and error. */
export interface FieldWiring {
  id: string
  'aria-describedby': string | undefined
  'aria-invalid': true | undefined
}

/** Label above, hint before, error below; the control is drawn by the caller with the wiring it is given. */
export function Field(
  props: FieldProps & { id?: string; children: (wiring: () => FieldWiring) => JSX.Element },
): JSX.Element {
  const made = createUniqueId()
  const id = () => props.id ?? made
  const wiring = (): FieldWiring => ({
    id: id(),
    'aria-describedby':
      [props.hint && `${id()}-hint`, props.error && `${id()}-err`].filter(Boolean).join(' ') || undefined,
    'aria-invalid': props.error ? true : undefined,
  })
  return (
    <div class="field">
      <label class="lab" for={id()} id={`${id()}-label`}>
        {props.label}
        <Show when={props.isOptional}>
          <span class="opt-word"> ({text.form.optional})</span>
        </Show>
      </label>
      <Show when={props.hint}>
        <span class="hint" id={`${id()}-hint`}>
          {props.hint}
        </span>
      </Show>
      {props.children(wiring)}
      <FieldError id={`${id()}-err`} error={props.error} />
    </div>
  )
}

/** The message under a field, with an icon so that colour is not the only signal. */
export function FieldError(props: { id: string; error?: string | null }): JSX.Element {
  return (
    <Show when={props.error}>
      <span class="err" id={props.id}>
        <CircleAlert />
        {props.error}
      </span>
    </Show>
  )
}

export type TextFieldProps = FieldProps &
  Omit<JSX.InputHTMLAttributes<HTMLInputElement>, 'onInput'> & { onInput?: (value: string) => void }

/** One line of text. Every other attribute goes to the input. */
export function TextField(props: TextFieldProps): JSX.Element {
  const [own, rest] = splitProps(props, ['label', 'hint', 'error', 'isOptional', 'onInput', 'id', 'class'])
  return (
    <Field id={own.id} label={own.label} hint={own.hint} error={own.error} isOptional={own.isOptional}>
      {(wiring) => (
        <input
          {...rest}
          {...wiring()}
          class={own.class ? `in ${own.class}` : 'in'}
          onInput={(event) => own.onInput?.(event.currentTarget.value)}
        />
      )}
    </Field>
  )
}

/** What went wrong in a form, first thing in it. It takes the focus; its links go to the fields, in the same words. */
export function ErrorSummary(props: {
  errors: Readonly<Record<string, string>>
  /** Says what the errors hold up; by default that it is not saved. */
  title?: string
  ref?: (element: HTMLElement) => void
}): JSX.Element {
  const entries = () => Object.entries(props.errors)
  // A page may have several forms, and more than one of them something to fix.
  const id = createUniqueId()
  return (
    <Show when={entries().length > 0}>
      <section class="errsum" tabindex="-1" ref={props.ref} aria-labelledby={id}>
        <b id={id}>{props.title ?? text.form.toFix(entries().length)}</b>
        <ul>
          <For each={entries()}>
            {([field, message]) => (
              <li>
                <a
                  href={`#${field}`}
                  onClick={(event) => {
                    event.preventDefault()
                    document.getElementById(field)?.focus()
                  }}
                >
                  {message}
                </a>
              </li>
            )}
          </For>
        </ul>
      </section>
    </Show>
  )
}
