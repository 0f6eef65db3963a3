import CircleCheck from 'lucide-solid/icons/circle-check'
import { createMemo, For, type JSX, Match, Show, Switch } from 'solid-js'
import type { ConnectionView, ConnectorView } from '../../../contracts/connections.ts'
import { useNow } from '../../lib/clock.ts'
import { paths } from '../../lib/paths.ts'
import { useFormat, useWorkspace } from '../../lib/session.tsx'
import { LinkButton } from '../../ui/Button.tsx'
import { Card } from '../../ui/Card.tsx'
import { Switch as Toggle } from '../../ui/Choice.tsx'
import { toast } from '../../ui/Toast.tsx'
import { countIn } from './describe.ts'
import { healthOf } from './health.ts'
import { ProblemNotice } from './ProblemNotice.tsx'
import { bringsOf, SetUp } from './SetUp.tsx'
import { SyncProgress } from './SyncProgress.tsx'
import { type Actions, useActions } from './useActions.ts'
import { useConsent } from './useConsent.ts'
import { words } from './words.ts'

/** A new connection: its last questions, then its first sync with live progress, then what came of it. */
export function ArrivalStep(props: {
  view: ConnectionView
  connector: ConnectorView | undefined
}): JSX.Element {
  const actions = useActions()
  const now = useNow()
  const consent = useConsent(() => toast(words.reconnected(props.view.label)))
  const health = createMemo(() => healthOf(props.view, now()))
  const syncing = () => {
    const state = health()
    return state.kind === 'syncing' ? state : null
  }
  return (
    <Show
      when={props.view.status !== 'pending'}
      fallback={<SetUp view={props.view} connector={props.connector} consent={consent} />}
    >
      <div class="col">
        <Switch>
          <Match when={syncing()}>
            {(state) => (
              <Card title={words.arrival.title}>
                <SyncProgress
                  view={props.view}
                  runs={state().runs}
                  waitsUntil={state().waitsUntil}
                  actions={actions}
                />
                <p class="cap subtle sync-leave">{words.sync.leave}</p>
              </Card>
            )}
          </Match>
          <Match when={health().kind === 'failing' || (health().kind === 'late' && !props.view.lastSyncAt)}>
            <ProblemNotice view={props.view} health={health()} actions={actions} consent={consent} />
          </Match>
          <Match when={props.view.lastSyncAt !== null}>
            <Arrived view={props.view} />
          </Match>
          <Match when={true}>
            <Card title={words.arrival.title}>
              <p class="sm muted">{words.arrival.waiting}</p>
            </Card>
          </Match>
        </Switch>
        <WhatToSync view={props.view} connector={props.connector} actions={actions} />
      </div>
    </Show>
  )
}

function Arrived(props: { view: ConnectionView }): JSX.Element {
  const workspace = useWorkspace()
  const format = useFormat()
  return (
    <section class="card arrived" aria-label={words.arrival.done(props.view.label)}>
      <span class="ic pos">
        <CircleCheck />
      </span>
      <div class="grow">
        <h2>{words.arrival.done(props.view.label)}</h2>
        <p class="sm muted">
          {props.view.rowsTotal > 0
            ? words.arrival.doneSay(countIn(format(), props.view.rowsTotal), props.view.rowsTotal)
            : words.arrival.doneNone}
        </p>
        <div class="row wrap">
          <LinkButton kind="primary" href={paths.dashboard(workspace().slug)}>
            {words.arrival.dashboard}
          </LinkButton>
          <LinkButton href={paths.connector(workspace().slug, props.view.id)}>
            {words.arrival.open(props.view.label)}
          </LinkButton>
          <LinkButton kind="quiet" href={paths.newConnector(workspace().slug)}>
            {words.arrival.another}
          </LinkButton>
        </div>
      </div>
    </section>
  )
}

function WhatToSync(props: {
  view: ConnectionView
  connector: ConnectorView | undefined
  actions: Actions
}): JSX.Element {
  return (
    <Card title={words.setup.streamsTitle}>
      <div class="choices">
        <For each={props.view.streams}>
          {(stream) => (
            <Toggle
              label={<span class="b">{stream.label}</span>}
              hint={bringsOf(props.connector, stream.stream)}
              isChecked={stream.isEnabled}
              onChange={(isOn) => void props.actions.setEnabled(props.view, stream, isOn)}
            />
          )}
        </For>
      </div>
    </Card>
  )
}
