import { createSignal } from 'solid-js'
import { createStore, produce, reconcile } from 'solid-js/store'
import { announce } from './announce.ts'
import { asApiError, fieldErrors } from './errors.ts'
import { text } from './text.ts'

/** The part of a schema a form uses; loaded with the form, never with the shell. */
interface Schema<T> {
  safeParse(
    value: unknown,
  ):
    | { success: true; data: T }
    | { success: false; error: { issues: readonly { path: PropertyKey[]; message: string }[] } }
}

export interface FormOptions<V extends Record<string, unknown>, T> {
  initial: V
  schema: () => Promise<Schema<T>>
  /** What to say when a field is wrong, in the words of the form instead of the schema's. */
  messages?: Partial<Record<keyof V & string, string>>
  submit: (value: T) => Promise<void>
}

/**
 * Values, errors and sending of one form. Nothing is checked while first typing; after a failed submit each field is
 * checked again as it is corrected. The focus then goes to the error summary.
 */
export function createForm<V extends Record<string, unknown>, T>(options: FormOptions<V, T>) {
  const [values, setValues] = createStore<V>({ ...options.initial })
  const [errors, setErrors] = createStore<Record<string, string>>({})
  const [failure, setFailure] = createSignal<string | null>(null)
  const [isBusy, setBusy] = createSignal(false)
  let wasTried = false
  let summary: HTMLElement | undefined
  const schema = options.schema()

  const check = async (): Promise<T | null> => {
    const result = (await schema).safeParse({ ...values })
    if (result.success) {
      setErrors(reconcile({}))
      return result.data
    }
    const found: Record<string, string> = {}
    for (const issue of result.error.issues) {
      const field = String(issue.path[0] ?? 'form')
      found[field] ??= options.messages?.[field] ?? issue.message
    }
    setErrors(reconcile(found))
    return null
  }
  const focusSummary = () => queueMicrotask(() => summary?.focus())

  return {
    values,
    errors,
    failure,
    isBusy,
    /** Ref of the error summary. */
    summaryRef: (element: HTMLElement) => {
      summary = element
      if (wasTried) focusSummary()
    },
    set<K extends keyof V & string>(field: K, value: V[K]) {
      setValues(
        produce((draft: V) => {
          draft[field] = value
        }),
      )
      if (wasTried) void check()
    },
    /** Attributes of a text field: value, message, and what to do on input. */
    bind(field: keyof V & string) {
      return {
        id: field,
        name: field,
        get value() {
          return String(values[field] ?? '')
        },
        get error() {
          return errors[field] ?? null
        },
        onInput: (value: string) => this.set(field, value as V[typeof field]),
      }
    },
    reset(next: V) {
      wasTried = false
      setErrors(reconcile({}))
      setFailure(null)
      setValues(reconcile({ ...next }))
    },
    async submit(event?: Event) {
      event?.preventDefault()
      if (isBusy()) return
      wasTried = true
      setFailure(null)
      const value = await check()
      if (value === null) {
        announce(text.form.toFix(Object.keys(errors).length), 'assertive')
        focusSummary()
        return
      }
      setBusy(true)
      try {
        await options.submit(value)
        wasTried = false
      } catch (thrown) {
        const error = asApiError(thrown)
        const fields = Object.fromEntries(
          Object.entries(fieldErrors(error)).filter(([name]) => name in values),
        )
        setErrors(reconcile(fields))
        if (Object.keys(fields).length === 0) setFailure(`${error.message} ${error.next}`.trim())
        else focusSummary()
      } finally {
        setBusy(false)
      }
    },
  }
}
