import Check from 'lucide-solid/icons/check'
import CircleAlert from 'lucide-solid/icons/circle-alert'
import CircleDashed from 'lucide-solid/icons/circle-dashed'
import Info from 'lucide-solid/icons/info'
import TriangleAlert from 'lucide-solid/icons/triangle-alert'
import type { JSX } from 'solid-js'
import type { IconType } from './Button.tsx'

export type Tone = 'plain' | 'good' | 'late' | 'bad' | 'note'

/** A word with a soft fill. Use `StatusPill` where it says a state. */
export function Pill(props: { tone?: Tone; icon?: IconType; children: JSX.Element }): JSX.Element {
  return (
    <span class={`pill ${props.tone ?? 'plain'}`}>
      {props.icon?.({})}
      {props.children}
    </span>
  )
}

const iconOf: Record<Tone, IconType> = {
  plain: CircleDashed,
  good: Check,
  late: TriangleAlert,
  bad: CircleAlert,
  note: Info,
}

/** A state: colour, an icon of its own and a word, so that colour is never alone. */
export function StatusPill(props: { tone: Tone; children: JSX.Element }): JSX.Element {
  return (
    <Pill tone={props.tone} icon={iconOf[props.tone]}>
      {props.children}
    </Pill>
  )
}
