import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { WorkingHours } from '../../../contracts/availability.ts'
import type { DependencyKind } from '../../../contracts/projects.ts'
import { ZoneDays } from '../../availability/rules/zone-days.ts'
import { bridges, inOrder, type Link, loopOf } from './network.ts'
import { rollUp } from './rollup.ts'
import { endOf, type Plan, type PlanTask, schedule } from './schedule.ts'
import { standings } from './slack.ts'
import { WorkingTime } from './working-time.ts'

const HOUR = 60
const utc = (text: string) => Date.parse(`${text}Z`)
const iso = (ms: number) => new Date(ms).toISOString().slice(0, 16)
const office: WorkingHours[] = [1, 2, 3, 4, 5].map((weekday) => ({ weekday, from: '09:00', to: '17:00' }))
const weekend: WorkingHours[] = [6, 7].map((weekday) => ({ weekday, from: '10:00', to: '14:00' }))
const timeOf = (weekly: WorkingHours[]) =>
  new WorkingTime(
    { timeZone: 'UTC', patterns: [{ effectiveFrom: '0001-01-01', weekly }], exceptions: [] },
    new ZoneDays('UTC'),
    utc('2026-06-01T00:00'),
  )
const inOffice = timeOf(office)
const onWeekends = timeOf(weekend)

const task = (id: string, hours: number, over: Partial<PlanTask> = {}): PlanTask => ({
  ...{ id, kind: hours === 0 ? 'milestone' : 'task', durationMinutes: hours * HOUR, constraint: null },
  ...{ isPinned: false, actualStartMs: null, doneAtMs: null },
  ...{ fromMs: utc('2026-06-01T09:00'), toMs: utc('2026-06-01T09:00') },
  ...over,
})
const link = (fromId: string, toId: string, kind: DependencyKind = 'FS', lagHours = 0): Link => ({
  ...{ id: `${fromId}${toId}`, fromId, toId, kind, lagMinutes: lagHours * HOUR },
})
const plan = (tasks: PlanTask[], links: Link[] = [], timeOfTask = (_id: string) => inOffice): Plan => ({
  ...{ startMs: utc('2026-06-01T00:00'), tasks, links, timeOf: timeOfTask },
})
/** `2026-06-01T09:00 2026-06-01T17:00` */
const shown = (of: Plan) =>
  Object.fromEntries([...schedule(of)].map(([id, { fromMs, toMs }]) => [id, `${iso(fromMs)} ${iso(toMs)}`]))

describe('what a task waits for', () => {
  it('[MH13] [PJ2] lets it begin after the end, with the start, or end with the end or start of the other, in working time', () => {
    const two = (kind: DependencyKind, lagHours: number, hours = 8) =>
      shown(plan([task('a', 12), task('b', hours)], [link('a', 'b', kind, lagHours)])).b
    // a: Monday 09:00 to Tuesday 13:00
    expect(two('FS', 0)).toBe('2026-06-02T13:00 2026-06-03T13:00')
    expect(two('FS', 6)).toBe('2026-06-03T11:00 2026-06-04T11:00')
    expect(two('FS', -4)).toBe('2026-06-02T09:00 2026-06-02T17:00')
    expect(two('SS', 8)).toBe('2026-06-02T09:00 2026-06-02T17:00')
    expect(two('FF', 2)).toBe('2026-06-01T15:00 2026-06-02T15:00')
    expect(two('SF', 10, 2)).toBe('2026-06-02T09:00 2026-06-02T11:00')
  })

  it('[PJ2] counts a lag in the hours of the task that waits, over nights and weekends', () => {
    const [a, b] = [task('a', 40), task('b', 4)]
    const of = (id: string) => (id === 'b' ? onWeekends : inOffice)
    expect(shown(plan([a, b], [link('a', 'b', 'FS', 2)], of)).b).toBe('2026-06-06T12:00 2026-06-07T12:00')
  })

  it('[PJ3] is worked out to the earliest time that everything allows, and never before the project begins', () => {
    const later = { kind: 'start_no_earlier' as const, timeMs: utc('2026-06-03T12:00') }
    const times = shown(
      plan(
        [task('a', 8), task('b', 2, { constraint: later }), task('c', 4)],
        [link('a', 'c'), link('b', 'c')],
      ),
    )
    expect(times).toEqual({
      a: '2026-06-01T09:00 2026-06-01T17:00',
      b: '2026-06-03T12:00 2026-06-03T14:00',
      c: '2026-06-03T14:00 2026-06-04T10:00',
    })
  })

  it('[PJ5] ends at a milestone, which takes no time and is at the end of its day', () => {
    const times = shown(plan([task('a', 10), task('m', 0), task('b', 1)], [link('a', 'm'), link('m', 'b')]))
    expect(times.m).toBe('2026-06-02T17:00 2026-06-02T17:00')
    expect(times.b).toBe('2026-06-03T09:00 2026-06-03T10:00')
    const friday = shown(plan([task('a', 40), task('m', 0)], [link('a', 'm')]))
    expect(friday.m).toBe('2026-06-05T17:00 2026-06-05T17:00')
    const alone = task('m', 0, { constraint: { kind: 'start_no_earlier', timeMs: utc('2026-06-06T00:00') } })
    expect(shown(plan([alone])).m).toBe('2026-06-08T17:00 2026-06-08T17:00')
  })

  it('[PJ6] does not move what is pinned, has begun or is over; what it stands against is shown', () => {
    const pinned = task('b', 4, { isPinned: true, fromMs: utc('2026-06-01T10:00') })
    const begun = task('c', 4, { actualStartMs: utc('2026-05-29T16:00') })
    const over = task('d', 4, { actualStartMs: utc('2026-06-01T09:00'), doneAtMs: utc('2026-06-02T19:00') })
    const of = plan([task('a', 8), pinned, begun, over], [link('a', 'b'), link('a', 'c'), link('a', 'd')])
    expect(shown(of)).toEqual({
      a: '2026-06-01T09:00 2026-06-01T17:00',
      b: '2026-06-01T10:00 2026-06-01T14:00',
      c: '2026-05-29T16:00 2026-06-01T12:00',
      d: '2026-06-01T09:00 2026-06-02T19:00',
    })
    const stands = standings(of, schedule(of))
    expect(stands.get('b')?.conflicts).toEqual([
      { kind: 'dependency', dependencyId: 'ab', minutes: 7 * HOUR },
    ])
    expect(stands.get('c')?.conflicts).toEqual([
      { kind: 'dependency', dependencyId: 'ac', minutes: 9 * HOUR },
      { kind: 'project_start', dependencyId: null, minutes: HOUR },
    ])
    expect([stands.get('d')?.conflicts, stands.get('d')?.isCritical]).toEqual([[], false])
  })
})

