import { dataOf } from '../../lib/data-of.ts'
import '../artists/artists.css'
import './jobs.css'
import { useMutation, useQuery, useQueryClient } from '@tanstack/solid-query'
import Download from 'lucide-solid/icons/download'
import { createSignal, type JSX, Match, Show, Switch } from 'solid-js'
import type { ArtistProfileView } from '../../../contracts/artist-profiles.ts'
import { asApiError } from '../../lib/errors.ts'
import { useSession, useWorkspace } from '../../lib/session.tsx'
import { Button } from '../../ui/Button.tsx'
import { PageHeader } from '../../ui/Card.tsx'
import { AlertDialog } from '../../ui/Dialog.tsx'
import { StatusPill } from '../../ui/Pill.tsx'
import { Skeleton, useSkeleton } from '../../ui/Skeleton.tsx'
import { ErrorCard } from '../../ui/States.tsx'
import { toast } from '../../ui/Toast.tsx'
import { OwnLinksCard } from '../profile-links/OwnLinksCard.tsx'
import { ProfileForm } from './ProfileForm.tsx'
import { ProfilePortfolio } from './ProfilePortfolio.tsx'
import { profileWords as words } from './profileText.ts'
import { downloadProfile, jobsKey, profileQuery, removeProfile } from './queries.ts'
import { sayRefused } from './useSave.ts'

/** One's own profile: written here, shown on the board only when one says so. */
export default function ProfilePage(): JSX.Element {
  const workspace = useWorkspace()
  const session = useSession()
  const query = useQuery(() => profileQuery(workspace().id))
  const profile = () => dataOf(query)
  const isLoading = useSkeleton(() => query.isPending)
  const [isDeleting, setDeleting] = createSignal(false)
  const take = useMutation(() => ({
    mutationFn: (one: ArtistProfileView) => downloadProfile(workspace().id, one.id),
    onError: sayRefused,
  }))
  const defaults = () => ({
    name: session.data?.person.name ?? '',
    timeZone: workspace().timeZone,
    currency: workspace().currency,
  })
  return (
    <>
      <PageHeader title={words.title} sub={words.sub}>
        <Show when={profile()}>
          {(one) => (
            <>
              <StatusPill tone={one().visibility === 'public' ? 'good' : 'plain'}>
                {one().visibility === 'public' ? words.shown : words.hidden}
              </StatusPill>
              <Button icon={Download} isBusy={take.isPending} onClick={() => take.mutate(one())}>
                {words.export}
              </Button>
              <Button onClick={() => setDeleting(true)}>{words.delete}</Button>
            </>
          )}
        </Show>
      </PageHeader>
      <Switch>
        <Match when={isLoading()}>
          <Skeleton label={words.title} shape="table" />
        </Match>
        <Match when={query.error && profile() === undefined}>
          <ErrorCard
            what={words.title}
            error={asApiError(query.error)}
            onRetry={() => void query.refetch()}
          />
        </Match>
        <Match when={profile() !== undefined}>
          <Show when={profile()}>{(one) => <OwnLinksCard isHidden={one().visibility === 'private'} />}</Show>
          {/* Another profile is another form. What is stored of the same one meanwhile is taken in by the form, and what was typed stays. */}
          <Show when={profile()?.id ?? 'none'} keyed>
            <ProfileForm profile={profile() ?? null} defaults={defaults()} />
          </Show>
          <Show when={profile()}>{(one) => <ProfilePortfolio profile={one()} />}</Show>
        </Match>
      </Switch>
      <Show when={isDeleting() && profile()}>
        {(one) => <DeleteDialog profile={one()} onClose={() => setDeleting(false)} />}
      </Show>
    </>
  )
}

function DeleteDialog(props: { profile: ArtistProfileView; onClose: () => void }): JSX.Element {
  const workspace = useWorkspace()
  const client = useQueryClient()
  const remove = useMutation(() => ({
    mutationFn: () => removeProfile(props.profile.id, props.profile.version),
    onSuccess: () => toast(words.deleted),
    onError: sayRefused,
    onSettled: async () => {
      props.onClose()
      await client.invalidateQueries({ queryKey: jobsKey(workspace().id) })
    },
  }))
  return (
    <AlertDialog
      isOpen
      title={words.delete}
      say={words.deleteSay}
      keep={words.keep}
      action={words.delete}
      isBusy={remove.isPending}
      onClose={props.onClose}
      onConfirm={() => remove.mutate()}
    />
  )
}
