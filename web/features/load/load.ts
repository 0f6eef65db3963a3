import { addDays, isDay, startOfWeek } from '../../../contracts/days.ts'
import type { ArtistLoad, LoadDay } from '../../../contracts/project-plans.ts'

const WEEK_DAYS = 7

/** A week by its first and last day. */
export interface Week {
  from: string
  to: string
}

/** How full a week is: `free` has nothing in it, `over` more than its hours. */
export const levels = ['free', 'some', 'much', 'full', 'over'] as const
export type Level = (typeof levels)[number]

/** The load of one person in one week. */
export interface WeekLoad {
  busyMinutes: number
  availableMinutes: number
  /** Days with more to do than hours, in whatever week. */
  overDays: number
  level: Level
  /** Whole percent of the hours; null where there are none. */
  percent: number | null
}

/** Weeks one after the other, the first with `day` in it. */
export const weeksFrom = (day: string, count: number, weekStart: number): Week[] =>
  Array.from({ length: count }, (_, no) => {
    const from = addDays(startOfWeek(day, weekStart), no * WEEK_DAYS)
    return { from, to: addDays(from, WEEK_DAYS - 1) }
  })

export const isOver = ({
  busyMinutes,
  availableMinutes,
}: Pick<LoadDay, 'busyMinutes' | 'availableMinutes'>) => busyMinutes > availableMinutes

const SOME_UP_TO = 50
const MUCH_UP_TO = 85

function levelOf(busyMinutes: number, availableMinutes: number): Level {
  if (busyMinutes === 0) return 'free'
  if (isOver({ busyMinutes, availableMinutes })) return 'over'
  const share = (busyMinutes / availableMinutes) * 100
  return share <= SOME_UP_TO ? 'some' : share <= MUCH_UP_TO ? 'much' : 'full'
}

/** What somebody has to do in a week. A day with too much is named even where the week has room. */
export function weekLoad(days: readonly LoadDay[], { from, to }: Week): WeekLoad {
  const own = days.filter(({ day }) => day >= from && day <= to)
  const sum = (name: 'busyMinutes' | 'availableMinutes') => own.reduce((all, day) => all + day[name], 0)
  const [busyMinutes, availableMinutes] = [sum('busyMinutes'), sum('availableMinutes')]
  return {
    ...{ busyMinutes, availableMinutes, level: levelOf(busyMinutes, availableMinutes) },
    overDays: own.filter(isOver).length,
    percent: availableMinutes === 0 ? null : Math.round((busyMinutes / availableMinutes) * 100),
  }
}

/** Whether somebody has too much to do on any of these days. */
export const isOverbooked = ({ days }: Pick<ArtistLoad, 'days'>): boolean => days.some(isOver)

/** What the page shows, as its address says. */
export interface LoadShown {
  day: string
  who: 'all' | 'over'
  /** Whose week is open, and which. */
  open: { artistId: string; from: string } | null
}

type Search = Readonly<Record<string, string | string[] | undefined>>
const one = (value: string | string[] | undefined) => (Array.isArray(value) ? value[0] : value)

/** Reads the address; what is not known there is everybody from this week on. */
export function loadShown(search: Search, today: string): LoadShown {
  const day = one(search.at)
  const [artistId, from] = (one(search.open) ?? '').split('~')
  return {
    day: day !== undefined && isDay(day) ? day : today,
    who: one(search.who) === 'over' ? 'over' : 'all',
    open: artistId && from !== undefined && isDay(from) ? { artistId, from } : null,
  }
}

export const openText = (artistId: string, from: string): string => `${artistId}~${from}`
