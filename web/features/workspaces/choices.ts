import { type Country, countries } from '../../../contracts/countries.ts'
import type { Option } from '../../ui/options.ts'

const countryName = new Intl.DisplayNames(['en'], { type: 'region' })
const currencyName = new Intl.DisplayNames(['en'], { type: 'currency' })
const monthName = new Intl.DateTimeFormat('en', { month: 'long', timeZone: 'UTC' })

/** Every country by name. */
export const countryOptions: readonly Option[] = [...countries.keys()]
  .map((value) => ({ value, label: countryName.of(value) ?? value }))
  .sort((a, b) => a.label.localeCompare(b.label, 'en'))

// Browsers leave UTC out of their list.
const zones = ['UTC', ...Intl.supportedValuesOf('timeZone')]

/** Every time zone, those of the country first. `current` is among them even where this browser spells it otherwise. */
export function zoneOptions(country: Country | null, current: string): Option[] {
  return [...new Set([...(country?.timeZones ?? []), current, ...zones])].map((value) => ({
    value,
    label: value.replaceAll('_', ' '),
  }))
}

export const currencyOptions: readonly Option[] = Intl.supportedValuesOf('currency').map((value) => ({
  value,
  label: `${value} – ${currencyName.of(value) ?? value}`,
}))

export const monthOptions: readonly Option[] = Array.from({ length: 12 }, (_, at) => ({
  value: String(at + 1),
  label: monthName.format(Date.UTC(2026, at, 1)),
}))

const industries = [
  'Accounting and bookkeeping',
  'Agency and marketing',
  'Agriculture',
  'Construction and trades',
  'Education',
  'Food and hospitality',
  'Health and care',
  'Manufacturing',
  'Media and film',
  'Online retail',
  'Professional services',
  'Property',
  'Retail',
  'Software',
  'Transport and logistics',
  'Wholesale',
]
export const OTHER_INDUSTRY = 'other'

/** Industries to choose from; anything else is typed. */
export const industryOptions: readonly Option[] = [
  ...industries.map((value) => ({ value, label: value })),
  { value: OTHER_INDUSTRY, label: 'Something else' },
]
export const isListedIndustry = (industry: string): boolean => industries.includes(industry)