describe('slack', () => {
  it('[PJ7] is what a task may slip by; without any it is critical', () => {
    const of = plan(
      [task('a', 8), task('b', 16), task('c', 4), task('d', 8)],
      [link('a', 'b'), link('a', 'c'), link('b', 'd'), link('c', 'd')],
    )
    const stands = standings(of, schedule(of))
    const said = ['a', 'b', 'c', 'd'].map((id) => [stands.get(id)?.slackMinutes, stands.get(id)?.isCritical])
    expect(said).toEqual([
      [0, true],
      [0, true],
      [12 * HOUR, false],
      [0, true],
    ])
  })

  it('[PJ7] is bounded by what is fixed and by a time to be over by, and negative when that is gone', () => {
    const by = { kind: 'finish_by' as const, timeMs: utc('2026-06-01T15:00') }
    const pinned = task('c', 8, { isPinned: true, fromMs: utc('2026-06-02T11:00') })
    const of = plan([task('a', 8, { constraint: by }), task('b', 8), pinned, task('z', 80)], [link('b', 'c')])
    const stands = standings(of, schedule(of))
    expect([stands.get('a')?.slackMinutes, stands.get('b')?.slackMinutes]).toEqual([-2 * HOUR, 2 * HOUR])
    expect(stands.get('a')?.conflicts).toEqual([{ kind: 'finish_by', dependencyId: null, minutes: 2 * HOUR }])
  })
})

const kinds = fc.constantFrom<DependencyKind>('FS', 'SS', 'FF', 'SF')
/** Plans without loops: links go from an earlier task to a later one. */
const plans = fc
  .record({
    hours: fc.array(fc.integer({ min: 0, max: 30 }), { minLength: 2, maxLength: 14 }),
    links: fc.array(fc.tuple(fc.nat(), fc.nat(), kinds, fc.integer({ min: -10, max: 20 })), {
      maxLength: 30,
    }),
    weekends: fc.array(fc.boolean(), { minLength: 14, maxLength: 14 }),
  })
  .map(({ hours, links, weekends }) => {
    const made = links.flatMap(([one, other, kind, lag]) => {
      const [a, b] = [one % hours.length, other % hours.length]
      return a === b ? [] : [link(`t${Math.min(a, b)}`, `t${Math.max(a, b)}`, kind, lag)]
    })
    const once = [...new Map(made.map((each) => [each.id, each])).values()]
    return plan(
      hours.map((length, at) => task(`t${at}`, length)),
      once,
      (id) => (weekends[Number(id.slice(1))] ? onWeekends : inOffice),
    )
  })

