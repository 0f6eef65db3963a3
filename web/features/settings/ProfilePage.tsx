import { useMutation, useQuery, useQueryClient } from '@tanstack/solid-query'
import LogOut from 'lucide-solid/icons/log-out'
import { type JSX, Show } from 'solid-js'
import type { SessionView } from '../../../contracts/session.ts'
import { call } from '../../lib/api.ts'
import { useNow } from '../../lib/clock.ts'
import { asApiError } from '../../lib/errors.ts'
import { useFormat, useSession, useWorkspace } from '../../lib/session.tsx'
import { text } from '../../lib/text.ts'
import { Avatar } from '../../ui/Avatar.tsx'
import { Button } from '../../ui/Button.tsx'
import { Card } from '../../ui/Card.tsx'
import { type Column, DataTable } from '../../ui/DataTable.tsx'
import { StatusPill } from '../../ui/Pill.tsx'
import { toast } from '../../ui/Toast.tsx'
import { useSignOut } from '../workspaces/Sidebar.tsx'
import { deviceOf } from './device.ts'
import { sessionsQuery } from './queries.ts'
import { SettingsHead } from './SettingsHead.tsx'
import { roleText, settingsText } from './text.ts'

const words = settingsText.profile

/** The signed-in person, and where else they are signed in. */
export default function ProfilePage(): JSX.Element {
  const session = useSession()
  const workspace = useWorkspace()
  const format = useFormat()
  const now = useNow()
  const client = useQueryClient()
  const signOut = useSignOut()
  const sessions = useQuery(() => sessionsQuery())
  const end = useMutation(() => ({
    mutationFn: (one: SessionView) =>
      call(`/api/v1/sessions/${one.id}`, { method: 'DELETE', workspaceId: null }),
    onSuccess: () => toast(words.ended),
    onError: (thrown: unknown) => toast(asApiError(thrown).message, { isError: true }),
    onSettled: () => client.invalidateQueries({ queryKey: sessionsQuery().queryKey }),
  }))
  const columns: readonly Column<SessionView>[] = [
    {
      id: 'device',
      header: 'Device',
      cell: (one) => <span class="b">{deviceOf(one.userAgent) ?? words.unknownDevice}</span>,
    },
    {
      id: 'since',
      header: 'Signed in',
      cell: (one) => <time datetime={one.createdAt}>{format().ago(one.createdAt, now())}</time>,
    },
    {
      id: 'actions',
      header: 'Actions',
      isHeaderHidden: true,
      isEnd: true,
      cell: (one) => (
        <Show when={!one.current} fallback={<StatusPill tone="good">{words.thisDevice}</StatusPill>}>
          <Button size="sm" onClick={() => end.mutate(one)}>
            {words.end}
          </Button>
        </Show>
      ),
    },
  ]
  return (
    <>
      <SettingsHead title="Profile" sub={words.sub}>
        <Button icon={LogOut} onClick={() => void signOut()}>
          {text.nav.signOut}
        </Button>
      </SettingsHead>
      <div class="col">
        <Card title={words.account}>
          <Show when={session.data?.person}>
            {(person) => (
              <div class="row">
                <Avatar id={person().id} name={person().name} size="lg" />
                <div class="grow">
                  <b class="sb">{person().name}</b>
                  <div class="sm muted clip">{person().email}</div>
                </div>
                <span class="sm muted">
                  {roleText[workspace().role].name}, {workspace().name}
                </span>
              </div>
            )}
          </Show>
        </Card>
        <Card title={words.sessions} isFlush>
          <DataTable
            label={words.sessions}
            columns={columns}
            rows={sessions.isPending ? undefined : sessions.data}
            rowKey={(one) => one.id}
            isLoading={sessions.isPending}
            error={sessions.error}
            onRetry={() => void sessions.refetch()}
            empty={null}
          />
        </Card>
      </div>
    </>
  )
}
