import type { ProfileFields } from '../../../contracts/artist-profiles.ts'
import { addDays, daysBetween, isoWeekday, startOfWeek } from '../../../contracts/days.ts'
import type { JobListing, JobSkill, MatchPart, MatchView } from '../../../contracts/jobs.ts'
import { kilometresBetween, townName } from './towns.ts'

/** What a match is counted by, of a listing. */
export type Wanted = Pick<JobListing, 'skills' | 'place' | 'isRemote' | 'rate' | 'days'>
/** What a match is counted by, of a profile. */
export type Offered = Pick<
  ProfileFields,
  'skills' | 'experience' | 'place' | 'rates' | 'preferences' | 'busy'
>

const TOTAL = 100
/** How the points are shared out; where a listing names no skill or no rate, the others get its share. */
const SKILLS_WEIGHT = 60
const AVAILABILITY_WEIGHT = 20
const PLACE_WEIGHT = 10
const RATE_WEIGHT = 10
const MUST_WEIGHT = 3
const NICE_WEIGHT = 1

/** A skill used within so many months counts in full, within the second number mostly. */
const RECENT_MONTHS = 12
const LATE_MONTHS = 36
const LATE_SHARE = 0.85
const OLD_SHARE = 0.6
/** What is not known is neither for somebody nor against them. */
const UNKNOWN_SHARE = 0.5
const HOURS_PER_DAY = 8
/** A rate so many times the offered one has no points left. */
const RATE_TOO_HIGH = 1.5
const WEEK_START = 1

/** A part before points: how much it weighs and how much of that somebody has, from 0 to 1. */
interface Weighed extends Omit<MatchPart, 'points' | 'of'> {
  weight: number
  share: number
}

/**
 * How a profile fits a listing on a day: every skill, the days, the place and the rate have points of their own, whole numbers, and the
 * score is their sum. The same input gives the same answer.
 */
export function matchOf(wanted: Wanted, offered: Offered, today: string): MatchView {
  const weighed = [
    ...skillParts(wanted.skills, offered, today),
    availabilityPart(wanted, offered, today),
    placePart(wanted, offered),
    ...ratePart(wanted, offered),
  ]
  const shares = shareOut(weighed.map(({ weight }) => weight))
  const parts = weighed.map(({ weight: _weight, share, ...part }, i): MatchPart => {
    const of = shares[i] ?? 0
    return { ...part, points: Math.round(of * share), of }
  })
  return { score: parts.reduce((sum, { points }) => sum + points, 0), parts }
}

/** Shares 100 out by weight, in whole points that add up: what rounding leaves goes to the largest remainders, the first one first. */
export function shareOut(weights: readonly number[]): number[] {
  const sum = weights.reduce((a, b) => a + b, 0)
  if (sum === 0) return weights.map(() => 0)
  const exact = weights.map((weight) => (weight * TOTAL) / sum)
  const whole = exact.map(Math.floor)
  const left = TOTAL - whole.reduce((a, b) => a + b, 0)
  const order = exact
    .map((value, at) => ({ at, rest: value - Math.floor(value) }))
    .sort((a, b) => b.rest - a.rest || a.at - b.at)
  for (const { at } of order.slice(0, left)) whole[at] = (whole[at] ?? 0) + 1
  return whole
}

const lower = (text: string) => text.toLowerCase()

function skillParts(skills: readonly JobSkill[], offered: Offered, today: string): Weighed[] {
  const units = skills.map(({ need }) => (need === 'must' ? MUST_WEIGHT : NICE_WEIGHT))
  const all = units.reduce((a: number, b) => a + b, 0)
  return skills.map((skill, i) => ({
    kind: 'skill',
    name: skill.name,
    need: skill.need,
    weight: (SKILLS_WEIGHT * (units[i] ?? 0)) / all,
    wanted: skill.level,
    ...skillShare(skill, offered, today),
  }))
}

function skillShare({ name, level }: JobSkill, offered: Offered, today: string) {
  const own = offered.skills.find((one) => lower(one.name) === lower(name))
  if (own === undefined) return { share: 0, reason: 'missing', have: null } as const
  const recency = recencyShare(monthsSinceUsed(name, offered, today))
  const share = Math.min(1, own.level / level) * recency
  const reason = own.level < level ? 'lower_level' : recency < 1 ? 'not_recent' : 'met'
  return { share, reason, have: own.level } as const
}

