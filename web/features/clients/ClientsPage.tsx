import { dataOf } from '../../lib/data-of.ts'
import './clients.css'
import { useSearchParams } from '@solidjs/router'
import { useMutation, useQuery, useQueryClient } from '@tanstack/solid-query'
import Briefcase from 'lucide-solid/icons/briefcase'
import Plus from 'lucide-solid/icons/plus'
import SearchX from 'lucide-solid/icons/search-x'
import { createMemo, createSignal, type JSX, Show } from 'solid-js'
import type { ClientView } from '../../../contracts/clients.ts'
import { asApiError } from '../../lib/errors.ts'
import { useIsLimited, useMay, useWorkspace } from '../../lib/session.tsx'
import { Button } from '../../ui/Button.tsx'
import { Card, PageHeader } from '../../ui/Card.tsx'
import { ListPages } from '../../ui/ListPages.tsx'
import { EmptyState } from '../../ui/States.tsx'
import { toast, toastUndo } from '../../ui/Toast.tsx'
import { HistorySheet } from '../history/HistorySheet.tsx'
import { historyOfClient } from '../history/queries.ts'
import { ClientDialog } from './ClientDialog.tsx'
import { ClientsTable } from './ClientsTable.tsx'
import { ClientsTools } from './ClientsTools.tsx'
import { clientsShown } from './filter.ts'
import { clientsKey, clientsPageQuery, setArchived } from './queries.ts'
import { words } from './words.ts'

/** Every client of the workspace: search, make, change, archive and restore. */
export default function ClientsPage(): JSX.Element {
  const workspace = useWorkspace()
  const may = useMay()
  const isLimited = useIsLimited()
  const client = useQueryClient()
  const [search, setSearch] = useSearchParams()
  const shown = createMemo(() => clientsShown(search))
  const query = useQuery(() => clientsPageQuery(workspace().id, shown()))
  const page = () => dataOf(query)
  const [editing, setEditing] = createSignal<ClientView | 'new' | null>(null)
  const [history, setHistory] = createSignal<ClientView | null>(null)
  const refresh = () => client.invalidateQueries({ queryKey: clientsKey(workspace().id) })

  const archive = useMutation(() => ({
    mutationFn: (change: { view: ClientView; isArchived: boolean }) =>
      setArchived(change.view.id, change.isArchived),
    onSuccess: (_: unknown, { view, isArchived }: { view: ClientView; isArchived: boolean }) =>
      toastUndo(isArchived ? words.archived(view.name) : words.restored(view.name), () =>
        archive.mutate({ view, isArchived: !isArchived }),
      ),
    onError: (thrown: unknown) =>
      toast(`${asApiError(thrown).message} ${asApiError(thrown).next}`, { isError: true }),
    onSettled: refresh,
  }))
  const clear = () => setSearch({ q: null, archived: null, cursor: null })
  const empty = () => (
    <Show
      when={shown().text}
      fallback={
        <EmptyState
          icon={Briefcase}
          title={shown().archived === 'yes' ? words.noneArchived : words.none}
          isCard={false}
          actions={
            <Show when={shown().archived === 'yes' || shown().cursor}>
              <Button onClick={clear}>{words.clear}</Button>
            </Show>
          }
        >
          {shown().archived === 'yes' ? words.noneArchivedSay : undefined}
        </EmptyState>
      }
    >
      {(text) => (
        <EmptyState
          icon={SearchX}
          title={words.noMatch}
          isCard={false}
          actions={<Button onClick={clear}>{words.clear}</Button>}
        >
          {words.noMatchSay(text())}
        </EmptyState>
      )}
    </Show>
  )
  return (
    <>
      <PageHeader title={words.title} sub={words.sub}>
        <Show when={may('clients.write') && !isLimited()}>
          <Button kind="primary" icon={Plus} onClick={() => setEditing('new')}>
            {words.add}
          </Button>
        </Show>
      </PageHeader>
      <ClientsTools shown={shown()} onChange={setSearch} />
      <Card isFlush isRefreshing={query.isPlaceholderData}>
        <ClientsTable
          rows={page()?.clients}
          isLoading={query.isPending}
          error={query.error}
          onRetry={() => void query.refetch()}
          onEdit={setEditing}
          onArchive={(view, isArchived) => archive.mutate({ view, isArchived })}
          onHistory={setHistory}
          empty={empty()}
        />
      </Card>
      <ListPages
        cursor={shown().cursor}
        nextCursor={page()?.nextCursor}
        words={words}
        onGo={(cursor) => setSearch({ cursor })}
      />
      <Show when={history()} keyed>
        {(view) => (
          <HistorySheet
            of={historyOfClient(view.id, view.name)}
            mayRestore={may('clients.write') && !view.isSample}
            onClose={() => setHistory(null)}
          />
        )}
      </Show>
      <Show when={editing()} keyed>
        {(which) => (
          <ClientDialog
            client={which === 'new' ? null : which}
            onClose={() => setEditing(null)}
            onSaved={refresh}
          />
        )}
      </Show>
    </>
  )
}
