import { describe, expect, it } from 'vitest'
import { Repeat, type RepeatException } from '../../../contracts/booking-plans.ts'
import { type Member, occurrencesOf, rivalsOfEach } from './plan.ts'
import { movedTogether } from './together.ts'

const london: Member = { id: 'ada', timeZone: 'Europe/London' }
const newYork: Member = { id: 'bo', timeZone: 'America/New_York' }
const lordHowe: Member = { id: 'cy', timeZone: 'Australia/Lord_Howe' }

function plan(
  said: { startTime?: string; endTime?: string; days?: { from: string; to: string } },
  repeat: object | null,
  members: Member[],
  exceptions: RepeatException[] = [],
) {
  const found = occurrencesOf(
    { ...said, repeat: repeat === null ? null : Repeat.parse(repeat), exceptions },
    members,
  )
  if (!found.ok) throw new Error(JSON.stringify(found.error))
  return found.value
}
const refusal = (...args: Parameters<typeof plan>) => {
  const [said, repeat, members, exceptions = []] = args
  const found = occurrencesOf(
    { ...said, repeat: repeat === null ? null : Repeat.parse(repeat), exceptions },
    members,
  )
  return found.ok ? null : found.error
}
const iso = (ms: number | undefined) => (ms === undefined ? '' : new Date(ms).toISOString().slice(0, 16))
const starts = (found: ReturnType<typeof plan>, of = 0) => found.map(({ times }) => iso(times[of]?.fromMs))
const ends = (found: ReturnType<typeof plan>) => found.map(({ times }) => iso(times[0]?.toMs))

describe('[BK44] occurrences keep the time of day, whatever the clocks do', () => {
  it('in London from winter to summer', () => {
    const ten = { startTime: '2027-03-21T10:00:00Z', endTime: '2027-03-21T18:00:00Z' }
    const found = plan(ten, { every: 'week', count: 3 }, [london])
    expect(starts(found)).toEqual(['2027-03-21T10:00', '2027-03-28T09:00', '2027-04-04T09:00'])
    expect(ends(found)).toEqual(['2027-03-21T18:00', '2027-03-28T17:00', '2027-04-04T17:00'])
  })

  it('in New York over the night of the change, which is an hour shorter', () => {
    const night = { startTime: '2027-03-14T03:00:00Z', endTime: '2027-03-14T11:00:00Z' }
    // 22:00 to 06:00 on the 13th; that night has seven hours, the next eight.
    const found = plan(
      { startTime: '2027-03-13T03:00:00Z', endTime: '2027-03-13T11:00:00Z' },
      { every: 'day', count: 3 },
      [newYork],
    )
    expect(starts(found)).toEqual(['2027-03-13T03:00', night.startTime.slice(0, 16), '2027-03-15T02:00'])
    expect(ends(found)).toEqual(['2027-03-13T11:00', '2027-03-14T10:00', '2027-03-15T10:00'])
  })

  it('on Lord Howe, whose clocks move by half an hour', () => {
    // 2:00 to 2:30 is skipped on 3 October 2027; 1:30 to 2:00 comes twice on 4 April 2027.
    const early = { startTime: '2027-10-01T15:40:00Z', endTime: '2027-10-01T15:50:00Z' }
    const found = plan(early, { every: 'day', count: 3 }, [lordHowe])
    expect(starts(found)).toEqual(['2027-10-01T15:40', '2027-10-02T15:40', '2027-10-03T15:10'])
    expect(ends(found)).toEqual(['2027-10-01T15:50', '2027-10-02T15:50', '2027-10-03T15:20'])
    const twice = { startTime: '2027-04-02T14:45:00Z', endTime: '2027-04-02T15:30:00Z' }
    const april = plan(twice, { every: 'day', count: 3 }, [lordHowe])
    expect(starts(april)).toEqual(['2027-04-02T14:45', '2027-04-03T14:45', '2027-04-04T15:15'])
  })

  it('and last as long as the clock says where nothing would be left of them', () => {
    // 1:30 to 2:30 is 2:30 to 2:30 on the day the clocks skip an hour at 1:00.
    const gap = { startTime: '2027-03-27T01:30:00Z', endTime: '2027-03-27T02:30:00Z' }
    const found = plan(gap, { every: 'day', count: 2 }, [london])
    expect([starts(found)[1], ends(found)[1]]).toEqual(['2027-03-28T01:30', '2027-03-28T02:30'])
  })

  it('whole days stay whole days, of 23 hours or 25', () => {
    const found = plan({ days: { from: '2027-03-28', to: '2027-03-28' } }, { every: 'day', count: 2 }, [
      london,
    ])
    const hours = found.map(({ times: [time] }) => ((time?.toMs ?? 0) - (time?.fromMs ?? 0)) / 3_600_000)
    expect(hours).toEqual([23, 24])
    expect(found.map(({ times }) => times[0]?.days?.from)).toEqual(['2027-03-28', '2027-03-29'])
  })
})

