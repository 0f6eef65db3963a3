import { expect, it } from 'vitest'
import { blockingOf, lineOf, type Met } from './met.ts'
import { outerPeriodOf, periodOf } from './when.ts'

const met = (id: string, over: Partial<Met>): Met => ({
  ...{ id, status: 'confirmed', blocks: true, fromMs: 10, toMs: 20, createdAt: '2026-06-01T08:00:00.000Z' },
  ...over,
})
const ids = (found: readonly Met[]) => found.map(({ id }) => id)

it('[BK4] tells those in line from those that keep the time free, and leaves out who only touches it', () => {
  const all = [
    met('late', { fromMs: 15, createdAt: '2026-06-02T08:00:00.000Z' }),
    met('early', { fromMs: 12, createdAt: '2026-06-03T08:00:00.000Z' }),
    met('hold', { status: 'hold', blocks: false }),
    met('over', { status: 'completed' }),
    met('before', { fromMs: 1, toMs: 11 }),
    met('behind', { fromMs: 20, toMs: 30 }),
  ]
  const period = { fromMs: 11, toMs: 20 }
  expect(ids(lineOf(all, period))).toEqual(['hold', 'late', 'early'])
  expect(ids(blockingOf(all, period))).toEqual(['over', 'early', 'late'])
})

it('[BK4] looks for others in a time that holds the days in every zone', () => {
  const said = { days: { from: '2026-03-29', to: '2026-10-25' } }
  const outer = outerPeriodOf(said)
  for (const zone of ['Pacific/Kiritimati', 'Pacific/Pago_Pago', 'Europe/London', 'Australia/Lord_Howe']) {
    const period = periodOf(said, zone)
    if (!period.ok) throw new Error(period.error.code)
    expect(outer.fromMs).toBeLessThanOrEqual(period.value.fromMs)
    expect(outer.toMs).toBeGreaterThanOrEqual(period.value.toMs)
  }
  const times = { startTime: '2026-06-01T09:00:00Z', endTime: '2026-06-01T10:00:00Z' }
  expect(periodOf(times, 'UTC')).toMatchObject({ value: outerPeriodOf(times) })
  expect(outerPeriodOf({ startTime: '2026-06-01T09:00:00Z' })).toEqual({ fromMs: 0, toMs: 0 })
})
