import { useMutation, useQuery, useQueryClient } from '@tanstack/solid-query'
import Briefcase from 'lucide-solid/icons/briefcase'
import Crown from 'lucide-solid/icons/crown'
import Download from 'lucide-solid/icons/download'
import Ellipsis from 'lucide-solid/icons/ellipsis'
import ShieldOff from 'lucide-solid/icons/shield-off'
import UserMinus from 'lucide-solid/icons/user-minus'
import UserPlus from 'lucide-solid/icons/user-plus'
import { createSignal, type JSX, Show } from 'solid-js'
import { coversClients } from '../../../contracts/client-scope.ts'
import type { MemberView } from '../../../contracts/workspaces.ts'
import { call } from '../../lib/api.ts'
import { dataOf } from '../../lib/data-of.ts'
import { asApiError } from '../../lib/errors.ts'
import { useFormat, useMay, useSession, useWorkspace } from '../../lib/session.tsx'
import { text } from '../../lib/text.ts'
import { Avatar } from '../../ui/Avatar.tsx'
import { Button } from '../../ui/Button.tsx'
import { Card } from '../../ui/Card.tsx'
import { type Column, DataTable } from '../../ui/DataTable.tsx'
import { AlertDialog } from '../../ui/Dialog.tsx'
import { Menu, type MenuEntry } from '../../ui/Menu.tsx'
import { Select } from '../../ui/Select.tsx'
import { toast } from '../../ui/Toast.tsx'
import { membersQuery } from '../settings/queries.ts'
import { SettingsHead } from '../settings/SettingsHead.tsx'
import { ClientNames } from './ClientNames.tsx'
import { ClientsDialog } from './ClientsDialog.tsx'
import { InviteDialog } from './InviteDialog.tsx'
import { OfferDialog } from './OfferDialog.tsx'
import { OfferNotice } from './OfferNotice.tsx'
import { PendingCard } from './PendingCard.tsx'
import { ResetStepDialog } from './ResetStepDialog.tsx'
import './people.css'
import { peopleText } from './text.ts'
import { useGivableRoles } from './useRoles.ts'

const words = peopleText.members

/** Members of the workspace, who is invited, and whose it is. */
export default function MembersPage(): JSX.Element {
  const workspace = useWorkspace()
  const may = useMay()
  const client = useQueryClient()
  const roles = useGivableRoles()
  const members = useQuery(() => membersQuery(workspace().id))
  const [isInviting, setInviting] = createSignal(false)
  const [leaving, setLeaving] = createSignal<MemberView | null>(null)
  const [heir, setHeir] = createSignal<MemberView | null>(null)
  const [limiting, setLimiting] = createSignal<MemberView | null>(null)
  const [locked, setLocked] = createSignal<MemberView | null>(null)
  const refresh = () => client.invalidateQueries({ queryKey: [workspace().id, 'members'] })
  const remove = useMutation(() => ({
    mutationFn: (member: MemberView) => call(`/api/v1/members/${member.personId}`, { method: 'DELETE' }),
    onSuccess: (_: unknown, member: MemberView) => toast(words.removed(member.name)),
    onError: (thrown: unknown) =>
      toast(`${asApiError(thrown).message} ${asApiError(thrown).next}`, { isError: true }),
    onSettled: () => {
      setLeaving(null)
      return refresh()
    },
  }))
  const columns = useColumns({
    roles,
    refresh,
    onRemove: setLeaving,
    onOffer: setHeir,
    onClients: setLimiting,
    onReset: setLocked,
  })
  const sub = () => {
    const used = dataOf(members)?.length
    return used === undefined ? words.sub : `${words.sub} ${words.seats(used, workspace().seats)}`
  }
  return (
    <>
      <SettingsHead title={words.title} sub={sub()}>
        <Show when={may('invitations.manage')}>
          <Button kind="primary" icon={UserPlus} onClick={() => setInviting(true)}>
            {peopleText.invite.open}
          </Button>
        </Show>
      </SettingsHead>
      <div class="col">
        <OfferNotice />
        <Card isFlush>
          <DataTable
            label={words.title}
            columns={columns}
            rows={dataOf(members)}
            isLoading={members.isPending}
            error={members.error}
            onRetry={() => void members.refetch()}
            isTwoLine
            empty={null}
          />
        </Card>
        <Show when={may('invitations.read')}>
          <PendingCard givable={roles().map(({ value }) => value)} />
        </Show>
      </div>
      <InviteDialog
        isOpen={isInviting()}
        onClose={() => setInviting(false)}
        roles={roles()}
        onSent={refresh}
      />
      <Show when={heir()} keyed>
        {(member) => (
          <OfferDialog member={member} roles={roles()} onClose={() => setHeir(null)} onMade={refresh} />
        )}
      </Show>
      <Show when={limiting()} keyed>
        {(member) => <ClientsDialog member={member} onClose={() => setLimiting(null)} onSaved={refresh} />}
      </Show>
      <Show when={locked()} keyed>
        {(member) => <ResetStepDialog member={member} onClose={() => setLocked(null)} />}
      </Show>
      <AlertDialog
        isOpen={leaving() !== null}
        onClose={() => setLeaving(null)}
        title={words.removeTitle(leaving()?.name ?? '')}
        say={words.removeSay}
        keep={text.form.cancel}
        action={words.remove}
        isBusy={remove.isPending}
        onConfirm={() => {
          const member = leaving()
          if (member) remove.mutate(member)
        }}
      />
    </>
  )
}

