import { dataOf } from '../../lib/data-of.ts'
import './artists.css'
import { useParams } from '@solidjs/router'
import { useQuery, useQueryClient } from '@tanstack/solid-query'
import CalendarRange from 'lucide-solid/icons/calendar-range'
import Pencil from 'lucide-solid/icons/pencil'
import { createMemo, createSignal, For, type JSX, Match, Show, Switch } from 'solid-js'
import type { ArtistView } from '../../../contracts/artists.ts'
import { asApiError } from '../../lib/errors.ts'
import { usePageTitle } from '../../lib/page.ts'
import { paths } from '../../lib/paths.ts'
import { useFormat, useMay, useWorkspace } from '../../lib/session.tsx'
import { Avatar } from '../../ui/Avatar.tsx'
import { Button, LinkButton } from '../../ui/Button.tsx'
import { Card, PageHeader } from '../../ui/Card.tsx'
import { Skeleton, useSkeleton } from '../../ui/Skeleton.tsx'
import { ErrorCard, NotFound } from '../../ui/States.tsx'
import { BusyCalendarCard } from '../busy-calendar/BusyCalendarCard.tsx'
import { historyOfArtist } from '../history/queries.ts'
import { Versions } from '../history/Versions.tsx'
import { ArtistPortfolio } from '../portfolio/ArtistPortfolio.tsx'
import { PagePresence } from '../presence/Presence.tsx'
import { ProfileLinkCard } from '../profile-links/ProfileLinkCard.tsx'
import { ArtistDialog } from './ArtistDialog.tsx'
import { AvailabilityCard } from './AvailabilityCard.tsx'
import { BookingRows } from './BookingRows.tsx'
import { EraseArtist } from './EraseArtist.tsx'
import { FeedCard } from './FeedCard.tsx'
import { type Figures, figuresOf } from './figures.ts'
import { artistQuery, artistsKey, nextBookingsQuery, pastBookingsQuery } from './queries.ts'
import { useArchive } from './useArchive.ts'
import { WorkCard } from './WorkCard.tsx'
import { words } from './words.ts'

const HISTORY_DAYS = 90
const DAY_MS = 86_400_000

/** One artist: who it is, what is booked ahead, what was, and what that comes to. */
export default function ArtistPage(): JSX.Element {
  const params = useParams()
  const workspace = useWorkspace()
  const query = useQuery(() => artistQuery(workspace().id, params.id ?? ''))
  const artist = () => dataOf(query)
  const isLoading = useSkeleton(() => query.isPending)
  usePageTitle(() => artist()?.name)
  const isGone = () => query.error !== null && asApiError(query.error).code === 'not_found'
  return (
    <Switch>
      <Match when={isLoading()}>
        <Skeleton label={words.one} shape="table" />
      </Match>
      <Match when={isGone()}>
        <NotFound title={words.gone} why={words.goneSay} homeHref={paths.artists(workspace().slug)} />
      </Match>
      <Match when={query.error && artist() === undefined}>
        <PageHeader title={words.one} />
        <ErrorCard what={words.one} error={asApiError(query.error)} onRetry={() => void query.refetch()} />
      </Match>
      <Match when={artist()}>{(one) => <ArtistBody artist={one()} />}</Match>
    </Switch>
  )
}

