import { dataOf } from '../../lib/data-of.ts'
import './jobs.css'
import { useSearchParams } from '@solidjs/router'
import { useQuery } from '@tanstack/solid-query'
import Briefcase from 'lucide-solid/icons/briefcase-business'
import Plus from 'lucide-solid/icons/plus'
import SearchX from 'lucide-solid/icons/search-x'
import { createMemo, createSignal, type JSX, Match, Show, Switch } from 'solid-js'
import { useCommands } from '../../lib/commands.ts'
import { asApiError } from '../../lib/errors.ts'
import { useMay, useWorkspace } from '../../lib/session.tsx'
import { Button } from '../../ui/Button.tsx'
import { Card, PageHeader } from '../../ui/Card.tsx'
import { ListPages } from '../../ui/ListPages.tsx'
import { Skeleton, useSkeleton } from '../../ui/Skeleton.tsx'
import { EmptyState, ErrorCard } from '../../ui/States.tsx'
import { isNarrowed, jobsShown } from './filter.ts'
import { JobDialog } from './JobDialog.tsx'
import { JobList } from './JobList.tsx'
import { JobsTools } from './JobsTools.tsx'
import { jobsPageQuery } from './queries.ts'
import { words } from './words.ts'

/** The job board: search, saved ones, and those of the own workspace. */
export default function JobsPage(): JSX.Element {
  const workspace = useWorkspace()
  const may = useMay()
  const [search, setSearch] = useSearchParams()
  const shown = createMemo(() => jobsShown(search))
  const query = useQuery(() => jobsPageQuery(workspace().id, shown(), workspace().currency))
  const page = () => dataOf(query)
  const isLoading = useSkeleton(() => query.isPending)
  const [isPosting, setPosting] = createSignal(false)
  const clear = () => setSearch({ q: null, place: null, from: null, to: null, rate: null, cursor: null })
  useCommands([
    {
      id: 'job.new',
      title: words.post,
      group: words.title,
      permission: 'jobs.write',
      run: () => setPosting(true),
    },
  ])
  const postButton = () => (
    <Show when={may('jobs.write')}>
      <Button kind="primary" icon={Plus} onClick={() => setPosting(true)}>
        {words.post}
      </Button>
    </Show>
  )
  return (
    <>
      <PageHeader title={words.title} sub={words.sub}>
        {postButton()}
      </PageHeader>
      <JobsTools shown={shown()} total={page()?.total} onChange={setSearch} onClear={clear} />
      <Card isFlush isRefreshing={query.isPlaceholderData}>
        <Switch>
          <Match when={isLoading()}>
            <Skeleton label={words.list} shape="table" />
          </Match>
          <Match when={query.error && page() === undefined}>
            <ErrorCard
              what={words.list}
              error={asApiError(query.error)}
              onRetry={() => void query.refetch()}
              isCard={false}
            />
          </Match>
          <Match when={page()?.rows.length === 0}>
            <Nothing
              show={shown().show}
              isNarrowed={isNarrowed(shown())}
              onClear={clear}
              post={postButton()}
            />
          </Match>
          <Match when={page()}>{(found) => <JobList jobs={found().rows} />}</Match>
        </Switch>
      </Card>
      <ListPages
        cursor={shown().cursor}
        nextCursor={page()?.nextCursor}
        words={words}
        onGo={(cursor) => setSearch({ cursor })}
      />
      <Show when={isPosting()}>
        <JobDialog job={null} onClose={() => setPosting(false)} />
      </Show>
    </>
  )
}

function Nothing(props: {
  show: 'board' | 'saved' | 'own'
  isNarrowed: boolean
  onClear: () => void
  post: JSX.Element
}): JSX.Element {
  return (
    <Switch
      fallback={
        <EmptyState icon={Briefcase} title={words.none} isCard={false} actions={props.post}>
          {words.noneSay}
        </EmptyState>
      }
    >
      <Match when={props.show === 'saved'}>
        <EmptyState icon={Briefcase} title={words.noneSaved} isCard={false}>
          {words.noneSavedSay}
        </EmptyState>
      </Match>
      <Match when={props.show === 'own'}>
        <EmptyState icon={Briefcase} title={words.noneOwn} isCard={false} actions={props.post}>
          {words.noneOwnSay}
        </EmptyState>
      </Match>
      <Match when={props.isNarrowed}>
        <EmptyState
          icon={SearchX}
          title={words.noMatch}
          isCard={false}
          actions={<Button onClick={props.onClear}>{words.clear}</Button>}
        >
          {words.noMatchSay}
        </EmptyState>
      </Match>
    </Switch>
  )
}
