import { useMutation, useQueryClient } from '@tanstack/solid-query'
import { createSignal, type JSX, Show } from 'solid-js'
import type { ArtistProfileView } from '../../../contracts/artist-profiles.ts'
import type { PortfolioItem } from '../../../contracts/portfolio.ts'
import { useMay, useWorkspace } from '../../lib/session.tsx'
import { AlertDialog } from '../../ui/Dialog.tsx'
import { toast } from '../../ui/Toast.tsx'
import { PortfolioCard } from '../portfolio/PortfolioCard.tsx'
import { PortfolioList } from '../portfolio/PortfolioList.tsx'
import { fileHref, removeItem } from '../portfolio/queries.ts'
import { words } from '../portfolio/words.ts'
import { jobsKey } from './queries.ts'
import { sayRefused } from './useSave.ts'

/** What one's own profile shows: files and videos elsewhere, put in and taken out here. */
export function ProfilePortfolio(props: { profile: ArtistProfileView }): JSX.Element {
  const workspace = useWorkspace()
  const may = useMay()
  const client = useQueryClient()
  const [removing, setRemoving] = createSignal<PortfolioItem | null>(null)
  const owner = () => ({ kind: 'profile', id: props.profile.id }) as const
  const refresh = () => client.invalidateQueries({ queryKey: jobsKey(workspace().id) })
  const remove = useMutation(() => ({
    mutationFn: (item: PortfolioItem) => removeItem(owner(), item.id),
    onSuccess: (_: unknown, item: PortfolioItem) => toast(words.removed(item.title)),
    onError: sayRefused,
    onSettled: async () => {
      setRemoving(null)
      await refresh()
    },
  }))
  return (
    <PortfolioCard
      owner={owner()}
      title={words.title}
      say={words.say}
      mayChange={may('jobs.apply_own')}
      refresh={refresh}
    >
      <Show
        when={props.profile.portfolio.length > 0}
        fallback={<p class="muted portfolio-say">{words.none}</p>}
      >
        <PortfolioList
          items={props.profile.portfolio}
          hrefOf={(item, part) => fileHref(workspace().id, owner(), item.id, part)}
          onRemove={setRemoving}
        />
      </Show>
      <Show when={removing()}>
        {(item) => (
          <AlertDialog
            isOpen
            title={words.removeTitle(item().title)}
            say={words.removeSay}
            keep={words.keep}
            action={words.removeDo}
            isBusy={remove.isPending}
            onClose={() => setRemoving(null)}
            onConfirm={() => remove.mutate(item())}
          />
        )}
      </Show>
    </PortfolioCard>
  )
}
