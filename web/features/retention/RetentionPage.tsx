import { useQuery } from '@tanstack/solid-query'
import ArchiveX from 'lucide-solid/icons/archive-x'
import { For, type JSX, Show } from 'solid-js'
import type { RetentionPreview, RetentionView } from '../../../contracts/retention.ts'
import { useNow } from '../../lib/clock.ts'
import { dataOf } from '../../lib/data-of.ts'
import { asApiError } from '../../lib/errors.ts'
import { useFormat, useWorkspace } from '../../lib/session.tsx'
import { Card } from '../../ui/Card.tsx'
import { type Column, DataTable } from '../../ui/DataTable.tsx'
import { Skeleton } from '../../ui/Skeleton.tsx'
import { EmptyState, ErrorCard } from '../../ui/States.tsx'
import { SettingsHead } from '../settings/SettingsHead.tsx'
import { ArchiveCard } from './ArchiveCard.tsx'
import { previewQuery, retentionQuery } from './queries.ts'
import './retention.css'
import { words } from './words.ts'

/** How long the workspace keeps what, what the last run took out, and what the next one will. */
export default function RetentionPage(): JSX.Element {
  const workspace = useWorkspace()
  const query = useQuery(() => retentionQuery(workspace().id))
  return (
    <>
      <SettingsHead title={words.title} sub={words.sub} />
      <div class="col">
        <Card isFlush>
          <DataTable
            label={words.table}
            columns={useColumns()}
            rows={dataOf(query)}
            isLoading={query.isPending}
            error={query.error}
            onRetry={() => void query.refetch()}
            isTwoLine
            empty={<EmptyState icon={ArchiveX} title={words.none} isCard={false} />}
          />
        </Card>
        <PreviewCard />
        <ArchiveCard />
      </div>
    </>
  )
}

function useColumns(): readonly Column<RetentionView>[] {
  const format = useFormat()
  const now = useNow()
  const count = (value: number) => format().count(String(value))
  const cameOf = ({ rule, last }: RetentionView) => {
    if (last === null) return ''
    if (rule === 'consents') return words.told(last.rows)
    return last.problem === null ? words.took(last.rows, count(last.rows)) : words.stopped
  }
  return [
    {
      id: 'what',
      header: words.what,
      cell: ({ rule, archivedRows }) => (
        <span class="retention-what">
          <span class="b">{words.rules[rule].name}</span>
          <span class="second retention-after">{words.rules[rule].after}</span>
          <Show when={archivedRows > 0}>
            <span class="second num">{words.archived(archivedRows, count(archivedRows))}</span>
          </Show>
        </span>
      ),
    },
    { id: 'kept', header: words.kept, cell: ({ rule }) => words.rules[rule].kept },
    {
      id: 'last',
      header: words.last,
      cell: (one) => (
        <Show when={one.lastAt} fallback={<span class="muted">{words.never}</span>}>
          {(at) => (
            <span>
              <span class="num">{format().ago(at(), now())}</span>
              <span class="second">{cameOf(one)}</span>
            </span>
          )}
        </Show>
      ),
    },
    {
      id: 'next',
      header: words.next,
      isEnd: true,
      cell: ({ nextAt }) => (
        <Show when={nextAt} fallback={<span class="muted">{words.withChange}</span>}>
          {(at) => <span class="num nowrap">{format().dateTime(at())}</span>}
        </Show>
      ),
    },
  ]
}

/** What the next night takes out, counted now. */
function PreviewCard(): JSX.Element {
  const workspace = useWorkspace()
  const query = useQuery(() => previewQuery(workspace().id))
  return (
    <Card title={words.preview}>
      <Show
        when={dataOf(query)}
        fallback={
          <Show when={query.isError} fallback={<Skeleton label={words.preview} shape="table" />}>
            <ErrorCard
              what={words.preview}
              error={asApiError(query.error)}
              onRetry={() => void query.refetch()}
              isCard={false}
            />
          </Show>
        }
      >
        {(lines) => (
          <dl class="retention-preview">
            <For each={lines()}>{(line) => <PreviewLine line={line} />}</For>
          </dl>
        )}
      </Show>
    </Card>
  )
}

function PreviewLine(props: { line: RetentionPreview }): JSX.Element {
  const format = useFormat()
  const said = () => {
    const { rows, firstDay, lastDay } = props.line
    if (firstDay === null || lastDay === null) return words.nothing
    return words.some(rows, format().count(String(rows)), format().day(firstDay), format().day(lastDay))
  }
  return (
    <div>
      <dt>
        {words.rules[props.line.rule].name}
        <Show when={props.line.before}>
          {(day) => <span class="muted"> {words.before(format().day(day()))}</span>}
        </Show>
      </dt>
      <dd class="num">{said()}</dd>
    </div>
  )
}
