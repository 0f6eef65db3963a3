import { useMutation, useQuery, useQueryClient } from '@tanstack/solid-query'
import X from 'lucide-solid/icons/x'
import { For, type JSX, Show } from 'solid-js'
import type { JobSearchView } from '../../../contracts/job-searches.ts'
import { dataOf } from '../../lib/data-of.ts'
import { useWorkspace } from '../../lib/session.tsx'
import { toastUndo } from '../../ui/Toast.tsx'
import { addressOf } from './filter.ts'
import { forgetSearch, jobsKey, keepSearch, searchesQuery } from './queries.ts'
import { sayRefused } from './useSave.ts'
import { words } from './words.ts'

/** The searches that the reader keeps: each shows what it finds, and can be forgotten. */
export function SavedSearches(props: {
  onOpen: (address: Record<string, string | null>) => void
}): JSX.Element {
  const workspace = useWorkspace()
  const client = useQueryClient()
  const query = useQuery(() => searchesQuery(workspace().id))
  const kept = () => dataOf(query) ?? []
  const invalidate = () => client.invalidateQueries({ queryKey: jobsKey(workspace().id) })
  const restore = useMutation(() => ({
    mutationFn: ({ id, name, filter }: JobSearchView) => keepSearch({ id, name, filter }),
    onError: sayRefused,
    onSettled: invalidate,
  }))
  const forget = useMutation(() => ({
    mutationFn: ({ id }: JobSearchView) => forgetSearch(id),
    onSuccess: (_: unknown, search: JobSearchView) =>
      toastUndo(words.searchForgotten(search.name), () => restore.mutate(search)),
    onError: sayRefused,
    onSettled: invalidate,
  }))
  return (
    <Show when={kept().length > 0}>
      <div class="job-searches">
        <h2 id="job-searches">{words.searches}</h2>
        <ul aria-labelledby="job-searches">
          <For each={kept()}>
            {(search) => (
              <li class="job-search">
                <button type="button" onClick={() => props.onOpen(addressOf(search.filter))}>
                  {search.name}
                </button>
                <button
                  type="button"
                  aria-label={words.forgetSearch(search.name)}
                  title={words.forgetSearch(search.name)}
                  onClick={() => forget.mutate(search)}
                >
                  <X class="s" />
                </button>
              </li>
            )}
          </For>
        </ul>
      </div>
    </Show>
  )
}
