import { describe, expect, it } from 'vitest'
import { DependencyView, PhaseView, type ProjectPlan, TaskView } from '../../../contracts/projects.ts'
import {
  barOf,
  barsOf,
  changeOfDrop,
  durationOfDraft,
  groupRowId,
  groupsOf,
  linksOf,
  loopOf,
  type PlanView,
  rowsOf,
  taskSpan,
  whenText,
  workdaysBetween,
} from './plan.ts'
import { firstDay, planShown, projectsShown } from './shown.ts'
import { changeOfTask, checkTask, constraintOf, minutesOf, valuesOfNew, valuesOfTask } from './taskFields.ts'
import { durationText } from './words.ts'

const ZONE = 'Europe/London'
const id = (n: number) => `01900000-0000-7000-8000-${String(n).padStart(12, '0')}`
const phase = (n: number, position: number) =>
  PhaseView.parse({
    ...{ id: id(n), projectId: id(99), name: `Phase ${n}`, position, startTime: null, endTime: null },
    ...{ progress: 40, taskCount: 1, doneCount: 0, version: 1 },
  })
/** A task from nine to five of some days in May 2027; the third is a Monday. */
const task = (n: number, over: Record<string, unknown> = {}) =>
  TaskView.parse({
    ...{
      id: id(n),
      projectId: id(99),
      phaseId: null,
      kind: 'task',
      name: `Task ${n}`,
      notes: null,
      position: n,
    },
    ...{ artistId: null, durationMinutes: 960, effortMinutes: null, constraint: null, isPinned: false },
    ...{ actualStart: null, doneAt: null, progress: 0, slackMinutes: 0, isCritical: true, conflicts: [] },
    ...{ startTime: '2027-05-03T08:00:00Z', endTime: '2027-05-04T16:00:00Z', hasCalendar: false, version: 3 },
    createdAt: '2027-05-01T08:00:00Z',
    ...over,
  })
const link = (from: number, to: number) =>
  DependencyView.parse({
    ...{ id: id(500 + from * 10 + to), projectId: id(99), fromTaskId: id(from), toTaskId: id(to) },
    ...{ kind: 'FS', lagMinutes: 0 },
  })
const view = (over: Partial<PlanView> = {}): PlanView => ({
  ...{
    zone: ZONE,
    nowMin: 0,
    isCriticalShown: false,
    mayWrite: true,
    nameOf: () => 'Ana',
    closed: new Set(),
  },
  ...{ before: new Map(), moving: new Map() },
  ...over,
})
const wall = (text: string) => Date.parse(`${text}Z`) / 60_000

describe('rows and bars', () => {
  const tasks = [
    task(1, { phaseId: id(11) }),
    task(2, { phaseId: id(12) }),
    task(3),
    task(4, { phaseId: id(11), position: 0 }),
  ]
  const groups = groupsOf({ phases: [phase(12, 1), phase(11, 0)], tasks })

  it('[PJ31] stand by phase, and what belongs to none at the end', () => {
    expect(groups.map((one) => [one.phase?.name, one.tasks.map(({ name }) => name)])).toEqual([
      ['Phase 11', ['Task 4', 'Task 1']],
      ['Phase 12', ['Task 2']],
      [undefined, ['Task 3']],
    ])
    expect(groupsOf({ phases: [], tasks: [] })).toHaveLength(1)
  })

  it('[PJ31] a closed phase keeps its head and its own bar', () => {
    const closed = view({ closed: new Set([groupRowId(id(11))]) })
    expect(rowsOf(groups, closed).map(({ name }) => name)).toEqual([
      ...['Phase 11', 'Phase 12', 'Task 2', 'Without a phase', 'Task 3'],
    ])
    expect(barsOf(groups, [], closed).map(({ look }) => look)).toEqual([
      'group',
      'group',
      'task',
      'group',
      'task',
    ])
  })

  it('[PJ31] say everything in one sentence, for whoever does not see them', () => {
    const said = task(1, { artistId: id(7), progress: 40, isPinned: true })
    const before = new Map([[id(1), { from: wall('2027-04-29T09:00'), to: wall('2027-04-30T17:00') }]])
    expect(barOf(said, 2, view({ before })).label).toBe(
      'Task Task 1, Mon 3 – Tue 4 May, by Ana, 40%, critical, pinned, waits for 2, in the baseline Thu 29 – Fri 30 Apr',
    )
  })

  it('[PJ31] nothing is held that does not move: what is done, has begun, or is on its way', () => {
    const cases = [{ doneAt: '2027-05-04T10:00:00Z' }, { actualStart: '2027-05-03T08:00:00Z' }]
    for (const over of cases) expect(barOf(task(1, over), 0, view()).isMovable).toBe(false)
    const moving = new Map([[id(1), { from: 0, to: 1 }]])
    expect(barOf(task(1), 0, view({ moving }))).toMatchObject({ isMovable: false, isPending: true, from: 0 })
    expect(barOf(task(1), 0, view()).isMovable).toBe(true)
  })

  it('[PJ31] a line is critical between two critical tasks, where that is shown', () => {
    const plan = {
      tasks: [task(1), task(2), task(3, { isCritical: false })],
      dependencies: [link(1, 2), link(2, 3)],
    }
    const shown = (isShown: boolean) =>
      linksOf(plan as unknown as ProjectPlan, isShown).map(({ isCritical }) => isCritical)
    expect([shown(true), shown(false)]).toEqual([
      [true, false],
      [false, false],
    ])
  })
})

