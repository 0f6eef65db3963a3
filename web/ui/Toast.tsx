import { Toast as Kobalte, toaster } from '@kobalte/core/toast'
import CircleAlert from 'lucide-solid/icons/circle-alert'
import X from 'lucide-solid/icons/x'
import { createSignal, type JSX, onCleanup, Show } from 'solid-js'
import { text } from '../lib/text.ts'
import { IconButton } from './Button.tsx'

const TOAST_MS = 8_000
const TOASTS_MAX = 3

export interface ToastOptions {
  /** The one thing to do about it, Undo first of all. */
  action?: { label: string; run: () => void }
  /** Errors stay until closed and are said at once. */
  isError?: boolean
}

/** The last undo offered, for ⌘Z. */
const [lastUndo, setLastUndo] = createSignal<(() => void) | null>(null)

/** Runs the newest undo that is still on screen; false when there is none. */
export function undoLast(): boolean {
  const undo = lastUndo()
  undo?.()
  return undo !== null
}

/** Shows a short message at the edge of the screen for eight seconds. */
export function toast(message: string, options: ToastOptions = {}): void {
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

/** `toast` with an Undo button. */
export function toastUndo(message: string, undo: () => void): void {
  toast(message, { action: { label: text.form.undo, run: undo } })
}

/**
 * Where toasts appear; once in the app. The list is a `div`: its rows carry role="status", which is not allowed on the
 * items of a list.
 */
export function Toasts(): JSX.Element {
  return (
    <Kobalte.Region duration={TOAST_MS} limit={TOASTS_MAX} pauseOnInteraction pauseOnPageIdle>
      <Kobalte.List as="div" class="toasts" />
    </Kobalte.Region>
  )
}
