import { useQuery } from '@tanstack/solid-query'
import ShieldCheck from 'lucide-solid/icons/shield-check'
import { type JSX, Show } from 'solid-js'
import type { SecurityLogEntry } from '../../../contracts/security-log.ts'
import { useNow } from '../../lib/clock.ts'
import { dataOf } from '../../lib/data-of.ts'
import { useFormat } from '../../lib/session.tsx'
import { Card } from '../../ui/Card.tsx'
import { type Column, DataTable } from '../../ui/DataTable.tsx'
import { StatusPill } from '../../ui/Pill.tsx'
import { EmptyState } from '../../ui/States.tsx'
import { activityText, isRefused } from './activity.ts'
import { deviceOf } from './device.ts'
import { placeText } from './place.ts'
import { activityQuery } from './queries.ts'
import { accountText } from './text.ts'

const words = accountText.activity

/** Device and place, as far as either is known. */
const whereOf = ({ userAgent, place }: SecurityLogEntry): string =>
  [deviceOf(userAgent), place && placeText(place)].filter(Boolean).join(' · ')

/** Who came in as this person lately, and who was turned away. */
export function ActivityCard(): JSX.Element {
  const format = useFormat()
  const now = useNow()
  const activity = useQuery(() => activityQuery())
  const columns: readonly Column<SecurityLogEntry>[] = [
    {
      id: 'what',
      header: words.what,
      cell: (entry) => (
        <span class="b">
          {activityText(entry)}
          <span class="second">{whereOf(entry)}</span>
        </span>
      ),
    },
    {
      id: 'when',
      header: words.when,
      cell: (entry) => <time datetime={entry.at}>{format().ago(entry.at, now())}</time>,
    },
    {
      id: 'state',
      header: words.state,
      isHeaderHidden: true,
      isEnd: true,
      cell: (entry) => (
        <Show when={isRefused(entry)}>
          <StatusPill tone="late">
            {entry.times > 1 ? words.refusedTimes(entry.times) : words.refused}
          </StatusPill>
        </Show>
      ),
    },
  ]
  return (
    <Card title={words.title} isFlush>
      <DataTable
        label={words.title}
        columns={columns}
        rows={dataOf(activity)}
        isLoading={activity.isPending}
        error={activity.error}
        onRetry={() => void activity.refetch()}
        isTwoLine
        empty={
          <EmptyState icon={ShieldCheck} title={words.none} isCard={false}>
            {words.noneSay}
          </EmptyState>
        }
      />
    </Card>
  )
}
