import TriangleAlert from 'lucide-solid/icons/triangle-alert'
import { For, type JSX, Show } from 'solid-js'
import { dayText } from '../../lib/wall.ts'
import type { TimelineBar } from './parts.ts'
import { dayOfWall, type Shown, touches, wallOfDay } from './scale.ts'

/** Bars by the first day of theirs that is shown. */
export function barsByDay(
  bars: readonly TimelineBar[],
  shown: Shown,
): { day: string; bars: TimelineBar[] }[] {
  const days = new Map<string, TimelineBar[]>()
  const sorted = bars.filter((bar) => touches(bar, shown)).sort((a, b) => a.from - b.from)
  for (const bar of sorted) {
    const day = dayOfWall(Math.max(bar.from, shown.from))
    days.set(day, [...(days.get(day) ?? []), bar])
  }
  return [...days].map(([day, found]) => ({ day, bars: found }))
}

/** The same records as the grid, by day: for phones, and for whoever would rather read than look. */
export function TimelineList(props: {
  label: string
  bars: readonly TimelineBar[]
  shown: Shown
  today: string
  todayWord: string
  rowName: (rowId: string) => string
  onOpen: (barId: string) => void
}): JSX.Element {
  return (
    <section class="tl-list" aria-label={props.label}>
      <For each={barsByDay(props.bars, props.shown)}>
        {({ day, bars }) => (
          <>
            <h2>
              {dayText(wallOfDay(day))}
              <Show when={day === props.today}> · {props.todayWord}</Show>
            </h2>
            <ul class="card">
              <For each={bars}>
                {(bar) => (
                  <li>
                    <button type="button" class="tl-item" onClick={() => props.onOpen(bar.id)}>
                      <span
                        class={`tl-key ${bar.look}`}
                        classList={{ clash: Boolean(bar.clash) }}
                        aria-hidden="true"
                      >
                        {bar.letter}
                      </span>
                      <span class="grow">
                        <b>{bar.title}</b>
                        <span>
                          {props.rowName(bar.rowId)} · {bar.sub}
                        </span>
                        <Show when={bar.clash}>
                          <span class="neg">
                            <TriangleAlert class="s" /> {bar.clash}
                          </span>
                        </Show>
                      </span>
                    </button>
                  </li>
                )}
              </For>
            </ul>
          </>
        )}
      </For>
    </section>
  )
}
