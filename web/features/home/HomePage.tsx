import { dataOf } from '../../lib/data-of.ts'
import './home.css'
import { A } from '@solidjs/router'
import { useQuery } from '@tanstack/solid-query'
import ChartLine from 'lucide-solid/icons/chart-line'
import CircleCheck from 'lucide-solid/icons/circle-check'
import CircleDashed from 'lucide-solid/icons/circle-dashed'
import FileUp from 'lucide-solid/icons/file-up'
import Sparkles from 'lucide-solid/icons/sparkles'
import { For, type JSX, Show } from 'solid-js'
import { useNow } from '../../lib/clock.ts'
import { paths } from '../../lib/paths.ts'
import { useFormat, useMay, useSession, useWorkspace } from '../../lib/session.tsx'
import { workspacePages } from '../../pages.ts'
import { LinkButton } from '../../ui/Button.tsx'
import { Card, PageHeader } from '../../ui/Card.tsx'
import { Meter } from '../../ui/Meter.tsx'
import { QueryView, Skeleton } from '../../ui/Skeleton.tsx'
import { EmptyState, FirstUse } from '../../ui/States.tsx'
import { DeletionNotice } from '../deletion/DeletionNotice.tsx'
import { setupQuery } from '../onboarding/queries.ts'
import { keysQuery, membersQuery } from '../settings/queries.ts'
import { describeEvent } from './describe.ts'
import { iconOf } from './icons.ts'
import {
  connectionNamesQuery,
  eventsQuery,
  importNamesQuery,
  metricNamesQuery,
  type NamesBySubject,
  type Told,
} from './queries.ts'
import { homeText } from './text.ts'

const exists = (path: string) => workspacePages.some((page) => page.path === path)

/** What happened, and what there is to do next. */
export default function HomePage(): JSX.Element {
  const workspace = useWorkspace()
  const session = useSession()
  const may = useMay()
  const metrics = useQuery(() => ({ ...metricNamesQuery(workspace().id), enabled: may('metrics.read') }))
  const metricCount = () => {
    const known = dataOf(metrics)
    return known === undefined ? null : Object.keys(known).length
  }
  const isEmpty = () => may('imports.write') && metricCount() === 0
  // Nothing is offered that is taken back as soon as the numbers are known.
  const hasDashboard = () => exists('/d/finance') && may('metrics.read') && !metrics.isLoading && !isEmpty()
  const firstName = () => session.data?.person.name.split(' ')[0] ?? ''
  return (
    <>
      <PageHeader title="Home" sub={homeText.greeting(firstName(), workspace().name)}>
        <Show when={hasDashboard()}>
          <LinkButton href={paths.dashboard(workspace().slug)} icon={ChartLine}>
            {homeText.openDashboard}
          </LinkButton>
        </Show>
      </PageHeader>
      <DeletionNotice />
      <Show when={isEmpty()}>
        <div class="home-first">
          <FirstUse
            title={homeText.firstTitle}
            say={homeText.firstSay}
            action={
              <LinkButton href={paths.onboarding(workspace().slug)} kind="primary" icon={FileUp}>
                {homeText.importFile}
              </LinkButton>
            }
            example={<Example />}
          />
        </div>
      </Show>
      <div class="grid home-split" classList={{ split: may('imports.write') }}>
        <Show when={may('events.read')} fallback={<Welcome />}>
          <Feed />
        </Show>
        <div class="col">
          <NextSteps />
        </div>
      </div>
    </>
  )
}

function Welcome(): JSX.Element {
  return (
    <EmptyState icon={Sparkles} level={2} title={homeText.welcome}>
      {homeText.welcomeSay}
    </EmptyState>
  )
}