function ArtistBody(props: { artist: ArtistView }): JSX.Element {
  const workspace = useWorkspace()
  const may = useMay()
  const client = useQueryClient()
  const archive = useArchive()
  const format = useFormat()
  const [isEditing, setEditing] = createSignal(false)
  // A whole hour, so that the questions stay the same while somebody looks.
  const nowMs = Math.floor(Date.now() / 3_600_000) * 3_600_000
  const now = new Date(nowMs).toISOString()
  const from = new Date(nowMs - HISTORY_DAYS * DAY_MS).toISOString()
  const mayRead = () => may('bookings.read')
  const ahead = useQuery(() => ({
    ...nextBookingsQuery(workspace().id, props.artist.id, now),
    enabled: mayRead(),
  }))
  const past = useQuery(() => ({
    ...pastBookingsQuery(workspace().id, props.artist.id, from, now),
    enabled: mayRead(),
  }))
  const behind = () => dataOf(past)?.rows
  const figures = createMemo(() => {
    const rows = behind()
    return rows === undefined ? null : figuresOf(rows, nowMs - HISTORY_DAYS * DAY_MS, nowMs)
  })
  const isArchived = () => props.artist.archivedAt !== null
  const isErased = () => props.artist.erasedAt !== null
  const mayWrite = () => may('artists.write') && !isErased()
  return (
    <>
      <PageHeader
        title={props.artist.name}
        sub={[
          props.artist.headline ?? words.kindOne[props.artist.kind],
          isErased() ? words.isErased : isArchived() ? words.isArchived : null,
        ]
          .filter(Boolean)
          .join(' · ')}
      >
        <PagePresence />
        <Show when={mayRead()}>
          <LinkButton
            icon={CalendarRange}
            href={paths.bookings(workspace().slug, `?q=${encodeURIComponent(props.artist.name)}`)}
          >
            {words.book}
          </LinkButton>
        </Show>
        <Show when={mayWrite()}>
          <EraseArtist artist={props.artist} />
          <Button onClick={() => archive(props.artist, !isArchived())}>
            {isArchived() ? words.restore : words.archive}
          </Button>
          <Button icon={Pencil} onClick={() => setEditing(true)}>
            {words.edit}
          </Button>
        </Show>
      </PageHeader>
      <div class="artist-page">
        <Profile artist={props.artist} />
        <AvailabilityCard artist={props.artist} nowMs={nowMs} />
        <Show when={props.artist.kind === 'person'}>
          <ArtistPortfolio artist={props.artist} />
        </Show>
        <Show when={props.artist.kind === 'person'}>
          <ProfileLinkCard artist={props.artist} />
        </Show>
        <Show when={mayWrite()}>
          <BusyCalendarCard whose={{ artistId: props.artist.id }} />
          <FeedCard artist={props.artist} />
        </Show>
        <Show when={may('metrics.read')}>
          <WorkCard artist={props.artist} today={format().today(nowMs)} />
        </Show>
        <Show when={mayRead()}>
          <Show when={figures()}>{(found) => <FiguresCard figures={found()} />}</Show>
          <Card title={words.nextBookings} isFlush>
            <BookingRows
              label={words.nextBookings}
              artist={props.artist}
              rows={dataOf(ahead)?.rows}
              isLoading={ahead.isPending}
              error={ahead.error}
              onRetry={() => void ahead.refetch()}
              none={words.noNext}
            />
          </Card>
          <Card title={words.history} isFlush>
            <BookingRows
              label={words.history}
              artist={props.artist}
              rows={behind()?.toReversed()}
              isLoading={past.isPending}
              error={past.error}
              onRetry={() => void past.refetch()}
              none={words.noHistory}
            />
          </Card>
        </Show>
        <Card title={words.versions}>
          <Versions of={historyOfArtist(props.artist.id, props.artist.name)} mayRestore={mayWrite()} />
        </Card>
      </div>
      <Show when={isEditing()}>
        <ArtistDialog
          artist={props.artist}
          onClose={() => setEditing(false)}
          onSaved={() => client.invalidateQueries({ queryKey: artistsKey(workspace().id) })}
        />
      </Show>
    </>
  )
}

function Profile(props: { artist: ArtistView }): JSX.Element {
  const format = useFormat()
  const rate = () => {
    const { rate: is } = props.artist
    return is === null ? words.noRate : words.rateText(format().money(is.amount, is.currency), is.per)
  }
  return (
    <Card title={words.profile}>
      <div class="row artist-who">
        <Avatar id={props.artist.id} name={props.artist.name} size="lg" />
        <div>
          <b>{props.artist.name}</b>
          <p class="sm muted">{words.kindOne[props.artist.kind]}</p>
        </div>
      </div>
      <dl class="artist-facts">
        <div>
          <dt>{words.skills}</dt>
          <dd>
            <Show when={props.artist.skills.length > 0} fallback={words.noSkills}>
              <ul class="artist-skill-list">
                <For each={props.artist.skills}>
                  {(skill) => (
                    <li>
                      {skill.name} <span class="muted num">{words.levelShort(skill.level)}</span>
                    </li>
                  )}
                </For>
              </ul>
            </Show>
          </dd>
        </div>
        <div>
          <dt>{words.rate}</dt>
          <dd class="num">{rate()}</dd>
        </div>
        <div>
          <dt>{words.timeZone}</dt>
          <dd>{props.artist.timeZone.replaceAll('_', ' ')}</dd>
        </div>
        <Show when={props.artist.capacity > 1}>
          <div>
            <dt>{words.capacity}</dt>
            <dd class="num">{props.artist.capacity}</dd>
          </div>
        </Show>
      </dl>
    </Card>
  )
}

function FiguresCard(props: { figures: Figures }): JSX.Element {
  const format = useFormat()
  const share = () =>
    format().percent(String(Math.round((1000 * props.figures.bookedDays) / props.figures.days) / 10))
  return (
    <Card title={words.figures}>
      <dl class="artist-figures">
        <div>
          <dt>{words.bookedDays}</dt>
          <dd>
            <b class="num">{words.bookedDaysText(props.figures.bookedDays, props.figures.days)}</b>
            <span class="sm muted">{words.bookedShare(share())}</span>
          </dd>
        </div>
        <div>
          <dt>{words.bookedHours}</dt>
          <dd>
            <b class="num">{format().count(String(props.figures.bookedHours))}</b>
          </dd>
        </div>
        <div>
          <dt>{words.confirmed}</dt>
          <dd>
            <b class="num">{props.figures.confirmed}</b>
          </dd>
        </div>
        <div>
          <dt>{words.cancelled}</dt>
          <dd>
            <b class="num">{props.figures.cancelled}</b>
          </dd>
        </div>
        <Show when={props.figures.holdsKept}>
          {(held) => (
            <div>
              <dt>{words.holdsKept}</dt>
              <dd>
                <b class="num">{words.holdsKeptText(held().kept, held().of)}</b>
              </dd>
            </div>
          )}
        </Show>
      </dl>
    </Card>
  )
}
