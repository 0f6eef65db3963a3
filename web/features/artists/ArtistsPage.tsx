import { dataOf } from '../../lib/data-of.ts'
import './artists.css'
import { useSearchParams } from '@solidjs/router'
import { useQuery, useQueryClient } from '@tanstack/solid-query'
import Contact from 'lucide-solid/icons/contact'
import Plus from 'lucide-solid/icons/plus'
import SearchX from 'lucide-solid/icons/search-x'
import { createMemo, createSignal, type JSX, Match, Show, Switch } from 'solid-js'
import type { ArtistView } from '../../../contracts/artists.ts'
import { useCommands } from '../../lib/commands.ts'
import { useMay, useWorkspace } from '../../lib/session.tsx'
import { Button } from '../../ui/Button.tsx'
import { Card, PageHeader } from '../../ui/Card.tsx'
import { ListPages } from '../../ui/ListPages.tsx'
import { EmptyState } from '../../ui/States.tsx'
import { ArtistDialog } from './ArtistDialog.tsx'
import { ArtistsTable } from './ArtistsTable.tsx'
import { ArtistsTools } from './ArtistsTools.tsx'
import { artistsShown } from './filter.ts'
import { artistsKey, artistsPageQuery } from './queries.ts'
import { useArchive } from './useArchive.ts'
import { words } from './words.ts'

/** Everybody and everything that can be booked: search, make, change, archive and restore. */
export default function ArtistsPage(): JSX.Element {
  const workspace = useWorkspace()
  const may = useMay()
  const client = useQueryClient()
  const archive = useArchive()
  const [search, setSearch] = useSearchParams()
  const shown = createMemo(() => artistsShown(search))
  const query = useQuery(() => artistsPageQuery(workspace().id, shown()))
  const page = () => dataOf(query)
  const [editing, setEditing] = createSignal<ArtistView | 'new' | null>(null)
  const refresh = () => client.invalidateQueries({ queryKey: artistsKey(workspace().id) })
  const clear = () => setSearch({ q: null, kind: null, archived: null, cursor: null })
  useCommands([
    {
      id: 'artist.new',
      title: words.addTitle,
      group: words.title,
      permission: 'artists.write',
      run: () => setEditing('new'),
    },
  ])
  const addButton = () => (
    <Show when={may('artists.write')}>
      <Button kind="primary" icon={Plus} onClick={() => setEditing('new')}>
        {words.add}
      </Button>
    </Show>
  )
  const empty = () => (
    <Switch
      fallback={
        <EmptyState icon={Contact} title={words.none} isCard={false} actions={addButton()}>
          {words.noneSay}
        </EmptyState>
      }
    >
      <Match when={shown().text || shown().kind}>
        <EmptyState
          icon={SearchX}
          title={words.noMatch}
          isCard={false}
          actions={<Button onClick={clear}>{words.clear}</Button>}
        >
          {shown().text ? words.noMatchSay(shown().text) : undefined}
        </EmptyState>
      </Match>
      <Match when={shown().archived === 'yes'}>
        <EmptyState
          icon={Contact}
          title={words.noneArchived}
          isCard={false}
          actions={<Button onClick={clear}>{words.clear}</Button>}
        >
          {words.noneArchivedSay}
        </EmptyState>
      </Match>
    </Switch>
  )
  return (
    <>
      <PageHeader title={words.title} sub={words.sub}>
        {addButton()}
      </PageHeader>
      <ArtistsTools shown={shown()} onChange={setSearch} />
      <Card isFlush isRefreshing={query.isPlaceholderData}>
        <ArtistsTable
          rows={page()?.rows}
          isLoading={query.isPending}
          error={query.error}
          onRetry={() => void query.refetch()}
          onEdit={setEditing}
          onArchive={archive}
          empty={empty()}
        />
      </Card>
      <ListPages
        cursor={shown().cursor}
        nextCursor={page()?.nextCursor}
        words={words}
        onGo={(cursor) => setSearch({ cursor })}
      />
      <Show when={editing()} keyed>
        {(which) => (
          <ArtistDialog
            artist={which === 'new' ? null : which}
            onClose={() => setEditing(null)}
            onSaved={refresh}
          />
        )}
      </Show>
    </>
  )
}