/** Months since the newest experience that names the skill ended; 0 while it goes on or where none names it. */
function monthsSinceUsed(name: string, { experience }: Offered, today: string): number {
  const used = experience.filter(({ skills }) => skills.some((skill) => lower(skill) === lower(name)))
  if (used.length === 0 || used.some(({ to }) => to === null)) return 0
  const last = used.reduce((latest, { to }) => (to !== null && to > latest ? to : latest), '0000-00')
  const months = (month: string) => Number(month.slice(0, 4)) * 12 + Number(month.slice(5, 7))
  return Math.max(0, months(today) - months(last))
}

function recencyShare(months: number): number {
  if (months <= RECENT_MONTHS) return 1
  return months <= LATE_MONTHS ? LATE_SHARE : OLD_SHARE
}

function availabilityPart({ days }: Wanted, { busy, preferences }: Offered, today: string): Weighed {
  const earliest = addDays(today, preferences.noticeDays)
  const inWeek = new Map<string, number>()
  let free = 0
  const all = daysBetween(days.from, days.to) + 1
  for (let day = days.from; day <= days.to; day = addDays(day, 1)) {
    const week = startOfWeek(day, WEEK_START)
    const taken = inWeek.get(week) ?? 0
    const isBusy = busy.some(({ from, to }) => from <= day && day <= to)
    if (day < earliest || isBusy || taken >= preferences.maxDaysPerWeek) continue
    inWeek.set(week, taken + 1)
    free += 1
  }
  const wanted = workableDays(days.from, days.to)
  const have = Math.min(free, wanted)
  return {
    kind: 'availability',
    name: 'days',
    need: null,
    weight: AVAILABILITY_WEIGHT,
    share: wanted === 0 ? free / all : have / wanted,
    reason: free === 0 ? 'no_days' : have < wanted ? 'some_days' : 'all_days',
    have: wanted === 0 ? free : have,
    wanted: wanted === 0 ? all : wanted,
  }
}

/** A job over weeks is not worked on weekends; one that lies on a weekend alone is. */
function workableDays(from: string, to: string): number {
  let count = 0
  for (let day = from; day <= to; day = addDays(day, 1)) if (isoWeekday(day) <= 5) count += 1
  return count
}

function placePart({ place, isRemote }: Wanted, { place: own, preferences }: Offered): Weighed {
  const part = { kind: 'place', name: place ?? 'remote', need: null, weight: PLACE_WEIGHT } as const
  const { travelRadiusKm: wanted } = preferences
  if (isRemote) return { ...part, share: 1, reason: 'remote', have: null, wanted: null }
  if (place === null) return { ...part, share: 1, reason: 'any_place', have: null, wanted: null }
  if (own === null)
    return { ...part, share: UNKNOWN_SHARE, reason: 'place_unknown', have: null, wanted: null }
  if (townName(own) === townName(place))
    return { ...part, share: 1, reason: 'same_place', have: null, wanted: null }
  const have = kilometresBetween(own, place)
  if (have === null) return { ...part, share: UNKNOWN_SHARE, reason: 'place_unknown', have, wanted: null }
  const isNear = have <= wanted
  return { ...part, share: isNear ? 1 : 0, reason: isNear ? 'within_radius' : 'too_far', have, wanted }
}

/** Nothing when the listing says no rate. Only a share of points follows from the amounts, so they are compared as plain numbers. */
function ratePart({ rate }: Wanted, { rates }: Offered): Weighed[] {
  if (rate === null) return []
  const part = {
    kind: 'rate',
    name: rate.per,
    need: null,
    weight: RATE_WEIGHT,
    have: null,
    wanted: null,
  } as const
  if (rates.length === 0) return [{ ...part, share: UNKNOWN_SHARE, reason: 'rate_unknown' }]
  const comparable = rates.filter(({ currency }) => currency === rate.currency)
  if (comparable.length === 0) return [{ ...part, share: UNKNOWN_SHARE, reason: 'other_currency' }]
  const perDay = ({ amount, per }: { amount: string; per: 'hour' | 'day' }) =>
    Number(amount) * (per === 'hour' ? HOURS_PER_DAY : 1)
  const asked = Math.min(...comparable.map(perDay))
  const given = perDay(rate)
  if (asked <= given) return [{ ...part, share: 1, reason: 'within_rate' }]
  const over = given === 0 ? RATE_TOO_HIGH : asked / given
  const share = Math.max(0, (RATE_TOO_HIGH - over) / (RATE_TOO_HIGH - 1))
  return [{ ...part, share, reason: 'above_rate' }]
}
