import { createEffect, createSignal, type JSX, on, Show } from 'solid-js'
import type { ConnectionView, RunView } from '../../../contracts/connections.ts'
import { type RateSample, withSample } from '../../lib/rate.ts'
import { useFormat, useMay } from '../../lib/session.tsx'
import { Button } from '../../ui/Button.tsx'
import { Progress } from '../../ui/Meter.tsx'
import { syncWords } from './describe.ts'
import { leftOf, shareOf, syncStateOf } from './progress.ts'
import type { Actions } from './useActions.ts'
import { words } from './words.ts'

/** How far a sync is, in words and as a bar, and the way to stop it. The speed is that of the last seconds. */
export function SyncProgress(props: {
  view: ConnectionView
  runs: readonly RunView[]
  waitsUntil: string | null
  actions: Actions
}): JSX.Element {
  const format = useFormat()
  const may = useMay()
  const state = () => syncStateOf(props.runs)
  const [samples, setSamples] = createSignal<readonly RateSample[]>([])
  createEffect(
    on(
      () => [state().pagesDone, state().read] as const,
      ([done, rows]) => setSamples((all) => withSample(all, { atMs: Date.now(), rows, done })),
    ),
  )
  const say = () =>
    props.waitsUntil === null
      ? syncWords(state(), shareOf(state()), leftOf(state(), samples()), props.view.streams, format())
      : words.problem.waiting(format().clock(props.waitsUntil))
  return (
    <div class="sync">
      <span>{say()}</span>
      <Show when={props.waitsUntil === null || shareOf(state()) !== null}>
        <Progress label={words.sync.label(props.view.label)} share={shareOf(state())} />
      </Show>
      <Show when={may('connections.sync')}>
        <Button
          size="sm"
          isBusy={props.actions.isBusy(props.view)}
          onClick={() => void props.actions.cancel(props.view)}
        >
          {words.act.cancel}
        </Button>
      </Show>
    </div>
  )
}
