import { Dialog } from '@kobalte/core/dialog'
import { Command as Cmdk } from 'cmdk-solid'
import Search from 'lucide-solid/icons/search'
import { createSignal, For, type JSX, Show } from 'solid-js'
import type { Permission } from '../../contracts/permissions.ts'
import { type Command, commands, keysShown } from '../lib/commands.ts'
import { text } from '../lib/text.ts'

/** Ids of commands used in this tab, newest first. */
const [recent, setRecent] = createSignal<readonly string[]>([])
const RECENT_MAX = 3

/** Everything that can be done, found by typing. Loaded when it is first opened. */
export default function CommandPalette(props: {
  isOpen: boolean
  onClose: () => void
  may: (permission: Permission) => boolean
}): JSX.Element {
  const usable = () =>
    commands().filter(
      (command) =>
        !command.isHidden &&
        (command.when?.() ?? true) &&
        (!command.permission || props.may(command.permission)),
    )
  const groups = () => [...new Set(usable().map((command) => command.group))]
  const recentOnes = () =>
    recent()
      .map((id) => usable().find((command) => command.id === id))
      .filter((command) => command !== undefined)
  const run = (command: Command) => {
    setRecent((ids) => [command.id, ...ids.filter((id) => id !== command.id)].slice(0, RECENT_MAX))
    props.onClose()
    // After the dialog has given the focus back, so that the command may move it.
    setTimeout(command.run)
  }
  return (
    <Dialog open={props.isOpen} onOpenChange={(open) => !open && props.onClose()}>
      <Dialog.Portal>
        <Dialog.Overlay class="scrim" />
        <Dialog.Content class="palette">
          <Dialog.Title class="sr">{text.palette.title}</Dialog.Title>
          <Cmdk label={text.palette.title} loop>
            <div class="ask">
              <Search />
              <Cmdk.Input placeholder={text.palette.ask} autofocus />
              <kbd>Esc</kbd>
            </div>
            <Cmdk.List>
              <Cmdk.Empty>{text.palette.none}</Cmdk.Empty>
              <Show when={recentOnes().length > 0}>
                <Cmdk.Group value={text.palette.recent} data-title={text.palette.recent}>
                  <For each={recentOnes()}>
                    {(command) => <Row command={command} scope="recent" onRun={run} />}
                  </For>
                </Cmdk.Group>
              </Show>
              <For each={groups()}>
                {(group) => (
                  <Cmdk.Group value={group} data-title={group}>
                    <For each={usable().filter((command) => command.group === group)}>
                      {(command) => <Row command={command} scope={group} onRun={run} />}
                    </For>
                  </Cmdk.Group>
                )}
              </For>
            </Cmdk.List>
          </Cmdk>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog>
  )
}

function Row(props: { command: Command; scope: string; onRun: (command: Command) => void }): JSX.Element {
  return (
    <Cmdk.Item
      class="item"
      value={`${props.scope} ${props.command.title}`}
      keywords={[...(props.command.words ?? [])]}
      onSelect={() => props.onRun(props.command)}
    >
      <span class="grow">{props.command.title}</span>
      <Show when={props.command.keys?.split(' or ')[0]}>
        {(keys) => <For each={keysShown(keys())}>{(press) => <kbd>{press}</kbd>}</For>}
      </Show>
    </Cmdk.Item>
  )
}
