import { describe, expect, it } from 'vitest'
import { DayClock } from '../../platform/clock.ts'
import type { DayRule, InstantFormat } from './define.ts'
import { readDay, readInstant } from './instants.ts'

const day = (value: string, rule: Partial<DayRule>, zone = 'Australia/Sydney') =>
  readDay({ at: value }, { at: ['none', 'at'], kind: 'date', format: 'iso', ...rule }, new DayClock(), zone)

describe('instants', () => {
  it.each<[string, InstantFormat, string]>([
    ['/Date(1539993600000+0000)/', 'ms_date', '2018-10-20T00:00:00.000Z'],
    ['/Date(1539993600000+1300)/', 'ms_date', '2018-10-20T00:00:00.000Z'],
    ['/Date(1539993600000)/', 'ms_date', '2018-10-20T00:00:00.000Z'],
    ['/Date(-1)/', 'ms_date', '1969-12-31T23:59:59.999Z'],
    ['1539993600', 'unix_seconds', '2018-10-20T00:00:00.000Z'],
    ['1539993600000', 'unix_ms', '2018-10-20T00:00:00.000Z'],
    ['2018-10-20T01:02:03', 'iso', '2018-10-20T01:02:03.000Z'],
    ['2018-10-20 01:02', 'iso', '2018-10-20T01:02:00.000Z'],
    ['2018-10-20T01:02:03.1234567+0200', 'iso', '2018-10-19T23:02:03.123Z'],
  ])('[CN11] reads %s as %s', (text, format, instant) => {
    expect(readInstant(text, format)?.toISOString()).toBe(instant)
  })

  it.each<[string, InstantFormat]>([
    ['/Date(x)/', 'ms_date'],
    ['/Date(999999999999999)/x', 'ms_date'],
    ['2018-02-30T00:00:00Z', 'iso'],
    ['2018-10-20T25:00:00Z', 'iso'],
    ['yesterday', 'iso'],
    ['1e9', 'unix_seconds'],
    ['', 'unix_ms'],
  ])('[CN11] refuses %j as %s', (text, format) => expect(readInstant(text, format)).toBeNull())
})

describe('days', () => {
  it('[CN11] never shifts a calendar day, wherever the workspace is', () => {
    for (const zone of ['Pacific/Kiritimati', 'Pacific/Pago_Pago', 'Australia/Lord_Howe'])
      for (const text of ['/Date(1773792000000+0000)/', '2026-03-18', '2026-03-18T23:59:59+10:00'])
        expect(day(text, {}, zone)).toBe('2026-03-18')
  })

  it.each([
    ['2026-04-04T13:30:00Z', 'Australia/Sydney', '2026-04-05'],
    ['2026-03-08T04:59:00Z', 'America/New_York', '2026-03-07'],
    ['2026-03-29T23:30:00Z', 'Europe/London', '2026-03-30'],
  ])('[CN11] puts the instant %s into the day of %s', (text, zone, expected) => {
    expect(day(text, { kind: 'instant' }, zone)).toBe(expected)
  })

  it('[CN11] refuses a day that does not exist', () => {
    expect(day('2026-02-30', {})).toBeNull()
    expect(day('x', { kind: 'instant' })).toBeNull()
  })
})
