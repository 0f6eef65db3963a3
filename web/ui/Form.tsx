import { type JSX, Show } from 'solid-js'
import { ErrorSummary } from './Field.tsx'
import { Notice } from './States.tsx'

/** What the frame of a form reads of `createForm`. */
interface FormState {
  errors: Readonly<Record<string, string>>
  failure: () => string | null
  isBusy: () => boolean
  summaryRef: (element: HTMLElement) => void
  submit: (event: Event) => Promise<void>
}

/** The frame of every form: what is wrong stands first, then why it could not be sent, then the fields. */
export function Form(props: { form: FormState; children: JSX.Element }): JSX.Element {
  return (
    <form
      class="form"
      novalidate
      onSubmit={(event) => void props.form.submit(event)}
      aria-busy={props.form.isBusy()}
    >
      <ErrorSummary errors={props.form.errors} ref={props.form.summaryRef} />
      <Show when={props.form.failure()}>
        <Notice tone="neg" isAlert>
          {props.form.failure()}
        </Notice>
      </Show>
      {props.children}
    </form>
  )
}
