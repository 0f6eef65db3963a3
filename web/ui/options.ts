import { type Accessor, createMemo } from 'solid-js'
import type { IconType } from './Button.tsx'

export interface Option<T extends string = string> {
  value: T
  label: string
  icon?: IconType
  isDisabled?: boolean
}

const parts = ['value', 'label', 'icon', 'isDisabled'] as const
const isSame = (one: Option, other: Option | undefined) => parts.every((part) => one[part] === other?.[part])

/** Whether two lists offer the same in the same order. */
export const isSameOffer = (before: readonly Option[], now: readonly Option[]): boolean =>
  before.length === now.length && before.every((one, at) => isSame(one, now[at]))

/** Options that stay the same objects while they say the same: with new ones an open list draws its items anew, loses the focus and closes. */
export function keptOptions<T extends string>(
  options: Accessor<readonly Option<T>[]>,
): Accessor<Option<T>[]> {
  return createMemo(() => [...options()], [], { equals: isSameOffer })
}
