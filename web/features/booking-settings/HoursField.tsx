import type { JSX } from 'solid-js'
import { Select } from '../../ui/Select.tsx'
import { words } from './words.ts'

/** A length in hours: one of those that are usual, or what is set already. */
export function HoursField(props: {
  label: string
  hint: string
  offered: readonly number[]
  value: number
  onChange: (hours: number) => void
  /** How a length is said; days where it is whole ones unless said otherwise. */
  say?: (hours: number) => string
}): JSX.Element {
  const offered = () => [...new Set([...props.offered, props.value])].sort((a, b) => a - b)
  return (
    <Select
      label={props.label}
      hint={props.hint}
      value={String(props.value)}
      options={offered().map((hours) => ({
        value: String(hours),
        label: (props.say ?? words.hours)(hours),
      }))}
      onChange={(hours) => props.onChange(Number(hours))}
    />
  )
}
