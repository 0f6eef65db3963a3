import { useQuery } from '@tanstack/solid-query'
import { createEffect, createSignal, For, type JSX, Match, on, onCleanup, Show, Switch } from 'solid-js'
import type {
  PlannedMember,
  PlannedOccurrence,
  RepeatException,
} from '../../../../contracts/booking-plans.ts'
import { dataOf } from '../../../lib/data-of.ts'
import { asApiError } from '../../../lib/errors.ts'
import { listOf } from '../../../lib/i18n.ts'
import { useWorkspace } from '../../../lib/session.tsx'
import { dayText, spanText } from '../../../lib/wall.ts'
import { Button } from '../../../ui/Button.tsx'
import { Checkbox } from '../../../ui/Choice.tsx'
import { TextField } from '../../../ui/Field.tsx'
import { Notice } from '../../../ui/States.tsx'
import { wallOfDay } from '../../../ui/timeline/scale.ts'
import { rivalText } from '../useChanges.ts'
import { wallSpan } from '../when.ts'
import { words } from '../words.ts'
import type { planQuery } from './queries.ts'
import { planWords } from './words.ts'

const TYPED_MS = 250

/** What stands in the way of one of those who would be booked, in words; null when nothing does. */
export function obstacleText(member: PlannedMember, isHold: boolean): string | null {
  if (member.isFree) {
    const [closed] = member.closed
    if (!closed) return null
    return closed.title === null
      ? planWords.outside(member.artistName)
      : planWords.outsideWhy(member.artistName, closed.title)
  }
  const [rival] = member.rivals
  if (!rival) return planWords.archived(member.artistName)
  const text = rivalText(rival, member.timeZone)
  if (member.firstRefusalUntil !== null) return planWords.firstRefusal(member.artistName, text)
  return isHold
    ? planWords.waits(member.artistName, text, words.ordinal(member.rank))
    : planWords.has(member.artistName, text)
}

const isTaken = ({ members }: PlannedOccurrence) => members.some(({ isFree }) => !isFree)

/** Whether everybody can be had every time, before anything is saved, and what is done about the times that cannot. */
export function Report<T>(props: {
  /** What is asked; null while it cannot be. */
  plan: T | null
  queryOf: (workspaceId: string, plan: T | null) => ReturnType<typeof planQuery>
  isHold: boolean
  exceptions: readonly RepeatException[]
  onChange: (exceptions: RepeatException[]) => void
}): JSX.Element {
  const workspace = useWorkspace()
  const [settled, setSettled] = createSignal<T | null>(props.plan)
  let timer: ReturnType<typeof setTimeout> | undefined
  createEffect(
    on(
      () => JSON.stringify(props.plan),
      () => {
        clearTimeout(timer)
        timer = setTimeout(() => setSettled(() => props.plan), TYPED_MS)
      },
      { defer: true },
    ),
  )
  onCleanup(() => clearTimeout(timer))
  const query = useQuery(() => props.queryOf(workspace().id, settled()))
  const report = () => (settled() === null ? undefined : dataOf(query))
  const occurrences = () => report()?.occurrences ?? []
  const taken = () => occurrences().filter((one) => !one.isLeftOut && isTaken(one))
  const set = (changed: readonly RepeatException[]) => {
    const days = new Set(changed.map(({ on: day }) => day))
    props.onChange([...props.exceptions.filter(({ on: day }) => !days.has(day)), ...changed])
  }
  const put = (day: string, to: string | null | undefined) =>
    to === undefined
      ? props.onChange(props.exceptions.filter((one) => one.on !== day))
      : set([{ on: day, to }])
  const leaveOutTaken = () => set(taken().map(({ on: day }) => ({ on: day, to: null })))
  const takenNames = () =>
    listOf([
      ...new Set(
        taken()
          .flatMap(({ members }) => members.filter(({ isFree }) => !isFree))
          .map(({ artistName }) => artistName),
      ),
    ])
  const isSeries = () => occurrences().length > 1
  return (
    <div class="plan-report">
      <div aria-live="polite" class="booking-check">
        <Switch>
          <Match when={settled() !== null && (query.isPending || query.isPlaceholderData)}>
            <p class="sm muted">{planWords.checking}</p>
          </Match>
          <Match when={query.error}>
            {(error) => <Notice tone="neg">{`${asApiError(error()).message} ${problemOf(error())}`}</Notice>}
          </Match>
          <Match when={report() && taken().length === 0}>
            <Notice tone="pos">{planWords.allFree(report()?.bookings ?? 0)}</Notice>
          </Match>
          <Match when={report() && !isSeries()}>
            <Notice tone={props.isHold ? 'warn' : 'neg'}>
              {props.isHold ? planWords.membersTakenHold(takenNames()) : planWords.membersTaken(takenNames())}
            </Notice>
          </Match>
          <Match when={report()}>
            <Notice
              tone={props.isHold ? 'warn' : 'neg'}
              action={
                <Button size="sm" onClick={leaveOutTaken}>
                  {planWords.leaveOutAll(taken().length)}
                </Button>
              }
            >
              {props.isHold
                ? planWords.someTakenHold(taken().length, occurrences().length)
                : planWords.someTaken(taken().length, occurrences().length)}
            </Notice>
          </Match>
        </Switch>
      </div>
      <Show
        when={
          isSeries() ||
          occurrences().some(({ members }) => members.some((one) => obstacleText(one, false) !== null))
        }
      >
        <ul class="plan-times" aria-label={planWords.report} tabindex="0">
          <For each={occurrences()}>
            {(one) => (
              <OccurrenceRow occurrence={one} isHold={props.isHold} isOnly={!isSeries()} onPut={put} />
            )}
          </For>
        </ul>
      </Show>
    </div>
  )
}

