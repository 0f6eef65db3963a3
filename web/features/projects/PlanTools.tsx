import { useQuery, useQueryClient } from '@tanstack/solid-query'
import ChevronLeft from 'lucide-solid/icons/chevron-left'
import ChevronRight from 'lucide-solid/icons/chevron-right'
import Flag from 'lucide-solid/icons/flag'
import { type JSX, Show } from 'solid-js'
import { dataOf } from '../../lib/data-of.ts'
import { asApiError } from '../../lib/errors.ts'
import { useFormat, useWorkspace } from '../../lib/session.tsx'
import { Button, IconButton } from '../../ui/Button.tsx'
import { Checkbox } from '../../ui/Choice.tsx'
import { Segmented } from '../../ui/Segmented.tsx'
import { Select } from '../../ui/Select.tsx'
import { toast } from '../../ui/Toast.tsx'
import { type Shown, steppedFrom, zooms } from '../../ui/timeline/scale.ts'
import { baselinesQuery, keepBaseline, projectsKey } from './queries.ts'
import type { PlanShown } from './shown.ts'
import { words } from './words.ts'

export type SetSearch = (changes: Record<string, string | null>, options?: { replace: boolean }) => void

const NO_BASELINE = 'none'

/** Which time of a plan is drawn, and how: everything is kept in the address. */
export function PlanTools(props: {
  projectId: string
  shown: PlanShown
  time: Shown
  today: string
  isPhone: boolean
  mayWrite: boolean
  onChange: SetSearch
}): JSX.Element {
  const workspace = useWorkspace()
  const format = useFormat()
  const client = useQueryClient()
  const baselines = useQuery(() => baselinesQuery(workspace().id, props.projectId))
  const kept = () => dataOf(baselines) ?? []
  const isChart = () => !props.isPhone && props.shown.view === 'gantt'
  const go = (by: 1 | -1) => props.onChange({ at: steppedFrom(props.shown.zoom, props.time.firstDay, by) })
  const keep = async () => {
    try {
      const made = await keepBaseline(props.projectId, words.baselineName(format().day(props.today)))
      await client.invalidateQueries({ queryKey: projectsKey(workspace().id) })
      props.onChange({ baseline: made.id }, { replace: true })
      toast(words.baselineKept(made.name))
    } catch (thrown) {
      const error = asApiError(thrown)
      toast(`${error.message} ${error.next}`.trim(), { isError: true })
    }
  }
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
        <Show when={kept().length > 0}>
          <Select
            label={words.baseline}
            isLabelHidden
            options={[
              { value: NO_BASELINE, label: words.noBaseline },
              ...kept().map(({ id, name }) => ({ value: id as string, label: name })),
            ]}
            value={props.shown.baselineId ?? NO_BASELINE}
            onChange={(id) => props.onChange({ baseline: id === NO_BASELINE ? null : id }, { replace: true })}
          />
        </Show>
        <Show when={props.mayWrite}>
          <Button kind="quiet" icon={Flag} onClick={() => void keep()}>
            {words.keepBaseline}
          </Button>
        </Show>
      </Show>
    </div>
  )
}
