import { A } from '@solidjs/router'
import { useQuery } from '@tanstack/solid-query'
import CalendarCheck from 'lucide-solid/icons/calendar-check'
import TriangleAlert from 'lucide-solid/icons/triangle-alert'
import { For, type JSX, Match, Show, Switch } from 'solid-js'
import { addDays, isoWeekday } from '../../../contracts/days.ts'
import type { LoadDay } from '../../../contracts/project-plans.ts'
import { dataOf } from '../../lib/data-of.ts'
import { asApiError } from '../../lib/errors.ts'
import { paths } from '../../lib/paths.ts'
import { useFormat, useMay, useWorkspace } from '../../lib/session.tsx'
import { Sheet } from '../../ui/Dialog.tsx'
import { Skeleton } from '../../ui/Skeleton.tsx'
import { EmptyState, ErrorCard } from '../../ui/States.tsx'
import { isOver, type Week } from './load.ts'
import { personBookingsQuery, personLoadQuery } from './queries.ts'
import { hoursText, words } from './words.ts'

/** One person in one week: day by day, and where it comes from. */
export function LoadWeek(props: {
  artistId: string
  name: string
  week: Week
  onClose: () => void
}): JSX.Element {
  const workspace = useWorkspace()
  const format = useFormat()
  const query = useQuery(() =>
    personLoadQuery(workspace().id, props.artistId, props.week.from, props.week.to),
  )
  const load = () => dataOf(query)
  const when = () => format().dayRange(props.week.from, props.week.to)
  return (
    <Sheet isOpen title={words.weekTitle(props.name, when())} onClose={props.onClose}>
      <Switch fallback={<Skeleton label={words.what} shape="table" />}>
        <Match when={query.error && load() === undefined}>
          <ErrorCard
            what={words.what}
            error={asApiError(query.error)}
            onRetry={() => void query.refetch()}
            isCard={false}
          />
        </Match>
        <Match when={load()?.length === 0}>
          <EmptyState icon={CalendarCheck} title={words.gone} isCard={false}>
            {words.goneSay}
          </EmptyState>
        </Match>
        <Match when={load()?.[0]}>
          {(person) => (
            <div class="load-week">
              <ol class="load-days">
                <For each={daysOf(props.week)}>
                  {(day) => <Day day={day} load={person().days.find((one) => one.day === day)} />}
                </For>
              </ol>
              <section>
                <h3>{words.projects}</h3>
                <Show
                  when={person().projects.length > 0}
                  fallback={<p class="sm muted">{words.noProjects}</p>}
                >
                  <ul class="load-list">
                    <For each={person().projects}>
                      {(project) => (
                        <li>
                          <A
                            class="grow clip"
                            href={paths.project(
                              workspace().slug,
                              project.projectId,
                              `?zoom=week&at=${props.week.from}`,
                            )}
                          >
                            {project.name}
                          </A>
                          <span class="num">{hoursText(project.plannedMinutes)}</span>
                        </li>
                      )}
                    </For>
                  </ul>
                </Show>
              </section>
              <Bookings artistId={props.artistId} week={props.week} />
              <ToArtist artistId={props.artistId} />
            </div>
          )}
        </Match>
      </Switch>
    </Sheet>
  )
}

const daysOf = ({ from }: Week) => Array.from({ length: 7 }, (_, no) => addDays(from, no))

function Day(props: { day: string; load: LoadDay | undefined }): JSX.Element {
  const format = useFormat()
  const busy = () => props.load?.busyMinutes ?? 0
  const hours = () => props.load?.availableMinutes ?? 0
  const over = () => props.load !== undefined && isOver(props.load)
  const scale = () => Math.max(busy(), hours(), 1)
  const say = () =>
    busy() === 0
      ? hours() === 0
        ? '–'
        : words.free
      : hours() === 0
        ? words.noHours(hoursText(busy()))
        : words.ofHours(hoursText(busy()), hoursText(hours()))
  return (
    <li classList={{ over: over() }}>
      <span class="load-day">{words.dayName(isoWeekday(props.day), format().day(props.day, false))}</span>
      <span class="load-bar" aria-hidden="true">
        <span class="there" style={{ width: `${(hours() / scale()) * 100}%` }} />
        <span class="busy" style={{ width: `${(busy() / scale()) * 100}%` }} />
      </span>
      <span class="load-say num">
        {say()}
        <Show when={over()}>
          <span class="neg">
            <TriangleAlert class="s" /> {words.tooMuch(busy() - hours())}
          </span>
        </Show>
      </span>
    </li>
  )
}

function Bookings(props: { artistId: string; week: Week }): JSX.Element {
  const workspace = useWorkspace()
  const format = useFormat()
  const query = useQuery(() =>
    personBookingsQuery(
      workspace().id,
      props.artistId,
      `${props.week.from}T00:00:00Z`,
      `${addDays(props.week.to, 1)}T00:00:00Z`,
    ),
  )
  const found = () => dataOf(query)?.filter(({ blocks }) => blocks)
  return (
    <section>
      <h3>{words.bookings}</h3>
      <Switch fallback={<Skeleton label={words.bookings} shape="lines" />}>
        <Match when={query.error && found() === undefined}>
          <ErrorCard
            what={words.bookings}
            error={asApiError(query.error)}
            onRetry={() => void query.refetch()}
            isCard={false}
          />
        </Match>
        <Match when={found()?.length === 0}>
          <p class="sm muted">{words.noBookings}</p>
        </Match>
        <Match when={found()}>
          {(bookings) => (
            <ul class="load-list">
              <For each={bookings()}>
                {(booking) => (
                  <li>
                    <A
                      class="grow clip"
                      href={paths.bookings(
                        workspace().slug,
                        `?at=${props.week.from}&open=${encodeURIComponent(`booking:${booking.id}`)}`,
                      )}
                    >
                      {booking.title}
                    </A>
                    <span class="num muted">
                      {booking.days === null
                        ? format().dateTime(booking.startTime)
                        : format().dayRange(booking.days.from, booking.days.to)}
                    </span>
                  </li>
                )}
              </For>
            </ul>
          )}
        </Match>
      </Switch>
    </section>
  )
}

function ToArtist(props: { artistId: string }): JSX.Element {
  const workspace = useWorkspace()
  const may = useMay()
  return (
    <Show when={may('artists.read')}>
      <p>
        <A href={paths.artist(workspace().slug, props.artistId)}>{words.toArtist}</A>
      </p>
    </Show>
  )
}
