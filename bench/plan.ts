import type { Schedule } from '../worker/availability/rules/hours.ts'
import { ZoneDays } from '../worker/availability/rules/zone-days.ts'
import { hoursInForce } from '../worker/projects/rules/calendars.ts'
import { byWaiting, inOrder, type Link } from '../worker/projects/rules/network.ts'
import { endOf, type Plan, type PlanTask, schedule } from '../worker/projects/rules/schedule.ts'
import { standings } from '../worker/projects/rules/slack.ts'
import { WorkingTime } from '../worker/projects/rules/working-time.ts'
import type { Part } from './harness/bench.ts'
import { ceilingLine, inMs, ratioLine } from './harness/report.ts'
import { interleave, pairedRatio } from './harness/rounds.ts'

const TASKS = 1000
/** Rows of tasks side by side, each waiting for two of the row before it. */
const WIDE = 10
const ARTISTS = 20
const CASCADE_MS_MAX = 50
/** Runs of one round: a single one is too short for the clock. */
const RUNS = 20
const START_MS = Date.UTC(2026, 5, 1)
const ZONES = ['Europe/London', 'America/New_York', 'Asia/Kolkata']
const LINK_KINDS = ['FS', 'SS', 'FF'] as const

const id = (at: number) => `t${at}`

function tasks(firstHours: number): PlanTask[] {
  return Array.from({ length: TASKS }, (_, at) => ({
    ...{
      id: id(at),
      kind: 'task' as const,
      durationMinutes: at === 0 ? firstHours * 60 : 120 + (at % 7) * 60,
    },
    ...{ constraint: null, isPinned: false, actualStartMs: null, doneAtMs: null, fromMs: 0, toMs: 0 },
  }))
}

function links(): Link[] {
  return Array.from({ length: TASKS - WIDE }, (_, i) => {
    const at = i + WIDE
    const row = at - WIDE - (at % WIDE)
    return [at % WIDE, (at + 1) % WIDE].map((column, side) => ({
      ...{ id: `${at} ${side}`, fromId: id(row + column), toId: id(at), lagMinutes: (at % 3) * 30 },
      kind: LINK_KINDS[(at + side) % LINK_KINDS.length] ?? 'FS',
    }))
  }).flat()
}

/** Hours of artists in three zones, with holidays: read anew by every cascade, as the server does. */
function freshTimes(): (taskId: string) => WorkingTime {
  const zones = new Map(ZONES.map((zone) => [zone, new ZoneDays(zone)]))
  const holidays: Schedule['exceptions'] = Array.from({ length: 10 }, (_, i) => {
    const day = `2026-${String(6 + (i % 6)).padStart(2, '0')}-1${i}`
    return { kind: 'off', title: 'Holiday', firstDay: day, lastDay: day, hours: null }
  })
  const weekly = [1, 2, 3, 4, 5].map((weekday) => ({ weekday, from: '09:00', to: '17:30' }))
  const times = Array.from({ length: ARTISTS }, (_, i) => {
    const timeZone = ZONES[i % ZONES.length] ?? 'UTC'
    const patterns = [{ effectiveFrom: '2020-01-01', weekly }]
    const artist = { timeZone, patterns, exceptions: holidays }
    const hours = hoursInForce({ task: null, artist, project: null, workspace: null }, timeZone)
    return new WorkingTime(hours, zones.get(timeZone) ?? new ZoneDays(timeZone), START_MS)
  })
  return (taskId) => {
    const time = times[Number(taskId.slice(1)) % ARTISTS]
    if (time === undefined) throw new Error('every task has an artist')
    return time
  }
}

/** The same network by the clock alone: no hours, no zones, no slack. */
function plainPass(all: readonly PlanTask[], network: readonly Link[]): number {
  const ends = new Map<string, number>()
  const waitsFor = byWaiting(network)
  const byId = new Map(all.map((task) => [task.id, task]))
  for (const taskId of inOrder([...byId.keys()], network)) {
    const before = (waitsFor.get(taskId) ?? []).map(
      ({ fromId, lagMinutes }) => (ends.get(fromId) ?? START_MS) + lagMinutes * 60_000,
    )
    ends.set(taskId, Math.max(START_MS, ...before) + (byId.get(taskId)?.durationMinutes ?? 0) * 60_000)
  }
  return Math.max(...ends.values())
}

async function msOf(run: () => unknown): Promise<number> {
  const startedAt = performance.now()
  for (let i = 0; i < RUNS; i += 1) run()
  return (performance.now() - startedAt) / RUNS
}

/** A cascade over a thousand tasks: where everything goes, what may slip and what stands against it. */
export const plan: Part = {
  name: 'PLAN',
  title: 'A cascade over a thousand tasks',
  run: async (bench) => {
    const network = links()
    const moved = (firstHours: number): Plan => ({
      ...{ startMs: START_MS, tasks: tasks(firstHours), links: network, timeOf: freshTimes() },
    })
    const cascade = () => {
      const of = moved(40)
      const times = schedule(of)
      return { times, stands: standings(of, times) }
    }
    const before = schedule(moved(2))
    const { times, stands } = cascade()
    const later = [...times].filter(([taskId, { toMs }]) => toMs > (before.get(taskId)?.toMs ?? 0))
    bench.check(later.length > TASKS / 2, 'the first task, made longer, moves most of the plan')
    bench.check((endOf(times) ?? 0) > (endOf(before) ?? 0), 'the plan ends later')
    bench.check(
      [...stands.values()].every(({ slackMinutes }) => slackMinutes >= 0),
      'no free task is late',
    )
    const both = await interleave(bench.rounds, {
      floor: () => msOf(() => plainPass(tasks(40), network)),
      subject: () => msOf(cascade),
    })
    const what = `cascade over ${TASKS} tasks and ${network.length} links, ${ARTISTS} calendars in ${ZONES.length} zones`
    bench.add(
      ceilingLine({ part: 'PLAN', what, value: both.subject.median, ceiling: CASCADE_MS_MAX, unit: 'ms' }),
    )
    bench.add(
      ratioLine({
        part: 'PLAN',
        what: 'the same against a pass over the network by the clock',
        measured: inMs(both.subject.median),
        against: `no hours, no slack ${inMs(both.floor.median)}`,
        ratio: pairedRatio(both.subject, both.floor),
        floorSpread: both.floor.spread,
      }),
    )
  },
}
