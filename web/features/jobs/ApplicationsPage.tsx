import { dataOf } from '../../lib/data-of.ts'
import './jobs.css'
import { A, useSearchParams } from '@solidjs/router'
import { useMutation, useQuery, useQueryClient } from '@tanstack/solid-query'
import Send from 'lucide-solid/icons/send'
import { createSignal, For, type JSX, Match, Show, Switch } from 'solid-js'
import type { OwnApplicationView } from '../../../contracts/job-applications.ts'
import { asApiError } from '../../lib/errors.ts'
import { paths } from '../../lib/paths.ts'
import { useFormat, useWorkspace } from '../../lib/session.tsx'
import { Button, LinkButton } from '../../ui/Button.tsx'
import { Card, PageHeader } from '../../ui/Card.tsx'
import { AlertDialog } from '../../ui/Dialog.tsx'
import { ListPages } from '../../ui/ListPages.tsx'
import { StatusPill } from '../../ui/Pill.tsx'
import { Skeleton, useSkeleton } from '../../ui/Skeleton.tsx'
import { EmptyState, ErrorCard } from '../../ui/States.tsx'
import { toast } from '../../ui/Toast.tsx'
import { jobsKey, sentQuery, withdraw } from './queries.ts'
import { sayRefused } from './useSave.ts'
import { words } from './words.ts'

/** What the person sent and where it stands, with a way to take it back. */
export default function ApplicationsPage(): JSX.Element {
  const workspace = useWorkspace()
  const [search, setSearch] = useSearchParams()
  const cursor = () => (typeof search.cursor === 'string' ? search.cursor : null)
  const query = useQuery(() => sentQuery(workspace().id, cursor()))
  const page = () => dataOf(query)
  const isLoading = useSkeleton(() => query.isPending)
  const [leaving, setLeaving] = createSignal<OwnApplicationView | null>(null)
  return (
    <>
      <PageHeader title={words.applications} sub={words.applicationsSub} />
      <Card isFlush isRefreshing={query.isPlaceholderData}>
        <Switch>
          <Match when={isLoading()}>
            <Skeleton label={words.applications} shape="table" />
          </Match>
          <Match when={query.error && page() === undefined}>
            <ErrorCard
              what={words.applications}
              error={asApiError(query.error)}
              onRetry={() => void query.refetch()}
              isCard={false}
            />
          </Match>
          <Match when={page()?.rows.length === 0}>
            <EmptyState
              icon={Send}
              title={words.noSent}
              isCard={false}
              actions={<LinkButton href={paths.jobs(workspace().slug)}>{words.toBoard}</LinkButton>}
            >
              {words.noSentSay}
            </EmptyState>
          </Match>
          <Match when={page()}>
            {(found) => (
              <ul class="job-list" aria-label={words.applications}>
                <For each={found().rows}>{(one) => <Sent one={one} onLeave={() => setLeaving(one)} />}</For>
              </ul>
            )}
          </Match>
        </Switch>
      </Card>
      <ListPages
        cursor={cursor()}
        nextCursor={page()?.nextCursor}
        words={words}
        onGo={(next) => setSearch({ cursor: next })}
      />
      <Show when={leaving()} keyed>
        {(one) => <LeaveDialog one={one} onClose={() => setLeaving(null)} />}
      </Show>
    </>
  )
}

const toneOf = ({ stage }: OwnApplicationView) =>
  stage === 'hired' ? 'good' : stage === 'declined' || stage === 'withdrawn' ? 'plain' : 'note'
const canLeave = ({ stage }: OwnApplicationView) => stage !== 'hired' && stage !== 'withdrawn'

function Sent(props: { one: OwnApplicationView; onLeave: () => void }): JSX.Element {
  const workspace = useWorkspace()
  const format = useFormat()
  const line = () =>
    [
      props.one.workspaceName,
      words.appliedOn(format().dateTime(props.one.appliedAt)),
      props.one.jobStatus === null
        ? words.jobGone
        : props.one.jobStatus === 'open'
          ? null
          : words.status[props.one.jobStatus].toLowerCase(),
    ]
      .filter(Boolean)
      .join(' · ')
  return (
    <li class="job-row">
      <div class="job-what">
        <Show when={props.one.jobStatus !== null} fallback={<b>{props.one.jobTitle}</b>}>
          <A class="job-name" href={paths.job(workspace().slug, props.one.jobId)}>
            {props.one.jobTitle}
          </A>
        </Show>
        <p class="muted clip">{line()}</p>
      </div>
      <div class="job-fit">
        <StatusPill tone={toneOf(props.one)}>{words.stage[props.one.stage]}</StatusPill>
      </div>
      <div class="job-do">
        <Show when={canLeave(props.one)}>
          <Button size="sm" onClick={props.onLeave}>
            {words.withdraw}
          </Button>
        </Show>
      </div>
    </li>
  )
}

function LeaveDialog(props: { one: OwnApplicationView; onClose: () => void }): JSX.Element {
  const workspace = useWorkspace()
  const client = useQueryClient()
  const leave = useMutation(() => ({
    mutationFn: () => withdraw(props.one.id, props.one.version),
    onSuccess: () => toast(words.withdrawn),
    onError: sayRefused,
    onSettled: async () => {
      await client.invalidateQueries({ queryKey: jobsKey(workspace().id) })
      props.onClose()
    },
  }))
  return (
    <AlertDialog
      isOpen
      title={words.withdrawTitle(props.one.jobTitle)}
      say={words.withdrawSay}
      keep={words.keepIt}
      action={words.withdraw}
      isBusy={leave.isPending}
      onClose={props.onClose}
      onConfirm={() => leave.mutate()}
    />
  )
}
