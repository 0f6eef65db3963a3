import { useMutation, useQuery, useQueryClient } from '@tanstack/solid-query'
import { createSignal, For, type JSX, Match, Switch } from 'solid-js'
import type { ProfileCardView } from '../../../contracts/artist-profiles.ts'
import type { ArtistView } from '../../../contracts/artists.ts'
import { dataOf } from '../../lib/data-of.ts'
import { asApiError } from '../../lib/errors.ts'
import { useWorkspace } from '../../lib/session.tsx'
import { Button } from '../../ui/Button.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { TextField } from '../../ui/Field.tsx'
import { Skeleton } from '../../ui/Skeleton.tsx'
import { ErrorCard } from '../../ui/States.tsx'
import { toast } from '../../ui/Toast.tsx'
import { artistsKey } from '../artists/queries.ts'
import { sayRefused } from '../jobs/useSave.ts'
import { askLink, cardsQuery } from './queries.ts'
import { words } from './words.ts'

/** Finds somebody on the board and asks them whether the artist may be linked to their profile. */
export function AskLinkDialog(props: { artist: ArtistView; onClose: () => void }): JSX.Element {
  const workspace = useWorkspace()
  const client = useQueryClient()
  const [wanted, setWanted] = createSignal(props.artist.name)
  const query = useQuery(() => cardsQuery(workspace().id, wanted().trim()))
  const cards = () => dataOf(query)
  const ask = useMutation(() => ({
    mutationFn: (card: ProfileCardView) => askLink({ artistId: props.artist.id, profileId: card.id }),
    onSuccess: () => {
      toast(words.asked)
      props.onClose()
    },
    onError: sayRefused,
    onSettled: () => client.invalidateQueries({ queryKey: artistsKey(workspace().id) }),
  }))
  return (
    <Dialog isOpen onClose={props.onClose} title={words.askTitle(props.artist.name)} say={words.askSay}>
      <div class="col">
        <TextField label={words.search} type="search" value={wanted()} onInput={setWanted} />
        <Switch fallback={<Skeleton label={words.found} rows={3} />}>
          <Match when={query.error && cards() === undefined}>
            <ErrorCard
              what={words.found}
              error={asApiError(query.error)}
              isCard={false}
              onRetry={() => void query.refetch()}
            />
          </Match>
          <Match when={cards()?.length === 0}>
            <p class="sm muted" role="status">
              {words.noCards}
            </p>
          </Match>
          <Match when={cards()}>
            {(found) => (
              <ul class="link-found" aria-label={words.found}>
                <For each={found()}>
                  {(card) => (
                    <li>
                      <div>
                        <b>{card.name}</b>
                        <p class="sm muted">{[card.headline, card.place].filter(Boolean).join(' · ')}</p>
                      </div>
                      <Button
                        size="sm"
                        aria-label={words.sendTo(card.name)}
                        isBusy={ask.isPending && ask.variables?.id === card.id}
                        onClick={() => ask.mutate(card)}
                      >
                        {words.send}
                      </Button>
                    </li>
                  )}
                </For>
              </ul>
            )}
          </Match>
        </Switch>
      </div>
    </Dialog>
  )
}
