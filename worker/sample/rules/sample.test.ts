import { describe, expect, it } from 'vitest'
import { SAMPLE_DAYS, sampleRecords } from './sample.ts'

const TODAY = '2026-11-25'

describe('sample data', () => {
  it('[ON6] is the same for the same day and ends with it', () => {
    const records = sampleRecords(TODAY, 'AUD')
    expect(records).toEqual(sampleRecords(TODAY, 'AUD'))
    const days = new Set(records.map(({ recordDate }) => recordDate))
    expect(days.size).toBe(SAMPLE_DAYS)
    expect([...days].at(-1)).toBe(TODAY)
  })

  it('[ON6] has exact amounts in the currency of the workspace', () => {
    const financials = sampleRecords(TODAY, 'NZD').filter((one) => one.kind === 'financial')
    const wrong = financials.filter(
      ({ currency, revenue, expenses, cashFlow }) =>
        currency !== 'NZD' ||
        ![revenue, expenses, cashFlow].every((text) => /^-?\d+\.\d\d$/.test(text ?? '')),
    )
    expect(wrong).toEqual([])
  })

  it('[ON6] splits each day’s orders into channels without losing one', () => {
    const counts = new Map<string, number[]>()
    for (const record of sampleRecords(TODAY, 'AUD')) {
      if (record.kind !== 'value') continue
      const list = counts.get(record.recordDate) ?? []
      counts.set(record.recordDate, [...list, Number(record.values[0]?.value)])
    }
    for (const list of counts.values()) {
      expect(list).toHaveLength(3)
      expect(list.every((count) => Number.isInteger(count) && count >= 0)).toBe(true)
    }
  })
})
