import { A, useNavigate } from '@solidjs/router'
import Ellipsis from 'lucide-solid/icons/ellipsis'
import { type JSX, Show } from 'solid-js'
import type { ArtistView } from '../../../contracts/artists.ts'
import { paths } from '../../lib/paths.ts'
import { useFormat, useMay, useWorkspace } from '../../lib/session.tsx'
import { type Column, DataTable } from '../../ui/DataTable.tsx'
import { Menu, type MenuEntry } from '../../ui/Menu.tsx'
import { words } from './words.ts'

const SKILLS_SHOWN = 3

/** Artists as rows: the name leads to the page of that one. */
export function ArtistsTable(props: {
  rows: readonly ArtistView[] | undefined
  isLoading: boolean
  error: unknown
  onRetry: () => void
  onEdit: (artist: ArtistView) => void
  onArchive: (artist: ArtistView, isArchived: boolean) => void
  empty: JSX.Element
}): JSX.Element {
  const workspace = useWorkspace()
  const format = useFormat()
  const may = useMay()
  const navigate = useNavigate()
  const pageOf = (artist: ArtistView) => paths.artist(workspace().slug, artist.id)
  const entries = (artist: ArtistView): MenuEntry[] => {
    const isArchived = artist.archivedAt !== null
    const changes: MenuEntry[] =
      may('artists.write') && artist.erasedAt === null
        ? [
            { kind: 'item', label: words.edit, run: () => props.onEdit(artist) },
            {
              kind: 'item',
              label: isArchived ? words.restore : words.archive,
              run: () => props.onArchive(artist, !isArchived),
            },
          ]
        : []
    return [
      { kind: 'item', label: words.open, run: () => navigate(pageOf(artist)) },
      {
        kind: 'item',
        label: words.book,
        run: () => navigate(paths.bookings(workspace().slug, `?q=${encodeURIComponent(artist.name)}`)),
      },
      ...changes,
    ]
  }
  const skills = ({ skills: all }: ArtistView) => {
    const names = all.slice(0, SKILLS_SHOWN).map(({ name }) => name)
    return all.length > SKILLS_SHOWN ? [...names, `+${all.length - SKILLS_SHOWN}`] : names
  }
  const columns: readonly Column<ArtistView>[] = [
    {
      id: 'name',
      header: words.name,
      cell: (artist) => (
        <A class="row-link" href={pageOf(artist)}>
          <span class="clip">{artist.name}</span>
          <span class="second clip">
            {artist.headline ?? words.kindOne[artist.kind]}
            <Show when={artist.archivedAt !== null}>
              {' '}
              · {artist.erasedAt === null ? words.isArchived : words.isErased}
            </Show>
          </span>
        </A>
      ),
    },
    {
      id: 'kind',
      header: words.kind,
      isHiddenOnPhone: true,
      cell: (artist) => words.kindOne[artist.kind],
    },
    {
      id: 'skills',
      header: words.skills,
      isHiddenOnPhone: true,
      cell: (artist) => skills(artist).join(', ') || '–',
    },
    {
      id: 'rate',
      header: words.rate,
      isEnd: true,
      isHiddenOnPhone: true,
      cell: ({ rate }) =>
        rate === null ? '–' : words.rateText(format().money(rate.amount, rate.currency), rate.per),
    },
    {
      id: 'actions',
      header: words.actions,
      isHeaderHidden: true,
      isEnd: true,
      cell: (artist) => (
        <Menu
          label={words.more(artist.name)}
          trigger={<Ellipsis />}
          triggerClass="btn quiet icon sm"
          entries={entries(artist)}
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