describe('dropping a bar', () => {
  const one = task(1)
  const bar = taskSpan(one, ZONE)
  const dropped = (from: string, to: string, of = one) =>
    changeOfDrop(of, bar, { id: of.id, rowId: of.id, from: wall(from), to: wall(to) }, ZONE)

  it('[PJ32] moves its start, on the clock of the project', () => {
    expect(dropped('2027-05-05T09:00', '2027-05-06T17:00')).toEqual({
      taskId: one.id,
      startTime: '2027-05-05T08:00:00.000Z',
    })
  })

  it('[PJ32] makes it longer by the working days between, or by the minutes of a day', () => {
    expect(dropped('2027-05-03T09:00', '2027-05-10T17:00')).toEqual({
      taskId: one.id,
      durationMinutes: 960 + 4 * 480,
    })
    expect(dropped('2027-05-03T09:00', '2027-05-04T17:45')).toMatchObject({ durationMinutes: 1005 })
    expect(dropped('2027-05-03T09:00', '2027-05-03T17:00')).toMatchObject({ durationMinutes: 480 })
    expect(dropped('2027-05-04T09:00', '2027-05-04T17:00')).toEqual({
      taskId: one.id,
      startTime: '2027-05-04T08:00:00.000Z',
      durationMinutes: 480,
    })
  })

  it('[PJ32] gives a milestone no length, and says nothing where nothing changed', () => {
    const moment = task(2, { kind: 'milestone', durationMinutes: 0 })
    expect(dropped('2027-05-03T09:00', '2027-05-06T17:00', moment)).toEqual({ taskId: moment.id })
  })

  it('[PJ32] counts days from Monday to Friday', () => {
    expect(workdaysBetween('2027-05-03', '2027-05-10')).toBe(5)
    expect(workdaysBetween('2027-05-08', '2027-05-09')).toBe(0)
    expect(workdaysBetween('2027-05-10', '2027-05-03')).toBe(-5)
    expect(durationOfDraft({ from: wall('2027-05-07T00:00'), to: wall('2027-05-11T00:00') })).toBe(960)
    expect(durationOfDraft({ from: wall('2027-05-07T10:00'), to: wall('2027-05-07T11:30') })).toBe(90)
  })
})

it('[PJ33] names the circle that a link would close, before anything is sent', () => {
  const links = [link(1, 2), link(2, 3), link(2, 4)]
  expect(loopOf(links, { fromId: id(3), toId: id(1) })).toEqual([id(1), id(2), id(3), id(1)])
  expect(loopOf(links, { fromId: id(1), toId: id(1) })).toEqual([id(1), id(1)])
  expect(loopOf(links, { fromId: id(1), toId: id(4) })).toBeNull()
})

