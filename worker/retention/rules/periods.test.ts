import { describe, expect, it } from 'vitest'
import { cutoffsOf, monthOf } from './periods.ts'

describe('what stays', () => {
  it('[SN41] is seven whole years of profit and loss, and twelve whole months of values', () => {
    const rows = (today: string) => {
      const { financials, customMetrics } = cutoffsOf(today)
      return { financials, customMetrics }
    }
    expect(rows('2026-11-26')).toEqual({ financials: '2019-01-01', customMetrics: '2025-11-01' })
    expect(rows('2026-01-01')).toEqual({ financials: '2019-01-01', customMetrics: '2025-01-01' })
    expect(rows('2025-12-31')).toEqual({ financials: '2018-01-01', customMetrics: '2024-12-01' })
    expect(rows('2028-02-29')).toEqual({ financials: '2021-01-01', customMetrics: '2027-02-01' })
    expect(monthOf('2024-02-29')).toBe('2024-02-01')
  })

  it('[SN48] is three years of months of values, once they have stood as months for two', () => {
    expect(cutoffsOf('2026-11-26')).toMatchObject({ valueMonths: '2023-11-01', monthsSince: '2024-11-26' })
    expect(cutoffsOf('2028-02-29')).toMatchObject({ valueMonths: '2025-02-01', monthsSince: '2026-02-28' })
  })
})