interface RoleChange {
  member: MemberView
  role: string
  /** Of the role. */
  name: string
}

/** The columns of the table: who, which role, since when, and what can be done. */
function useColumns(on: {
  roles: ReturnType<typeof useGivableRoles>
  refresh: () => Promise<void>
  onRemove: (member: MemberView) => void
  onOffer: (member: MemberView) => void
  onClients: (member: MemberView) => void
  onReset: (member: MemberView) => void
}): readonly Column<MemberView>[] {
  const may = useMay()
  const workspace = useWorkspace()
  const format = useFormat()
  const session = useSession()
  const isMe = (member: MemberView) => member.personId === session.data?.person.id
  // Whoever holds more than this person is not theirs to change.
  const mayChange = (member: MemberView) =>
    may('members.manage') &&
    !isMe(member) &&
    coversClients(workspace().clients, member.clients) &&
    on.roles().some(({ value }) => value === member.role)
  // Becoming an owner takes a yes, so it is offered and not chosen here.
  const choices = (member: MemberView) =>
    on.roles().filter(({ value }) => value !== 'owner' || member.role === 'owner')
  const changeRole = useMutation(() => ({
    mutationFn: (change: RoleChange) =>
      call(`/api/v1/members/${change.member.personId}`, { method: 'PATCH', body: { role: change.role } }),
    onSuccess: (_: unknown, { member, name }: RoleChange) => {
      // What an owner was cannot be given back without asking them.
      const undo = { member, role: member.role, name: member.roleName }
      toast(
        words.changed(member.name, name),
        member.role === 'owner'
          ? {}
          : { action: { label: text.form.undo, run: () => changeRole.mutate(undo) } },
      )
    },
    onError: (thrown: unknown) =>
      toast(`${asApiError(thrown).message} ${asApiError(thrown).next}`, { isError: true }),
    onSettled: on.refresh,
  }))
  const entries = (member: MemberView): MenuEntry[] => [
    ...(may('ownership.manage') && member.role !== 'owner'
      ? [
          {
            kind: 'item' as const,
            label: peopleText.offer.open,
            icon: Crown,
            run: () => on.onOffer(member),
          },
        ]
      : []),
    ...(may('privacy.manage')
      ? [
          {
            kind: 'item' as const,
            label: words.exportOf,
            icon: Download,
            run: () =>
              window.location.assign(
                `/api/v1/downloads/${workspace().id}/people/${encodeURIComponent(member.personId)}`,
              ),
          },
        ]
      : []),
    ...(mayChange(member) && member.role !== 'owner'
      ? [
          {
            kind: 'item' as const,
            label: peopleText.clients.open,
            icon: Briefcase,
            run: () => on.onClients(member),
          },
        ]
      : []),
    ...(may('ownership.manage') && !isMe(member)
      ? [
          {
            kind: 'item' as const,
            label: peopleText.resetStep.open,
            icon: ShieldOff,
            run: () => on.onReset(member),
          },
        ]
      : []),
    {
      kind: 'item',
      label: words.remove,
      icon: UserMinus,
      isDanger: true,
      run: () => on.onRemove(member),
    },
  ]
  return [
    {
      id: 'name',
      header: 'Name',
      cell: (member) => (
        <span class="row">
          <Avatar id={member.personId} name={member.name} />
          <span class="clip">
            {member.name}
            <Show when={isMe(member)}>
              <span class="subtle"> ({words.you})</span>
            </Show>
            <span class="second clip">{member.email}</span>
          </span>
        </span>
      ),
    },
    {
      id: 'role',
      header: words.role,
      cell: (member) => (
        <Show when={mayChange(member)} fallback={member.roleName}>
          <Select
            label={`${words.role}: ${member.name}`}
            isLabelHidden
            options={choices(member)}
            value={member.role}
            onChange={(role) => {
              const name = choices(member).find(({ value }) => value === role)?.label ?? role
              if (role !== member.role) changeRole.mutate({ member, role, name })
            }}
          />
        </Show>
      ),
    },
    {
      id: 'clients',
      header: peopleText.clients.label,
      isHiddenOnPhone: true,
      cell: (member) => <ClientNames clients={member.clients} />,
    },
    {
      id: 'since',
      header: 'Since',
      isEnd: true,
      isHiddenOnPhone: true,
      cell: (member) => format().day(member.since.slice(0, 10)),
    },
    {
      id: 'actions',
      header: 'Actions',
      isHeaderHidden: true,
      isEnd: true,
      cell: (member) => (
        <Show when={mayChange(member) || (may('ownership.manage') && !isMe(member))}>
          <Menu
            trigger={<Ellipsis />}
            triggerClass="btn quiet icon sm"
            label={words.more(member.name)}
            placement="bottom-end"
            entries={entries(member)}
          />
        </Show>
      ),
    },
  ]
}
