import CircleAlert from 'lucide-solid/icons/circle-alert'
import CircleCheck from 'lucide-solid/icons/circle-check'
import { createEffect, createSignal, For, type JSX, Match, on, Show, Switch } from 'solid-js'
import type { ImportView } from '../../../contracts/imports.ts'
import { announce } from '../../lib/announce.ts'
import { asApiError } from '../../lib/errors.ts'
import { paths } from '../../lib/paths.ts'
import { useFormat, useWorkspace } from '../../lib/session.tsx'
import { Button, LinkButton } from '../../ui/Button.tsx'
import { Card } from '../../ui/Card.tsx'
import { toast } from '../../ui/Toast.tsx'
import { RejectsCard } from './RejectsCard.tsx'
import { LoadProgress } from './RunningCard.tsx'
import { outcomeOf } from './summary.ts'
import { words } from './words.ts'

/** Last step: the load as it runs, then what came of it. */
export function LoadStep(props: { view: ImportView; onAgain: () => Promise<void> }): JSX.Element {
  createEffect(
    on(
      () => props.view.status,
      (status, before) => {
        if (before === 'loading' && status === 'done') announce(words.run.ended(props.view.name))
        if (before === 'loading' && status === 'failed')
          announce(words.failed.said(props.view.name), 'assertive')
      },
    ),
  )
  return (
    <Switch>
      <Match when={props.view.status === 'loading' || props.view.status === 'detected'}>
        <Loading view={props.view} />
      </Match>
      <Match when={props.view.status === 'failed'}>
        <Failed view={props.view} onAgain={props.onAgain} />
        <Show when={props.view.rowsRejected > 0}>
          <RejectsCard view={props.view} />
        </Show>
      </Match>
      <Match when={props.view.status === 'done'}>
        <Done view={props.view} />
        <Show when={props.view.rowsRejected > 0}>
          <RejectsCard view={props.view} />
        </Show>
      </Match>
    </Switch>
  )
}

function Loading(props: { view: ImportView }): JSX.Element {
  const workspace = useWorkspace()
  return (
    <Card title={words.run.title}>
      <LoadProgress view={props.view} />
      <div class="acts">
        <LinkButton kind="primary" href={paths.dashboard(workspace().slug)}>
          {words.run.watch}
        </LinkButton>
        <span class="cap muted">{words.run.leave}</span>
      </div>
    </Card>
  )
}

function Counts(props: { view: ImportView }): JSX.Element {
  const format = useFormat()
  const count = (rows: number) => format().count(String(rows))
  return (
    <dl class="stat done-stat">
      <dt>{words.run.read}</dt>
      <dd>{count(props.view.rowsRead)}</dd>
      <dt>{words.run.added}</dt>
      <dd>{count(props.view.rowsLoaded)}</dd>
      <dt>{words.run.same}</dt>
      <dd>{count(props.view.rowsSame)}</dd>
      <dt>{words.run.aside}</dt>
      <dd>{count(props.view.rowsRejected)}</dd>
    </dl>
  )
}

function Done(props: { view: ImportView }): JSX.Element {
  const format = useFormat()
  const workspace = useWorkspace()
  const outcome = () => outcomeOf(props.view)
  const stored = () => format().count(String(props.view.rowsLoaded + props.view.rowsSame))
  const title = () => {
    switch (outcome()) {
      case 'all':
        return words.done.all(stored())
      case 'with_aside':
        return words.done.withAside(stored())
      case 'nothing_new':
        return words.done.nothingNew
      case 'none_loaded':
        return words.done.noneLoaded
    }
  }
  const say = () => {
    if (outcome() === 'nothing_new') return words.done.nothingNewWhy
    if (outcome() === 'none_loaded') return words.done.noneLoadedWhy
    return props.view.finishedAt ? format().dateTime(props.view.finishedAt) : ''
  }
  const isBad = () => outcome() === 'none_loaded'
  return (
    <section class="card result" aria-label={title()}>
      <span class={isBad() ? 'ic neg' : outcome() === 'with_aside' ? 'ic warn' : 'ic pos'}>
        {isBad() ? <CircleAlert /> : <CircleCheck />}
      </span>
      <div class="grow">
        <h2>{title()}</h2>
        <p class="sm muted">{say()}</p>
        <Counts view={props.view} />
        <div class="row wrap result-acts">
          <Show when={!isBad()}>
            <LinkButton kind="primary" href={paths.dashboard(workspace().slug)}>
              {words.done.dashboard}
            </LinkButton>
            <For each={props.view.mapping?.values ?? []}>
              {(value) => (
                <LinkButton href={paths.metric(workspace().slug, value.metric)}>
                  {words.done.metric(value.label)}
                </LinkButton>
              )}
            </For>
          </Show>
          <LinkButton kind={isBad() ? 'primary' : 'quiet'} href={paths.imports(workspace().slug)}>
            {words.done.next}
          </LinkButton>
        </div>
      </div>
    </section>
  )
}

function Failed(props: { view: ImportView; onAgain: () => Promise<void> }): JSX.Element {
  const workspace = useWorkspace()
  const format = useFormat()
  const [isBusy, setBusy] = createSignal(false)
  const again = async () => {
    setBusy(true)
    try {
      await props.onAgain()
    } catch (thrown) {
      toast(`${asApiError(thrown).message} ${asApiError(thrown).next}`, { isError: true })
    } finally {
      setBusy(false)
    }
  }
  return (
    <section class="card result" role="alert" aria-label={words.failed.title}>
      <span class="ic neg">
        <CircleAlert />
      </span>
      <div class="grow">
        <h2>{words.failed.title}</h2>
        <p class="sm">
          {props.view.failure?.message} {props.view.failure?.next}
        </p>
        <p class="sm muted">{words.failed.kept(format().count(String(props.view.rowsRead)))}</p>
        <Counts view={props.view} />
        <div class="row wrap result-acts">
          <Show when={props.view.mapping}>
            <Button kind="primary" isBusy={isBusy()} onClick={again}>
              {words.failed.again}
            </Button>
          </Show>
          <LinkButton href={paths.imports(workspace().slug)}>{words.failed.other}</LinkButton>
        </div>
      </div>
    </section>
  )
}
