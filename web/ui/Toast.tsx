import { createSignal, type JSX, lazy, Show, Suspense } from 'solid-js'
import { text } from '../lib/text.ts'

export interface ToastOptions {
  /** The one thing to do about it, Undo first of all. */
  action?: { label: string; run: () => void }
  /** Errors stay until closed and are said at once. */
  isError?: boolean
}

const loadLayer = () => import('./ToastLayer.tsx')
const ToastRegion = lazy(loadLayer)
const [isUsed, setUsed] = createSignal(false)

/** The last undo offered and still on screen, for ⌘Z. */
const [lastUndo, setLastUndo] = createSignal<(() => void) | null>(null)

export { setLastUndo }

/** Runs the newest undo that is still on screen; false when there is none. */
export function undoLast(): boolean {
  const undo = lastUndo()
  undo?.()
  return undo !== null
}

/** Shows a short message at the edge of the screen for eight seconds. The list is loaded with the first one. */
export function toast(message: string, options: ToastOptions = {}): void {
  setUsed(true)
  void loadLayer().then((layer) => layer.showToast(message, options))
}

/** `toast` with an Undo button. */
export function toastUndo(message: string, undo: () => void): void {
  toast(message, { action: { label: text.form.undo, run: undo } })
}

/**
 * Where toasts appear; once in the app. The place is there from the start and marked as lying above dialogs: an open dialog hides
 * everything else from screen readers, and what comes into a hidden place later stays hidden.
 */
export function Toasts(): JSX.Element {
  return (
    <div data-kb-top-layer="">
      <Show when={isUsed()}>
        <Suspense>
          <ToastRegion />
        </Suspense>
      </Show>
    </div>
  )
}
