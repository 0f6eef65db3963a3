import CalendarClock from 'lucide-solid/icons/calendar-clock'
import { For, type JSX, Show } from 'solid-js'
import { Button } from '../../ui/Button.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { Notice } from '../../ui/States.tsx'
import { taskSpan, whenText } from './plan.ts'
import type { Asked, Cascade } from './useCascade.ts'
import { words } from './words.ts'

/** What a change of the plan would move, before it does: asked once, for all of it. */
export function CascadeDialog(props: { asked: Asked; cascade: Cascade; zone: string }): JSX.Element {
  const view = () => props.asked.view
  const moved = () => new Set<string>(props.asked.changes.map(({ taskId }) => taskId))
  /** Nobody changed anything: the hours of today would move it. */
  const isRecheck = () => props.asked.changes.length === 0
  const others = () => view().moves.filter(({ taskId }) => !moved().has(taskId))
  const day = (instant: string | null) =>
    instant === null ? '' : whenText(taskSpan({ startTime: instant, endTime: instant }, props.zone))
  const end = () => {
    const [before, after] = [day(view().endTime.before), day(view().endTime.after)]
    return before === after || before === '' ? words.cascadeEndSame : words.cascadeEnd(before, after)
  }
  return (
    <Dialog
      isOpen
      isWide
      title={isRecheck() ? words.cascadeRecheck(others().length) : words.cascadeTitle(others().length)}
      say={end()}
      onClose={props.cascade.cancel}
    >
      <Show when={props.asked.isStale}>
        <Notice tone="warn">{words.cascadeStale}</Notice>
      </Show>
      <section class="cascade" aria-label={words.cascadeMoves}>
        <ul>
          <For each={view().moves}>
            {(move) => (
              <li>
                <b class="clip">{move.name}</b>
                <span class="muted">
                  {whenText(taskSpan(move.before, props.zone))} → {whenText(taskSpan(move.after, props.zone))}
                </span>
                <Show when={move.endShiftMinutes !== 0}>
                  <span class="shift">{words.shift(move.endShiftMinutes)}</span>
                </Show>
              </li>
            )}
          </For>
        </ul>
      </section>
      <Show when={view().conflicts.length > 0}>
        <Notice tone="warn">
          <b class="sb">{words.cascadeConflicts}</b>
          <ul>
            <For each={view().conflicts}>
              {(conflict) => (
                <li>
                  {conflict.name} {words.conflicts[conflict.kind]}
                </li>
              )}
            </For>
          </ul>
        </Notice>
      </Show>
      <Show when={view().bookingCount > 0}>
        <Notice tone="info" icon={CalendarClock}>
          {words.cascadeBookings(view().bookingCount)}
        </Notice>
      </Show>
      <div class="row end">
        <Button onClick={props.cascade.cancel}>{words.cascadeKeep}</Button>
        <Button kind="primary" isBusy={props.cascade.isBusy()} onClick={props.cascade.apply}>
          {words.cascadeApply}
        </Button>
      </div>
    </Dialog>
  )
}