describe('[BK42] several who are booked together', () => {
  it('meet at the same instants, by the clock of the first', () => {
    const ten = { startTime: '2027-03-21T10:00:00Z', endTime: '2027-03-21T12:00:00Z' }
    const found = plan(ten, { every: 'week', count: 2 }, [london, newYork])
    expect(starts(found, 1)).toEqual(starts(found, 0))
    expect(starts(found, 1)).toEqual(['2027-03-21T10:00', '2027-03-28T09:00'])
  })

  it('have whole days each on their own clock', () => {
    const found = plan({ days: { from: '2027-05-03', to: '2027-05-04' } }, null, [london, newYork])
    expect([starts(found, 0), starts(found, 1)]).toEqual([['2027-05-02T23:00'], ['2027-05-03T04:00']])
  })
})

describe('[BK45] what is different of an occurrence', () => {
  const weekly = { every: 'week', count: 3 }
  const day = { days: { from: '2027-05-03', to: '2027-05-03' } }

  it('is another day, or that it is left out', () => {
    const found = plan(
      day,
      weekly,
      [london],
      [
        { on: '2027-05-10', to: '2027-05-12' },
        { on: '2027-05-17', to: null },
      ],
    )
    expect(found.map(({ on, isLeftOut, times }) => [on, isLeftOut, times[0]?.days?.from])).toEqual([
      ['2027-05-03', false, '2027-05-03'],
      ['2027-05-10', false, '2027-05-12'],
      ['2027-05-17', true, '2027-05-17'],
    ])
  })

  it('is refused for a day that is none of them, where two would meet, and where nothing is left', () => {
    expect(refusal(day, weekly, [london], [{ on: '2027-05-11', to: null }])).toMatchObject({
      details: { problem: '2027-05-11 is no day of the series' },
    })
    expect(refusal(day, weekly, [london], [{ on: '2027-05-10', to: '2027-05-17' }])).toMatchObject({
      details: { problem: '2027-05-17 begins before the one before it has ended' },
    })
    expect(refusal(day, null, [london], [{ on: '2027-05-03', to: null }])).toMatchObject({
      code: 'invalid_period',
    })
    expect(
      refusal({ days: { from: '2027-05-03', to: '2027-05-04' } }, { every: 'day', count: 2 }, [london]),
    ).toMatchObject({ code: 'invalid_period' })
  })

  it('does not let a plan grow past its limits', () => {
    expect(refusal(day, { every: 'day', until: '2029-01-01' }, [london])).toEqual({
      code: 'limit_reached',
      details: { limit: 366 },
    })
    expect(refusal(day, { every: 'day', count: 300 }, [london, newYork])).toEqual({
      code: 'limit_reached',
      details: { limit: 500 },
    })
    expect(refusal(day, { every: 'month', count: 40 }, [london])).toMatchObject({ code: 'invalid_period' })
  })
})

it('[BK43] several times that are wanted at once are in the way of each other as well', () => {
  const wanted = [
    { artistId: 'ada', fromMs: 0, toMs: 10 },
    { artistId: 'ada', fromMs: 5, toMs: 15 },
    { artistId: 'bo', fromMs: 5, toMs: 15 },
  ]
  const blocking = [{ artistId: 'bo', fromMs: 14, toMs: 20, share: 60 }]
  const free = (capacity: number, share = 100) =>
    rivalsOfEach(
      wanted.map((one) => ({ ...one, share })),
      blocking,
      () => capacity,
    ).map(({ isFree }) => isFree)
  expect([free(1), free(2), free(1, 50), free(1, 40)]).toEqual([
    [true, false, false],
    [true, true, true],
    [true, true, false],
    [true, true, true],
  ])
})

describe('[BK46] those that are moved together', () => {
  const at = (iso: string, hours: number) => ({
    id: iso,
    fromMs: Date.parse(iso),
    toMs: Date.parse(iso) + hours * 3_600_000,
    days: null,
  })
  const zones = { from: 'Europe/London', of: () => 'Europe/London' }

  it('are moved by as much on the wall clock, over a change of the clocks', () => {
    const all = [at('2027-03-21T10:00:00Z', 8), at('2027-03-28T09:00:00Z', 8)]
    const [first = at('', 0)] = all
    const said = { startTime: '2027-03-22T11:00:00Z', endTime: '2027-03-22T18:30:00Z' }
    const moved = movedTogether(first, all, said, zones)
    expect(moved.ok && moved.value.times.map(({ fromMs, toMs }) => [iso(fromMs), iso(toMs)])).toEqual([
      ['2027-03-22T11:00', '2027-03-22T18:30'],
      ['2027-03-29T10:00', '2027-03-29T17:30'],
    ])
    expect(moved.ok && moved.value.days).toBe(1)
  })

  it('are whole days or hours as the one that is named becomes', () => {
    const all = [at('2027-05-03T09:00:00Z', 8), at('2027-05-10T09:00:00Z', 8)]
    const [first = at('', 0)] = all
    const moved = movedTogether(first, all, { days: { from: '2027-05-03', to: '2027-05-03' } }, zones)
    expect(moved.ok && moved.value.times.map(({ days }) => days?.from)).toEqual(['2027-05-03', '2027-05-10'])
  })

  it('are refused where one of them would end before it begins', () => {
    const all = [at('2027-05-03T09:00:00Z', 8), at('2027-05-10T09:00:00Z', 1)]
    const [first = at('', 0)] = all
    const said = { startTime: '2027-05-03T11:00:00Z', endTime: '2027-05-03T12:00:00Z' }
    expect(movedTogether(first, all, said, zones)).toMatchObject({ error: { code: 'invalid_period' } })
  })
})
