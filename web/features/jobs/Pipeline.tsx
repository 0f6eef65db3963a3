import { useSearchParams } from '@solidjs/router'
import { useMutation, useQuery, useQueryClient } from '@tanstack/solid-query'
import Ellipsis from 'lucide-solid/icons/ellipsis'
import Inbox from 'lucide-solid/icons/inbox'
import { createSignal, For, type JSX, Match, Show, Switch } from 'solid-js'
import type { JobApplicationView } from '../../../contracts/job-applications.ts'
import { type ApplicationStage, pipelineStages, stageSteps } from '../../../contracts/job-stages.ts'
import type { JobView } from '../../../contracts/jobs.ts'
import { announce } from '../../lib/announce.ts'
import { dataOf } from '../../lib/data-of.ts'
import { asApiError } from '../../lib/errors.ts'
import { useMay, useWorkspace } from '../../lib/session.tsx'
import { Card } from '../../ui/Card.tsx'
import { Menu } from '../../ui/Menu.tsx'
import { Skeleton, useSkeleton } from '../../ui/Skeleton.tsx'
import { EmptyState, ErrorCard } from '../../ui/States.tsx'
import { toast } from '../../ui/Toast.tsx'
import { ApplicationSheet } from './ApplicationSheet.tsx'
import { applicantName } from './applicant.ts'
import { HireDialog } from './HireDialog.tsx'
import { Fit } from './JobList.tsx'
import { applicationsQuery, jobsKey, moveApplication } from './queries.ts'
import { sayRefused } from './useSave.ts'
import { words } from './words.ts'

const ends: readonly ApplicationStage[] = ['declined', 'withdrawn']

/** Who applied, by stage. One is moved by its menu, or dragged; on a phone the stages stand one below the other. */
export function Pipeline(props: { job: JobView }): JSX.Element {
  const workspace = useWorkspace()
  const may = useMay()
  const client = useQueryClient()
  const query = useQuery(() => applicationsQuery(workspace().id, props.job.id))
  const rows = () => dataOf(query)
  const isLoading = useSkeleton(() => query.isPending)
  const [search, setSearch] = useSearchParams()
  /** In the address, so that others see who has it open and a link leads to it. */
  const setOpenId = (id: string | null) => setSearch({ open: id === null ? null : `application:${id}` })
  const [hiring, setHiring] = createSignal<JobApplicationView | null>(null)
  const move = useMutation(() => ({
    mutationFn: ({ one, to }: { one: JobApplicationView; to: Step }) =>
      moveApplication(one.id, { to, version: one.version }),
    onSuccess: (_: unknown, { one, to }) => toast(words.moved(applicantName(one), words.stage[to])),
    onError: sayRefused,
    onSettled: () => client.invalidateQueries({ queryKey: jobsKey(workspace().id) }),
  }))
  const take = (one: JobApplicationView, to: Step) => {
    if (to === 'hired') setHiring(one)
    else move.mutate({ one, to })
  }
  const drop = (id: string, to: Step) => {
    const one = rows()?.find((row) => row.id === id)
    if (one === undefined || one.stage === to) return
    if (stageSteps[one.stage].includes(to)) take(one, to)
    else announce(words.refusedDrop(words.stage[one.stage], words.stage[to]), 'assertive')
  }
  const opened = () => rows()?.find(({ id }) => search.open === `application:${id}`)
  const ended = () => rows()?.filter(({ stage }) => ends.includes(stage)) ?? []
  const card = (one: JobApplicationView) => (
    <Applicant
      one={one}
      mayMove={may('applications.write')}
      onOpen={() => setOpenId(one.id)}
      onMove={(to) => take(one, to)}
    />
  )
  return (
    <Card title={words.pipeline} class="pipeline-card">
      <Switch>
        <Match when={isLoading()}>
          <Skeleton label={words.pipeline} shape="table" />
        </Match>
        <Match when={query.error && rows() === undefined}>
          <ErrorCard
            what={words.pipeline}
            error={asApiError(query.error)}
            onRetry={() => void query.refetch()}
            isCard={false}
          />
        </Match>
        <Match when={rows()?.length === 0}>
          <EmptyState icon={Inbox} title={words.noApplications} isCard={false}>
            {words.noApplicationsSay}
          </EmptyState>
        </Match>
        <Match when={rows()}>
          <p class="muted pipeline-say">{words.pipelineSay}</p>
          <div class="pipeline">
            <For each={pipelineStages}>
              {(stage) => (
                <Column
                  stage={stage}
                  rows={rows()?.filter((one) => one.stage === stage) ?? []}
                  card={card}
                  onDrop={(id) => drop(id, stage)}
                />
              )}
            </For>
          </div>
          <Show when={ended().length > 0}>
            <section class="pipeline-ended">
              <h3>{words.endedOnes}</h3>
              <ul>
                <For each={ended()}>{card}</For>
              </ul>
            </section>
          </Show>
        </Match>
      </Switch>
      <Show when={opened()}>
        {(one) => <ApplicationSheet application={one()} onClose={() => setOpenId(null)} />}
      </Show>
      <Show when={hiring()} keyed>
        {(one) => (
          <HireDialog
            job={props.job}
            application={one}
            name={applicantName(one)}
            onClose={() => setHiring(null)}
          />
        )}
      </Show>
    </Card>
  )
}

