import { useMutation, useQuery, useQueryClient } from '@tanstack/solid-query'
import History from 'lucide-solid/icons/rotate-ccw-clock'
import X from 'lucide-solid/icons/x'
import { createSignal, For, type JSX, Match, Show, Switch } from 'solid-js'
import type { ArtistView } from '../../../contracts/artists.ts'
import type { TimeOffView, WorkingHours } from '../../../contracts/availability.ts'
import { dataOf } from '../../lib/data-of.ts'
import { asApiError } from '../../lib/errors.ts'
import { useFormat, useMay, useWorkspace } from '../../lib/session.tsx'
import { wallOf } from '../../lib/zone.ts'
import { Button, IconButton } from '../../ui/Button.tsx'
import { Card } from '../../ui/Card.tsx'
import { Skeleton } from '../../ui/Skeleton.tsx'
import { ErrorCard } from '../../ui/States.tsx'
import { toast, toastUndo } from '../../ui/Toast.tsx'
import { dayOfWall } from '../../ui/timeline/scale.ts'
import { HistorySheet } from '../history/HistorySheet.tsx'
import { historyOfHours } from '../history/queries.ts'
import { words as history } from '../history/words.ts'
import { addTimeOff, availabilityQuery, hoursOn, hoursToCome, removeTimeOff } from './availability.ts'
import { HoursDialog } from './HoursDialog.tsx'
import { artistsKey } from './queries.ts'
import { TimeOffDialog } from './TimeOffDialog.tsx'
import { words } from './words.ts'

const AHEAD_DAYS = 365
const DAY_MS = 86_400_000

/** When somebody can be booked: weekly hours, and the days that differ from them. */
export function AvailabilityCard(props: { artist: ArtistView; nowMs: number }): JSX.Element {
  const workspace = useWorkspace()
  const format = useFormat()
  const may = useMay()
  const client = useQueryClient()
  const [open, setOpen] = createSignal<'hours' | 'off' | 'history' | null>(null)
  const from = () => new Date(props.nowMs).toISOString()
  const to = () => new Date(props.nowMs + AHEAD_DAYS * DAY_MS).toISOString()
  const query = useQuery(() => availabilityQuery(workspace().id, props.artist.id, from(), to()))
  const found = () => dataOf(query)
  const today = () => dayOfWall(wallOf(props.nowMs, props.artist.timeZone))
  const refresh = () => client.invalidateQueries({ queryKey: artistsKey(workspace().id) })
  const fail = (thrown: unknown) =>
    toast(`${asApiError(thrown).message} ${asApiError(thrown).next}`, { isError: true })
  const again = useMutation(() => ({
    mutationFn: ({ kind, title, days, hours }: TimeOffView) =>
      addTimeOff(props.artist.id, { kind, title, days, hours }),
    onError: fail,
    onSettled: refresh,
  }))
  const remove = useMutation(() => ({
    mutationFn: (one: TimeOffView) => removeTimeOff(props.artist.id, one.id),
    onSuccess: (gone: TimeOffView) => toastUndo(words.timeOffRemoved(gone.title), () => again.mutate(gone)),
    onError: fail,
    onSettled: refresh,
  }))
  const mayWrite = () => may('artists.write') && props.artist.erasedAt === null
  return (
    <Card
      title={words.availability}
      actions={
        <>
          <Button size="sm" icon={History} onClick={() => setOpen('history')}>
            {history.open}
          </Button>
          <Show when={mayWrite()}>
            <Button size="sm" onClick={() => setOpen('off')}>
              {words.addTimeOff}
            </Button>
            <Button size="sm" onClick={() => setOpen('hours')}>
              {words.changeHours}
            </Button>
          </Show>
        </>
      }
    >
      <Switch fallback={<Skeleton label={words.availability} shape="table" />}>
        <Match when={query.error && found() === undefined}>
          <ErrorCard
            what={words.availability}
            error={asApiError(query.error)}
            onRetry={() => void query.refetch()}
            isCard={false}
          />
        </Match>
        <Match when={found()}>
          {(shown) => (
            <div class="artist-availability">
              <Week hours={hoursOn(shown().patterns, today())} />
              <For each={hoursToCome(shown().patterns, today())}>
                {(pattern) => (
                  <div>
                    <h3>{words.hoursFrom(format().day(pattern.effectiveFrom))}</h3>
                    <Week hours={pattern.weekly} />
                  </div>
                )}
              </For>
              <div>
                <h3>{words.timeOff}</h3>
                <Show when={shown().timeOff.length > 0} fallback={<p class="sm muted">{words.noTimeOff}</p>}>
                  <ul class="artist-off">
                    <For each={shown().timeOff}>
                      {(one) => (
                        <li class="row">
                          <span class="grow">
                            <b>{one.title}</b>{' '}
                            <span class="muted">
                              {words.timeOffWhen(format().dayRange(one.days.from, one.days.to), one)}
                            </span>
                          </span>
                          <Show when={mayWrite()}>
                            <IconButton
                              icon={X}
                              size="sm"
                              label={words.removeTimeOff(one.title)}
                              onClick={() => remove.mutate(one)}
                            />
                          </Show>
                        </li>
                      )}
                    </For>
                  </ul>
                </Show>
              </div>
              <Show when={open() === 'hours'}>
                <HoursDialog
                  artist={props.artist}
                  today={today()}
                  weekly={hoursOn(shown().patterns, today())}
                  onClose={() => setOpen(null)}
                  onSaved={refresh}
                />
              </Show>
              <Show when={open() === 'history'}>
                <HistorySheet
                  of={historyOfHours(props.artist.id, words.hoursOf(props.artist.name))}
                  mayRestore={mayWrite()}
                  onClose={() => setOpen(null)}
                />
              </Show>
              <Show when={open() === 'off'}>
                <TimeOffDialog
                  artist={props.artist}
                  today={today()}
                  onClose={() => setOpen(null)}
                  onSaved={refresh}
                />
              </Show>
            </div>
          )}
        </Match>
      </Switch>
    </Card>
  )
}

function Week(props: { hours: readonly WorkingHours[] | null }): JSX.Element {
  return (
    <Show when={props.hours} fallback={<p>{words.anyTime}</p>}>
      {(hours) => (
        <dl class="artist-week">
          <For each={words.weekdays}>
            {(name, at) => (
              <div>
                <dt>{name}</dt>
                <dd class="num">
                  {hours()
                    .filter(({ weekday }) => weekday === at() + 1)
                    .map((one) => words.hoursText(one))
                    .join(', ') || words.closed}
                </dd>
              </div>
            )}
          </For>
        </dl>
      )}
    </Show>
  )
}
