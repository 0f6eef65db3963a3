import { A } from '@solidjs/router'
import CircleAlert from 'lucide-solid/icons/circle-alert'
import CircleCheck from 'lucide-solid/icons/circle-check'
import Clock from 'lucide-solid/icons/clock'
import { type JSX, Match, Show, Switch } from 'solid-js'
import { paths } from '../../lib/paths.ts'
import { useFormat, useWorkspace } from '../../lib/session.tsx'
import { Button } from '../../ui/Button.tsx'
import type { Edits } from './useEdits.ts'
import type { Sheet } from './useSheet.ts'
import type { Typing } from './useTyping.ts'
import type { ActiveCell } from './ValuesGrid.tsx'
import { words } from './words.ts'

/** What is known of the cell that has the focus: its day and metric, who entered it, what is wrong with it. */
export function CellDetail(props: {
  id: string
  active: ActiveCell | null
  sheet: Sheet
  typing: Typing
}): JSX.Element {
  const workspace = useWorkspace()
  const format = useFormat()
  const column = () => props.sheet.columnOf(props.active?.cell.metric ?? '')
  return (
    <p class="values-detail">
      <Show when={column() ? props.active : null}>
        {(active) => (
          <>
            <span class="b">
              <Show when={!column()?.isNew} fallback={column()?.label}>
                <A href={paths.metric(workspace().slug, active().cell.metric)}>{column()?.label}</A>
              </Show>
              , {format().day(active().cell.day)}
            </span>
            <Show when={active().range}>
              {(range) => <span class="b">{words.marked(range().rows, range().columns)}</span>}
            </Show>
            <span id={props.id} class={active().problem === null ? 'muted' : 'neg'}>
              {active().problem ?? props.typing.detailOf(active().cell)}
            </span>
          </>
        )}
      </Show>
    </p>
  )
}

/** Whether everything is saved, and what can be done where it is not. */
export function SaveStatus(props: { edits: Edits; onShow: (name: string) => void }): JSX.Element {
  const count = (state: string) =>
    [...props.edits.all().values()].filter((edit) => edit.state === state).length
  const firstRefused = () => [...props.edits.all()].find(([, { state }]) => state === 'refused')?.[0]
  return (
    <div class="values-status">
      <Switch
        fallback={
          <span class="muted row">
            <CircleCheck class="s pos" />
            {words.status.saved}
          </span>
        }
      >
        <Match when={count('refused') > 0}>
          <span class="row neg">
            <CircleAlert class="s" />
            {words.status.refused(count('refused'))}
          </span>
          <Button size="sm" onClick={() => props.onShow(firstRefused() ?? '')}>
            {words.status.show}
          </Button>
        </Match>
        <Match when={count('waiting') > 0}>
          <span class="row warn">
            <Clock class="s" />
            {words.status.waiting(count('waiting'))}
          </span>
          <Button size="sm" onClick={props.edits.retry}>
            {words.status.retry}
          </Button>
        </Match>
        <Match when={count('saving') > 0}>
          <span class="muted row">
            <span class="spin" aria-hidden="true" />
            {words.status.saving}
          </span>
        </Match>
      </Switch>
    </div>
  )
}
