import { A, useNavigate } from '@solidjs/router'
import Ellipsis from 'lucide-solid/icons/ellipsis'
import { type JSX, Show } from 'solid-js'
import type { ClientView } from '../../../contracts/clients.ts'
import { paths } from '../../lib/paths.ts'
import { useFormat, useMay, useWorkspace } from '../../lib/session.tsx'
import { type Column, DataTable } from '../../ui/DataTable.tsx'
import { Menu, type MenuEntry } from '../../ui/Menu.tsx'
import { words } from './words.ts'

/** Clients as rows: the name leads to the dashboard of that client alone. */
export function ClientsTable(props: {
  rows: readonly ClientView[] | undefined
  isLoading: boolean
  error: unknown
  onRetry: () => void
  onEdit: (client: ClientView) => void
  onArchive: (client: ClientView, isArchived: boolean) => void
  onHistory: (client: ClientView) => void
  empty: JSX.Element
}): JSX.Element {
  const workspace = useWorkspace()
  const format = useFormat()
  const may = useMay()
  const navigate = useNavigate()
  const numbersOf = (client: ClientView) =>
    paths.dashboard(workspace().slug, `?client=${encodeURIComponent(client.id)}`)
  const entries = (client: ClientView): MenuEntry[] => {
    const isArchived = client.archivedAt !== null
    const changes: MenuEntry[] =
      may('clients.write') && !client.isSample
        ? [
            { kind: 'item', label: words.edit, run: () => props.onEdit(client) },
            ...(client.isDefault
              ? []
              : [
                  {
                    kind: 'item',
                    label: isArchived ? words.restore : words.archive,
                    run: () => props.onArchive(client, !isArchived),
                  } satisfies MenuEntry,
                ]),
          ]
        : []
    return [
      { kind: 'item', label: words.open, run: () => navigate(numbersOf(client)) },
      { kind: 'item', label: words.history, run: () => props.onHistory(client) },
      ...changes,
    ]
  }
  const marks = (client: ClientView) =>
    [
      client.isDefault && words.isDefault,
      client.isSample && words.isSample,
      client.archivedAt !== null && words.isArchived,
    ]
      .filter(Boolean)
      .join(', ')
  const columns: readonly Column<ClientView>[] = [
    {
      id: 'name',
      header: words.name,
      cell: (client) => (
        <A class="row-link" href={numbersOf(client)}>
          <span class="clip">{client.name}</span>
          <span class="second">
            <span class="mono">{client.externalId}</span>
            <Show when={marks(client)}>{(text) => <> · {text()}</>}</Show>
          </span>
        </A>
      ),
    },
    {
      id: 'industry',
      header: words.industry,
      isHiddenOnPhone: true,
      cell: (client) => client.industry ?? '–',
    },
    {
      id: 'since',
      header: words.since,
      isEnd: true,
      isHiddenOnPhone: true,
      cell: (client) => format().day(client.createdAt.slice(0, 10)),
    },
    {
      id: 'actions',
      header: words.actions,
      isHeaderHidden: true,
      isEnd: true,
      cell: (client) => (
        <Menu
          label={words.more(client.name)}
          trigger={<Ellipsis />}
          triggerClass="btn quiet icon sm"
          entries={entries(client)}
          placement="bottom-end"
        />
      ),
    },
  ]
  return (
    <DataTable
      label={words.title}
      columns={columns}
      rows={props.rows}
      isLoading={props.isLoading}
      error={props.error}
      onRetry={props.onRetry}
      isTwoLine
      empty={props.empty}
    />
  )
}