/** What exactly is not possible, where the refusal says so. */
function problemOf(error: unknown): string {
  const details = asApiError(error).details as { problem?: string } | undefined
  return details?.problem ?? ''
}

/** One time: whether it is made, who cannot be had, and another day for it. */
function OccurrenceRow(props: {
  occurrence: PlannedOccurrence
  isHold: boolean
  isOnly: boolean
  onPut: (day: string, to: string | null | undefined) => void
}): JSX.Element {
  const [isMoving, setMoving] = createSignal(false)
  const leader = () => props.occurrence.members[0]
  const when = () => {
    const one = leader()
    if (!one) return ''
    const { from, to } = wallSpan({ ...one, days: props.occurrence.days }, one.timeZone)
    return spanText(from, to)
  }
  const day = () => dayText(wallOfDay(props.occurrence.on))
  const obstacles = () =>
    props.occurrence.members.flatMap((member) => obstacleText(member, props.isHold) ?? [])
  const tone = () =>
    props.occurrence.isLeftOut
      ? 'out'
      : isTaken(props.occurrence)
        ? 'taken'
        : obstacles().length > 0
          ? 'closed'
          : 'free'
  const move = (to: string) => {
    // A date field is empty while it is typed in.
    if (to !== '') props.onPut(props.occurrence.on, to === props.occurrence.on ? undefined : to)
  }
  return (
    <li class={`plan-time ${tone()}`}>
      <Show when={!props.isOnly} fallback={<b class="sb">{when()}</b>}>
        <Checkbox
          label={<span class="plan-when">{when()}</span>}
          isChecked={!props.occurrence.isLeftOut}
          onChange={(isMade) => props.onPut(props.occurrence.on, isMade ? undefined : null)}
        />
      </Show>
      <span class="plan-say">
        <Show when={!props.occurrence.isLeftOut} fallback={planWords.isLeftOut}>
          <For each={obstacles()} fallback={planWords.isFree}>
            {(text) => <span class="block">{text}</span>}
          </For>
        </Show>
      </span>
      <Show when={!props.isOnly && !props.occurrence.isLeftOut}>
        <Show
          when={isMoving() || props.occurrence.movedTo !== null}
          fallback={
            <Show when={tone() !== 'free'}>
              <Button size="sm" kind="quiet" onClick={() => setMoving(true)}>
                {planWords.anotherDay}
              </Button>
            </Show>
          }
        >
          <span class="plan-move">
            <TextField
              label={planWords.anotherDayFor(day())}
              type="date"
              value={props.occurrence.movedTo ?? props.occurrence.on}
              onInput={move}
            />
            <Button
              size="sm"
              kind="quiet"
              onClick={() => {
                setMoving(false)
                props.onPut(props.occurrence.on, undefined)
              }}
            >
              {planWords.backToDay}
            </Button>
          </span>
        </Show>
      </Show>
    </li>
  )
}
