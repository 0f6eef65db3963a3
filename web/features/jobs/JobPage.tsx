import { dataOf } from '../../lib/data-of.ts'
import './jobs.css'
import { useParams } from '@solidjs/router'
import { useMutation, useQuery, useQueryClient } from '@tanstack/solid-query'
import Pencil from 'lucide-solid/icons/pencil'
import Send from 'lucide-solid/icons/send'
import { createSignal, For, type JSX, Match, Show, Switch } from 'solid-js'
import type { JobView } from '../../../contracts/jobs.ts'
import { asApiError } from '../../lib/errors.ts'
import { usePageTitle } from '../../lib/page.ts'
import { paths } from '../../lib/paths.ts'
import { useFormat, useMay, useWorkspace } from '../../lib/session.tsx'
import { Button, LinkButton } from '../../ui/Button.tsx'
import { Card, PageHeader } from '../../ui/Card.tsx'
import { AlertDialog } from '../../ui/Dialog.tsx'
import { StatusPill } from '../../ui/Pill.tsx'
import { Skeleton, useSkeleton } from '../../ui/Skeleton.tsx'
import { ErrorCard, NotFound } from '../../ui/States.tsx'
import { toast } from '../../ui/Toast.tsx'
import { historyOfJob } from '../history/queries.ts'
import { Versions } from '../history/Versions.tsx'
import { PagePresence } from '../presence/Presence.tsx'
import { ApplyDialog } from './ApplyDialog.tsx'
import { JobDialog } from './JobDialog.tsx'
import { SaveButton, useJobLine } from './JobList.tsx'
import { MatchParts } from './MatchCard.tsx'
import { Pipeline } from './Pipeline.tsx'
import { closeJob, jobQuery, jobsKey } from './queries.ts'
import { sayRefused } from './useSave.ts'
import { words } from './words.ts'

/** One job: what it is, how one fits, and for its workspace who applied. */
export default function JobPage(): JSX.Element {
  const params = useParams()
  const workspace = useWorkspace()
  const query = useQuery(() => jobQuery(workspace().id, params.id ?? ''))
  const job = () => dataOf(query)
  const isLoading = useSkeleton(() => query.isPending)
  usePageTitle(() => job()?.title)
  const isGone = () => query.error !== null && asApiError(query.error).code === 'not_found'
  return (
    <Switch>
      <Match when={isLoading()}>
        <Skeleton label={words.one} shape="table" />
      </Match>
      <Match when={isGone()}>
        <NotFound title={words.gone} why={words.goneSay} homeHref={paths.jobs(workspace().slug)} />
      </Match>
      <Match when={query.error && job() === undefined}>
        <PageHeader title={words.one} />
        <ErrorCard what={words.one} error={asApiError(query.error)} onRetry={() => void query.refetch()} />
      </Match>
      <Match when={job()}>{(one) => <JobBody job={one()} />}</Match>
    </Switch>
  )
}

function JobBody(props: { job: JobView }): JSX.Element {
  const may = useMay()
  const line = useJobLine()
  const [open, setOpen] = createSignal<'apply' | 'edit' | 'close' | null>(null)
  const isOpen = () => props.job.status === 'open'
  return (
    <>
      <PageHeader title={props.job.title} sub={line(props.job)}>
        <PagePresence />
        <Show when={!isOpen()}>
          <StatusPill tone="plain">{words.status[props.job.status]}</StatusPill>
        </Show>
        <Show when={props.job.isOwn && props.job.status !== 'closed' && may('jobs.write')}>
          <Button onClick={() => setOpen('close')}>{words.close}</Button>
          <Button icon={Pencil} onClick={() => setOpen('edit')}>
            {words.edit}
          </Button>
        </Show>
        <Show when={!props.job.isOwn}>
          <SaveButton job={props.job} />
          <Show when={isOpen() && props.job.application === null && props.job.match !== null}>
            <Button kind="primary" icon={Send} onClick={() => setOpen('apply')}>
              {words.apply}
            </Button>
          </Show>
        </Show>
      </PageHeader>
      <div class="job-page">
        <div class="job-column">
          <AboutCard job={props.job} />
          <Show when={!props.job.isOwn}>
            <FitCard job={props.job} />
          </Show>
        </div>
        <FactsCard job={props.job} />
      </div>
      <Show when={props.job.isOwn && may('applications.read')}>
        <Pipeline job={props.job} />
      </Show>
      <Show when={props.job.isOwn && may('jobs.write')}>
        <Card title={words.versions} class="job-versions">
          <Versions
            of={historyOfJob(props.job.id, props.job.title)}
            mayRestore={props.job.status !== 'closed'}
          />
        </Card>
      </Show>
      <Switch>
        <Match when={open() === 'apply'}>
          <ApplyDialog job={props.job} onClose={() => setOpen(null)} />
        </Match>
        <Match when={open() === 'edit'}>
          <JobDialog job={props.job} onClose={() => setOpen(null)} />
        </Match>
        <Match when={open() === 'close'}>
          <CloseDialog job={props.job} onClose={() => setOpen(null)} />
        </Match>
      </Switch>
    </>
  )
}

