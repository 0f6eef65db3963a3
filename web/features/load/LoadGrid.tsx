import TriangleAlert from 'lucide-solid/icons/triangle-alert'
import { createSignal, For, type JSX, Show } from 'solid-js'
import type { ArtistLoad } from '../../../contracts/project-plans.ts'
import { useFormat } from '../../lib/session.tsx'
import { Avatar } from '../../ui/Avatar.tsx'
import { type Week, weekLoad } from './load.ts'
import { hoursText, words } from './words.ts'

const steps: Readonly<Record<string, { row: number; col: number }>> = {
  ArrowUp: { row: -1, col: 0 },
  ArrowDown: { row: 1, col: 0 },
  ArrowLeft: { row: 0, col: -1 },
  ArrowRight: { row: 0, col: 1 },
}

/** People and weeks, each cell as full as the week is. One stop of the Tab key; the arrows go from cell to cell. */
export function LoadGrid(props: {
  people: readonly ArtistLoad[]
  weeks: readonly Week[]
  today: string
  onOpen: (artistId: string, from: string) => void
}): JSX.Element {
  const format = useFormat()
  let table!: HTMLTableElement
  const [at, setAt] = createSignal({ row: 0, col: 0 })
  const active = () => ({
    row: Math.min(at().row, props.people.length - 1),
    col: Math.min(at().col, props.weeks.length - 1),
  })
  const go = (row: number, col: number) => {
    const to = {
      row: Math.max(0, Math.min(row, props.people.length - 1)),
      col: Math.max(0, Math.min(col, props.weeks.length - 1)),
    }
    setAt(to)
    table.querySelector<HTMLElement>(`[data-cell="${to.row}-${to.col}"]`)?.focus()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const { row, col } = active()
    const step = steps[event.key]
    if (step) go(row + step.row, col + step.col)
    else if (event.key === 'Home') go(event.ctrlKey ? 0 : row, 0)
    else if (event.key === 'End') go(event.ctrlKey ? props.people.length : row, props.weeks.length)
    else return
    event.preventDefault()
  }
  const isThisWeek = ({ from, to }: Week) => props.today >= from && props.today <= to
  return (
    <div class="load-scroll">
      {/* biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: a table whose cells the arrow keys go through is a grid */}
      <table class="load-grid" role="grid" aria-label={words.grid} ref={table} onKeyDown={onKeyDown}>
        <thead>
          <tr>
            <th scope="col">{words.person}</th>
            <For each={props.weeks}>
              {(week) => (
                <th
                  scope="col"
                  classList={{ now: isThisWeek(week) }}
                  aria-current={isThisWeek(week) ? 'date' : undefined}
                >
                  <span class="sr">{format().dayRange(week.from, week.to)}</span>
                  <span aria-hidden="true">{format().day(week.from, false)}</span>
                </th>
              )}
            </For>
          </tr>
        </thead>
        <tbody>
          <For each={props.people}>
            {(person, row) => (
              <tr>
                <th scope="row">
                  <span class="load-who">
                    <Avatar id={person.artistId} name={person.name} size="xs" />
                    <span class="clip">{person.name}</span>
                  </span>
                </th>
                <For each={props.weeks}>
                  {(week, col) => (
                    <Cell
                      person={person}
                      week={week}
                      place={`${row()}-${col()}`}
                      isActive={active().row === row() && active().col === col()}
                      onFocus={() => setAt({ row: row(), col: col() })}
                      onOpen={() => props.onOpen(person.artistId, week.from)}
                    />
                  )}
                </For>
              </tr>
            )}
          </For>
        </tbody>
      </table>
    </div>
  )
}

function Cell(props: {
  person: ArtistLoad
  week: Week
  place: string
  isActive: boolean
  onFocus: () => void
  onOpen: () => void
}): JSX.Element {
  const format = useFormat()
  const load = () => weekLoad(props.person.days, props.week)
  const label = () => {
    const { percent, busyMinutes, availableMinutes, overDays } = load()
    const when = format().dayRange(props.week.from, props.week.to)
    return words.cell(
      ...([
        props.person.name,
        when,
        percent,
        hoursText(busyMinutes),
        hoursText(availableMinutes),
        overDays,
      ] as const),
    )
  }
  return (
    <td>
      <button
        type="button"
        class={`load-cell ${load().level}`}
        classList={{ 'has-over': load().overDays > 0 && load().level !== 'over' }}
        data-cell={props.place}
        tabindex={props.isActive ? 0 : -1}
        aria-label={label()}
        title={label()}
        onFocus={props.onFocus}
        onClick={props.onOpen}
      >
        <Show when={load().level === 'over'}>
          <TriangleAlert class="s" />
        </Show>
        <Show when={load().busyMinutes > 0}>
          <span class="num">
            {load().percent === null ? hoursText(load().busyMinutes) : `${load().percent}%`}
          </span>
        </Show>
      </button>
    </td>
  )
}
