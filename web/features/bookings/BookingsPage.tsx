import { dataOf } from '../../lib/data-of.ts'
import './bookings.css'
import { useSearchParams } from '@solidjs/router'
import { useQuery } from '@tanstack/solid-query'
import CalendarPlus from 'lucide-solid/icons/calendar-plus'
import CalendarRange from 'lucide-solid/icons/calendar-range'
import SearchX from 'lucide-solid/icons/search-x'
import { createMemo, createSignal, type JSX, Match, Show, Switch } from 'solid-js'
import type { TogetherScope } from '../../../contracts/booking-plans.ts'
import type { BookingView } from '../../../contracts/bookings.ts'
import { useNow } from '../../lib/clock.ts'
import { useCommands } from '../../lib/commands.ts'
import { asApiError } from '../../lib/errors.ts'
import { paths } from '../../lib/paths.ts'
import { useIsPhone } from '../../lib/phone.ts'
import { useFormat, useMay, useWorkspace } from '../../lib/session.tsx'
import { connection } from '../../lib/stores/live.ts'
import { spanText } from '../../lib/wall.ts'
import { wallOf } from '../../lib/zone.ts'
import { Button, LinkButton } from '../../ui/Button.tsx'
import { PageHeader } from '../../ui/Card.tsx'
import { Skeleton, useSkeleton } from '../../ui/Skeleton.tsx'
import { EmptyState, ErrorCard, Notice } from '../../ui/States.tsx'
import { toast } from '../../ui/Toast.tsx'
import type { Draft } from '../../ui/timeline/moves.ts'
import type { Drop, TimelineRow } from '../../ui/timeline/parts.ts'
import { dayOfWall, shownAround, wallOfDay } from '../../ui/timeline/scale.ts'
import { TimelineGrid } from '../../ui/timeline/TimelineGrid.tsx'
import { TimelineList } from '../../ui/timeline/TimelineList.tsx'
import { BookingDialog, type NewBooking } from './BookingDialog.tsx'
import { BookingSheet } from './BookingSheet.tsx'
import { BookingsTools } from './BookingsTools.tsx'
import { barOf, changeOfDrop, clashOf, draftMs, rivalsIn } from './bars.ts'
import { ConflictDialog } from './ConflictDialog.tsx'
import { Legend } from './Legend.tsx'
import { alone } from './plan/Scope.tsx'
import { artistsQuery, closedQuery, windowQuery } from './queries.ts'
import { shadesOf } from './shades.ts'
import { artistsShown, bookingsShown, groupOf, skillsOf } from './shown.ts'
import { useChanges } from './useChanges.ts'
import { areWholeDays, wallSpan } from './when.ts'
import { words } from './words.ts'

/** No zone is further from UTC; what is fetched reaches so far over both edges. */
const ZONE_HOURS_MAX = 14
const HOUR_MIN = 60
const DAY_MIN = 1440

