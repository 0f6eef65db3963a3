import { A } from '@solidjs/router'
import { createEffect, createSignal, For, type JSX, on, Show } from 'solid-js'
import type { ImportView } from '../../../contracts/imports.ts'
import { paths } from '../../lib/paths.ts'
import { type RateSample, rowsPerSecond, secondsLeft, steadySeconds, withSample } from '../../lib/rate.ts'
import { useFormat, useWorkspace } from '../../lib/session.tsx'
import { Card } from '../../ui/Card.tsx'
import { Progress } from '../../ui/Meter.tsx'
import { words } from './words.ts'

/** How far a load is: percent, time left, bar and counts. The speed is that of the last seconds. */
export function LoadProgress(props: { view: ImportView }): JSX.Element {
  const format = useFormat()
  const [samples, setSamples] = createSignal<readonly RateSample[]>([])
  createEffect(
    on(
      () => [props.view.bytesDone, props.view.rowsRead] as const,
      ([done, rows]) => setSamples((all) => withSample(all, { atMs: Date.now(), rows, done })),
    ),
  )
  const share = () => (props.view.bytesTotal === 0 ? 0 : props.view.bytesDone / props.view.bytesTotal)
  const left = () => {
    const seconds = secondsLeft(samples(), props.view.bytesTotal)
    return seconds === null
      ? words.run.starting
      : words.run.left(format().duration(String(steadySeconds(seconds))))
  }
  const speed = () => {
    const rows = rowsPerSecond(samples())
    return rows === null ? '–' : words.run.perSecond(format().count(String(Math.round(rows)), 0))
  }
  const count = (rows: number) => format().count(String(rows))
  return (
    <>
      <div class="row baseline">
        <span class="big">{words.run.percent(Math.floor(Math.min(1, share()) * 100))}</span>
        <span class="sm muted">{left()}</span>
      </div>
      <div class="load-bar">
        <Progress label={words.run.label(props.view.name)} share={share()} />
      </div>
      <dl class="stat load-stat">
        <dt>{words.run.read}</dt>
        <dd>{count(props.view.rowsRead)}</dd>
        <dt>{words.run.added}</dt>
        <dd>{count(props.view.rowsLoaded)}</dd>
        <Show when={props.view.rowsSame > 0}>
          <dt>{words.run.same}</dt>
          <dd>{count(props.view.rowsSame)}</dd>
        </Show>
        <dt>{words.run.aside}</dt>
        <dd>{count(props.view.rowsRejected)}</dd>
        <dt>{words.run.speed}</dt>
        <dd>{speed()}</dd>
      </dl>
    </>
  )
}

/** The loads that are under way, beside other work. */
export function RunningCard(props: { views: readonly ImportView[] }): JSX.Element {
  const workspace = useWorkspace()
  return (
    <Card title={words.page.running}>
      <ul class="running">
        <For each={props.views}>
          {(view) => (
            <li>
              <A class="sm b clip" href={paths.import(workspace().slug, view.id)} title={view.name}>
                {view.name}
              </A>
              <LoadProgress view={view} />
            </li>
          )}
        </For>
      </ul>
      <p class="cap subtle running-say">{words.run.leave}</p>
    </Card>
  )
}
