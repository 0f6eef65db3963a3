import type { JSX } from 'solid-js'
import { spanText } from '../../lib/wall.ts'
import type { BarLook, TimelineBar, TimelineRow } from '../../ui/timeline/parts.ts'
import { shownAround, wallOfDay } from '../../ui/timeline/scale.ts'
import { TimelineGrid } from '../../ui/timeline/TimelineGrid.tsx'
import { TimelineList } from '../../ui/timeline/TimelineList.tsx'
import { Spec } from './Spec.tsx'

const TODAY = '2026-11-19'
const shown = shownAround('week', TODAY, 1)
const nowMin = wallOfDay(TODAY) + 14 * 60
const at = (day: number, minutes = 0) => wallOfDay(`2026-11-${day}`) + minutes

const rows: readonly TimelineRow[] = [
  { id: 'ada', name: 'Ada K.', sub: 'Photographer', nowMin },
  { id: 'tomas', name: 'Tomas W.', sub: 'Motion designer', nowMin },
  {
    id: 'priya',
    name: 'Priya N.',
    sub: 'Editor',
    nowMin,
    shades: [{ from: at(16), to: at(19), label: 'Leave' }],
  },
  { id: 'studio', name: 'Studio 1', sub: 'Room', nowMin },
]

function bar(
  id: string,
  rowId: string,
  look: Exclude<BarLook, 'task' | 'done' | 'group'>,
  [from, to]: readonly [number, number],
  more: Partial<TimelineBar> = {},
): TimelineBar {
  const letter = { hold: '1st', pencil: 'P', confirmed: 'C', completed: '✓', ended: 'R' }[look]
  const base = { id, rowId, look, from, to, letter, title: id, sub: spanText(from, to), isMovable: true }
  return { ...base, label: `${look}: ${id}, ${base.sub}`, ...more }
}

const bars: readonly TimelineBar[] = [
  bar('Kelpline summer catalogue', 'ada', 'confirmed', [at(14), at(19)]),
  bar('Saltbush display homes', 'ada', 'hold', [at(20), at(22)], { sub: '1st hold, to 20 Nov' }),
  bar('Bluegum explainer', 'tomas', 'confirmed', [at(18), at(21)], { isPending: true }),
  bar('Quillwave titles', 'tomas', 'hold', [at(20), at(22)], {
    letter: '2nd',
    clash: 'Clashes with Bluegum explainer',
  }),
  bar('Saltbush edit', 'priya', 'pencil', [at(19, 600), at(25)]),
  bar('Ferrous recce', 'studio', 'completed', [at(16), at(17)]),
  bar('Marram weddings', 'studio', 'ended', [at(17), at(19)], { letter: 'X', isMovable: false }),
]
const open = () => undefined

/** The grid of time with every look of a bar, and the same as a list. */
export function TimelineSpecs(): JSX.Element {
  return (
    <div class="specs">
      <Spec title="Timeline" span={12}>
        <TimelineGrid
          label="Bookings by artist"
          rowHead="Artist"
          rows={rows}
          bars={bars}
          shown={shown}
          today={TODAY}
          describe={(draft) => spanText(draft.from, draft.to)}
          verdict={(draft) => (draft.rowId === 'ada' ? 'Kelpline summer catalogue has the time' : null)}
          onOpen={open}
          onCreate={open}
          onDrop={open}
        />
      </Spec>
      <Spec title="Timeline as a list" span={6}>
        <TimelineList
          label="Bookings by day"
          bars={bars}
          shown={shown}
          today={TODAY}
          todayWord="today"
          rowName={(id) => rows.find((row) => row.id === id)?.name ?? ''}
          onOpen={open}
        />
      </Spec>
    </div>
  )
}
