import type { JSX } from 'solid-js'
import { spanText } from '../../lib/wall.ts'
import type { TimelineLink } from '../../ui/timeline/links.ts'
import type { TimelineBar, TimelineRow } from '../../ui/timeline/parts.ts'
import { shownFrom, wallOfDay } from '../../ui/timeline/scale.ts'
import { TimelineGrid } from '../../ui/timeline/TimelineGrid.tsx'
import { Spec } from './Spec.tsx'

const TODAY = '2026-11-19'
const shown = shownFrom('month', '2026-11-09', 1)
const nowMin = wallOfDay(TODAY) + 14 * 60
const at = (day: string) => wallOfDay(`2026-${day}`)
const part = (id: string, name: string, aside: string, who: string | null): TimelineRow => ({
  ...{ id, name, aside, nowMin, isPart: true },
  who: who === null ? null : { id: who, name: who },
})

const rows: readonly TimelineRow[] = [
  { id: 'shoot', name: 'Shoot', aside: '62%', nowMin, who: null, group: 'open' },
  part('script', 'Script', '11 Nov', 'Priya N.'),
  part('set', 'Build the set', '18 Nov', 'Tomas W.'),
  part('film', 'Film', '25 Nov', 'Ada K.'),
  part('wrap', 'Wrap', '25 Nov', null),
  { id: 'post', name: 'Edit and sound', aside: '0%', nowMin, who: null, group: 'closed' },
]

function bar(
  id: string,
  [from, to]: readonly [string, string],
  more: Partial<TimelineBar> = {},
): TimelineBar {
  const title = rows.find((row) => row.id === id)?.name ?? id
  const span = { from: at(from), to: at(to) }
  const sub = spanText(span.from, span.to)
  return {
    ...{ id, rowId: id, title, sub, ...span, look: 'task', letter: '', label: `Task ${title}, ${sub}` },
    ...{ isMovable: true, isLinkable: true },
    ...more,
  }
}

const bars: readonly TimelineBar[] = [
  bar('shoot', ['11-09', '11-26'], { look: 'group', isMovable: false, isLinkable: false }),
  bar('script', ['11-09', '11-12'], { look: 'done', letter: '✓', isMovable: false }),
  bar('set', ['11-12', '11-19'], {
    ...{ progress: 70, isCritical: true },
    before: { from: at('11-11'), to: at('11-17') },
  }),
  bar('film', ['11-19', '11-26'], {
    ...{ progress: 0, isCritical: true },
    clash: 'ends after the time it should be over by',
    before: { from: at('11-17'), to: at('11-24') },
  }),
  // A moment ends the day: the last minute of it.
  bar('wrap', ['11-25', '11-26'], {
    ...{ from: at('11-26') - 1, isMoment: true, isCritical: true, label: 'Milestone Wrap, 25 Nov' },
  }),
  bar('post', ['11-24', '12-09'], { look: 'group', isMovable: false, isLinkable: false }),
]

const links: readonly TimelineLink[] = [
  { id: 'a', fromId: 'script', toId: 'set', kind: 'FS' },
  { id: 'b', fromId: 'set', toId: 'film', kind: 'FS', isCritical: true },
  { id: 'c', fromId: 'film', toId: 'wrap', kind: 'FF', isCritical: true },
  { id: 'd', fromId: 'film', toId: 'post', kind: 'SS' },
]
const open = () => undefined

/** The same grid as a plan: phases and tasks, progress, what is critical, what was meant once, and what waits for what. */
export function GanttSpecs(): JSX.Element {
  return (
    <div class="specs">
      <Spec title="Timeline as a plan" span={12}>
        <TimelineGrid
          label="Plan of the summer film"
          rowHead="Task"
          density="dense"
          isRowFixed
          rows={rows}
          bars={bars}
          links={links}
          shown={shown}
          today={TODAY}
          describe={(draft) => spanText(draft.from, draft.to)}
          onOpen={open}
          onDrop={open}
          onLink={open}
        />
      </Spec>
    </div>
  )
}