describe('the address', () => {
  it('[PJ35] says what is shown; what is not known there is the usual view', () => {
    expect(
      planShown({ view: 'list', zoom: 'week', at: '2027-05-03', critical: '1', open: `task:${id(1)}` }),
    ).toEqual({
      ...{ view: 'list', zoom: 'week', day: '2027-05-03', isCritical: true, baselineId: null, taskId: id(1) },
      isRecheck: false,
    })
    expect(planShown({ view: 'x', zoom: 'year', at: '2027-02-30' })).toMatchObject({
      ...{ view: 'gantt', zoom: 'month', day: null, isCritical: false, taskId: null },
    })
    expect(planShown({ recheck: '1' }).isRecheck).toBe(true)
    expect(projectsShown({ q: ' tour ', status: 'on_hold', archived: 'maybe' })).toEqual({
      ...{ text: 'tour', status: 'on_hold', archived: 'no', cursor: null },
    })
  })

  it('[PJ35] opens a plan a week behind today while it runs', () => {
    expect(firstDay('2027-05-20', '2027-05-03', '2027-06-01')).toBe('2027-05-13')
    expect(firstDay('2027-05-05', '2027-05-03', '2027-06-01')).toBe('2027-05-03')
    expect(firstDay('2027-05-01', '2027-05-03', '2027-06-01')).toBe('2027-05-03')
    expect(firstDay('2027-07-01', '2027-05-03', '2027-06-01')).toBe('2027-05-25')
    expect(firstDay('2027-07-01', '2027-05-03', null)).toBe('2027-06-24')
  })
})

describe('the form of a task', () => {
  it('[PJ40] has working time in days of eight hours and hours', () => {
    expect(minutesOf({ days: '2', hours: '1.5' })).toBe(1050)
    for (const wrong of [
      { days: '', hours: '0' },
      { days: '1', hours: '0.1' },
      { days: 'x', hours: '' },
    ])
      expect(minutesOf(wrong)).toBeNull()
    expect([durationText(1050), durationText(90), durationText(0)]).toEqual([
      '2 days 1 h 30 min',
      '1 h 30 min',
      '0 min',
    ])
  })

  it('[PJ40] means the whole of a day by a constraint', () => {
    const by = constraintOf({ constraint: 'finish_by', constraintDay: '2027-05-07' }, ZONE)
    expect(by).toEqual({ kind: 'finish_by', time: '2027-05-07T23:00:00.000Z' })
    expect(valuesOfTask(task(1, { constraint: by }), ZONE)).toMatchObject({ constraintDay: '2027-05-07' })
    expect(constraintOf({ constraint: 'start_no_earlier', constraintDay: '2027-05-07' }, ZONE)?.time).toBe(
      '2027-05-06T23:00:00.000Z',
    )
  })

  it('[PJ40] begins with what was drawn, and says only what differs', () => {
    const drawn = { from: wall('2027-05-06T00:00'), to: wall('2027-05-08T00:00') }
    expect(valuesOfNew(id(11), drawn)).toMatchObject({
      ...{
        days: '2',
        hours: '0',
        phaseId: id(11),
        constraint: 'start_no_earlier',
        constraintDay: '2027-05-06',
      },
    })
    const values = { ...valuesOfTask(task(1), ZONE), hours: '2', name: 'Other' }
    expect(changeOfTask(values, ['hours'], false, ZONE)).toEqual({ durationMinutes: 1080 })
    expect(changeOfTask(values, ['name'], true, ZONE)).toEqual({ name: 'Other' })
  })

  it('[PJ40] is checked before it is sent, a milestone without a duration', () => {
    const values = { ...valuesOfTask(task(1), ZONE), name: ' ', days: '0', hours: '0', progress: '101' }
    const found = checkTask(values, false)
    expect(found.success ? [] : found.error.issues.map(({ path }) => path[0])).toEqual([
      'name',
      'hours',
      'progress',
    ])
    expect(checkTask({ ...values, name: 'x', progress: '' }, true).success).toBe(true)
  })
})

it('[PJ31] says the days of a task, at least one', () => {
  expect(whenText({ from: wall('2027-05-03T17:00'), to: wall('2027-05-03T17:00') })).toBe('Mon 3 May')
})
