import { dataOf } from '../../lib/data-of.ts'
import './connectors.css'
import { useParams } from '@solidjs/router'
import { useQuery } from '@tanstack/solid-query'
import { createMemo, type JSX, Match, Show, Switch } from 'solid-js'
import type { ConnectionView } from '../../../contracts/connections.ts'
import { useNow } from '../../lib/clock.ts'
import { ApiError } from '../../lib/errors.ts'
import { usePageTitle } from '../../lib/page.ts'
import { type ConnectorTab, paths } from '../../lib/paths.ts'
import { useFormat, useWorkspace } from '../../lib/session.tsx'
import { PageHeader } from '../../ui/Card.tsx'
import { LinkTabs } from '../../ui/LinkTabs.tsx'
import { QueryView } from '../../ui/Skeleton.tsx'
import { NotFound } from '../../ui/States.tsx'
import { toast } from '../../ui/Toast.tsx'
import { ConnectionActions } from './ConnectionActions.tsx'
import { ConsentAgeNotice } from './ConsentAgeNotice.tsx'
import { ConsentOver } from './ConsentOver.tsx'
import { ConsentProblem } from './ConsentProblem.tsx'
import { erasing } from './changes.ts'
import { isConsentWindow } from './consent.ts'
import { healthWord, providerName } from './describe.ts'
import { FieldsTab } from './FieldsTab.tsx'
import { HealthPill } from './HealthPill.tsx'
import { healthOf } from './health.ts'
import { OverviewTab } from './OverviewTab.tsx'
import { connectionQuery, connectorsQuery } from './queries.ts'
import { RunsTab } from './RunsTab.tsx'
import { ScheduleTab } from './ScheduleTab.tsx'
import { SettingsTab } from './SettingsTab.tsx'
import type { TabProps } from './tab.ts'
import { useActions } from './useActions.ts'
import { useConsent } from './useConsent.ts'
import { useSyncProgress } from './useSyncProgress.ts'
import { words } from './words.ts'

const tabs = ['overview', 'runs', 'fields', 'schedule', 'settings'] as const satisfies readonly ConnectorTab[]

/** One connection: how it does, its runs, fields, timetable and settings. */
export default function ConnectorPage(): JSX.Element {
  const params = useParams()
  const workspace = useWorkspace()
  const id = () => params.id ?? ''
  return (
    <Show when={!isConsentWindow()} fallback={<ConsentOver news={{ connectionId: id() }} />}>
      <One
        workspaceId={workspace().id}
        id={id()}
        tab={tabs.find((tab) => tab === params.tab) ?? 'overview'}
      />
    </Show>
  )
}

function One(props: { workspaceId: string; id: string; tab: ConnectorTab }): JSX.Element {
  const workspace = useWorkspace()
  const view = useQuery(() => ({
    ...connectionQuery(props.workspaceId, props.id),
    enabled: erasing() !== props.id,
  }))
  useSyncProgress(() => props.workspaceId)
  usePageTitle(() => dataOf(view)?.label)
  const isMissing = () =>
    view.isError && view.error instanceof ApiError && [400, 404].includes(view.error.status)
  return (
    <Show
      when={!isMissing()}
      fallback={
        <NotFound
          title={words.page.gone}
          why={words.page.goneWhy}
          homeHref={paths.connectors(workspace().slug)}
        />
      }
    >
      <QueryView query={view} what={words.page.what}>
        {(data) => <Loaded view={data()} tab={props.tab} />}
      </QueryView>
    </Show>
  )
}

function Loaded(props: { view: ConnectionView; tab: ConnectorTab }): JSX.Element {
  const workspace = useWorkspace()
  const connectors = useQuery(() => connectorsQuery(workspace().id))
  const now = useNow()
  const actions = useActions()
  const consent = useConsent(() => toast(words.reconnected(props.view.label)))
  const health = createMemo(() => healthOf(props.view, now()))
  const all = () => dataOf(connectors)
  const tab: TabProps = {
    get view() {
      return props.view
    },
    get connector() {
      return all()?.find((one) => one.provider === props.view.provider)
    },
    get name() {
      return providerName(all(), props.view.provider)
    },
    get health() {
      return health()
    },
    actions,
    consent,
  }
  return (
    <>
      <Head {...tab} />
      <ConsentAgeNotice view={props.view} actions={actions} />
      <Show when={consent.refusal()}>
        {(refusal) => (
          <ConsentProblem
            code={refusal().code}
            error={refusal().error}
            name={tab.name}
            onClose={consent.dismiss}
          />
        )}
      </Show>
      <div class="conn-tabs">
        <LinkTabs
          label={words.tabs.label}
          tabs={tabs.map((one) => ({
            href: paths.connector(workspace().slug, props.view.id, one),
            label: words.tabs[one],
          }))}
        />
      </div>
      <Switch>
        <Match when={props.tab === 'overview'}>
          <OverviewTab {...tab} />
        </Match>
        <Match when={props.tab === 'runs'}>
          <RunsTab {...tab} />
        </Match>
        <Match when={props.tab === 'fields'}>
          <FieldsTab {...tab} />
        </Match>
        <Match when={props.tab === 'schedule'}>
          <ScheduleTab {...tab} />
        </Match>
        <Match when={props.tab === 'settings'}>
          <SettingsTab {...tab} />
        </Match>
      </Switch>
    </>
  )
}

function Head(props: TabProps): JSX.Element {
  const format = useFormat()
  return (
    <PageHeader
      title={props.view.label}
      sub={
        <span class="conn-sub">
          <HealthPill kind={props.health.kind}>{healthWord(props.health, format())}</HealthPill>
          <span>
            {[
              props.name === props.view.label ? null : props.name,
              props.view.account?.name,
              words.row.forClient(props.view.clientName),
            ]
              .filter(Boolean)
              .join(' · ')}
          </span>
        </span>
      }
    >
      <ConnectionActions
        view={props.view}
        health={props.health}
        actions={props.actions}
        consent={props.consent}
      />
    </PageHeader>
  )
}
