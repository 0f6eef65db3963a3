import { useMutation, useQuery, useQueryClient } from '@tanstack/solid-query'
import CalendarPlus from 'lucide-solid/icons/calendar-plus'
import Copy from 'lucide-solid/icons/copy'
import { type JSX, Match, Switch } from 'solid-js'
import type { ArtistView } from '../../../contracts/artists.ts'
import type { CalendarFeedView } from '../../../contracts/calendar-feeds.ts'
import { dataOf } from '../../lib/data-of.ts'
import { asApiError } from '../../lib/errors.ts'
import { useWorkspace } from '../../lib/session.tsx'
import { Button } from '../../ui/Button.tsx'
import { Card } from '../../ui/Card.tsx'
import { TextField } from '../../ui/Field.tsx'
import { Skeleton } from '../../ui/Skeleton.tsx'
import { ErrorCard } from '../../ui/States.tsx'
import { toast } from '../../ui/Toast.tsx'
import { artistsKey, endFeed, feedQuery, makeFeed } from './queries.ts'
import { words } from './words.ts'

/** The address by which other programs read the calendar of an artist. */
export function FeedCard(props: { artist: ArtistView }): JSX.Element {
  const workspace = useWorkspace()
  const client = useQueryClient()
  const query = useQuery(() => feedQuery(workspace().id, props.artist.id))
  const address = () => dataOf(query)?.address ?? null
  const change = useMutation(() => ({
    mutationFn: (what: 'make' | 'end') => (what === 'make' ? makeFeed : endFeed)(props.artist.id),
    onSuccess: (_: CalendarFeedView, what: 'make' | 'end') =>
      toast(what === 'make' ? words.feedMade : words.feedEnded),
    onError: (thrown: unknown) =>
      toast(`${asApiError(thrown).message} ${asApiError(thrown).next}`, { isError: true }),
    onSettled: () => client.invalidateQueries({ queryKey: artistsKey(workspace().id) }),
  }))
  const copy = async (text: string) => {
    await navigator.clipboard.writeText(text)
    toast(words.feedCopied)
  }
  return (
    <Card title={words.feed}>
      <Switch fallback={<Skeleton label={words.feed} rows={2} />}>
        <Match when={query.isLoadingError}>
          <ErrorCard
            what={words.feed}
            error={asApiError(query.error)}
            isCard={false}
            onRetry={() => void query.refetch()}
          />
        </Match>
        <Match when={address()}>
          {(text) => (
            <div class="col">
              <TextField label={words.feedAddress} hint={words.feedSay} readOnly value={text()} />
              <div class="row wrap">
                <Button icon={Copy} onClick={() => void copy(text())}>
                  {words.feedCopy}
                </Button>
                <Button isBusy={change.isPending} onClick={() => change.mutate('make')}>
                  {words.feedRenew}
                </Button>
                <Button isBusy={change.isPending} onClick={() => change.mutate('end')}>
                  {words.feedEnd}
                </Button>
              </div>
            </div>
          )}
        </Match>
        <Match when={!query.isPending}>
          <div class="col">
            <p class="sm muted">{words.feedNone}</p>
            <div class="row">
              <Button icon={CalendarPlus} isBusy={change.isPending} onClick={() => change.mutate('make')}>
                {words.feedMake}
              </Button>
            </div>
          </div>
        </Match>
      </Switch>
    </Card>
  )
}
