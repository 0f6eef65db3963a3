import { describe, expect, it } from 'vitest'
import { cutoffsOf, monthOf } from './periods.ts'

describe('what stays', () => {
  it('[SN41] is seven whole years of profit and loss, and twelve whole months of values', () => {
    expect(cutoffsOf('2026-11-26')).toEqual({ financials: '2019-01-01', customMetrics: '2025-11-01' })
    expect(cutoffsOf('2026-01-01')).toEqual({ financials: '2019-01-01', customMetrics: '2025-01-01' })
    expect(cutoffsOf('2025-12-31')).toEqual({ financials: '2018-01-01', customMetrics: '2024-12-01' })
    expect(cutoffsOf('2028-02-29')).toEqual({ financials: '2021-01-01', customMetrics: '2027-02-01' })
    expect(monthOf('2024-02-29')).toBe('2024-02-01')
  })
})
