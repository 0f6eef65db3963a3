import { createSignal, For, type JSX } from 'solid-js'
import { commands, keysShown, setSingleKeys } from '../lib/commands.ts'
import { text } from '../lib/text.ts'
import { Switch } from './Choice.tsx'
import { Dialog } from './Dialog.tsx'

const [isOn, setOn] = createSignal(true)

/** Every shortcut that works on this page, from the same registry that runs them. */
export default function ShortcutHelp(props: { isOpen: boolean; onClose: () => void }): JSX.Element {
  const rows = () => commands().filter((command) => command.keys && (command.when?.() ?? true))
  const change = (on: boolean) => {
    setOn(on)
    setSingleKeys(on)
  }
  return (
    <Dialog isOpen={props.isOpen} onClose={props.onClose} title={text.keys.title} isWide>
      <dl class="keys">
        <For each={rows()}>
          {(command) => (
            <div>
              <dt>{command.title}</dt>
              <dd>
                <For each={keysShown(command.keys?.split(' or ')[0] ?? '')}>
                  {(press) => <kbd>{press}</kbd>}
                </For>
              </dd>
            </div>
          )}
        </For>
      </dl>
      <hr class="rule" />
      <Switch
        label={text.keys.singleKeys}
        hint={text.keys.singleKeysWhy}
        isChecked={isOn()}
        onChange={change}
      />
    </Dialog>
  )
}
