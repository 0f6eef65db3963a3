import { useMutation, useQuery, useQueryClient } from '@tanstack/solid-query'
import UserMinus from 'lucide-solid/icons/user-minus'
import UserPlus from 'lucide-solid/icons/user-plus'
import { createSignal, type JSX, Show } from 'solid-js'
import type { InvitationsSent } from '../../../contracts/invitations.ts'
import { type Role, roleNames, roles } from '../../../contracts/permissions.ts'
import type { RoleId } from '../../../contracts/roles.ts'
import type { MemberView } from '../../../contracts/workspaces.ts'
import { call } from '../../lib/api.ts'
import { asApiError } from '../../lib/errors.ts'
import { createForm } from '../../lib/form.ts'
import { useFormat, useMay, useSession, useWorkspace } from '../../lib/session.tsx'
import { text } from '../../lib/text.ts'
import { Avatar } from '../../ui/Avatar.tsx'
import { Button, IconButton } from '../../ui/Button.tsx'
import { Card } from '../../ui/Card.tsx'
import { type Column, DataTable } from '../../ui/DataTable.tsx'
import { AlertDialog, Dialog } from '../../ui/Dialog.tsx'
import { TextField } from '../../ui/Field.tsx'
import { Form } from '../../ui/Form.tsx'
import { Select } from '../../ui/Select.tsx'
import { toast } from '../../ui/Toast.tsx'
import { membersQuery } from './queries.ts'
import { SettingsHead } from './SettingsHead.tsx'
import { roleText, settingsText } from './text.ts'

const words = settingsText.members
const schema = () =>
  import('../../../contracts/invitations.ts').then(({ CreateInvitations }) => ({
    safeParse: (value: { emails: string; role: RoleId }) =>
      CreateInvitations.safeParse({ ...value, emails: [value.emails.trim()] }),
  }))

/** Members of the workspace with their roles. */
export default function MembersPage(): JSX.Element {
  const workspace = useWorkspace()
  const may = useMay()
  const format = useFormat()
  const session = useSession()
  const client = useQueryClient()
  const members = useQuery(() => membersQuery(workspace().id))
  const [isAdding, setAdding] = createSignal(false)
  const [leaving, setLeaving] = createSignal<MemberView | null>(null)
  const refresh = () => client.invalidateQueries({ queryKey: membersQuery(workspace().id).queryKey })
  const fail = (thrown: unknown) =>
    toast(`${asApiError(thrown).message} ${asApiError(thrown).next}`, { isError: true })
  const isMe = (member: MemberView) => member.personId === session.data?.person.id
  // Only an owner makes or unmakes an owner.
  const grantable = () => roles.filter((role) => role !== 'owner' || workspace().role === 'owner')
  const mayChange = (member: MemberView) =>
    may('members.manage') && !isMe(member) && (member.role !== 'owner' || workspace().role === 'owner')

  const changeRole = useMutation(() => ({
    mutationFn: (change: { member: MemberView; role: RoleId }) =>
      call<MemberView>(`/api/v1/members/${change.member.personId}`, {
        method: 'PATCH',
        body: { role: change.role },
      }),
    onSuccess: (_: MemberView, change: { member: MemberView; role: RoleId }) => {
      toast(words.changed(change.member.name, nameOf(change.role)), {
        action: {
          label: text.form.undo,
          run: () => changeRole.mutate({ member: change.member, role: change.member.role }),
        },
      })
    },
    onError: fail,
    onSettled: refresh,
  }))
  const remove = useMutation(() => ({
    mutationFn: (member: MemberView) => call(`/api/v1/members/${member.personId}`, { method: 'DELETE' }),
    onSuccess: (_: unknown, member: MemberView) => toast(words.removed(member.name)),
    onError: fail,
    onSettled: () => {
      setLeaving(null)
      return refresh()
    },
  }))
  const columns: readonly Column<MemberView>[] = [
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
            options={grantable().map((role) => ({ value: role, label: roleText[role].name }))}
            value={member.role}
            onChange={(role) => role !== member.role && changeRole.mutate({ member, role })}
          />
        </Show>
      ),
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
        <Show when={mayChange(member)}>
          <IconButton
            icon={UserMinus}
            size="sm"
            label={words.removeTitle(member.name)}
            onClick={() => setLeaving(member)}
          />
        </Show>
      ),
    },
  ]
  return (
    <>
      <SettingsHead title="Members" sub={words.sub}>
        <Show when={may('members.manage')}>
          <Button kind="primary" icon={UserPlus} onClick={() => setAdding(true)}>
            {words.add}
          </Button>
        </Show>
      </SettingsHead>
      <Card isFlush>
        <DataTable
          label="Members"
          columns={columns}
          rows={members.isPending ? undefined : members.data}
          rowKey={(member) => member.personId}
          isLoading={members.isPending}
          error={members.error}
          onRetry={() => void members.refetch()}
          isTwoLine
          empty={null}
        />
      </Card>
      <AddDialog isOpen={isAdding()} onClose={() => setAdding(false)} roles={grantable()} onAdded={refresh} />
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

function nameOf(role: RoleId): string {
  const builtIn = roles.find((one) => one === role)
  return builtIn === undefined ? role : roleNames[builtIn]
}

function AddDialog(props: {
  isOpen: boolean
  onClose: () => void
  roles: readonly Role[]
  onAdded: () => Promise<void>
}): JSX.Element {
  const form = createForm({
    initial: { emails: '', role: 'editor' as Role },
    schema,
    messages: { emails: words.emailWrong },
    submit: async (value) => {
      const answer = await call<InvitationsSent>('/api/v1/invitations', { method: 'POST', body: value })
      await props.onAdded()
      toast(words.invited(answer.sent.length))
      form.reset({ emails: '', role: 'editor' })
      props.onClose()
    },
  })
  return (
    <Dialog isOpen={props.isOpen} onClose={props.onClose} title={words.add} say={words.addSay}>
      <Form form={form}>
        <TextField
          label={words.email}
          type="email"
          autocomplete="off"
          inputmode="email"
          {...form.bind('emails')}
        />
        <Select
          id="role"
          label={words.role}
          hint={roleText[form.values.role].say}
          options={props.roles.map((role) => ({ value: role, label: roleText[role].name }))}
          value={form.values.role}
          onChange={(role) => form.set('role', role)}
        />
        <div class="row end">
          <Button onClick={props.onClose}>{text.form.cancel}</Button>
          <Button type="submit" kind="primary" isBusy={form.isBusy()}>
            {words.add}
          </Button>
        </div>
      </Form>
    </Dialog>
  )
}
