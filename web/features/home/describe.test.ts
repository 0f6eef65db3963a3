import { describe, expect, it } from 'vitest'
import { eventTypes } from '../../../worker/events/registry.ts'
import { describeEvent, isWorthTelling, together } from './describe.ts'
import type { EventView } from './queries.ts'

const fact = (seq: number, type: string, subject = 'metric:x'): EventView => ({
  ...{ seq, type, subject },
  at: `2026-11-27T09:00:${String(seq).padStart(2, '0')}.000Z`,
  actor: 'system:sync',
})

describe('what happened', () => {
  it('[SH21] has words for every kind that is told', () => {
    const kinds = eventTypes.map(({ name }) => ({ ...fact(1, name), count: 1 })).filter(isWorthTelling)
    expect(kinds.length).toBeGreaterThan(50)
    const asItIs = (type: string) => type.replaceAll(/[._]/g, ' ')
    expect(kinds.filter((kind) => describeEvent(kind, {}).say === asItIs(kind.type))).toEqual([])
  })

  it('[SH21] tells the metrics of a source as one thing, dated by the newest', () => {
    const told = together([
      fact(5, 'metric.defined'),
      fact(4, 'metric.defined'),
      fact(3, 'client.created'),
      fact(2, 'client.created'),
      fact(1, 'metric.defined', 'metric:visits'),
    ])
    const names = { 'metric:visits': 'Visits' }
    expect(told.map((one) => [one.seq, describeEvent(one, names).say])).toEqual([
      [5, '2 metrics were defined'],
      [3, 'A client was added'],
      [2, 'A client was added'],
      [1, 'The metric Visits was defined'],
    ])
  })

  it('[SH21] leaves out the steps of a job, and names what it does not know as it is', () => {
    expect(['sync.page_stored', 'call.refused'].map((type) => isWorthTelling(fact(1, type)))).toEqual([
      false,
      false,
    ])
    const [unknown] = together([fact(1, 'moon.landed_on')])
    expect(unknown && describeEvent(unknown, {}).say).toBe('moon landed on')
  })
})