/** What a studio can make of an application. */
export type Step = Exclude<ApplicationStage, 'withdrawn'>

function Column(props: {
  stage: ApplicationStage
  rows: readonly JobApplicationView[]
  card: (one: JobApplicationView) => JSX.Element
  onDrop: (id: string) => void
}): JSX.Element {
  const [isOver, setOver] = createSignal(false)
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is a second way; each applicant has a menu for the keyboard
    <section
      classList={{ over: isOver() }}
      onDragOver={(event) => {
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault()
        setOver(false)
        props.onDrop(event.dataTransfer?.getData('text/plain') ?? '')
      }}
    >
      <h3>
        {words.stage[props.stage]} <span class="subtle num">{props.rows.length}</span>
      </h3>
      <Show when={props.rows.length > 0} fallback={<p class="subtle">{words.emptyStage}</p>}>
        <ul>
          <For each={props.rows}>{props.card}</For>
        </ul>
      </Show>
    </section>
  )
}

function Applicant(props: {
  one: JobApplicationView
  mayMove: boolean
  onOpen: () => void
  onMove: (to: Step) => void
}): JSX.Element {
  // Withdrawing is nobody's step here, which the table of steps says by never naming it.
  const steps = () => stageSteps[props.one.stage] as readonly Step[]
  const isMovable = () => props.mayMove && steps().length > 0
  return (
    <li
      class="applicant"
      draggable={isMovable()}
      onDragStart={(event) => event.dataTransfer?.setData('text/plain', props.one.id)}
    >
      <div class="row between">
        <button type="button" class="applicant-name clip" onClick={props.onOpen}>
          {applicantName(props.one)}
        </button>
        <Show when={isMovable()}>
          <Menu
            triggerClass="btn quiet sm icon"
            label={words.moveOne(applicantName(props.one))}
            placement="bottom-end"
            trigger={<Ellipsis class="s" />}
            entries={steps().map((to) => ({
              kind: 'item' as const,
              label: to === 'declined' ? words.decline : words.moveTo(words.stage[to]),
              isDanger: to === 'declined',
              run: () => props.onMove(to),
            }))}
          />
        </Show>
      </div>
      <Show when={props.one.profile?.headline}>{(headline) => <p class="subtle clip">{headline()}</p>}</Show>
      <Show when={ends.includes(props.one.stage)} fallback={<Fit score={props.one.match.score} />}>
        <p class="subtle">{words.stage[props.one.stage]}</p>
      </Show>
    </li>
  )
}
