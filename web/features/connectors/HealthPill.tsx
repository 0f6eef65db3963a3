import Check from 'lucide-solid/icons/check'
import CircleAlert from 'lucide-solid/icons/circle-alert'
import CircleDashed from 'lucide-solid/icons/circle-dashed'
import CirclePause from 'lucide-solid/icons/circle-pause'
import ClockAlert from 'lucide-solid/icons/clock-alert'
import RefreshCw from 'lucide-solid/icons/refresh-cw'
import type { JSX } from 'solid-js'
import type { IconType } from '../../ui/Button.tsx'
import { Pill, type Tone } from '../../ui/Pill.tsx'
import type { HealthKind } from './health.ts'

export const healthLook: Record<HealthKind, { tone: Tone; icon: IconType }> = {
  failing: { tone: 'bad', icon: CircleAlert },
  setup: { tone: 'late', icon: CircleDashed },
  late: { tone: 'late', icon: ClockAlert },
  syncing: { tone: 'note', icon: RefreshCw },
  healthy: { tone: 'good', icon: Check },
  off: { tone: 'plain', icon: CirclePause },
}

/** How a connection does: colour, an icon of its own and a word. */
export function HealthPill(props: { kind: HealthKind; children: JSX.Element }): JSX.Element {
  return (
    <Pill tone={healthLook[props.kind].tone} icon={healthLook[props.kind].icon}>
      {props.children}
    </Pill>
  )
}