function AboutCard(props: { job: JobView }): JSX.Element {
  return (
    <Card title={words.about}>
      <p class="job-text">{props.job.description || words.noDescription}</p>
      <h3>{words.wanted}</h3>
      <Show when={props.job.skills.length > 0} fallback={<p class="muted">{words.noSkills}</p>}>
        <ul class="job-wanted">
          <For each={props.job.skills}>
            {(skill) => (
              <li>
                <b>{skill.name}</b>{' '}
                <span class="muted">
                  {words[skill.need]} · {words.level(skill.level)}
                </span>
              </li>
            )}
          </For>
        </ul>
      </Show>
    </Card>
  )
}

function FitCard(props: { job: JobView }): JSX.Element {
  const workspace = useWorkspace()
  return (
    <Card title={words.match}>
      <Show when={props.job.application}>
        {(sent) => (
          <p class="row between job-applied">
            <span>{words.applied(words.stage[sent().stage])}</span>
            <LinkButton size="sm" href={paths.applications(workspace().slug)}>
              {words.toApplication}
            </LinkButton>
          </p>
        )}
      </Show>
      <Show
        when={props.job.match}
        fallback={
          <p class="row between">
            <span class="muted">{words.noProfile}</span>
            <LinkButton size="sm" href={paths.profile(workspace().slug)}>
              {words.toProfile}
            </LinkButton>
          </p>
        }
      >
        {(match) => <MatchParts match={match()} />}
      </Show>
    </Card>
  )
}

function FactsCard(props: { job: JobView }): JSX.Element {
  const format = useFormat()
  const deadline = () => format().day(props.job.deadline.day)
  return (
    <Card title={words.facts}>
      <dl class="job-facts">
        <dt>{words.workspace}</dt>
        <dd>{props.job.workspaceName}</dd>
        <dt>{words.when}</dt>
        <dd>{format().dayRange(props.job.days.from, props.job.days.to)}</dd>
        <dt>{words.place}</dt>
        <dd>
          {[props.job.place, props.job.isRemote ? words.remote : null].filter(Boolean).join(' · ') ||
            words.noPlace}
        </dd>
        <dt>{words.pay}</dt>
        <dd class="num">
          <Show when={props.job.rate} fallback={words.noRate}>
            {(rate) => words.rate(format().money(rate().amount, rate().currency), rate().per)}
          </Show>
        </dd>
        <Show when={props.job.isBlind}>
          <dt>{words.names}</dt>
          <dd>{words.namesLater}</dd>
        </Show>
        <dt>{words.deadline}</dt>
        <dd>
          {props.job.status === 'ended'
            ? words.ended(deadline())
            : words.until(deadline(), props.job.deadline.timeZone.replaceAll('_', ' '))}
        </dd>
      </dl>
    </Card>
  )
}

function CloseDialog(props: { job: JobView; onClose: () => void }): JSX.Element {
  const workspace = useWorkspace()
  const client = useQueryClient()
  const close = useMutation(() => ({
    mutationFn: () => closeJob(props.job.id, props.job.version),
    onSuccess: () => toast(words.closed(props.job.title)),
    onError: sayRefused,
    onSettled: async () => {
      await client.invalidateQueries({ queryKey: jobsKey(workspace().id) })
      props.onClose()
    },
  }))
  return (
    <AlertDialog
      isOpen
      title={words.close}
      say={words.closeSay}
      keep={words.keepOpen}
      action={words.close}
      isBusy={close.isPending}
      onClose={props.onClose}
      onConfirm={() => close.mutate()}
    />
  )
}