function Feed(): JSX.Element {
  const workspace = useWorkspace()
  const may = useMay()
  const events = useQuery(() => eventsQuery(workspace().id))
  const metrics = useQuery(() => ({ ...metricNamesQuery(workspace().id), enabled: may('metrics.read') }))
  const imports = useQuery(() => ({ ...importNamesQuery(workspace().id), enabled: may('imports.read') }))
  const connections = useQuery(() => ({
    ...connectionNamesQuery(workspace().id),
    enabled: may('connections.read'),
  }))
  const names = (): NamesBySubject => ({
    ...(connections.isPending ? {} : connections.data),
    ...(metrics.isPending ? {} : metrics.data),
    ...(imports.isPending ? {} : imports.data),
  })
  // Rows wait for the names in them, so that none is told anew under its name a moment later. What is not asked for is not waited for.
  const areNamesComing = () => [metrics, imports, connections].some((one) => one.isLoading)
  const named = {
    get data() {
      return events.data
    },
    get isPending() {
      return events.isPending || areNamesComing()
    },
    get isError() {
      return events.isError
    },
    get isLoadingError() {
      return events.isLoadingError
    },
    get error() {
      return events.error
    },
    refetch: () => events.refetch(),
  }
  return (
    <Card title={homeText.happened}>
      <QueryView
        query={named}
        what={homeText.happened}
        skeleton={<Skeleton label={homeText.happened} rows={6} />}
      >
        {(rows) => (
          <Show when={rows().length > 0} fallback={<p class="sm muted">{homeText.nothingYet}</p>}>
            <ol class="feed">
              <For each={rows()}>{(event) => <FeedRow event={event} names={names()} />}</For>
            </ol>
          </Show>
        )}
      </QueryView>
    </Card>
  )
}

function FeedRow(props: { event: Told; names: NamesBySubject }): JSX.Element {
  const format = useFormat()
  const now = useNow()
  const words = () => describeEvent(props.event, props.names)
  return (
    <li>
      <span class={`ic small ${words().tone}`}>{iconOf(words().icon)({})}</span>
      <span class="grow">{words().say}</span>
      <time class="when" datetime={props.event.at} title={format().dateTime(props.event.at)}>
        {format().ago(props.event.at, now())}
      </time>
    </li>
  )
}

/** Goes away by evidence from the server, never by a dismissed flag. */
function NextSteps(): JSX.Element {
  const workspace = useWorkspace()
  const may = useMay()
  const setup = useQuery(() => setupQuery(workspace().id))
  const members = useQuery(() => ({ ...membersQuery(workspace().id), enabled: may('members.read') }))
  const keys = useQuery(() => ({ ...keysQuery(workspace().id), enabled: may('keys.manage') }))
  // Steps are shown once all of them are known: one that is done would take its place back a moment later, or the whole card would.
  const isKnown = () => !members.isLoading && !keys.isLoading
  const found = () => dataOf(setup)
  const count = (query: { isPending: boolean; data: readonly unknown[] | undefined }) =>
    query.isPending ? 0 : (query.data?.length ?? 0)
  const hasCompany = () => count(members) > 1 || count(keys) > 0
  const steps = () => [
    { done: true, label: homeText.steps.workspace, href: null },
    {
      done: found()?.hasOwnData ?? false,
      label: homeText.steps.data,
      href: paths.onboarding(workspace().slug),
    },
    {
      done: found()?.hasLooked ?? false,
      label: homeText.steps.look,
      href: found()?.hasOwnData ? paths.dashboard(workspace().slug) : null,
    },
    // Who may do neither of the two has nothing left to do.
    {
      done: !may('members.manage') || hasCompany(),
      label: homeText.steps.people,
      href: paths.settings(workspace().slug, 'members'),
    },
  ]
  const done = () => steps().filter((step) => step.done).length
  return (
    <Show when={may('imports.write') && found() !== undefined && isKnown() && done() < steps().length}>
      <Card title={homeText.setUp}>
        <div class="home-meter">
          <Meter
            label={homeText.setUp}
            share={done() / steps().length}
            text={homeText.stepsDone(done(), steps().length)}
            isTall
          />
          <span class="cap subtle num">{homeText.stepsDone(done(), steps().length)}</span>
        </div>
        <ul class="feed">
          <For each={steps()}>
            {(step) => (
              <li>
                <span class={step.done ? 'pos' : 'subtle'}>
                  {step.done ? <CircleCheck /> : <CircleDashed />}
                </span>
                <Show
                  when={!step.done && step.href}
                  fallback={<span class={step.done ? 'muted' : ''}>{step.label}</span>}
                >
                  {(href) => <A href={href()}>{step.label}</A>}
                </Show>
                <Show when={step.done}>
                  <span class="sr">{homeText.isDone}</span>
                </Show>
              </li>
            )}
          </For>
        </ul>
      </Card>
    </Show>
  )
}

function Example(): JSX.Element {
  return (
    <div class="home-example">
      <For each={homeText.example}>
        {(row) => (
          <div>
            <div class="row sm">
              <span class="b">{row.name}</span>
              <span class="push num muted">{row.value}</span>
            </div>
            <div class="meter tall">
              <span style={{ width: `${row.share}%` }} />
            </div>
          </div>
        )}
      </For>
    </div>
  )
}
