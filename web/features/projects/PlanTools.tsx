import ChevronLeft from 'lucide-solid/icons/chevron-left'
import ChevronRight from 'lucide-solid/icons/chevron-right'
import { type JSX, Show } from 'solid-js'
import { useFormat } from '../../lib/session.tsx'
import { Button, IconButton } from '../../ui/Button.tsx'
import { Checkbox } from '../../ui/Choice.tsx'
import { Segmented } from '../../ui/Segmented.tsx'
import { type Shown, steppedFrom, zooms } from '../../ui/timeline/scale.ts'
import type { PlanShown } from './shown.ts'
import { words } from './words.ts'

export type SetSearch = (changes: Record<string, string | null>, options?: { replace: boolean }) => void

/** Which time of a plan is drawn, and how: everything is kept in the address. */
export function PlanTools(props: {
  shown: PlanShown
  time: Shown
  today: string
  isPhone: boolean
  onChange: SetSearch
}): JSX.Element {
  const format = useFormat()
  const isChart = () => !props.isPhone && props.shown.view === 'gantt'
  const go = (by: 1 | -1) => props.onChange({ at: steppedFrom(props.shown.zoom, props.time.firstDay, by) })
  return (
    <div class="plan-tools">
      <Show when={!props.isPhone}>
        <Segmented
          label={words.view}
          options={[
            { value: 'gantt', label: words.gantt },
            { value: 'list', label: words.list },
          ]}
          value={props.shown.view}
          onChange={(view) => props.onChange({ view: view === 'gantt' ? null : view })}
        />
      </Show>
      <Show when={isChart()}>
        <div class="row">
          <IconButton icon={ChevronLeft} label={words.earlier} onClick={() => go(-1)} />
          <Button onClick={() => props.onChange({ at: props.today })}>{words.today}</Button>
          <IconButton icon={ChevronRight} label={words.later} onClick={() => go(1)} />
          <p class="plan-range">{format().dayRange(props.time.firstDay, props.time.lastDay)}</p>
        </div>
        <Segmented
          label={words.zoom}
          options={zooms.map((value) => ({ value, label: words.zooms[value] }))}
          value={props.shown.zoom}
          onChange={(zoom) => props.onChange({ zoom: zoom === 'month' ? null : zoom }, { replace: true })}
        />
        <Checkbox
          label={words.critical}
          isChecked={props.shown.isCritical}
          onChange={(isOn) => props.onChange({ critical: isOn ? '1' : null }, { replace: true })}
        />
      </Show>
    </div>
  )
}
