import { Dialog as Kobalte } from '@kobalte/core/dialog'
import X from 'lucide-solid/icons/x'
import { createComputed, createSignal, createUniqueId, For, type JSX, on, Show } from 'solid-js'
import { text } from '../lib/text.ts'
import { Button, IconButton } from './Button.tsx'

interface LayerProps {
  isOpen: boolean
  onClose: () => void
  title: string
  children: JSX.Element
}

/** Layers have no button of their own: what had the focus when one opened gets it back when it closes. */
function useReturnFocus(isOpen: () => boolean): (event: Event) => void {
  let before: Element | null = null
  createComputed(
    on(isOpen, (open) => {
      if (open) before = document.activeElement
    }),
  )
  return (event) => {
    event.preventDefault()
    if (before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true })
  }
}

/** A question or short form over the page. Focus is kept inside and returns; Escape closes. */
export function Dialog(
  props: LayerProps & { say?: JSX.Element; isWide?: boolean; role?: 'dialog' | 'alertdialog' },
): JSX.Element {
  const returnFocus = useReturnFocus(() => props.isOpen)
  return (
    <Kobalte open={props.isOpen} onOpenChange={(open) => !open && props.onClose()}>
      <Kobalte.Portal>
        <Kobalte.Overlay class="scrim" />
        <div class="dialog-seat">
          <Kobalte.Content
            class={props.isWide ? 'dialog wide' : 'dialog'}
            role={props.role ?? 'dialog'}
            onCloseAutoFocus={returnFocus}
          >
            <header>
              <Kobalte.Title as="h2">{props.title}</Kobalte.Title>
              <Show when={props.role !== 'alertdialog'}>
                <IconButton icon={X} label={text.form.close} size="sm" onClick={props.onClose} />
              </Show>
            </header>
            <Show when={props.say}>
              <Kobalte.Description class="say">{props.say}</Kobalte.Description>
            </Show>
            {props.children}
          </Kobalte.Content>
        </div>
      </Kobalte.Portal>
    </Kobalte>
  )
}

export interface AlertDialogProps {
  isOpen: boolean
  onClose: () => void
  title: string
  say: JSX.Element
  /** What will be lost, as name and value. */
  loss?: readonly { name: string; value: string }[]
  /** Text to type before the action works, for what concerns a whole workspace. */
  typed?: string
  keep: string
  action: string
  isBusy?: boolean
  onConfirm: () => void
}

/** Only for what cannot be undone: it names the object, what is lost, and what keeps it. */
export function AlertDialog(props: AlertDialogProps): JSX.Element {
  const [typed, setTyped] = createSignal('')
  const id = createUniqueId()
  const isMissing = () => props.typed !== undefined && typed().trim() !== props.typed
  const close = () => {
    setTyped('')
    props.onClose()
  }
  return (
    <Dialog isOpen={props.isOpen} onClose={close} title={props.title} say={props.say} role="alertdialog">
      <Show when={props.loss?.length}>
        <dl class="loss">
          <For each={props.loss}>
            {(row) => (
              <div>
                <dt>{row.name}</dt>
                <dd>{row.value}</dd>
              </div>
            )}
          </For>
        </dl>
      </Show>
      <Show when={props.typed}>
        <div class="field">
          <label class="lab" for={id}>
            Type <span class="mono">{props.typed}</span> {text.form.typeToConfirm}
          </label>
          <input
            class="in"
            id={id}
            autocomplete="off"
            value={typed()}
            onInput={(event) => setTyped(event.currentTarget.value)}
          />
        </div>
      </Show>
      <div class="row end">
        <Button onClick={close}>{props.keep}</Button>
        <Button
          kind="danger"
          isBusy={props.isBusy}
          blocked={isMissing() && `Type ${props.typed} first`}
          onClick={() => props.onConfirm()}
        >
          {props.action}
        </Button>
      </div>
    </Dialog>
  )
}

/** A panel at the right, or from below on phones with `side="bottom"`. */
export function Sheet(props: LayerProps & { side?: 'right' | 'bottom'; actions?: JSX.Element }): JSX.Element {
  const returnFocus = useReturnFocus(() => props.isOpen)
  return (
    <Kobalte open={props.isOpen} onOpenChange={(open) => !open && props.onClose()}>
      <Kobalte.Portal>
        <Kobalte.Overlay class="scrim" />
        <Kobalte.Content
          class={props.side === 'bottom' ? 'sheet bottom' : 'sheet'}
          onCloseAutoFocus={returnFocus}
        >
          <header>
            <Kobalte.Title as="h2" class="clip">
              {props.title}
            </Kobalte.Title>
            {props.actions}
            <IconButton icon={X} label={text.form.close} onClick={props.onClose} />
          </header>
          <div class="body">{props.children}</div>
        </Kobalte.Content>
      </Kobalte.Portal>
    </Kobalte>
  )
}
