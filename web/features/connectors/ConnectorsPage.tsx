import { dataOf } from '../../lib/data-of.ts'
import './connectors.css'
import { useSearchParams } from '@solidjs/router'
import { useQuery } from '@tanstack/solid-query'
import ChevronDown from 'lucide-solid/icons/chevron-down'
import Plug from 'lucide-solid/icons/plug'
import Plus from 'lucide-solid/icons/plus'
import SearchX from 'lucide-solid/icons/search-x'
import { createMemo, For, type JSX, Match, Show, Switch } from 'solid-js'
import type { ConnectionView } from '../../../contracts/connections.ts'
import { useNow } from '../../lib/clock.ts'
import { paths } from '../../lib/paths.ts'
import { useMay, useWorkspace } from '../../lib/session.tsx'
import { Button, LinkButton } from '../../ui/Button.tsx'
import { Card, PageHeader } from '../../ui/Card.tsx'
import { Menu } from '../../ui/Menu.tsx'
import { SearchBox } from '../../ui/SearchBox.tsx'
import { QueryView, Skeleton } from '../../ui/Skeleton.tsx'
import { EmptyState } from '../../ui/States.tsx'
import { toast } from '../../ui/Toast.tsx'
import { ConnectionsTable } from './ConnectionsTable.tsx'
import { ConsentOver } from './ConsentOver.tsx'
import { ConsentProblem } from './ConsentProblem.tsx'
import { isConsentWindow } from './consent.ts'
import { FirstUse } from './FirstUse.tsx'
import { HealthPill } from './HealthPill.tsx'
import { countsOf, healthKinds, kindIn, listed } from './health.ts'
import { connectionsQuery, connectorsQuery } from './queries.ts'
import { useActions } from './useActions.ts'
import { useConsent } from './useConsent.ts'
import { useSyncProgress } from './useSyncProgress.ts'
import { words } from './words.ts'

const textOf = (value: string | string[] | undefined) => (Array.isArray(value) ? value[0] : value) ?? ''

/** Every source of the workspace: how it does, what is open, and what can be done about it. */
export default function ConnectorsPage(): JSX.Element {
  const [query] = useSearchParams<{ problem?: string }>()
  return (
    <Show when={!isConsentWindow()} fallback={<ConsentOver news={{ problem: textOf(query.problem) }} />}>
      <List />
    </Show>
  )
}

function List(): JSX.Element {
  const workspace = useWorkspace()
  const may = useMay()
  const connections = useQuery(() => connectionsQuery(workspace().id))
  const connectors = useQuery(() => connectorsQuery(workspace().id))
  const [query, setQuery] = useSearchParams<{ problem?: string }>()
  useSyncProgress(() => workspace().id)
  const views = () => dataOf(connections)
  const isFirstUse = () => views()?.length === 0
  return (
    <>
      <PageHeader title={words.page.title} sub={words.page.sub}>
        <Show when={may('connections.manage') && !isFirstUse()}>
          <LinkButton kind="primary" icon={Plus} href={paths.newConnector(workspace().slug)}>
            {words.page.add}
          </LinkButton>
        </Show>
      </PageHeader>
      <Show when={textOf(query.problem)}>
        {(code) => (
          <ConsentProblem code={code()} onClose={() => setQuery({ problem: null }, { replace: true })} />
        )}
      </Show>
      <QueryView
        query={connections}
        what={words.page.title}
        skeleton={
          <div class="card" aria-busy="true">
            <Skeleton label={words.page.title} shape="table" />
          </div>
        }
      >
        {(data) => (
          <Switch>
            <Match when={data().length > 0}>
              <Listed views={data()} connectors={dataOf(connectors)} />
            </Match>
            <Match when={may('connections.manage')}>
              <FirstUse connectors={connectors} />
            </Match>
            <Match when={true}>
              <EmptyState icon={Plug} title={words.first.none} level={2}>
                {words.first.noneWhy}
              </EmptyState>
            </Match>
          </Switch>
        )}
      </QueryView>
    </>
  )
}

function Listed(props: {
  views: readonly ConnectionView[]
  connectors: Parameters<typeof ConnectionsTable>[0]['connectors']
}): JSX.Element {
  const now = useNow()
  const [query, setQuery] = useSearchParams<{ q?: string; status?: string }>()
  const actions = useActions()
  const nameOf = (id: string) => props.views.find((view) => view.id === id)?.label ?? words.page.what
  const consent = useConsent((id) => toast(words.reconnected(nameOf(id))))
  const filter = createMemo(() => ({ text: textOf(query.q), kind: kindIn(textOf(query.status)) }))
  const shown = createMemo(() => listed(props.views, filter(), now()))
  const clear = () => setQuery({ q: null, status: null })
  return (
    <>
      <Show when={consent.refusal()}>
        {(refusal) => (
          <ConsentProblem code={refusal().code} error={refusal().error} onClose={consent.dismiss} />
        )}
      </Show>
      <div class="conn-tools">
        <Counts views={props.views} />
        <div class="row conn-filter">
          <SearchBox
            group={words.page.title}
            label={words.page.search}
            value={filter().text}
            onInput={(q) => setQuery({ q: q || null }, { replace: true })}
          />
          <StatusMenu kind={filter().kind} onChange={(kind) => setQuery({ status: kind })} />
        </div>
      </div>
      <Card isFlush class="conn-card">
        <Show
          when={shown().length > 0}
          fallback={
            <EmptyState
              icon={SearchX}
              title={words.page.noMatch}
              isCard={false}
              actions={<Button onClick={clear}>{words.page.clear}</Button>}
            >
              {words.page.noMatchWhy(
                filter().text,
                filter().kind && words.health.names[filter().kind ?? 'healthy'],
              )}
            </EmptyState>
          }
        >
          <ConnectionsTable
            views={shown()}
            connectors={props.connectors}
            hasClients={new Set(props.views.map((view) => view.clientId)).size > 1}
            actions={actions}
            consent={consent}
          />
        </Show>
      </Card>
    </>
  )
}

function Counts(props: { views: readonly ConnectionView[] }): JSX.Element {
  const now = useNow()
  const counts = createMemo(() => countsOf(props.views, now()))
  return (
    <ul class="row wrap" aria-label={words.health.countsLabel}>
      <For each={healthKinds.filter((kind) => counts()[kind] > 0)}>
        {(kind) => (
          <li>
            <HealthPill kind={kind}>{words.health.counts[kind](counts()[kind])}</HealthPill>
          </li>
        )}
      </For>
    </ul>
  )
}

function StatusMenu(props: {
  kind: ReturnType<typeof kindIn>
  onChange: (kind: ReturnType<typeof kindIn>) => void
}): JSX.Element {
  return (
    <Menu
      placement="bottom-end"
      trigger={
        <>
          {props.kind === null ? words.page.status : words.health.names[props.kind]}
          <ChevronDown class="s" />
        </>
      }
      entries={[
        {
          kind: 'item',
          label: words.page.anyStatus,
          isChecked: props.kind === null,
          run: () => props.onChange(null),
        },
        { kind: 'rule' },
        ...healthKinds.map((kind) => ({
          kind: 'item' as const,
          label: words.health.names[kind],
          isChecked: props.kind === kind,
          run: () => props.onChange(kind),
        })),
      ]}
    />
  )
}
