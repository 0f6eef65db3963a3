import { useMutation, useQueryClient } from '@tanstack/solid-query'
import ArrowDown from 'lucide-solid/icons/arrow-down'
import ArrowUp from 'lucide-solid/icons/arrow-up'
import Plus from 'lucide-solid/icons/plus'
import X from 'lucide-solid/icons/x'
import { createSignal, For, type JSX, Show } from 'solid-js'
import type { DashboardLayout, DashboardView } from '../../../contracts/dashboards.ts'
import { DASHBOARD_TILES_MAX } from '../../../contracts/limits.ts'
import type { MetricDefinition } from '../../../contracts/metrics.ts'
import { call } from '../../lib/api.ts'
import { asApiError } from '../../lib/errors.ts'
import { key } from '../../lib/query.ts'
import { useWorkspace } from '../../lib/session.tsx'
import { text } from '../../lib/text.ts'
import { Button, IconButton } from '../../ui/Button.tsx'
import { Sheet } from '../../ui/Dialog.tsx'
import { Notice } from '../../ui/States.tsx'
import { toast } from '../../ui/Toast.tsx'
import { moved } from './layout.ts'
import { words } from './words.ts'

interface EditTilesProps {
  dashboard: DashboardView
  /** Tiles on screen now, also when they were chosen automatically. */
  tiles: readonly string[]
  metrics: readonly MetricDefinition[]
  onClose: () => void
}

/** Chooses and orders the tiles of a dashboard for everybody, with buttons only. */
export default function EditTiles(props: EditTilesProps): JSX.Element {
  const workspace = useWorkspace()
  const client = useQueryClient()
  const [tiles, setTiles] = createSignal<string[]>([...props.tiles])
  // As it was opened: the live one moves under the hand, and with its version nobody would be told of what they put aside.
  let seen = props.dashboard
  const labelOf = (metric: string) => props.metrics.find((one) => one.key === metric)?.label ?? metric
  const rest = () => props.metrics.filter((metric) => !tiles().includes(metric.key))
  const isFull = () => tiles().length >= DASHBOARD_TILES_MAX

  const save = useMutation(() => ({
    mutationFn: (layout: DashboardLayout) =>
      call<DashboardView>(`/api/v1/dashboards/${props.dashboard.id}`, {
        method: 'PUT',
        body: { layout },
        ifMatch: seen.version,
      }),
    onSuccess: () => {
      toast(words.edit.saved)
      props.onClose()
    },
    onError: (thrown: unknown) => {
      const error = asApiError(thrown)
      // `details` of this refusal is the dashboard as it is now; saving again is said to take its place.
      if (error.code === 'stale_version') seen = error.details as DashboardView
    },
    onSettled: () => client.invalidateQueries({ queryKey: key(workspace().id, 'dashboards', 'list') }),
  }))
  const layoutWith = (keys: string[]): DashboardLayout => {
    const first = keys[0]
    return { ...seen.layout, tiles: keys, main: first === undefined ? null : { metric: first } }
  }
  const failure = () => {
    if (!save.isError) return null
    const error = asApiError(save.error)
    return error.code === 'stale_version' ? text.conflict.saveAgain : `${error.message} ${error.next}`
  }
  return (
    <Sheet isOpen title={words.edit.title} onClose={props.onClose}>
      <p class="muted sm">{words.edit.say(DASHBOARD_TILES_MAX)}</p>
      <ol class="edit-tiles" aria-label={words.edit.shown}>
        <For each={tiles()}>
          {(metric, at) => (
            <li>
              <span class="grow clip">{labelOf(metric)}</span>
              <IconButton
                icon={ArrowUp}
                size="sm"
                label={words.edit.up(labelOf(metric))}
                onClick={() => setTiles((all) => moved(all, at(), -1))}
              />
              <IconButton
                icon={ArrowDown}
                size="sm"
                label={words.edit.down(labelOf(metric))}
                onClick={() => setTiles((all) => moved(all, at(), 1))}
              />
              <IconButton
                icon={X}
                size="sm"
                label={words.edit.remove(labelOf(metric))}
                blocked={tiles().length === 1 && words.edit.last}
                onClick={() => setTiles((all) => all.filter((one) => one !== metric))}
              />
            </li>
          )}
        </For>
      </ol>
      <Show when={rest().length > 0}>
        <h3 class="b sm">{words.edit.more}</h3>
        <ul class="edit-tiles">
          <For each={rest()}>
            {(metric) => (
              <li>
                <span class="grow clip">{metric.label}</span>
                <IconButton
                  icon={Plus}
                  size="sm"
                  label={words.edit.add(metric.label)}
                  blocked={isFull() && words.edit.full(DASHBOARD_TILES_MAX)}
                  onClick={() => setTiles((all) => [...all, metric.key])}
                />
              </li>
            )}
          </For>
        </ul>
      </Show>
      <Show when={failure()}>
        {(say) => (
          <Notice tone="neg" isAlert>
            {say()}
          </Notice>
        )}
      </Show>
      <div class="edit-actions">
        <Button
          kind="quiet"
          isBusy={save.isPending}
          onClick={() => save.mutate({ tiles: [], main: null, lists: [] })}
        >
          {words.edit.automatic}
        </Button>
        <Button kind="primary" isBusy={save.isPending} onClick={() => save.mutate(layoutWith(tiles()))}>
          {text.form.save}
        </Button>
      </div>
    </Sheet>
  )
}