/** Who is booked when: the grid, the list, and everything that can be done with a booking. */
export default function BookingsPage(): JSX.Element {
  const workspace = useWorkspace()
  const may = useMay()
  const format = useFormat()
  const now = useNow()
  const isPhone = useIsPhone()
  const [search, setSearch] = useSearchParams()
  const today = () => dayOfWall(wallOf(now(), workspace().timeZone))
  const shown = createMemo(() => bookingsShown(search, today()))
  const time = createMemo(() => shownAround(shown().zoom, shown().day, workspace().weekStart))
  const edge = (min: number, hours: number) => new Date((min + hours * HOUR_MIN) * 60_000).toISOString()
  const artistsAsked = useQuery(() => artistsQuery(workspace().id))
  const windowAsked = useQuery(() =>
    windowQuery(workspace().id, edge(time().from, -ZONE_HOURS_MAX), edge(time().to, ZONE_HOURS_MAX)),
  )
  const closedAsked = useQuery(() =>
    closedQuery(workspace().id, edge(time().from, -ZONE_HOURS_MAX), edge(time().to, ZONE_HOURS_MAX)),
  )
  const artists = () => dataOf(artistsAsked)
  const bookings = createMemo(() => dataOf(windowAsked)?.bookings ?? [])
  const byId = createMemo(() => new Map((artists() ?? []).map((artist) => [artist.id as string, artist])))
  const artistOf = (id: string) => byId().get(id)
  const changes = useChanges(artistOf)
  const [making, setMaking] = createSignal<NewBooking | null>(null)
  const [editing, setEditing] = createSignal<{ booking: BookingView; scope: TogetherScope } | null>(null)

  const blocked = (): string | false => connection() === 'offline' && words.offlineWrite
  const mayWrite = () => may('bookings.write')
  const canWrite = () => mayWrite() && blocked() === false
  const wanted = createMemo(() => bookings().filter(({ status }) => shown().states.includes(groupOf(status))))
  const people = createMemo(() => {
    const booked = new Set<string>(wanted().map(({ artistId }) => artistId))
    return artistsShown(artists() ?? [], shown(), booked)
  })
  const closedOf = createMemo(() => {
    const found = dataOf(closedAsked)
    return new Map((found ?? []).map(({ artistId, closed }) => [artistId as string, closed]))
  })
  const rows = createMemo<TimelineRow[]>(() =>
    people().map((artist) => ({
      id: artist.id,
      name: artist.name,
      sub: [
        artist.headline ?? words.kindOne[artist.kind],
        artist.timeZone === workspace().timeZone ? null : words.zoneOf(artist.timeZone),
        artist.archivedAt === null ? null : words.archived,
      ]
        .filter(Boolean)
        .join(' · '),
      nowMin: wallOf(now(), artist.timeZone),
      shades: shadesOf(closedOf().get(artist.id) ?? [], artist.timeZone, shown().zoom === 'day'),
    })),
  )
  const clashes = createMemo(() =>
    bookings().flatMap((booking) => {
      const artist = artistOf(booking.artistId)
      const rival = artist && clashOf(booking, bookings(), artist)
      return rival ? [{ booking, rival }] : []
    }),
  )
  const clashById = createMemo(() => new Map(clashes().map(({ booking, rival }) => [booking.id, rival])))
  const bars = createMemo(() => {
    const ids = new Set(people().map(({ id }) => id))
    return wanted().flatMap((booking) => {
      const artist = artistOf(booking.artistId)
      if (!artist || !ids.has(artist.id)) return []
      const span = wallSpan(booking, artist.timeZone)
      const say = {
        when: spanText(span.from, span.to),
        until: booking.expiresAt === null ? null : words.until(format().until(booking.expiresAt, now())),
      }
      return barOf(booking, artist, say, {
        clash: clashById().get(booking.id) ?? null,
        isPending: changes.isPending(booking.id),
        mayWrite: canWrite(),
      })
    })
  })
  const seenClash = () => clashes().find(({ booking }) => bars().some(({ id }) => id === booking.id))

  const open = (id: string | null) => setSearch({ open: id === null ? null : `booking:${id}` })
  const bookingOf = (id: string | null) => bookings().find((booking) => booking.id === id)
  const describe = (draft: Draft) => spanText(draft.from, draft.to)
  /** What has the time that something is held over. Only what would block it is refused; a hold may wait in line. */
  const verdict = (draft: Draft): string | null => {
    const artist = artistOf(draft.rowId)
    if (!artist) return null
    const booking = bookingOf(draft.id)
    if (artist.archivedAt !== null && artist.id !== booking?.artistId)
      return words.archivedArtist(artist.name)
    const [rival] = rivalsIn(bookings(), artist, draftMs(draft, artist), draft.id, booking?.share)
    return rival ? words.taken(rival.title) : null
  }
  const isRefused = (draft: Draft, booking: BookingView): boolean =>
    verdict(draft) !== null && (booking.blocks || artistOf(draft.rowId)?.archivedAt !== null)
  const drop = ({ bar, draft }: Drop) => {
    const artist = artistOf(draft.rowId)
    const booking = held(bar.id)
    if (!artist || !booking) return
    if (isRefused(draft, booking))
      return toast(words.refused(booking.title, verdict(draft) ?? ''), { isError: true })
    changes.change(booking, changeOfDrop(booking, artist, draft))
  }
  /** The booking as it was when it was picked up, so that a change that came in between is not overwritten unseen. */
  let pickedUp: BookingView | undefined
  const held = (id: string) => (pickedUp?.id === id ? pickedUp : bookingOf(id))
  const create = (draft: Draft | null) => {
    if (!canWrite()) return
    const day = wallOfDay(shown().zoom === 'day' ? shown().day : today())
    const span = draft ?? { from: day, to: day + DAY_MIN }
    setMaking({ artistId: draft?.rowId ?? null, span, isDays: areWholeDays(span) })
  }
  useCommands([
    {
      id: 'booking.new',
      title: words.createTitle,
      group: words.title,
      keys: 'n b',
      permission: 'bookings.write',
      words: ['hold', 'pencil', 'confirm', 'reserve'],
      run: () => create(null),
    },
  ])
  const isLoading = useSkeleton(() => artistsAsked.isPending || windowAsked.isPending)
  const failure = () => (artists() === undefined ? artistsAsked.error : null) ?? windowAsked.error
  const isList = () => isPhone() || shown().view === 'list'
  return (
    <>
      <PageHeader title={words.title}>
        <Show when={mayWrite() && (artists()?.length ?? 0) > 0}>
          <Button kind="primary" icon={CalendarPlus} blocked={blocked()} onClick={() => create(null)}>
            {words.create}
          </Button>
        </Show>
      </PageHeader>
      <BookingsTools
        shown={shown()}
        time={time()}
        today={today()}
        skills={skillsOf(artists() ?? [])}
        isPhone={isPhone()}
        onChange={setSearch}
      />
      <Show when={windowAsked.data?.isCut}>
        <Notice tone="warn">{words.cut}</Notice>
      </Show>
      <Show when={seenClash()}>
        {(clash) => (
          <Notice
            tone="neg"
            action={
              <Button size="sm" onClick={() => open(clash().booking.id)}>
                {words.openClash}
              </Button>
            }
          >
            <b class="sb">{words.clash(clashes().length)}</b>{' '}
            {words.clashSay(clash().booking.title, clash().booking.artistName, clash().rival.title)}
          </Notice>
        )}
      </Show>
      <Switch>
        <Match when={isLoading()}>
          <Skeleton label={words.title} shape="table" />
        </Match>
        <Match when={failure()}>
          {(error) => (
            <ErrorCard
              what={words.title}
              error={asApiError(error())}
              onRetry={() => {
                void artistsAsked.refetch()
                void windowAsked.refetch()
              }}
            />
          )}
        </Match>
        <Match when={artists()?.length === 0}>
          <EmptyState
            icon={CalendarRange}
            title={words.none}
            actions={
              <Show when={may('artists.write')}>
                <LinkButton kind="primary" href={paths.artists(workspace().slug)}>
                  {words.noneAction}
                </LinkButton>
              </Show>
            }
          >
            {may('artists.write') ? words.noneSay : words.noneRead}
          </EmptyState>
        </Match>
        <Match when={artists() && people().length === 0}>
          <EmptyState
            icon={SearchX}
            title={words.noMatch}
            actions={
              <Button onClick={() => setSearch({ kind: null, skill: null, state: null, q: null })}>
                {words.clear}
              </Button>
            }
          >
            {words.noMatchSay}
          </EmptyState>
        </Match>
        <Match when={artists() && isList() && bars().length === 0}>
          <EmptyState icon={CalendarRange} title={words.empty}>
            {words.emptySay}
          </EmptyState>
        </Match>
        <Match when={artists() && isList()}>
          <TimelineList
            label={words.listLabel}
            bars={bars()}
            shown={time()}
            today={today()}
            todayWord={words.todayWord}
            rowName={(id) => artistOf(id)?.name ?? ''}
            onOpen={open}
          />
        </Match>
        <Match when={artists()}>
          <TimelineGrid
            label={words.gridLabel}
            rowHead={words.artist}
            rows={rows()}
            bars={bars()}
            shown={time()}
            today={today()}
            describe={describe}
            verdict={verdict}
            onOpen={open}
            onPick={(id) => {
              pickedUp = bookingOf(id)
            }}
            onCreate={canWrite() ? create : undefined}
            onDrop={canWrite() ? drop : undefined}
            onReach={(by) => setSearch({ at: step(by) })}
          />
          <Legend mayWrite={canWrite()} />
        </Match>
      </Switch>
      <Show when={shown().openId} keyed>
        {(id) => (
          <BookingSheet
            id={id}
            artistOf={artistOf}
            changes={changes}
            mayWrite={mayWrite()}
            blocked={blocked()}
            onEdit={(booking, scope) => setEditing({ booking, scope })}
            onOpen={open}
            onClose={() => open(null)}
          />
        )}
      </Show>
      <Show when={making() ?? editing()} keyed>
        {(_) => (
          <BookingDialog
            booking={editing()?.booking ?? null}
            scope={editing()?.scope ?? alone}
            start={making() ?? { artistId: null, span: { from: 0, to: DAY_MIN }, isDays: true }}
            artists={artists() ?? []}
            changes={changes}
            onClose={() => {
              setMaking(null)
              setEditing(null)
            }}
            onMade={() => setMaking(null)}
          />
        )}
      </Show>
      <Show when={changes.conflict()} keyed>
        {(conflict) => <ConflictDialog conflict={conflict} changes={changes} artistOf={artistOf} />}
      </Show>
    </>
  )

  function step(by: 1 | -1): string {
    const { firstDay, lastDay } = time()
    return dayOfWall(by > 0 ? wallOfDay(lastDay) + DAY_MIN : wallOfDay(firstDay) - DAY_MIN)
  }
}
