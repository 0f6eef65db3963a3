import type { JSX } from 'solid-js'
import { countries } from '../../../contracts/countries.ts'
import { Combobox } from '../../ui/Combobox.tsx'
import { Select } from '../../ui/Select.tsx'
import { countryOptions, currencyOptions, monthOptions, zoneOptions } from './choices.ts'
import { workspaceText } from './text.ts'

/*
 * What a workspace counts by: each field with its words and choices, for the form that makes a workspace and for those
 * that change it.
 */

interface FieldProps<V> {
  value: V
  onChange: (value: string) => void
  error: string | null | undefined
}

export function CountryField(props: FieldProps<string | null> & { hint?: string }): JSX.Element {
  return (
    <Combobox
      id="country"
      label={workspaceText.country}
      hint={props.hint}
      options={countryOptions}
      value={props.value}
      onChange={props.onChange}
      error={props.error}
    />
  )
}

/** The zones of the country come first. */
export function TimeZoneField(props: FieldProps<string> & { country: string | null }): JSX.Element {
  return (
    <Combobox
      id="timeZone"
      label={workspaceText.timeZone}
      hint={workspaceText.timeZoneHint}
      options={zoneOptions(countries.get(props.country ?? '') ?? null, props.value)}
      value={props.value}
      onChange={props.onChange}
      error={props.error}
    />
  )
}

export function CurrencyField(props: FieldProps<string>): JSX.Element {
  return (
    <Combobox
      id="currency"
      label={workspaceText.currency}
      hint={workspaceText.currencyHint}
      options={currencyOptions}
      value={props.value}
      onChange={props.onChange}
      error={props.error}
    />
  )
}

/** First day of the week and first month of the fiscal year, side by side. */
export function CalendarFields(props: {
  weekStart: number
  fiscalYearStartMonth: number
  onWeekStart: (day: number) => void
  onFiscalYear: (month: number) => void
}): JSX.Element {
  return (
    <div class="two">
      <Select
        id="weekStart"
        label={workspaceText.weekStart}
        options={workspaceText.weekStarts}
        value={String(props.weekStart)}
        onChange={(day) => props.onWeekStart(Number(day))}
      />
      <Select
        id="fiscalYearStartMonth"
        label={workspaceText.fiscalYear}
        options={monthOptions}
        value={String(props.fiscalYearStartMonth)}
        onChange={(month) => props.onFiscalYear(Number(month))}
      />
    </div>
  )
}
