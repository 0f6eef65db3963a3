import { expect, it } from 'vitest'
import { countries, countryOfZone } from './countries.ts'
import { CreateWorkspace, Region, TimeZone, WeekStart } from './workspaces.ts'

it('[ON5] knows every country with a currency, zones, a region and a calendar that exist', () => {
  const currencies = new Set(Intl.supportedValuesOf('currency'))
  const names = new Intl.DisplayNames(['en'], { type: 'region' })
  const wrong = [...countries.values()].filter(
    ({ code, currency, timeZones, region, weekStart, fiscalYearStartMonth }) =>
      names.of(code) === code ||
      !currencies.has(currency) ||
      timeZones.length === 0 ||
      !timeZones.every((zone) => TimeZone.safeParse(zone).success) ||
      !Region.safeParse(region).success ||
      !WeekStart.safeParse(weekStart).success ||
      !(fiscalYearStartMonth >= 1 && fiscalYearStartMonth <= 12),
  )
  expect(wrong).toEqual([])
  expect(countries.size).toBe(249)
})

it('[ON5] suggests what is usual there', () => {
  const usual = (code: string) => {
    const found = countries.get(code)
    return [
      found?.currency,
      found?.timeZones[0],
      found?.region,
      found?.weekStart,
      found?.fiscalYearStartMonth,
    ]
  }
  expect(usual('AU')).toEqual(['AUD', 'Australia/Sydney', 'oce', 1, 7])
  expect(usual('NZ')).toEqual(['NZD', 'Pacific/Auckland', 'oce', 1, 4])
  expect(usual('GB')).toEqual(['GBP', 'Europe/London', 'eu', 1, 4])
  expect(usual('IN')).toEqual(['INR', 'Asia/Kolkata', 'apac', 7, 4])
  expect(usual('US')).toEqual(['USD', 'America/New_York', 'us', 7, 1])
})

it('[ON5] finds the country of a device by its clock', () => {
  expect(countryOfZone('Australia/Perth')?.code).toBe('AU')
  expect(countryOfZone('Etc/Nowhere')).toBeNull()
})

it('[ON5] takes no country that is none', () => {
  const made = { name: 'A', slug: 'a-shop' }
  expect(CreateWorkspace.safeParse({ ...made, country: 'AU' }).success).toBe(true)
  expect(CreateWorkspace.safeParse({ ...made, country: 'XX' }).success).toBe(false)
})
