import { expect, it } from 'vitest'
import { deadlineAt } from './deadline.ts'

it('[JB4] lets a deadline last until its day is over in its own zone, whatever the clocks do', () => {
  expect(
    [
      ['2026-12-02', 'UTC'],
      ['2026-12-02', 'America/New_York'],
      ['2026-12-02', 'Pacific/Chatham'],
      ['2026-10-25', 'Europe/London'],
      ['2026-09-05', 'America/Santiago'],
    ].map(([day = '', zone = '']) => deadlineAt(day, zone)),
  ).toEqual([
    '2026-12-03T00:00:00.000Z',
    '2026-12-03T05:00:00.000Z',
    '2026-12-02T10:15:00.000Z',
    '2026-10-26T00:00:00.000Z',
    // Midnight is skipped there: the next day begins at one o'clock.
    '2026-09-06T04:00:00.000Z',
  ])
})
