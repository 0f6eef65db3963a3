import { A } from '@solidjs/router'
import { createMemo, For, type JSX, Match, Show, Switch } from 'solid-js'
import type { ConnectionView, ConnectorView } from '../../../contracts/connections.ts'
import { useNow } from '../../lib/clock.ts'
import { paths } from '../../lib/paths.ts'
import { useFormat, useWorkspace } from '../../lib/session.tsx'
import { RunStrip } from '../../ui/RunStrip.tsx'
import { SourceMark } from '../../ui/SourceMark.tsx'
import { ConnectionActions } from './ConnectionActions.tsx'
import { healthWord, providerName, secondLine } from './describe.ts'
import { HealthPill } from './HealthPill.tsx'
import { healthOf, stripOf } from './health.ts'
import { ProblemNotice } from './ProblemNotice.tsx'
import { SyncProgress } from './SyncProgress.tsx'
import type { Actions } from './useActions.ts'
import { useCalmOrder } from './useCalmOrder.ts'
import type { Consent } from './useConsent.ts'
import { words } from './words.ts'

interface TableProps {
  views: readonly ConnectionView[]
  connectors: readonly ConnectorView[] | undefined
  /** Whether the rows belong to more than one client, so that each has to say to whose. */
  hasClients: boolean
  actions: Actions
  consent: Consent
}

/** The connections with how they do; what is open or under way stands in a second row. */
export function ConnectionsTable(props: TableProps): JSX.Element {
  const order = useCalmOrder(() => props.views)
  return (
    <div class="table-wrap" {...order.bind}>
      <table class="table conns">
        <caption class="sr">{words.page.list}</caption>
        <thead>
          <tr>
            <th scope="col">{words.column.source}</th>
            <th scope="col">{words.column.health}</th>
            <th scope="col">{words.column.runs}</th>
            <th scope="col" class="end">
              {words.column.lastSync}
            </th>
            <th scope="col" class="end next">
              {words.column.next}
            </th>
            <th scope="col">
              <span class="sr">{words.column.actions}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          <For each={order.rows()}>{(view) => <Rows {...props} view={view} />}</For>
        </tbody>
      </table>
    </div>
  )
}

function Rows(props: TableProps & { view: ConnectionView }): JSX.Element {
  const now = useNow()
  const format = useFormat()
  const health = createMemo(() => healthOf(props.view, now()))
  const syncing = () => {
    const state = health()
    return state.kind === 'syncing' ? state : null
  }
  const hasMore = () => ['failing', 'setup', 'late', 'syncing'].includes(health().kind)
  return (
    <>
      <tr class={hasMore() ? 'has' : undefined}>
        <td>
          <Source view={props.view} connectors={props.connectors} hasClients={props.hasClients} />
        </td>
        <td>
          <HealthPill kind={health().kind}>{healthWord(health(), format())}</HealthPill>
        </td>
        <td>
          <Strip view={props.view} />
        </td>
        <td class="end">
          <LastSync view={props.view} now={now()} />
        </td>
        <td class="end next muted">
          <Next view={props.view} now={now()} isSyncing={syncing() !== null} />
        </td>
        <td class="acts">
          <div class="row right">
            <ConnectionActions
              view={props.view}
              health={health()}
              actions={props.actions}
              consent={props.consent}
              isRow
            />
          </div>
        </td>
      </tr>
      <Show when={hasMore()}>
        <tr class="more">
          <td colspan="6">
            <Switch
              fallback={
                <ProblemNotice
                  view={props.view}
                  health={health()}
                  actions={props.actions}
                  consent={props.consent}
                />
              }
            >
              <Match when={syncing()}>
                {(state) => (
                  <SyncProgress
                    view={props.view}
                    runs={state().runs}
                    waitsUntil={state().waitsUntil}
                    actions={props.actions}
                  />
                )}
              </Match>
            </Switch>
          </td>
        </tr>
      </Show>
    </>
  )
}

function Source(props: {
  view: ConnectionView
  connectors: readonly ConnectorView[] | undefined
  hasClients: boolean
}): JSX.Element {
  const workspace = useWorkspace()
  const second = () =>
    secondLine(
      props.view,
      props.connectors?.find((one) => one.provider === props.view.provider),
      props.hasClients,
    )
  return (
    <div class="src">
      <SourceMark name={providerName(props.connectors, props.view.provider)} />
      <div class="clip">
        <A
          class="row-link clip"
          href={paths.connector(workspace().slug, props.view.id)}
          title={props.view.label}
        >
          {props.view.label}
        </A>
        <span class="second clip" title={second()}>
          {second()}
        </span>
      </div>
    </div>
  )
}

/** The last runs, and the same in words. */
export function Strip(props: { view: ConnectionView }): JSX.Element {
  const marks = createMemo(() => stripOf(props.view.recentRuns))
  const count = (mark: string) => marks().filter((one) => one === mark).length
  return (
    <RunStrip
      marks={marks()}
      label={words.row.strip(count('good'), count('part'), count('bad'), count('none'))}
    />
  )
}

function LastSync(props: { view: ConnectionView; now: number }): JSX.Element {
  const format = useFormat()
  return (
    <>
      <Show when={props.view.lastSyncAt} fallback={<span class="muted">{words.row.never}</span>}>
        {(at) => (
          <time datetime={at()} title={format().dateTime(at())}>
            {format().ago(at(), props.now)}
          </time>
        )}
      </Show>
      <span class="second">
        {words.row.rows(format().short(String(props.view.rowsTotal), 'count'), props.view.rowsTotal)}
      </span>
    </>
  )
}

function Next(props: { view: ConnectionView; now: number; isSyncing: boolean }): JSX.Element {
  const format = useFormat()
  const at = () => (props.view.status === 'active' && !props.isSyncing ? props.view.nextSyncAt : null)
  return (
    <Show when={at()} fallback="–">
      {(due) => (
        <time datetime={due()} title={format().dateTime(due())}>
          {format().until(due(), props.now)}
        </time>
      )}
    </Show>
  )
}
