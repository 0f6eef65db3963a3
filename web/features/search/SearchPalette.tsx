import { useNavigate } from '@solidjs/router'
import { useQuery } from '@tanstack/solid-query'
import { createEffect, createMemo, createSignal, type JSX, on, onCleanup } from 'solid-js'
import { SEARCH_CHARS_MAX } from '../../../contracts/limits.ts'
import { dataOf } from '../../lib/data-of.ts'
import { useMay, useWorkspace } from '../../lib/session.tsx'
import CommandPalette, { type Found } from '../../ui/CommandPalette.tsx'
import { foundGroups } from './found.ts'
import { searchQuery } from './queries.ts'

/** Records are asked for once nothing was typed for so long. */
const PAUSE_MS = 150

/** The palette with the records of the workspace in it. */
export default function SearchPalette(props: { isOpen: boolean; onClose: () => void }): JSX.Element {
  const workspace = useWorkspace()
  const may = useMay()
  const navigate = useNavigate()
  const [typed, setTyped] = createSignal('')
  const [asked, setAsked] = createSignal('')
  createEffect(() => {
    const text = typed()
    // What was cleared is gone at once.
    const timer = setTimeout(() => setAsked(text), text === '' ? 0 : PAUSE_MS)
    onCleanup(() => clearTimeout(timer))
  })
  createEffect(
    on(
      () => props.isOpen,
      () => setTyped(''),
    ),
  )
  const hits = useQuery(() => searchQuery(workspace().id, asked()))
  const groups = createMemo(() =>
    // Read while there is nothing, it would take the palette off the screen until there is.
    foundGroups(dataOf(hits) ?? [], workspace().slug).map(({ title, items }) => ({
      title,
      items: items.map(({ href, ...item }) => ({ ...item, run: () => navigate(href) })),
    })),
  )
  const found = (): Found => {
    const text = typed()
    if (text === '') return { state: 'nothing', groups: [] }
    if (hits.isError) return { state: 'failed', groups: [], retry: () => void hits.refetch() }
    const isWaiting = text !== asked() || hits.isPending || hits.isPlaceholderData
    return { state: isWaiting ? 'looking' : 'found', groups: asked() === '' ? [] : groups() }
  }
  return (
    <CommandPalette
      isOpen={props.isOpen}
      onClose={props.onClose}
      may={may}
      onType={(text) => setTyped(text.trim().slice(0, SEARCH_CHARS_MAX))}
      found={found()}
    />
  )
}
