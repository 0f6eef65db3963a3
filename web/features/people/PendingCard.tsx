import { useMutation, useQuery, useQueryClient } from '@tanstack/solid-query'
import MailX from 'lucide-solid/icons/mail-x'
import Send from 'lucide-solid/icons/send'
import { type JSX, Show } from 'solid-js'
import type { InvitationView } from '../../../contracts/invitations.ts'
import { call } from '../../lib/api.ts'
import { dataOf } from '../../lib/data-of.ts'
import { asApiError } from '../../lib/errors.ts'
import { useFormat, useMay, useWorkspace } from '../../lib/session.tsx'
import { IconButton } from '../../ui/Button.tsx'
import { Card } from '../../ui/Card.tsx'
import { type Column, DataTable } from '../../ui/DataTable.tsx'
import { StatusPill } from '../../ui/Pill.tsx'
import { toast } from '../../ui/Toast.tsx'
import { ClientNames } from './ClientNames.tsx'
import { invitationsQuery } from './queries.ts'
import { peopleText } from './text.ts'

const words = peopleText.pending

/** Invitations that wait for an answer. Absent while there are none. */
export function PendingCard(props: { givable: readonly string[] }): JSX.Element {
  const workspace = useWorkspace()
  const may = useMay()
  const format = useFormat()
  const client = useQueryClient()
  const pending = useQuery(() => invitationsQuery(workspace().id))
  const settle = () => client.invalidateQueries({ queryKey: invitationsQuery(workspace().id).queryKey })
  const onError = (thrown: unknown) =>
    toast(`${asApiError(thrown).message} ${asApiError(thrown).next}`, { isError: true })
  const resend = useMutation(() => ({
    mutationFn: (one: InvitationView) => call(`/api/v1/invitations/${one.id}/resend`, { method: 'POST' }),
    onSuccess: (_: unknown, one: InvitationView) => toast(words.resent(one.email)),
    onError,
    onSettled: settle,
  }))
  const revoke = useMutation(() => ({
    mutationFn: (one: InvitationView) => call(`/api/v1/invitations/${one.id}`, { method: 'DELETE' }),
    onSuccess: (_: unknown, one: InvitationView) => toast(words.revoked(one.email)),
    onError,
    onSettled: settle,
  }))
  const mayHandle = (one: InvitationView) => may('invitations.manage') && props.givable.includes(one.role)
  const columns: readonly Column<InvitationView>[] = [
    {
      id: 'email',
      header: words.email,
      cell: (one) => (
        <span class="row">
          <span class="clip">
            <b class="sb">{one.email}</b>
            <span class="second clip">{words.by(one.invitedBy)}</span>
          </span>
        </span>
      ),
    },
    {
      id: 'role',
      header: words.role,
      cell: (one) => (
        <span class="clip">
          {one.roleName}
          <span class="second">
            <ClientNames clients={one.clients} />
          </span>
        </span>
      ),
    },
    {
      id: 'ends',
      header: words.ends,
      isEnd: true,
      cell: (one) => (
        <Show when={!one.isOver} fallback={<StatusPill tone="late">{words.over}</StatusPill>}>
          <time datetime={one.endsAt}>{format().day(one.endsAt.slice(0, 10))}</time>
        </Show>
      ),
    },
    {
      id: 'actions',
      header: 'Actions',
      isHeaderHidden: true,
      isEnd: true,
      cell: (one) => (
        <Show when={mayHandle(one)}>
          <span class="table-acts">
            <IconButton
              icon={Send}
              size="sm"
              label={words.resendTo(one.email)}
              onClick={() => resend.mutate(one)}
            />
            <IconButton
              icon={MailX}
              size="sm"
              label={words.revokeOf(one.email)}
              onClick={() => revoke.mutate(one)}
            />
          </span>
        </Show>
      ),
    },
  ]
  return (
    <Show when={pending.isError || (!pending.isPending && (pending.data?.length ?? 0) > 0)}>
      <Card title={words.title} isFlush>
        <DataTable
          label={words.title}
          columns={columns}
          rows={dataOf(pending)}
          error={pending.error}
          onRetry={() => void pending.refetch()}
          isTwoLine
          empty={null}
        />
      </Card>
    </Show>
  )
}
