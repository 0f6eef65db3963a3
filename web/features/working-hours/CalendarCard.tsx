import { useMutation, useQuery, useQueryClient } from '@tanstack/solid-query'
import Plus from 'lucide-solid/icons/plus'
import X from 'lucide-solid/icons/x'
import { createSignal, For, type JSX, Match, Show, Switch } from 'solid-js'
import type { WorkingHours } from '../../../contracts/availability.ts'
import type { CalendarException, CalendarView, WorkingCalendar } from '../../../contracts/project-plans.ts'
import { dataOf } from '../../lib/data-of.ts'
import { asApiError } from '../../lib/errors.ts'
import { useFormat, useWorkspace } from '../../lib/session.tsx'
import { Button, IconButton } from '../../ui/Button.tsx'
import { Skeleton } from '../../ui/Skeleton.tsx'
import { ErrorCard } from '../../ui/States.tsx'
import { toast, toastUndo } from '../../ui/Toast.tsx'
import { projectsKey } from '../projects/queries.ts'
import { DayDialog } from './DayDialog.tsx'
import { inOrder, weekHours, withDay, withoutDay } from './hours.ts'
import { calendarQuery, type Owner, putCalendar } from './queries.ts'
import { WeekDialog } from './WeekDialog.tsx'
import { words } from './words.ts'

/** The hours of a workspace, project or task: the week, and the days that differ from it. What is said here begins with what counted before. */
export function CalendarCard(props: { owner: Owner; mayWrite: boolean; today: string }): JSX.Element {
  const workspace = useWorkspace()
  const client = useQueryClient()
  const query = useQuery(() => calendarQuery(workspace().id, props.owner))
  const view = () => dataOf(query)
  const [open, setOpen] = createSignal<'week' | 'day' | null>(null)
  const put = useMutation<
    CalendarView,
    Error,
    { calendar: WorkingCalendar | null; say: string; back?: true }
  >(() => {
    const before = view()?.own ?? null
    return {
      mutationFn: ({ calendar }) => putCalendar(props.owner, calendar),
      onSuccess: async (_saved, { say, back }) => {
        await client.invalidateQueries({ queryKey: projectsKey(workspace().id) })
        if (back) toast(say)
        else toastUndo(say, () => put.mutate({ calendar: before, say: words.putBack, back: true }))
      },
      onError: (thrown) => {
        const error = asApiError(thrown)
        toast(`${error.message} ${error.next}`.trim(), { isError: true })
      },
    }
  })
  const save = async (calendar: WorkingCalendar | null, say: string) => {
    await put.mutateAsync({ calendar, say })
    setOpen(null)
  }
  return (
    <Switch fallback={<Skeleton label={words.what} shape="table" />}>
      <Match when={query.error && view() === undefined}>
        <ErrorCard
          what={words.what}
          error={asApiError(query.error)}
          onRetry={() => void query.refetch()}
          isCard={false}
        />
      </Match>
      <Match when={view()}>
        {(found) => (
          <div class="calendar">
            <div class="calendar-head">
              <p class="muted">
                {found().own === null ? words.from[found().from] : words.own} ·{' '}
                <span class="num">{words.total(weekHours(found().inForce.weekly))}</span>
              </p>
              <Show when={props.mayWrite}>
                <div class="row push">
                  <Show when={found().own !== null && props.owner.scope !== 'workspace'}>
                    <Button
                      size="sm"
                      kind="quiet"
                      isBusy={put.isPending}
                      onClick={() => put.mutate({ calendar: null, say: words.dropped })}
                    >
                      {words.useWider}
                    </Button>
                  </Show>
                  <Button size="sm" onClick={() => setOpen('week')}>
                    {words.change}
                  </Button>
                </div>
              </Show>
            </div>
            <Week weekly={found().inForce.weekly} />
            <Days
              exceptions={found().inForce.exceptions}
              mayWrite={props.mayWrite}
              onAdd={() => setOpen('day')}
              onRemove={(day) =>
                put.mutate({ calendar: withoutDay(found().inForce, day), say: words.dayRemoved(day.title) })
              }
            />
            <Show when={open() === 'week'}>
              <WeekDialog
                weekly={found().inForce.weekly}
                onClose={() => setOpen(null)}
                onSave={(weekly) => save({ ...found().inForce, weekly }, words.saved)}
              />
            </Show>
            <Show when={open() === 'day'}>
              <DayDialog
                today={props.today}
                onClose={() => setOpen(null)}
                onSave={(day) => save(withDay(found().inForce, day), words.dayAdded(day.title))}
              />
            </Show>
          </div>
        )}
      </Match>
    </Switch>
  )
}

function Week(props: { weekly: readonly WorkingHours[] }): JSX.Element {
  return (
    <dl class="calendar-week">
      <For each={words.weekdays}>
        {(name, at) => {
          const own = () => props.weekly.filter(({ weekday }) => weekday === at() + 1)
          return (
            <div classList={{ closed: own().length === 0 }}>
              <dt>{name}</dt>
              <dd class="num">
                <For each={own()} fallback={words.closed}>
                  {(one) => <span>{words.hoursText(one)}</span>}
                </For>
              </dd>
            </div>
          )
        }}
      </For>
    </dl>
  )
}

function Days(props: {
  exceptions: readonly CalendarException[]
  mayWrite: boolean
  onAdd: () => void
  onRemove: (day: CalendarException) => void
}): JSX.Element {
  const format = useFormat()
  return (
    <section>
      <div class="calendar-head">
        <h3>{words.days}</h3>
        <Show when={props.mayWrite}>
          <div class="row push">
            <Button size="sm" icon={Plus} onClick={props.onAdd}>
              {words.addDay}
            </Button>
          </div>
        </Show>
      </div>
      <Show when={props.exceptions.length > 0} fallback={<p class="sm muted">{words.noDays}</p>}>
        <ul class="calendar-days">
          <For each={inOrder(props.exceptions)}>
            {(day) => (
              <li>
                <span class="grow">
                  <b>{day.title}</b>{' '}
                  <span class="muted num">
                    {words.dayWhen(format().dayRange(day.days.from, day.days.to), day)}
                  </span>
                </span>
                <Show when={props.mayWrite}>
                  <IconButton
                    icon={X}
                    size="sm"
                    label={words.removeDay(day.title)}
                    onClick={() => props.onRemove(day)}
                  />
                </Show>
              </li>
            )}
          </For>
        </ul>
      </Show>
    </section>
  )
}
