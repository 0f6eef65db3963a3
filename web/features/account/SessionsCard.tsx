import { useMutation, useQuery, useQueryClient } from '@tanstack/solid-query'
import { type JSX, Show } from 'solid-js'
import type { SessionView } from '../../../contracts/session.ts'
import { call } from '../../lib/api.ts'
import { useNow } from '../../lib/clock.ts'
import { dataOf } from '../../lib/data-of.ts'
import { asApiError } from '../../lib/errors.ts'
import { useFormat } from '../../lib/session.tsx'
import { Button } from '../../ui/Button.tsx'
import { Card } from '../../ui/Card.tsx'
import { type Column, DataTable } from '../../ui/DataTable.tsx'
import { StatusPill } from '../../ui/Pill.tsx'
import { toast } from '../../ui/Toast.tsx'
import { deviceOf } from './device.ts'
import { placeText } from './place.ts'
import { sessionsQuery } from './queries.ts'
import { accountText } from './text.ts'

const words = accountText.security
const nameOf = (one: SessionView) => deviceOf(one.userAgent) ?? words.unknownDevice

/** Where the person is signed in, and the way to end that. */
export function SessionsCard(): JSX.Element {
  const format = useFormat()
  const now = useNow()
  const client = useQueryClient()
  const sessions = useQuery(() => sessionsQuery())
  /** Ends one session, or every other one when none is named. */
  const end = useMutation(() => ({
    mutationFn: (one: SessionView | null) =>
      call(one ? `/api/v1/sessions/${one.id}` : '/api/v1/sessions', { method: 'DELETE', workspaceId: null }),
    onSuccess: (_: unknown, one: SessionView | null) => toast(one ? words.ended : words.endedOthers),
    onError: (thrown: unknown) => toast(asApiError(thrown).message, { isError: true }),
    onSettled: () => client.invalidateQueries({ queryKey: sessionsQuery().queryKey }),
  }))
  const columns: readonly Column<SessionView>[] = [
    {
      id: 'device',
      header: words.device,
      cell: (one) => (
        <span class="b">
          {nameOf(one)}
          <span class="second">{one.place ? placeText(one.place) : null}</span>
        </span>
      ),
    },
    {
      id: 'seen',
      header: words.seen,
      cell: (one) => <time datetime={one.lastSeenAt}>{format().ago(one.lastSeenAt, now())}</time>,
    },
    {
      id: 'actions',
      header: 'Actions',
      isHeaderHidden: true,
      isEnd: true,
      cell: (one) => (
        <Show when={!one.current} fallback={<StatusPill tone="good">{words.thisDevice}</StatusPill>}>
          <Button size="sm" aria-label={words.endOf(nameOf(one))} onClick={() => end.mutate(one)}>
            {words.end}
          </Button>
        </Show>
      ),
    },
  ]
  return (
    <Card
      title={words.sessions}
      isFlush
      actions={
        <Show when={(dataOf(sessions)?.length ?? 0) > 1}>
          <Button size="sm" isBusy={end.isPending} onClick={() => end.mutate(null)}>
            {words.endOthers}
          </Button>
        </Show>
      }
    >
      <DataTable
        label={words.sessions}
        columns={columns}
        rows={dataOf(sessions)}
        isLoading={sessions.isPending}
        error={sessions.error}
        onRetry={() => void sessions.refetch()}
        isTwoLine
        empty={null}
      />
    </Card>
  )
}
