import { Toast as Kobalte, toaster } from '@kobalte/core/toast'
import CircleAlert from 'lucide-solid/icons/circle-alert'
import X from 'lucide-solid/icons/x'
import { type JSX, onCleanup, Show } from 'solid-js'
import { text } from '../lib/text.ts'
import { IconButton } from './Button.tsx'
import { setLastUndo, type ToastOptions } from './Toast.tsx'

const TOAST_MS = 8_000
const TOASTS_MAX = 3

/** Adds one toast to the list below. */
export function showToast(message: string, options: ToastOptions): void {
  toaster.show((row) => {
    const close = () => toaster.dismiss(row.toastId)
    const act = () => {
      setLastUndo(null)
      options.action?.run()
      close()
    }
    if (options.action?.label === text.form.undo) {
      setLastUndo(() => act)
      onCleanup(() => setLastUndo((last) => (last === act ? null : last)))
    }
    return (
      <Kobalte
        as="div"
        toastId={row.toastId}
        class="toast"
        priority={options.isError ? 'high' : 'low'}
        persistent={options.isError}
      >
        <Show when={options.isError}>
          <CircleAlert />
        </Show>
        <Kobalte.Title class="grow">{message}</Kobalte.Title>
        <Show when={options.action}>
          {(action) => (
            <button type="button" class="btn" onClick={act}>
              {action().label}
            </button>
          )}
        </Show>
        <IconButton icon={X} label={text.form.close} onClick={close} />
      </Kobalte>
    )
  })
}

/**
 * Where toasts appear; once in the app. The list is a `div`: its rows carry role="status", which is not allowed on the
 * items of a list.
 */
export default function ToastRegion(): JSX.Element {
  return (
    <Kobalte.Region duration={TOAST_MS} limit={TOASTS_MAX} pauseOnInteraction pauseOnPageIdle>
      <Kobalte.List as="div" class="toasts" />
    </Kobalte.Region>
  )
}
