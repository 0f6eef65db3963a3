import { dataOf } from '../../lib/data-of.ts'
import './connectors.css'
import { useSearchParams } from '@solidjs/router'
import { useQuery } from '@tanstack/solid-query'
import SearchX from 'lucide-solid/icons/search-x'
import { createEffect, createMemo, type JSX, Match, on, Show, Switch } from 'solid-js'
import { announce } from '../../lib/announce.ts'
import { usePageTitle } from '../../lib/page.ts'
import { paths } from '../../lib/paths.ts'
import { useWorkspace } from '../../lib/session.tsx'
import { LinkButton } from '../../ui/Button.tsx'
import { PageHeader } from '../../ui/Card.tsx'
import { QueryView } from '../../ui/Skeleton.tsx'
import { EmptyState } from '../../ui/States.tsx'
import { type Step, Steps } from '../../ui/Steps.tsx'
import { AllowStep } from './AllowStep.tsx'
import { ArrivalStep } from './ArrivalStep.tsx'
import { Catalogue } from './Catalogue.tsx'
import { categoriesIn, categoryIn } from './catalogue.ts'
import { connectionQuery, connectionsQuery, connectorsQuery } from './queries.ts'
import { useSyncProgress } from './useSyncProgress.ts'
import { words } from './words.ts'

type StepId = 'pick' | 'allow' | 'choose' | 'first'
const STEPS: readonly Step<StepId>[] = (['pick', 'allow', 'choose', 'first'] as const).map((id) => ({
  id,
  label: words.step[id],
}))

const textOf = (value: string | string[] | undefined) => (Array.isArray(value) ? value[0] : value) ?? ''

/** From picking a source to its first sync. The address holds how far it is, so it can be left and opened again. */
export default function NewConnectorPage(): JSX.Element {
  const workspace = useWorkspace()
  const [query, setQuery] = useSearchParams<{
    provider?: string
    connection?: string
    q?: string
    kind?: string
  }>()
  const connectors = useQuery(() => connectorsQuery(workspace().id))
  const connections = useQuery(() => connectionsQuery(workspace().id))
  const made = useQuery(() => ({
    ...connectionQuery(workspace().id, textOf(query.connection)),
    enabled: textOf(query.connection) !== '',
  }))
  useSyncProgress(() => workspace().id)
  const views = () => dataOf(connections) ?? []
  const all = () => dataOf(connectors) ?? []
  const connection = () => dataOf(made)
  const picked = createMemo(() =>
    all().find((one) => one.provider === (connection()?.provider ?? textOf(query.provider))),
  )
  const title = () => {
    const name = picked()?.name ?? connection()?.label
    return name === undefined ? words.catalogue.title : words.catalogue.connectNamed(name)
  }
  usePageTitle(title)
  const step = (): StepId => {
    const view = connection()
    if (view) return view.status === 'pending' ? 'choose' : 'first'
    return textOf(query.connection) || textOf(query.provider) ? 'allow' : 'pick'
  }
  // What had the focus goes with the step it stood in.
  createEffect(
    on(
      step,
      (now) => {
        announce(words.step[now])
        requestAnimationFrame(() =>
          document.querySelector<HTMLElement>('main h1')?.focus({ preventScroll: true }),
        )
      },
      { defer: true },
    ),
  )
  const isDone = () => step() === 'first' && connection()?.lastSyncAt !== null
  const connected = createMemo(() => {
    const counts = new Map<string, number>()
    for (const view of views()) counts.set(view.provider, (counts.get(view.provider) ?? 0) + 1)
    return counts
  })
  return (
    <>
      <PageHeader title={title()} sub={picked()?.summary ?? words.catalogue.sub} />
      <Steps steps={STEPS} at={step()} isDone={isDone()} />
      <Switch>
        <Match when={textOf(query.connection)}>
          <QueryView query={made} what={words.page.what}>
            {(view) => <ArrivalStep view={view()} connector={picked()} />}
          </QueryView>
        </Match>
        <Match when={textOf(query.provider)}>
          <QueryView query={connectors} what={words.catalogue.list}>
            {() => (
              <Show when={picked()} fallback={<UnknownSource />}>
                {(connector) => (
                  <AllowStep
                    connector={connector()}
                    views={views()}
                    onDone={(id) => setQuery({ connection: id, provider: null })}
                  />
                )}
              </Show>
            )}
          </QueryView>
        </Match>
        <Match when={true}>
          <QueryView query={connectors} what={words.catalogue.list}>
            {(list) => (
              <Catalogue
                connectors={list()}
                connected={connected()}
                text={textOf(query.q)}
                category={categoryIn(textOf(query.kind), categoriesIn(list()))}
                onText={(q) => setQuery({ q: q || null }, { replace: true })}
                onCategory={(kind) => setQuery({ kind })}
              />
            )}
          </QueryView>
        </Match>
      </Switch>
    </>
  )
}

function UnknownSource(): JSX.Element {
  const workspace = useWorkspace()
  return (
    <EmptyState
      icon={SearchX}
      title={words.allow.notYours}
      actions={<LinkButton href={paths.newConnector(workspace().slug)}>{words.allow.other}</LinkButton>}
    />
  )
}
