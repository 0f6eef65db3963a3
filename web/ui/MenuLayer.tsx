import { DropdownMenu } from '@kobalte/core/dropdown-menu'
import Check from 'lucide-solid/icons/check'
import { For, type JSX, Match, Show, Switch } from 'solid-js'
import type { MenuEntry, MenuProps } from './Menu.tsx'

/** The menu itself, loaded when a menu is first pointed at. It opens as soon as it is drawn. Not modal: the page behind stays readable. */
export default function MenuLayer(props: MenuProps): JSX.Element {
  return (
    <DropdownMenu placement={props.placement ?? 'bottom-start'} gutter={4} modal={false} defaultOpen>
      <DropdownMenu.Trigger class={props.triggerClass ?? 'btn'} aria-label={props.label} title={props.label}>
        {props.trigger}
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content class="menu">
          <For each={props.entries}>{(entry) => <MenuRow entry={entry} />}</For>
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu>
  )
}

/** One line of a menu; also used by menus that open at a point, such as that of a chart. */
export function MenuRow(props: { entry: MenuEntry }): JSX.Element {
  const item = () => (props.entry.kind === 'item' ? props.entry : null)
  return (
    <Switch>
      <Match when={props.entry.kind === 'rule'}>
        <DropdownMenu.Separator class="rule" />
      </Match>
      <Match when={props.entry.kind === 'label' && props.entry.label}>
        {(label) => (
          <div class="label" role="presentation">
            {label()}
          </div>
        )}
      </Match>
      <Match when={item()}>
        {(entry) => (
          <DropdownMenu.Item
            class={entry().isDanger ? 'item danger' : 'item'}
            disabled={entry().isDisabled}
            onSelect={() => entry().run()}
          >
            {entry().icon?.({})}
            <span class="grow clip">{entry().label}</span>
            <Show when={entry().isChecked}>
              <Check class="tick" aria-label="current" />
            </Show>
            <Show when={entry().keys}>
              <kbd class="push">{entry().keys}</kbd>
            </Show>
          </DropdownMenu.Item>
        )}
      </Match>
    </Switch>
  )
}
