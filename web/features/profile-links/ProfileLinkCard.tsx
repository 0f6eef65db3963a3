import { dataOf } from '../../lib/data-of.ts'
import '../jobs/jobs.css'
import './profile-links.css'
import { useMutation, useQuery, useQueryClient } from '@tanstack/solid-query'
import Link2 from 'lucide-solid/icons/link-2'
import { createSignal, type JSX, Match, Show, Switch } from 'solid-js'
import type { ProfileCardView } from '../../../contracts/artist-profiles.ts'
import type { ArtistView } from '../../../contracts/artists.ts'
import { ARTIST_SKILLS_MAX } from '../../../contracts/limits.ts'
import type { ProfileLinkView } from '../../../contracts/profile-links.ts'
import { asApiError } from '../../lib/errors.ts'
import { useFormat, useMay, useWorkspace } from '../../lib/session.tsx'
import { Button } from '../../ui/Button.tsx'
import { Card } from '../../ui/Card.tsx'
import { AlertDialog } from '../../ui/Dialog.tsx'
import { Skeleton } from '../../ui/Skeleton.tsx'
import { ErrorCard } from '../../ui/States.tsx'
import { toast, toastUndo } from '../../ui/Toast.tsx'
import { artistsKey, changeArtist } from '../artists/queries.ts'
import { sayRefused } from '../jobs/useSave.ts'
import { AskLinkDialog } from './AskLinkDialog.tsx'
import { CardDetails } from './CardDetails.tsx'
import { endLink, linkQuery } from './queries.ts'
import { changedSkills, withSkillsOf } from './skills.ts'
import { words } from './words.ts'

/** The profile that an artist is linked to, by consent of whom it belongs to; or the way to ask for it. */
export function ProfileLinkCard(props: { artist: ArtistView }): JSX.Element {
  const workspace = useWorkspace()
  const may = useMay()
  const query = useQuery(() => linkQuery(workspace().id, props.artist.id))
  const link = () => dataOf(query)
  const [isAsking, setAsking] = createSignal(false)
  const mayAsk = () => may('artists.write') && may('jobs.read') && props.artist.archivedAt === null
  return (
    <Card title={words.title} class="link-box">
      <Switch fallback={<Skeleton label={words.title} rows={2} />}>
        <Match when={query.error && link() === undefined}>
          <ErrorCard
            what={words.title}
            error={asApiError(query.error)}
            isCard={false}
            onRetry={() => void query.refetch()}
          />
        </Match>
        <Match when={link()?.state === 'asked' && link()}>{(one) => <Waiting link={one()} />}</Match>
        <Match when={link()?.state === 'linked' && link()}>
          {(one) => <Linked artist={props.artist} link={one()} />}
        </Match>
        <Match when={link() !== undefined}>
          <div class="col">
            <p class="sm muted">
              <Settled link={link() ?? null} />
            </p>
            <Show when={mayAsk()}>
              <div class="row">
                <Button icon={Link2} onClick={() => setAsking(true)}>
                  {link() === null ? words.ask : words.askAgain}
                </Button>
              </div>
            </Show>
          </div>
        </Match>
      </Switch>
      <Show when={isAsking()}>
        <AskLinkDialog artist={props.artist} onClose={() => setAsking(false)} />
      </Show>
    </Card>
  )
}

/** What became of the last request or link, where none stands. */
function Settled(props: { link: ProfileLinkView | null }): JSX.Element {
  const format = useFormat()
  const say = () => {
    const { state, answeredAt, endedAt } = props.link ?? {}
    if (state === 'declined' && answeredAt) return words.declined(format().dateTime(answeredAt))
    if (state === 'ended' && endedAt) return words.ended(format().dateTime(endedAt))
    return words.none
  }
  return <>{say()}</>
}

/** Ends a request or link; `done` is said then. */
function useEnd(done: string): { run: (id: string) => void; isBusy: () => boolean } {
  const workspace = useWorkspace()
  const client = useQueryClient()
  const end = useMutation(() => ({
    mutationFn: endLink,
    onSuccess: () => toast(done),
    onError: sayRefused,
    onSettled: () => client.invalidateQueries({ queryKey: artistsKey(workspace().id) }),
  }))
  return { run: (id) => end.mutate(id), isBusy: () => end.isPending }
}

function Waiting(props: { link: ProfileLinkView }): JSX.Element {
  const format = useFormat()
  const may = useMay()
  const end = useEnd(words.takenBack)
  return (
    <div class="col">
      <p class="sm muted">{words.waiting(format().dateTime(props.link.askedAt))}</p>
      <Show when={may('artists.write')}>
        <div class="row">
          <Button isBusy={end.isBusy()} onClick={() => end.run(props.link.id)}>
            {words.takeBack}
          </Button>
        </div>
      </Show>
    </div>
  )
}

function Linked(props: { artist: ArtistView; link: ProfileLinkView }): JSX.Element {
  const format = useFormat()
  const may = useMay()
  const [isEnding, setEnding] = createSignal(false)
  const end = useEnd(words.endedNow)
  return (
    <div class="col">
      <p class="sm muted">{words.linked(format().dateTime(props.link.answeredAt ?? props.link.askedAt))}</p>
      <Show when={props.link.card} fallback={<p role="status">{words.hidden}</p>}>
        {(card) => <CardDetails card={card()} />}
      </Show>
      <Show when={may('artists.write')}>
        <div class="row wrap">
          <Show when={props.link.card}>{(card) => <TakeSkills artist={props.artist} card={card()} />}</Show>
          <Button onClick={() => setEnding(true)}>{words.end}</Button>
        </div>
      </Show>
      <AlertDialog
        isOpen={isEnding()}
        title={words.endTitle}
        say={words.endSay}
        keep={words.keep}
        action={words.end}
        isBusy={end.isBusy()}
        onClose={() => setEnding(false)}
        onConfirm={() => end.run(props.link.id)}
      />
    </div>
  )
}

/** Writes skills of the card into the artist's own, which nothing else does; shown while they differ. */
function TakeSkills(props: { artist: ArtistView; card: ProfileCardView }): JSX.Element {
  const workspace = useWorkspace()
  const client = useQueryClient()
  const after = () => withSkillsOf(props.artist.skills, props.card.skills)
  const count = () => changedSkills(props.artist.skills, after())
  const save = useMutation(() => ({
    mutationFn: ({ skills, version }: Pick<ArtistView, 'skills' | 'version'>) =>
      changeArtist(props.artist.id, version, { skills }),
    onError: sayRefused,
    onSettled: () => client.invalidateQueries({ queryKey: artistsKey(workspace().id) }),
  }))
  const take = () => {
    if (after().length > ARTIST_SKILLS_MAX) {
      toast(words.skillsFull, { isError: true })
      return
    }
    const [before, taken] = [props.artist.skills, count()]
    save.mutate(
      { skills: after(), version: props.artist.version },
      {
        onSuccess: ({ version }) =>
          toastUndo(words.skillsTaken(taken), () => save.mutate({ skills: before, version })),
      },
    )
  }
  return (
    <Show when={count() > 0}>
      <Button isBusy={save.isPending} onClick={take}>
        {words.takeSkills}
      </Button>
    </Show>
  )
}
