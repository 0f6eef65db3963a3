import { describe, expect, it } from 'vitest'
import type { DateFormat } from '../../../contracts/imports.ts'
import { dateFormats, dayInZone, isTimeZone, readDate } from './dates.ts'

function day(text: string, format: DateFormat, zone = 'UTC'): string {
  const reading = readDate(text, format)
  if (reading.kind === 'wall') return reading.day
  return reading.kind === 'instant' ? `${dayInZone(zone)(reading.epochMs)}*` : reading.kind
}

describe('reading dates', () => {
  it.each<[string, DateFormat, string]>([
    ['2010-12-01', 'YYYY-MM-DD', '2010-12-01'],
    ['2010-12-01 08:26:00', 'YYYY-MM-DD', '2010-12-01'],
    ['2010-12-01T08:26:00.123', 'YYYY-MM-DD', '2010-12-01'],
    ['2010-1-2', 'YYYY-MM-DD', '2010-01-02'],
    ['2010/12/01', 'YYYY/MM/DD', '2010-12-01'],
    ['2010.12.01', 'YYYY.MM.DD', '2010-12-01'],
    ['20101201', 'YYYYMMDD', '2010-12-01'],
    ['3/4/2026', 'DD/MM/YYYY', '2026-04-03'],
    ['3/4/2026', 'MM/DD/YYYY', '2026-03-04'],
    ['3.4.2026', 'DD.MM.YYYY', '2026-04-03'],
    ['03-04-2026', 'DD-MM-YYYY', '2026-04-03'],
    ['12/31/2026 11:59:59 PM', 'MM/DD/YYYY', '2026-12-31'],
    ['1/2/26 9 am', 'DD/MM/YY', '2026-02-01'],
    ['1/2/69', 'DD/MM/YY', '1969-02-01'],
    ['1/2/68', 'MM/DD/YY', '2068-01-02'],
    ['3 Nov 2026', 'D MMM YYYY', '2026-11-03'],
    ['3 november 2026', 'D MMM YYYY', '2026-11-03'],
    ['3-Sept-2026', 'D-MMM-YYYY', '2026-09-03'],
    ['03-Nov-26', 'D-MMM-YY', '2026-11-03'],
    ['Nov 3, 2026', 'MMM D, YYYY', '2026-11-03'],
    ['29/02/2024', 'DD/MM/YYYY', '2024-02-29'],
    ['2010-12-01T23:30:00Z', 'YYYY-MM-DD', '2010-12-01*'],
    ['2010-12-01T23:30:00-05:00', 'YYYY-MM-DD', '2010-12-02*'],
    ['2010-12-01 00:30 +0100', 'YYYY-MM-DD', '2010-11-30*'],
    ['2010-12-01 00:30 UTC', 'YYYY-MM-DD', '2010-12-01*'],
    ['', 'YYYY-MM-DD', 'blank'],
  ])('[IM9] reads %s as %s', (text, format, expected) => {
    expect(day(text, format)).toBe(expected)
  })

  it.each<[string, DateFormat]>([
    ['31/02/2026', 'DD/MM/YYYY'],
    ['29/02/2023', 'DD/MM/YYYY'],
    ['13/13/2026', 'DD/MM/YYYY'],
    ['0/1/2026', 'DD/MM/YYYY'],
    ['2026-00-10', 'YYYY-MM-DD'],
    ['1899-12-31', 'YYYY-MM-DD'],
    ['2200-01-01', 'YYYY-MM-DD'],
    ['3 Foo 2026', 'D MMM YYYY'],
    ['2026-01-01 25:00', 'YYYY-MM-DD'],
    ['2026-01-01 10:61', 'YYYY-MM-DD'],
    ['2026-01-01 13:00 pm', 'YYYY-MM-DD'],
    ['2026-01-01 9', 'YYYY-MM-DD'],
    ['2026-01-01 10:00 +19:00', 'YYYY-MM-DD'],
    ['2026-01-01x', 'YYYY-MM-DD'],
    [`2026-01-01 ${'1'.repeat(60)}`, 'YYYY-MM-DD'],
  ])('[IM9] refuses %s', (text, format) => {
    expect(day(text, format)).toBe('refused')
  })

  it('[IM10] gives an instant the day of the zone, on both sides of a clock change', () => {
    const inLondon = dayInZone('Europe/London')
    expect(inLondon(Date.UTC(2026, 2, 28, 23, 30))).toBe('2026-03-28')
    expect(inLondon(Date.UTC(2026, 2, 29, 23, 30))).toBe('2026-03-30')
    expect(inLondon(Date.UTC(2026, 9, 24, 23, 30))).toBe('2026-10-25')
    expect(inLondon(Date.UTC(2026, 9, 25, 23, 30))).toBe('2026-10-25')
    expect(dayInZone('Asia/Kathmandu')(Date.UTC(2026, 0, 1, 18, 14, 59))).toBe('2026-01-01')
    expect(dayInZone('Asia/Kathmandu')(Date.UTC(2026, 0, 1, 18, 15))).toBe('2026-01-02')
  })

  it('knows every format once and tells zones from other words', () => {
    expect(new Set(dateFormats).size).toBe(21)
    expect(isTimeZone('Australia/Sydney')).toBe(true)
    expect(isTimeZone('Mars/Olympus')).toBe(false)
  })
})
