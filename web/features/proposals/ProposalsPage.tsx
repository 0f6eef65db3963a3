import { dataOf } from '../../lib/data-of.ts'
import './proposals.css'
import { useSearchParams } from '@solidjs/router'
import { useQuery } from '@tanstack/solid-query'
import CalendarCheck from 'lucide-solid/icons/calendar-check'
import { createMemo, For, type JSX, Match, Show, Switch } from 'solid-js'
import { asApiError } from '../../lib/errors.ts'
import { useWorkspace } from '../../lib/session.tsx'
import { Button } from '../../ui/Button.tsx'
import { ListPages } from '../../ui/ListPages.tsx'
import { Segmented } from '../../ui/Segmented.tsx'
import { Skeleton } from '../../ui/Skeleton.tsx'
import { EmptyState, ErrorCard } from '../../ui/States.tsx'
import { ProjectsHead } from '../projects/ProjectsHead.tsx'
import { ProposalItem } from './ProposalItem.tsx'
import { proposalsQuery } from './queries.ts'
import { proposalStatuses, proposalsShown } from './shown.ts'
import { words } from './words.ts'

/** New times for confirmed bookings whose tasks have moved: somebody moves each, or leaves it. */
export default function ProposalsPage(): JSX.Element {
  const workspace = useWorkspace()
  const [search, setSearch] = useSearchParams()
  const shown = createMemo(() => proposalsShown(search))
  const query = useQuery(() => proposalsQuery(workspace().id, shown()))
  const page = () => dataOf(query)
  const isOpen = () => shown().status === 'open'
  return (
    <>
      <ProjectsHead title={words.title} sub={words.sub} />
      <div class="proposals-tools">
        <Segmented
          label={words.status}
          options={proposalStatuses.map((value) => ({ value, label: words.statuses[value] }))}
          value={shown().status}
          onChange={(status) => setSearch({ status: status === 'open' ? null : status, cursor: null })}
        />
        <Show when={shown().projectId}>
          <Button size="sm" onClick={() => setSearch({ project: null, cursor: null })}>
            {words.showAll}
          </Button>
        </Show>
      </div>
      <Switch fallback={<Skeleton label={words.what} shape="table" />}>
        <Match when={query.error && page() === undefined}>
          <ErrorCard what={words.what} error={asApiError(query.error)} onRetry={() => void query.refetch()} />
        </Match>
        <Match when={page()?.proposals.length === 0}>
          <EmptyState
            icon={CalendarCheck}
            tone={isOpen() ? 'pos' : undefined}
            title={isOpen() ? words.none : words.noneOther}
            actions={
              <Show when={!isOpen()}>
                <Button onClick={() => setSearch({ status: null, cursor: null })}>{words.showOpen}</Button>
              </Show>
            }
          >
            {isOpen() ? words.noneSay : words.noneOtherSay}
          </EmptyState>
        </Match>
        <Match when={page()}>
          {(found) => (
            <ul class="proposals" aria-busy={query.isPlaceholderData || undefined}>
              <For each={found().proposals}>{(proposal) => <ProposalItem proposal={proposal} />}</For>
            </ul>
          )}
        </Match>
      </Switch>
      <ListPages
        cursor={shown().cursor}
        nextCursor={page()?.nextCursor}
        words={words}
        onGo={(cursor) => setSearch({ cursor })}
      />
    </>
  )
}
