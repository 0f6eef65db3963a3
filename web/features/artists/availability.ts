import { queryOptions } from '@tanstack/solid-query'
import type {
  ArtistAvailability,
  CreateTimeOff,
  PutAvailability,
  TimeOffView,
  WeeklyPattern,
  WorkingHours,
} from '../../../contracts/availability.ts'
import { call } from '../../lib/api.ts'
import { key } from '../../lib/query.ts'

const one = (id: string) => `/api/v1/artists/${encodeURIComponent(id)}`

export const availabilityQuery = (workspaceId: string, id: string, from: string, to: string) =>
  queryOptions({
    queryKey: key(workspaceId, 'artists', 'availability', { id, from, to }),
    queryFn: ({ signal }) =>
      call<ArtistAvailability>(`${one(id)}/availability?${new URLSearchParams({ from, to })}`, { signal }),
  })

export const putHours = (id: string, body: PutAvailability) =>
  call<WeeklyPattern>(`${one(id)}/availability`, { method: 'PUT', body })

export const addTimeOff = (id: string, body: CreateTimeOff) =>
  call<TimeOffView>(`${one(id)}/time-off`, { method: 'POST', body })

export const removeTimeOff = (id: string, timeOffId: string) =>
  call<TimeOffView>(`${one(id)}/time-off/${encodeURIComponent(timeOffId)}`, { method: 'DELETE' })

/** The hours that count on a day; null is any time. */
export function hoursOn(patterns: readonly WeeklyPattern[], day: string): readonly WorkingHours[] | null {
  const begun = patterns.filter(({ effectiveFrom }) => effectiveFrom <= day)
  const latest = begun.reduce<WeeklyPattern | null>(
    (found, one) => (found === null || one.effectiveFrom > found.effectiveFrom ? one : found),
    null,
  )
  return latest?.weekly ?? null
}

/** Hours that begin on a later day, the soonest first. */
export const hoursToCome = (patterns: readonly WeeklyPattern[], day: string): WeeklyPattern[] =>
  patterns
    .filter(({ effectiveFrom }) => effectiveFrom > day)
    .sort((a, b) => (a.effectiveFrom < b.effectiveFrom ? -1 : 1))

/** A day of the week in the form of the hours. */
export interface DayFields {
  weekday: number
  isOn: boolean
  from: string
  to: string
}

/** Seven days for a form: those of the hours, and the others ready to be switched on. One stretch a day. */
export function dayFields(weekly: readonly WorkingHours[] | null): DayFields[] {
  return [1, 2, 3, 4, 5, 6, 7].map((weekday) => {
    const hours = weekly?.find((one) => one.weekday === weekday)
    const isOn = weekly === null ? weekday <= 5 : hours !== undefined
    return { weekday, isOn, from: hours?.from ?? '09:00', to: hours?.to ?? '17:00' }
  })
}

/** The hours that the form says. */
export const weeklyOf = (days: readonly DayFields[]): WorkingHours[] =>
  days.filter(({ isOn }) => isOn).map(({ weekday, from, to }) => ({ weekday, from, to }))
