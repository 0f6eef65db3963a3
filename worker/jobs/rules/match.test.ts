import { describe, expect, it } from 'vitest'
import { addDays } from '../../../contracts/days.ts'
import { MatchView } from '../../../contracts/jobs.ts'
import { matchOf, type Offered, shareOut, type Wanted } from './match.ts'
import { kilometresBetween } from './towns.ts'

const TODAY = '2026-06-01'
const job: Wanted = {
  skills: [
    { name: 'Sound', need: 'must', level: 4 },
    { name: 'Light', need: 'nice', level: 2 },
  ],
  place: 'Lisbon',
  isRemote: false,
  rate: { amount: '280', currency: 'EUR', per: 'day' },
  days: { from: '2026-07-06', to: '2026-07-10' },
}
const perfect: Offered = {
  skills: [
    { name: 'sound', level: 4 },
    { name: 'Light', level: 3 },
  ],
  experience: [],
  place: 'Lisbon, Portugal',
  rates: [{ amount: '35', currency: 'EUR', per: 'hour' }],
  preferences: { noticeDays: 14, maxDaysPerWeek: 5, travelRadiusKm: 50 },
  busy: [],
}
const partOf = (match: MatchView, name: string) => match.parts.find((part) => part.name === name)

describe('a match', () => {
  it('[JB6] gives each skill, the days, the place and the rate points of their own', () => {
    const match = matchOf(job, perfect, TODAY)
    expect(match.parts.map(({ name, points, of, reason }) => [name, points, of, reason])).toEqual([
      ['Sound', 45, 45, 'met'],
      ['Light', 15, 15, 'met'],
      ['days', 20, 20, 'all_days'],
      ['Lisbon', 10, 10, 'same_place'],
      ['day', 10, 10, 'within_rate'],
    ])
    expect(match.score).toBe(100)
  })

  it('[JB6] takes points for a lower level, a missing skill and one that was not used for long', () => {
    const low = matchOf(job, { ...perfect, skills: [{ name: 'Sound', level: 2 }] }, TODAY)
    expect(partOf(low, 'Sound')).toMatchObject({
      points: 23,
      of: 45,
      reason: 'lower_level',
      have: 2,
      wanted: 4,
    })
    expect(partOf(low, 'Light')).toMatchObject({ points: 0, reason: 'missing', have: null })
    const used = (to: string | null) => ({
      ...perfect,
      experience: [
        { title: 'Tour', organisation: null, from: '2019-01', to, skills: ['SOUND'], notes: null },
      ],
    })
    expect(partOf(matchOf(job, used('2024-06'), TODAY), 'Sound')).toMatchObject({
      points: 38,
      reason: 'not_recent',
    })
    expect(partOf(matchOf(job, used('2020-06'), TODAY), 'Sound')?.points).toBe(27)
    expect(partOf(matchOf(job, used(null), TODAY), 'Sound')?.reason).toBe('met')
  })

  it('[JB6] counts the days that busy days, notice and days a week leave', () => {
    const days = (change: Partial<Offered>) => partOf(matchOf(job, { ...perfect, ...change }, TODAY), 'days')
    expect(days({ busy: [{ from: '2026-07-01', to: '2026-07-07' }] })).toMatchObject({
      points: 12,
      reason: 'some_days',
      have: 3,
      wanted: 5,
    })
    const preferences = { ...perfect.preferences, maxDaysPerWeek: 2 }
    expect(days({ preferences })).toMatchObject({ points: 8, have: 2 })
    expect(days({ preferences: { ...perfect.preferences, noticeDays: 60 } })?.reason).toBe('no_days')
    const weekend = matchOf({ ...job, days: { from: '2026-07-11', to: '2026-07-12' } }, perfect, TODAY)
    expect(partOf(weekend, 'days')).toMatchObject({ points: 20, have: 2, wanted: 2 })
  })

  it('[JB6] compares places by name or distance, and rates of one currency', () => {
    const km = kilometresBetween('Lisbon', 'Pórto')
    expect(km).toBeGreaterThan(270)
    expect(km).toBeLessThan(280)
    const from = (place: string | null, travelRadiusKm = 50) =>
      partOf(
        matchOf(job, { ...perfect, place, preferences: { ...perfect.preferences, travelRadiusKm } }, TODAY),
        'Lisbon',
      )
    expect(from('Porto')).toMatchObject({ points: 0, reason: 'too_far', have: km, wanted: 50 })
    expect(from('Porto', 300)).toMatchObject({ points: 10, reason: 'within_radius' })
    expect([from('Nowhere')?.reason, from(null)?.points]).toEqual(['place_unknown', 5])
    const placeless = (isRemote: boolean) =>
      matchOf({ ...job, place: null, isRemote }, perfect, TODAY).parts.find(({ kind }) => kind === 'place')
    expect([placeless(true)?.reason, placeless(false)?.reason]).toEqual(['remote', 'any_place'])
    const paid = (amount: string, currency: string) =>
      partOf(matchOf(job, { ...perfect, rates: [{ amount, currency, per: 'day' }] }, TODAY), 'day')
    expect([paid('350', 'EUR')?.points, paid('420', 'EUR')?.points, paid('1', 'USD')?.reason]).toEqual([
      5,
      0,
      'other_currency',
    ])
  })

  it('[JB7] is the sum of its points, whatever is asked for and offered', () => {
    for (let seed = 1; seed <= 2000; seed += 1) {
      const next = random(seed)
      const pick = <T>(...of: readonly T[]): T => of[Math.floor(next() * of.length)] as T
      const upTo = (max: number) => Math.floor(next() * (max + 1))
      const rate = () => ({
        amount: String(upTo(500)),
        currency: pick('EUR', 'USD'),
        per: pick('hour', 'day'),
      })
      const names = ['A', 'B', 'C', 'D', 'E', 'F', 'G'].slice(0, upTo(7))
      const from = addDays(TODAY, upTo(90) - 30)
      const wanted: Wanted = {
        skills: names.map((name) => ({ name, need: pick('must', 'nice'), level: 1 + upTo(4) })),
        place: pick(null, 'Lisbon', 'Berlin', 'Elsewhere'),
        isRemote: next() < 0.2,
        rate: next() < 0.3 ? null : (rate() as Wanted['rate']),
        days: { from, to: addDays(from, upTo(40)) },
      }
      const busyFrom = addDays(from, upTo(20) - 10)
      const offered: Offered = {
        skills: names.filter(() => next() < 0.7).map((name) => ({ name, level: 1 + upTo(4) })),
        experience: [
          {
            title: 'x',
            organisation: null,
            from: '2018-01',
            to: pick(null, '2019-05', '2024-01', '2026-03'),
            skills: names.slice(0, 2),
            notes: null,
          },
        ],
        place: pick(null, 'Porto', 'Lisbon', 'Elsewhere'),
        rates: next() < 0.3 ? [] : [rate() as Offered['rates'][number]],
        preferences: { noticeDays: upTo(40), maxDaysPerWeek: 1 + upTo(6), travelRadiusKm: upTo(3000) },
        busy: [{ from: busyFrom, to: addDays(busyFrom, upTo(9)) }],
      }
      const match = MatchView.parse(matchOf(wanted, offered, TODAY))
      const sum = (of: 'points' | 'of') => match.parts.reduce((all, part) => all + part[of], 0)
      expect([seed, sum('points'), sum('of')]).toEqual([seed, match.score, 100])
      expect(match.parts.filter(({ points, of }) => points > of)).toEqual([])
      const better = { ...offered, skills: offered.skills.map((skill) => ({ ...skill, level: 5 })) }
      expect(matchOf(wanted, better, TODAY).score).toBeGreaterThanOrEqual(match.score)
    }
  })

  it('[JB7] shares a hundred points out without losing one', () => {
    expect(shareOut([1, 1, 1])).toEqual([34, 33, 33])
    expect(shareOut([])).toEqual([])
  })
})

/** Numbers from 0 to 1 that follow from a seed. */
function random(seed: number): () => number {
  let state = seed
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296
    return state / 4_294_967_296
  }
}
