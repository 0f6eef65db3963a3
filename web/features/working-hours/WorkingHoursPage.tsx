import { dataOf } from '../../lib/data-of.ts'
import './working-hours.css'
import { A, useSearchParams } from '@solidjs/router'
import { useQuery } from '@tanstack/solid-query'
import Clock from 'lucide-solid/icons/clock'
import { createMemo, type JSX, Match, Show, Switch } from 'solid-js'
import { useNow } from '../../lib/clock.ts'
import { asApiError } from '../../lib/errors.ts'
import { paths } from '../../lib/paths.ts'
import { useFormat, useIsLimited, useMay, useWorkspace } from '../../lib/session.tsx'
import { Card } from '../../ui/Card.tsx'
import { Segmented } from '../../ui/Segmented.tsx'
import { Select } from '../../ui/Select.tsx'
import { EmptyState, ErrorCard, Notice } from '../../ui/States.tsx'
import { AvailabilityCard } from '../artists/AvailabilityCard.tsx'
import { artistsQuery } from '../bookings/queries.ts'
import { ProjectsHead } from '../projects/ProjectsHead.tsx'
import { CalendarCard } from './CalendarCard.tsx'
import { projectsToChooseQuery } from './queries.ts'
import { words } from './words.ts'

const scopes = ['workspace', 'project', 'person'] as const
type Scope = (typeof scopes)[number]
const one = (value: string | string[] | undefined) => (Array.isArray(value) ? value[0] : value)

/** The hours plans are worked out in: of the workspace, of a project, of a person. */
export default function WorkingHoursPage(): JSX.Element {
  const may = useMay()
  const isLimited = useIsLimited()
  const format = useFormat()
  const now = useNow()
  const [search, setSearch] = useSearchParams()
  const offered = () => scopes.filter((scope) => scope !== 'person' || may('artists.read'))
  const scope = createMemo<Scope>(() => offered().find((value) => value === one(search.of)) ?? 'workspace')
  const id = () => one(search.id) ?? null
  const today = () => format().today(now())
  const choose = (of: Scope, chosen: string | null) =>
    setSearch({ of: of === 'workspace' ? null : of, id: chosen })
  return (
    <>
      <ProjectsHead title={words.title} sub={words.sub} />
      <div class="hours-tools">
        <Segmented
          label={words.of}
          options={offered().map((value) => ({ value, label: words.scopes[value] }))}
          value={scope()}
          onChange={(of) => choose(of, null)}
        />
        <Show when={scope() === 'project'}>
          <ProjectSelect id={id()} onChoose={(chosen) => choose('project', chosen)} />
        </Show>
        <Show when={scope() === 'person'}>
          <PersonSelect id={id()} onChoose={(chosen) => choose('person', chosen)} />
        </Show>
      </div>
      <Switch>
        <Match when={scope() === 'workspace'}>
          <Show when={isLimited()}>
            <Notice tone="info">{words.allClients}</Notice>
          </Show>
          <Card title={words.ofWorkspace}>
            <CalendarCard
              owner={{ scope: 'workspace' }}
              mayWrite={may('projects.write') && !isLimited()}
              today={today()}
            />
          </Card>
        </Match>
        <Match when={id() === null}>
          <EmptyState icon={Clock} title={scope() === 'project' ? words.chooseProject : words.choosePerson}>
            {words.chooseSay}
          </EmptyState>
        </Match>
        <Match when={scope() === 'project' && id()} keyed>
          {(projectId) => <OfProject id={projectId} mayWrite={may('projects.write')} today={today()} />}
        </Match>
        <Match when={scope() === 'person' && id()} keyed>
          {(artistId) => <OfPerson id={artistId} nowMs={now()} />}
        </Match>
      </Switch>
    </>
  )
}

function ProjectSelect(props: { id: string | null; onChoose: (id: string) => void }): JSX.Element {
  const workspace = useWorkspace()
  const query = useQuery(() => projectsToChooseQuery(workspace().id))
  const options = () => (dataOf(query) ?? []).map(({ id, name }) => ({ value: id as string, label: name }))
  return (
    <Select
      label={words.project}
      isLabelHidden
      placeholder={words.chooseProject}
      options={options()}
      value={props.id}
      onChange={props.onChoose}
    />
  )
}

function PersonSelect(props: { id: string | null; onChoose: (id: string) => void }): JSX.Element {
  const workspace = useWorkspace()
  const query = useQuery(() => artistsQuery(workspace().id))
  const options = () =>
    (dataOf(query) ?? [])
      .filter(({ archivedAt }) => archivedAt === null)
      .map(({ id, name }) => ({ value: id as string, label: name }))
  return (
    <Select
      label={words.person}
      isLabelHidden
      placeholder={words.choosePerson}
      options={options()}
      value={props.id}
      onChange={props.onChoose}
    />
  )
}

function OfProject(props: { id: string; mayWrite: boolean; today: string }): JSX.Element {
  const workspace = useWorkspace()
  const query = useQuery(() => projectsToChooseQuery(workspace().id))
  const project = () => dataOf(query)?.find(({ id }) => id === props.id)
  return (
    <Card
      title={words.ofProject(project()?.name ?? words.project)}
      actions={
        <A class="sm" href={paths.project(workspace().slug, props.id, '?recheck=1')}>
          {words.seeMoves}
        </A>
      }
    >
      <CalendarCard
        owner={{ scope: 'project', id: props.id }}
        mayWrite={props.mayWrite && project()?.archivedAt === null}
        today={props.today}
      />
    </Card>
  )
}

/** People have their hours where they are booked; this is the same card. */
function OfPerson(props: { id: string; nowMs: number }): JSX.Element {
  const workspace = useWorkspace()
  const query = useQuery(() => artistsQuery(workspace().id))
  const artist = () => dataOf(query)?.find(({ id }) => id === props.id)
  return (
    <Switch>
      <Match when={query.error}>
        <ErrorCard what={words.what} error={asApiError(query.error)} onRetry={() => void query.refetch()} />
      </Match>
      <Match when={artist()}>{(found) => <AvailabilityCard artist={found()} nowMs={props.nowMs} />}</Match>
    </Switch>
  )
}
