import ChevronLeft from 'lucide-solid/icons/chevron-left'
import ChevronRight from 'lucide-solid/icons/chevron-right'
import { createEffect, createMemo, createSignal, For, type JSX, on } from 'solid-js'
import { addDays, addMonths, startOfMonth, startOfWeek } from '../../contracts/days.ts'
import type { Format } from '../lib/format.ts'
import { LOCALE } from '../lib/i18n.ts'
import { text } from '../lib/text.ts'
import { IconButton } from './Button.tsx'

const GRID_DAYS = 42
const weekdayName = new Intl.DateTimeFormat(LOCALE, { weekday: 'narrow', timeZone: 'UTC' })
const monthName = new Intl.DateTimeFormat(LOCALE, { month: 'long', year: 'numeric', timeZone: 'UTC' })
const at = (day: string) => Date.parse(`${day}T00:00:00Z`)

/** One month of days to pick from, with the chosen range filled. Arrow keys move between days. */
export function MonthGrid(props: {
  /** The month shown first is the one of this day. */
  shown: string
  from: string
  to: string
  today: string
  weekStart: number
  format: Format
  onPick: (day: string) => void
}): JSX.Element {
  const [month, setMonth] = createSignal(startOfMonth(props.shown))
  createEffect(
    on(
      () => props.shown,
      (day) => setMonth(startOfMonth(day)),
      { defer: true },
    ),
  )
  const days = createMemo(() => {
    const first = startOfWeek(month(), props.weekStart)
    const all = Array.from({ length: GRID_DAYS }, (_, offset) => addDays(first, offset))
    return all.slice(0, all[35]?.slice(0, 7) === month().slice(0, 7) ? GRID_DAYS : 35)
  })
  let grid: HTMLFieldSetElement | undefined
  const move = (event: KeyboardEvent, day: string) => {
    const step = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 }[event.key]
    if (step === undefined) return
    event.preventDefault()
    const next = addDays(day, step)
    if (next > props.today) return
    if (next.slice(0, 7) !== month().slice(0, 7)) setMonth(startOfMonth(next))
    queueMicrotask(() => grid?.querySelector<HTMLButtonElement>(`[data-day="${next}"]`)?.focus())
  }
  const focusable = () => (props.to.slice(0, 7) === month().slice(0, 7) ? props.to : month())
  return (
    <div>
      <div class="row">
        <span class="sm sb" aria-live="polite">
          {monthName.format(at(month()))}
        </span>
        <span class="push row tight">
          <IconButton
            icon={ChevronLeft}
            size="sm"
            label={text.range.previousMonth}
            onClick={() => setMonth(addMonths(month(), -1))}
          />
          <IconButton
            icon={ChevronRight}
            size="sm"
            label={text.range.nextMonth}
            onClick={() => setMonth(addMonths(month(), 1))}
          />
        </span>
      </div>
      <fieldset class="cal" ref={grid} aria-label={text.range.title}>
        <For each={days().slice(0, 7)}>
          {(day) => (
            <span class="wd" aria-hidden="true">
              {weekdayName.format(at(day))}
            </span>
          )}
        </For>
        <For each={days()}>
          {(day) => (
            <button
              type="button"
              data-day={day}
              disabled={day > props.today}
              tabindex={day === focusable() ? 0 : -1}
              aria-label={props.format.day(day)}
              aria-pressed={day >= props.from && day <= props.to}
              classList={{
                'in-range': day >= props.from && day <= props.to,
                edge: day === props.from || day === props.to,
                today: day === props.today,
                outside: day.slice(0, 7) !== month().slice(0, 7),
              }}
              onKeyDown={(event) => move(event, day)}
              onClick={() => props.onPick(day)}
            >
              {Number(day.slice(8))}
            </button>
          )}
        </For>
      </fieldset>
    </div>
  )
}
