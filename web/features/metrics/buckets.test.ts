import { describe, expect, it } from 'vitest'
import { bucketEnd, coverageOf } from './buckets.ts'

const range = { from: '2026-08-26', to: '2026-11-19' }

describe('buckets', () => {
  it('end on their last calendar day', () => {
    expect(bucketEnd('2026-11-16', 'week', range.to)).toBe('2026-11-22')
    expect(bucketEnd('2028-02-01', 'month', range.to)).toBe('2028-02-29')
    expect(bucketEnd('2026-07-01', 'year', range.to)).toBe('2027-06-30')
    expect(bucketEnd('2026-10-01', 'quarter', range.to)).toBe('2026-12-31')
    expect(bucketEnd(range.from, 'total', range.to)).toBe(range.to)
  })

  it('that hold today say how much of them is there', () => {
    const open = coverageOf({ date: '2026-11-16', state: 'open' }, 'week', range, '2026-11-19')
    expect(open).toEqual({
      from: '2026-11-16',
      to: '2026-11-19',
      days: 4,
      outOf: 7,
      isPartial: true,
      isOpen: true,
    })
  })

  it('cut by the start of the range are partial and not open', () => {
    const cut = coverageOf({ date: '2026-08-24', state: 'final' }, 'week', range, '2026-11-19')
    expect(cut).toEqual({
      from: '2026-08-26',
      to: '2026-08-30',
      days: 5,
      outOf: 7,
      isPartial: true,
      isOpen: false,
    })
  })

  it('that are whole and over are neither', () => {
    const whole = coverageOf({ date: '2026-09-07', state: 'final' }, 'week', range, '2026-11-19')
    expect(whole).toMatchObject({ days: 7, isPartial: false, isOpen: false })
  })

  it('that lie ahead hold no day yet', () => {
    const ahead = coverageOf(
      { date: '2026-12-01', state: 'open' },
      'month',
      { from: '2026-11-01', to: '2026-12-31' },
      '2026-11-19',
    )
    expect(ahead).toMatchObject({ days: 0, isPartial: true, isOpen: true })
  })
})
