import { useQuery, useQueryClient } from '@tanstack/solid-query'
import { createEffect, For, type JSX, on, Show } from 'solid-js'
import type { RestoreView } from '../../../contracts/restore.ts'
import { dataOf } from '../../lib/data-of.ts'
import { paths } from '../../lib/paths.ts'
import { sessionQuery, useFormat, useWorkspace } from '../../lib/session.tsx'
import { LinkButton } from '../../ui/Button.tsx'
import { Card } from '../../ui/Card.tsx'
import { Progress } from '../../ui/Meter.tsx'
import { restoresQuery } from './queries.ts'
import { words } from './words.ts'

/** Workspaces made of copies of this one, and how far they are. Draws nothing while there are none. */
export function RestoresCard(): JSX.Element {
  const workspace = useWorkspace()
  const client = useQueryClient()
  const query = useQuery(() => restoresQuery())
  const own = () => (dataOf(query) ?? []).filter(({ sourceId }) => sourceId === workspace().id)
  const open = () => own().filter(({ finishedAt }) => finishedAt === null).length
  // The one that has just come stands in the list of workspaces from now on.
  createEffect(
    on(open, (now, before) => {
      if (before !== undefined && now < before)
        void client.invalidateQueries({ queryKey: sessionQuery().queryKey })
    }),
  )
  return (
    <Show when={own().length > 0}>
      <Card title={words.restore.list}>
        <ul class="restores">
          <For each={own()}>{(one) => <Restore restore={one} />}</For>
        </ul>
      </Card>
    </Show>
  )
}

function Restore(props: { restore: RestoreView }): JSX.Element {
  const format = useFormat()
  const share = () => (props.restore.total === 0 ? null : props.restore.done / props.restore.total)
  return (
    <li class="row">
      <span class="grow">
        <b class="sb">{props.restore.name}</b>
        <span class="second">{words.restore.from(format().dateTime(props.restore.madeAt))}</span>
      </span>
      <Show
        when={props.restore.finishedAt !== null}
        fallback={
          <span class="backup-running">
            <Progress label={props.restore.name} share={share()} />
            <span class="second num">{words.restore.going(props.restore.done, props.restore.total)}</span>
          </span>
        }
      >
        <LinkButton href={paths.home(props.restore.slug)} size="sm">
          {words.restore.open}
        </LinkButton>
      </Show>
    </li>
  )
}