describe('any plan', () => {
  it('[PJ2] [PJ3] keeps every dependency, wherever it puts the tasks, and puts them there again', () => {
    fc.assert(
      fc.property(plans, (of) => {
        const times = schedule(of)
        expect(schedule({ ...of, links: [...of.links].reverse() })).toEqual(times)
        const stands = standings(of, times)
        for (const { id, durationMinutes } of of.tasks) {
          const at = times.get(id) ?? { fromMs: 0, toMs: 0 }
          expect(of.timeOf(id).minutesBetween(at.fromMs, at.toMs)).toBe(durationMinutes)
          expect(at.fromMs).toBeGreaterThanOrEqual(of.startMs)
          // Nothing free stands against the plan, and nothing has to end before it does.
          expect(stands.get(id)?.conflicts).toEqual([])
          expect(stands.get(id)?.slackMinutes).toBeGreaterThanOrEqual(0)
        }
        for (const { fromId, toId, kind, lagMinutes } of of.links) {
          const [a, b] = [times.get(fromId), times.get(toId)]
          const [fromMs, toMs] = [
            kind === 'FS' || kind === 'FF' ? a?.toMs : a?.fromMs,
            kind === 'FS' || kind === 'SS' ? b?.fromMs : b?.toMs,
          ]
          expect(of.timeOf(toId).minutesBetween(fromMs ?? 0, toMs ?? 0)).toBeGreaterThanOrEqual(lagMinutes)
        }
      }),
      { numRuns: 150 },
    )
  })

  it('[PJ7] has room for what its slack says: a task that is later by it moves no end', () => {
    fc.assert(
      fc.property(plans, fc.nat(), (of, at) => {
        const times = schedule(of)
        const { id, kind } = of.tasks[at % of.tasks.length] ?? task('t0', 1)
        const slack = standings(of, times).get(id)?.slackMinutes ?? 0
        if (kind === 'milestone' || slack <= 0) return
        const time = of.timeOf(id)
        const timeMs = time.startAt(time.positionOf(times.get(id)?.fromMs ?? 0) + slack * 60_000)
        const later = of.tasks.map((one) =>
          one.id === id ? { ...one, constraint: { kind: 'start_no_earlier' as const, timeMs } } : one,
        )
        expect(endOf(schedule({ ...of, tasks: later }))).toBeLessThanOrEqual(endOf(times) ?? 0)
      }),
      { numRuns: 150 },
    )
  })
})

describe('a loop', () => {
  it('[PJ4] is found with the tasks it goes through, by the shortest way', () => {
    const links = [link('a', 'b'), link('b', 'c'), link('c', 'd'), link('b', 'd')]
    expect(loopOf(links, { fromId: 'd', toId: 'a' })).toEqual(['a', 'b', 'd', 'a'])
    expect(loopOf(links, { fromId: 'a', toId: 'd' })).toBeNull()
    expect(loopOf(links, { fromId: 'a', toId: 'a' })).toEqual(['a', 'a'])
    expect(() => inOrder(['a', 'b'], [link('a', 'b'), link('b', 'a')])).toThrow('loop')
  })
})

describe('bridges', () => {
  it('[PJ14] link what a task stood between, from side to side, with both lags, and nothing twice', () => {
    const links = [
      link('a', 'x', 'FS', 2),
      link('b', 'x', 'SS', 1),
      link('x', 'c', 'FS', 3),
      link('x', 'd', 'FF'),
    ]
    const made = bridges([...links, link('a', 'd')], 'x').map(
      ({ fromId, toId, kind, lagMinutes }) => `${fromId}${toId} ${kind} ${lagMinutes / HOUR}`,
    )
    expect(made).toEqual(['ac FS 5', 'bc SS 4', 'bd SF 1'])
  })
})

describe('what follows from tasks', () => {
  const one = (hours: number, progress: number, doneAtMs: number | null = null) => ({
    ...{ fromMs: hours, toMs: hours * 2, durationMinutes: hours * HOUR, effortMinutes: null },
    ...{ progress, doneAtMs },
  })

  it('[PJ8] is weighed by effort or by count, with the first start and the last end', () => {
    const tasks = [one(30, 50), one(10, 10)]
    expect(rollUp(tasks, 'effort')).toEqual({
      fromMs: 10,
      toMs: 60,
      progress: 40,
      taskCount: 2,
      doneCount: 0,
    })
    expect(rollUp(tasks, 'count').progress).toBe(30)
    expect(rollUp([{ ...one(30, 50), effortMinutes: 10 * HOUR }, one(10, 10)], 'effort').progress).toBe(30)
    expect(rollUp([], 'effort')).toEqual({
      fromMs: null,
      toMs: null,
      progress: 0,
      taskCount: 0,
      doneCount: 0,
    })
  })

  it('[PJ9] holds 100 percent and done apart, and says 100 only when nothing is left', () => {
    expect(rollUp([one(1, 100)], 'count')).toMatchObject({ progress: 100, doneCount: 0 })
    expect(rollUp([one(1, 20, 5)], 'count')).toMatchObject({ progress: 100, doneCount: 1 })
    expect(rollUp([one(1000, 100), one(1, 0)], 'effort').progress).toBe(99)
    expect(rollUp([one(0, 0, 5), one(0, 0)], 'effort').progress).toBe(50)
  })
})
