import { useQuery, useQueryClient } from '@tanstack/solid-query'
import Pencil from 'lucide-solid/icons/pencil'
import Plus from 'lucide-solid/icons/plus'
import History from 'lucide-solid/icons/rotate-ccw-clock'
import ShieldPlus from 'lucide-solid/icons/shield-plus'
import Trash from 'lucide-solid/icons/trash'
import { createSignal, type JSX, Show } from 'solid-js'
import { may as holds } from '../../../contracts/permissions.ts'
import type { RoleView } from '../../../contracts/roles.ts'
import { dataOf } from '../../lib/data-of.ts'
import { sessionQuery, useMay, useWorkspace } from '../../lib/session.tsx'
import { Button, IconButton } from '../../ui/Button.tsx'
import { Card } from '../../ui/Card.tsx'
import { type Column, DataTable } from '../../ui/DataTable.tsx'
import { QueryView, Skeleton } from '../../ui/Skeleton.tsx'
import { EmptyState } from '../../ui/States.tsx'
import { HistorySheet } from '../history/HistorySheet.tsx'
import { historyOfRole } from '../history/queries.ts'
import { SettingsHead } from '../settings/SettingsHead.tsx'
import './people.css'
import { rolesQuery } from './queries.ts'
import { DeleteRoleDialog, RoleDialog } from './RoleDialogs.tsx'
import { RoleMatrix } from './RoleMatrix.tsx'
import { peopleText } from './text.ts'
import { useGivableRoles } from './useRoles.ts'

const words = peopleText.roles

/** What every role may do, and the roles that the workspace made itself. */
export default function RolesPage(): JSX.Element {
  const workspace = useWorkspace()
  const may = useMay()
  const client = useQueryClient()
  const roles = useQuery(() => rolesQuery(workspace().id))
  const givable = useGivableRoles()
  const [editing, setEditing] = createSignal<RoleView | 'new' | null>(null)
  const [deleting, setDeleting] = createSignal<RoleView | null>(null)
  const [history, setHistory] = createSignal<RoleView | null>(null)
  const refresh = async () => {
    await client.invalidateQueries({ queryKey: [workspace().id, 'members'] })
    // The role may be one's own.
    await client.invalidateQueries({ queryKey: sessionQuery().queryKey })
  }
  const mayChange = (role: RoleView) =>
    may('roles.manage') && role.permissions.every((permission) => holds(workspace(), permission))
  const current = (id: string) => dataOf(roles)?.find((role) => role.id === id)
  const own = (all: readonly RoleView[]) => all.filter((role) => !role.isBuiltIn)
  const columns: readonly Column<RoleView>[] = [
    { id: 'name', header: words.name, cell: (role) => <span class="b">{role.name}</span> },
    { id: 'members', header: peopleText.members.title, cell: (role) => words.members(role.members) },
    {
      id: 'rights',
      header: words.may,
      isHiddenOnPhone: true,
      cell: (role) => words.rights(role.permissions.length),
    },
    {
      id: 'actions',
      header: 'Actions',
      isHeaderHidden: true,
      isEnd: true,
      cell: (role) => (
        <span class="table-acts">
          <IconButton
            icon={History}
            size="sm"
            label={words.historyOf(role.name)}
            onClick={() => setHistory(role)}
          />
          <Show when={mayChange(role)}>
            <IconButton
              icon={Pencil}
              size="sm"
              label={words.editOf(role.name)}
              onClick={() => setEditing(role)}
            />
            <IconButton
              icon={Trash}
              size="sm"
              label={words.removeOf(role.name)}
              onClick={() => setDeleting(role)}
            />
          </Show>
        </span>
      ),
    },
  ]
  const create = () => (
    <Button kind="primary" icon={Plus} onClick={() => setEditing('new')}>
      {words.create}
    </Button>
  )
  return (
    <>
      <SettingsHead title={words.title} sub={words.sub}>
        <Show when={may('roles.manage')}>{create()}</Show>
      </SettingsHead>
      <QueryView query={roles} what={words.title} skeleton={<Skeleton label={words.title} shape="table" />}>
        {(found) => (
          <div class="col">
            <Card title={words.own} isFlush>
              <DataTable
                label={words.own}
                columns={columns}
                rows={own(found())}
                empty={
                  <EmptyState icon={ShieldPlus} title={words.none} isCard={false}>
                    {words.noneSay}
                  </EmptyState>
                }
              />
            </Card>
            <Card title={words.matrix} isFlush>
              <RoleMatrix roles={found()} />
            </Card>
          </div>
        )}
      </QueryView>
      <Show when={editing()} keyed>
        {(role) => (
          <RoleDialog
            role={role === 'new' ? null : role}
            onClose={() => setEditing(null)}
            onSaved={refresh}
          />
        )}
      </Show>
      <Show when={history()} keyed>
        {(role) => (
          <HistorySheet
            of={historyOfRole(role.id, role.name, current(role.id)?.version ?? role.version)}
            mayRestore={mayChange(role)}
            onSettled={refresh}
            onClose={() => setHistory(null)}
          />
        )}
      </Show>
      <Show when={deleting()} keyed>
        {(role) => (
          <DeleteRoleDialog
            role={role}
            roles={givable()}
            onClose={() => setDeleting(null)}
            onDeleted={refresh}
          />
        )}
      </Show>
    </>
  )
}
