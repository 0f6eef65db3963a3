import { useSearchParams } from '@solidjs/router'
import { useInfiniteQuery, useQuery } from '@tanstack/solid-query'
import Logs from 'lucide-solid/icons/logs'
import { createMemo, type JSX, Show } from 'solid-js'
import type { RunView } from '../../../contracts/connections.ts'
import { useNow } from '../../lib/clock.ts'
import { dataOf } from '../../lib/data-of.ts'
import { useFormat, useWorkspace } from '../../lib/session.tsx'
import { Button } from '../../ui/Button.tsx'
import { Card } from '../../ui/Card.tsx'
import { type Column, DataTable } from '../../ui/DataTable.tsx'
import { StatusPill } from '../../ui/Pill.tsx'
import { Select } from '../../ui/Select.tsx'
import { EmptyState } from '../../ui/States.tsx'
import { changesOf, countIn, durationOf, outcomeOf, streamLabel } from './describe.ts'
import { QuarantineCard } from './QuarantineCard.tsx'
import { runQuery, runsQuery } from './queries.ts'
import { RunSheet } from './RunSheet.tsx'
import type { TabProps } from './tab.ts'
import { words } from './words.ts'

const ALL = 'all'
const textOf = (value: string | string[] | undefined) => (Array.isArray(value) ? value[0] : value) ?? ''

/** What was read when, with what came of it; a run opens in a panel. Below it what was set aside. */
export function RunsTab(props: TabProps): JSX.Element {
  const workspace = useWorkspace()
  const [query, setQuery] = useSearchParams<{ stream?: string; run?: string }>()
  const stream = () => props.view.streams.find((one) => one.stream === textOf(query.stream))?.stream ?? null
  const pages = useInfiniteQuery(() => runsQuery(workspace().id, props.view.id, stream()))
  const runs = createMemo(() => dataOf(pages)?.pages.flatMap((page) => page.runs))
  const listed = () => runs()?.find((run) => run.id === textOf(query.run))
  const alone = useQuery(() => ({
    ...runQuery(workspace().id, props.view.id, textOf(query.run)),
    enabled: textOf(query.run) !== '' && runs() !== undefined && listed() === undefined,
  }))
  const opened = () => listed() ?? (textOf(query.run) && !alone.isPending ? alone.data : undefined)
  return (
    <div class="col">
      <Card
        title={words.run.title}
        isFlush
        class="conn-runs"
        isRefreshing={pages.isFetching && !pages.isPending && props.health.kind !== 'syncing'}
        actions={
          <Show when={props.view.streams.length > 1}>
            <Select
              label={words.run.stream}
              isLabelHidden
              options={[
                { value: ALL, label: words.run.allStreams },
                ...props.view.streams.map((one) => ({ value: one.stream, label: one.label })),
              ]}
              value={stream() ?? ALL}
              onChange={(next) => setQuery({ stream: next === ALL ? null : next }, { scroll: false })}
            />
          </Show>
        }
      >
        <RunsTable
          {...props}
          runs={runs()}
          isLoading={pages.isPending}
          error={pages.error}
          onRetry={() => void pages.refetch()}
          onOpen={(id) => setQuery({ run: id }, { scroll: false })}
        />
        <Show when={pages.hasNextPage}>
          <div class="row conn-older">
            <Button isBusy={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>
              {words.run.more}
            </Button>
          </div>
        </Show>
      </Card>
      <QuarantineCard {...props} />
      <Show when={opened()}>
        {(run) => (
          <RunSheet {...props} run={run()} onClose={() => setQuery({ run: null }, { scroll: false })} />
        )}
      </Show>
    </div>
  )
}

function RunsTable(
  props: TabProps & {
    runs: readonly RunView[] | undefined
    isLoading: boolean
    error: unknown
    onRetry: () => void
    onOpen: (id: string) => void
  },
): JSX.Element {
  const format = useFormat()
  const now = useNow()
  const label = (run: RunView) => streamLabel(props.view.streams, run.stream)
  const columns: readonly Column<RunView>[] = [
    {
      id: 'started',
      header: words.run.started,
      cell: (run) => (
        <>
          <button
            type="button"
            class="as-link b"
            aria-label={words.run.open(label(run), format().dateTime(run.startedAt))}
            onClick={() => props.onOpen(run.id)}
          >
            {format().dateTime(run.startedAt)}
          </button>
          <span class="second">
            {label(run)}, {words.run.trigger[run.trigger]}
          </span>
        </>
      ),
    },
    {
      id: 'outcome',
      header: words.run.outcome,
      cell: (run) => <StatusPill tone={outcomeOf(run).tone}>{outcomeOf(run).word}</StatusPill>,
    },
    {
      id: 'records',
      header: words.run.records,
      isEnd: true,
      cell: (run) => (
        <>
          {words.run.readCount(countIn(format(), run.counts.read))}
          <span class="second">{changesOf(run, format())}</span>
        </>
      ),
    },
    {
      id: 'aside',
      header: words.run.aside,
      isEnd: true,
      isHiddenOnPhone: true,
      cell: (run) => countIn(format(), run.counts.rejected),
    },
    {
      id: 'requests',
      header: words.run.requests,
      isEnd: true,
      isHiddenOnPhone: true,
      cell: (run) => (
        <>
          {countIn(format(), run.requests)}
          <span class="second">{format().bytes(run.bytesRead)}</span>
        </>
      ),
    },
    {
      id: 'duration',
      header: words.run.duration,
      isEnd: true,
      cell: (run) => durationOf(run, format(), now()),
    },
  ]
  return (
    <DataTable
      label={words.run.title}
      columns={columns}
      rows={props.runs}
      isLoading={props.isLoading}
      error={props.error}
      onRetry={props.onRetry}
      isTwoLine
      empty={
        <EmptyState icon={Logs} title={words.run.none} isCard={false}>
          {words.run.noneWhy}
        </EmptyState>
      }
    />
  )
}
