import { describe, expect, it } from 'vitest'
import { createFormat, initials, shortId } from './format.ts'

const aud = createFormat({ locale: 'en-AU', currency: 'AUD', timeZone: 'Australia/Sydney' })

describe('exact amounts', () => {
  it('[SH7] keeps every digit of an amount that no float can hold', () => {
    expect(aud.money('9007199254740993.07')).toBe('$9,007,199,254,740,993.07')
    expect(aud.count('12345678901234567890')).toBe('12,345,678,901,234,567,890')
  })

  it('[SH7] uses the currency of the amount before that of the workspace', () => {
    expect(aud.money('9747747.93', 'GBP')).toBe('£9,747,747.93')
  })

  it('[SH8] writes minus as U+2212', () => {
    expect(aud.money('-310.5')).toBe('−$310.50')
    expect(aud.percent('-1.34')).toBe('−1.3%')
  })
})

describe('short values', () => {
  it('[SH8] shortens from 100,000 and not below', () => {
    expect(aud.short('389104.55', 'money')).toBe('$389.1K')
    expect(aud.short('99999.99', 'money')).toBe('$100,000')
    expect(aud.short('23184.2', 'money')).toBe('$23,184')
    expect(aud.short('999.5', 'money')).toBe('$999.50')
    expect(aud.short('541909', 'count')).toBe('541.9K')
    expect(aud.short('5268', 'count')).toBe('5,268')
  })

  it('[SH8] drops the decimals of a percentage from 100 on', () => {
    expect(aud.percent('61.24')).toBe('61.2%')
    expect(aud.percent('99.96')).toBe('100.0%')
    expect(aud.percent('103.4')).toBe('103%')
  })

  it('[SH8] tells no value from zero', () => {
    expect(aud.short(null, 'money')).toBe('–')
    expect(aud.short('0', 'count')).toBe('0')
  })

  it('writes seconds in the two largest units that matter', () => {
    expect(aud.duration('200')).toBe('3\u00a0min 20\u00a0s')
    expect(aud.duration('7200')).toBe('2\u00a0h')
    expect(aud.duration('0')).toBe('0\u00a0s')
  })
})

describe('changes', () => {
  it('[SH9] gives percent for ordinary values, with the goodness the metric wants', () => {
    expect(aud.change('112.4', '100', 'money', 'up')).toEqual({
      direction: 'up',
      text: '12.4%',
      isGood: true,
    })
    expect(aud.change('112.4', '100', 'money', 'down')).toEqual({
      direction: 'up',
      text: '12.4%',
      isGood: false,
    })
    expect(aud.change('90', '100', 'count', 'neutral')).toEqual({
      direction: 'down',
      text: '10.0%',
      isGood: null,
    })
  })

  it('[SH9] gives points between percentages', () => {
    expect(aud.change('61.2', '62.5', 'percent', 'up')).toEqual({
      direction: 'down',
      text: '1.3\u00a0pp',
      isGood: false,
    })
  })

  it('[SH9] always shows one decimal of a point, and calls what would read as zero no change', () => {
    expect(aud.change('63.5', '61.5', 'percent', 'up')?.text).toBe('2.0\u00a0pp')
    const none = { direction: 'flat', text: 'no change', isGood: null }
    expect(aud.change('61.54', '61.5', 'percent', 'up')).toEqual(none)
    expect(aud.change('100.04', '100', 'money', 'up')).toEqual(none)
    expect(aud.change('100.05', '100', 'money', 'up')?.text).toBe('0.1%')
  })

  it('[SH9] says new from zero and the difference from or to a negative value', () => {
    expect(aud.change('5', '0', 'money', 'up')?.text).toBe('new')
    expect(aud.change('23184', '-2100', 'money', 'up')?.text).toBe('$25,284')
    expect(aud.change('-5', '10', 'money', 'up')?.text).toBe('$15.00')
  })

  it('[SH9] shows counts instead of percent below ten', () => {
    expect(aud.change('12', '4', 'count', 'up')?.text).toBe('8')
    expect(aud.change('12', '10', 'count', 'up')?.text).toBe('20.0%')
  })

  it('[SH9] has nothing to say without both values, and no goodness without a change', () => {
    expect(aud.change(null, '4', 'count', 'up')).toBeNull()
    expect(aud.change('4', null, 'count', 'up')).toBeNull()
    expect(aud.change('4', '4', 'count', 'up')).toEqual({
      direction: 'flat',
      text: 'no change',
      isGood: null,
    })
  })
})

describe('days and times', () => {
  it('[SH10] writes days and ranges without saying anything twice', () => {
    expect(aud.day('2026-11-03')).toBe('3 Nov 2026')
    expect(aud.day('2026-09-07', false)).toBe('7 Sep')
    expect(aud.dayRange('2026-11-01', '2026-11-30')).toBe('1–30 Nov 2026')
    expect(aud.dayRange('2026-08-24', '2026-11-19')).toBe('24 Aug – 19 Nov 2026')
    expect(aud.dayRange('2025-12-30', '2026-01-02')).toBe('30 Dec 2025 – 2 Jan 2026')
    expect(aud.dayRange('2026-11-03', '2026-11-03')).toBe('3 Nov 2026')
  })

  it('[SH10] is relative for seven days and a date of the workspace after that', () => {
    const now = Date.parse('2026-11-19T03:02:00Z')
    expect(aud.ago('2026-11-19T03:00:00Z', now)).toBe('2\u00a0min ago')
    expect(aud.ago('2026-11-18T03:00:00Z', now)).toBe('1\u00a0day ago')
    expect(aud.ago('2026-11-02T14:00:00Z', now)).toBe('3 Nov 2026')
    expect(aud.ago('2026-11-19T03:01:40Z', now)).toBe('just now')
    expect(aud.until('2026-11-19T03:14:10Z', now)).toBe('in 13\u00a0min')
    expect(aud.until('2026-11-19T05:02:00Z', now)).toBe('in 2\u00a0h')
    expect(aud.until('2026-11-19T03:00:00Z', now)).toBe('now')
    expect(aud.until('2026-11-21T03:02:00Z', now)).toBe('21 Nov 2026, 2:02 pm')
  })

  it('[SH10] reads the clock in the zone of the workspace', () => {
    expect(aud.dateTime('2026-11-19T03:02:00Z')).toBe('19 Nov 2026, 2:02 pm')
    expect(aud.today(Date.parse('2026-11-18T14:00:00Z'))).toBe('2026-11-19')
  })
})

it('shortens ids in the middle and names to initials', () => {
  expect(shortId('0198f3a1-77ab-7c2e-9d41-3f2b6c1e88aa')).toBe('0198f3…88aa')
  expect(shortId('rq-7f3a91')).toBe('rq-7f3a91')
  expect(initials('Ana Maria Mercer')).toBe('AM')
  expect(initials('sol')).toBe('S')
})

it('writes sizes in kB and MB', () => {
  expect([aud.bytes(999), aud.bytes(3_400), aud.bytes(47_200_000)]).toEqual([
    '999\u00a0B',
    '3.4\u00a0kB',
    '47.2\u00a0MB',
  ])
})
