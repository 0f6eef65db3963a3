import { Dialog } from '@kobalte/core/dialog'
import { Command as Cmdk, defaultFilter } from 'cmdk-solid'
import Search from 'lucide-solid/icons/search'
import { createSignal, For, type JSX, Show } from 'solid-js'
import type { Permission } from '../../contracts/permissions.ts'
import { type Command, commands, keysShown } from '../lib/commands.ts'
import { text } from '../lib/text.ts'
import { Button } from './Button.tsx'

/** Ids of commands used in this tab, newest first. */
const [recent, setRecent] = createSignal<readonly string[]>([])
const RECENT_MAX = 3

/** Records that what was typed has found, already of the right kind and in order. */
export interface Found {
  state: 'nothing' | 'looking' | 'found' | 'failed'
  groups: readonly {
    title: string
    items: readonly { id: string; title: string; detail: string; run: () => void }[]
  }[]
  retry?: () => void
}

const RECORD = 'record '
/** Letters that only stand somewhere in this order score less: among records such commands would be noise. */
const SCORE_MIN = 0.05
/** Commands are found here; records were found by the server, and none of them is left out again. */
function score(value: string, search: string, keywords?: string[]): number {
  if (value.startsWith(RECORD)) return 1
  const found = defaultFilter(value, search, keywords)
  return found < SCORE_MIN ? 0 : found
}

/** Everything that can be done and everything that has a name, found by typing. Loaded when it is first opened. */
export default function CommandPalette(props: {
  isOpen: boolean
  onClose: () => void
  may: (permission: Permission) => boolean
  found: Found
  onType: (text: string) => void
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
  const leave = (next: () => void) => {
    props.onClose()
    // After the dialog has given the focus back, so that what comes next may move it.
    setTimeout(next)
  }
  const run = (command: Command) => {
    setRecent((ids) => [command.id, ...ids.filter((id) => id !== command.id)].slice(0, RECENT_MAX))
    leave(command.run)
  }
  return (
    <Dialog open={props.isOpen} onOpenChange={(open) => !open && props.onClose()}>
      <Dialog.Portal>
        <Dialog.Overlay class="scrim" />
        <Dialog.Content class="palette">
          <Dialog.Title class="sr">{text.palette.title}</Dialog.Title>
          <Cmdk label={text.palette.title} filter={score} loop>
            <div class="ask">
              <Search />
              <Cmdk.Input placeholder={text.palette.ask} onValueChange={props.onType} autofocus />
              <span class="looking" role="status">
                {props.found.state === 'looking' ? text.palette.looking : ''}
              </span>
              <kbd>Esc</kbd>
            </div>
            <Cmdk.List>
              <Show when={props.found.state !== 'looking' && props.found.state !== 'failed'}>
                <Cmdk.Empty>{text.palette.none}</Cmdk.Empty>
              </Show>
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
              <For each={props.found.groups}>
                {(group) => (
                  <Cmdk.Group value={`${RECORD}${group.title}`} data-title={group.title}>
                    <For each={group.items}>
                      {(item) => (
                        <Cmdk.Item
                          class="item record"
                          value={`${RECORD}${item.id}`}
                          onSelect={() => leave(item.run)}
                        >
                          <span class="clip">{item.title}</span>
                          <span class="detail clip">{item.detail}</span>
                        </Cmdk.Item>
                      )}
                    </For>
                  </Cmdk.Group>
                )}
              </For>
            </Cmdk.List>
            <Show when={props.found.state === 'failed'}>
              <p class="state" role="alert">
                {text.palette.notLooked}
                <Button size="sm" onClick={() => props.found.retry?.()}>
                  {text.state.retry}
                </Button>
              </p>
            </Show>
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
