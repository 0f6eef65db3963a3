import { expect, it } from 'vitest'
import { wallOfDay } from '../../ui/timeline/scale.ts'
import { shadesOf } from './shades.ts'

const closed = (startTime: string, endTime: string, title: string | null = null) => ({
  ...{ startTime, endTime, title, state: title === null ? ('outside' as const) : ('off' as const) },
})
const parts = [
  closed('2026-06-04T17:00:00Z', '2026-06-05T00:00:00Z'),
  closed('2026-06-05T00:00:00Z', '2026-06-06T00:00:00Z', 'Leave'),
  closed('2026-06-06T00:00:00Z', '2026-06-08T09:00:00Z'),
]

it('[BK26] shades whole days by day, and every closed hour by hour', () => {
  expect(shadesOf(parts, 'UTC', false)).toEqual([
    { from: wallOfDay('2026-06-05'), to: wallOfDay('2026-06-06'), label: 'Leave' },
    { from: wallOfDay('2026-06-06'), to: wallOfDay('2026-06-08'), label: 'Closed' },
  ])
  expect(shadesOf(parts, 'UTC', true)).toHaveLength(3)
  expect(shadesOf([], 'UTC', false)).toEqual([])
})

it('[BK53] says of busy time by their own calendar what it is', () => {
  const away = { ...closed('2026-06-05T09:00:00Z', '2026-06-05T10:00:00Z'), state: 'away' as const }
  expect(shadesOf([away], 'UTC', true)[0]?.label).toBe('Busy by their own calendar')
})
