import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  CreateMilestone,
  CreatePhase,
  PhasesQuery,
  ProjectPhasesQuery,
  ProjectsQuery,
  TasksQuery,
  type TaskView,
} from '../../contracts/projects.ts'
import type { Reader } from '../../db/tenant-tx.ts'
import { removeDependency } from './dependencies.service.ts'
import { changePhase, createPhase, readPhases, readPhasesOf, removePhase } from './phases.service.ts'
import { readTask } from './plan.service.ts'
import {
  archiveProject,
  changeProject,
  createProject,
  readProject,
  readProjects,
  restoreProject,
} from './service.ts'
import { changeTask, createTask, readTasks, removeTask } from './tasks.service.ts'
import { Studio } from './testing/studio.ts'

let studio: Studio
beforeEach(() => {
  studio = new Studio()
})
afterEach(() => studio.lane.reset())

const patch = (task: TaskView, change: Parameters<typeof changeTask>[3], at = studio.context.at) =>
  studio.run((tx) => changeTask(tx, task.id, task.version, change, at))
const now = async (task: { id: string }) => {
  const found = await studio.read((tx) => readTask(tx, task.id))
  if (found === null) throw new Error('there is no such task')
  return found
}

describe('a project', () => {
  it('[PJ8] [PJ10] is made, changed at the version seen, and moved by another first day', async () => {
    const project = await studio.project({ dueDay: '2026-06-02' })
    expect([project.version, project.startTime, project.progress]).toEqual([1, null, 0])
    await studio.task(project, 'Script', 16)
    const change = (version: number, over: object) =>
      studio.run((tx) => changeProject(tx, project.id, version, over))
    expect(await change(2, { name: 'Other' })).toMatchObject({ error: { code: 'stale_version' } })
    const moved = await change(1, { startDay: '2026-06-04', name: 'Short film' })
    expect(moved).toMatchObject({
      value: {
        view: { name: 'Short film', version: 2, endTime: '2026-06-05T17:00:00.000Z', lateDays: 3 },
        events: [{ type: 'project.changed' }, { type: 'project.plan_moved' }],
      },
    })
    expect(await studio.times(project)).toEqual({ Script: '04 09:00 - 05 17:00' })
  })

  it('[PJ15] stays as it is while it is archived', async () => {
    const project = await studio.project()
    const task = await studio.task(project, 'Script', 8)
    const { context } = studio
    const gone = await studio.run((tx) => archiveProject(tx, project.id, 1, context.at))
    expect(gone).toMatchObject({ ok: true, value: { events: [{ type: 'project.archived' }] } })
    expect(await patch(task, { name: 'x' })).toMatchObject({ error: { code: 'project_archived' } })
    const listed = (archived: 'no' | 'yes') =>
      studio.read(async (tx) => (await readProjects(tx, ProjectsQuery.parse({ archived }))).meta.total)
    expect([await listed('no'), await listed('yes')]).toEqual([0, 1])
    await studio.done((tx) => restoreProject(tx, project.id))
    expect((await patch(task, { name: 'x' })).ok).toBe(true)
  })

  it('[PJ10] is listed by name, in pages, by part of the name and by status', async () => {
    for (const [name, status] of [
      ['B', 'active'],
      ['A', 'planned'],
      ['C 100%', 'active'],
    ])
      await studio.project({ name, status })
    const list = (over: object) => studio.read((tx) => readProjects(tx, ProjectsQuery.parse(over)))
    const first = await list({ limit: 2 })
    expect([first.data.map(({ name }) => name), first.meta.total]).toEqual([['A', 'B'], 3])
    const rest = await list({ limit: 2, cursor: first.meta.nextCursor })
    expect([rest.data.map(({ name }) => name), rest.meta.nextCursor]).toEqual([['C 100%'], null])
    expect((await list({ q: '0%' })).data.map(({ name }) => name)).toEqual(['C 100%'])
    expect((await list({ status: 'active,on_hold' })).meta.total).toBe(2)
  })

  it('[PJ15] of another client, or of none, is not there for a member of some clients', async () => {
    const [mine, other] = [randomUUID(), randomUUID()]
    await studio.read(async (tx) => {
      for (const id of [mine, other])
        await tx.sql`insert into clients (tenant_id, id, name, external_id, created_at) values (${tx.tenantId}, ${id}, ${id}, ${id}, now())`
    })
    const hidden = await studio.project({ name: 'Hidden', clientId: other })
    const nobodys = await studio.project({ name: 'Of nobody' })
    const task = await studio.task(hidden, 'Secret', 8)
    const me: Reader = { clients: [mine], actor: 'person:p2' }
    for (const { id } of [hidden, nobodys])
      expect(await studio.read((tx) => readProject(tx, id), me)).toBeNull()
    expect(await studio.read((tx) => readTask(tx, task.id), me)).toBeNull()
    const refused = await studio.run(
      (tx) => changeTask(tx, task.id, task.version, { name: 'x' }, studio.context.at),
      me,
    )
    expect(refused).toMatchObject({ error: { code: 'not_found' } })
    const make = (clientId: string | null) =>
      studio.run(
        (tx) =>
          createProject(
            tx,
            {
              name: 'Own',
              notes: null,
              clientId: clientId as never,
              status: 'planned',
              dueDay: null,
              weighting: 'count',
            },
            studio.context,
          ),
        me,
      )
    expect(await make(other)).toMatchObject({ error: { code: 'not_found' } })
    const own = await make(null)
    expect(own).toMatchObject({ value: { view: { clientId: mine } } })
    const { id } = own.ok ? own.value.view : hidden
    const given = await studio.run((tx) => changeProject(tx, id, 1, { clientId: null }), me)
    expect(given).toMatchObject({ error: { code: 'limited_to_clients' } })
  })
})

describe('tasks', () => {
  it('[PJ1] [PJ2] [PJ10] move along when what they wait for does, and one event says so', async () => {
    const project = await studio.project()
    const script = await studio.task(project, 'Script', 8)
    const shoot = await studio.task(project, 'Shoot', 16)
    await studio.link(script, shoot)
    expect(await studio.times(project)).toEqual({
      Script: '01 09:00 - 01 17:00',
      Shoot: '02 09:00 - 03 17:00',
    })
    const changed = await patch(await now(script), { durationMinutes: 12 * 60 })
    expect(changed).toMatchObject({
      value: {
        view: { endTime: '2026-06-02T13:00:00.000Z', version: 2 },
        events: [
          { type: 'task.changed' },
          { type: 'project.plan_moved', data: { moves: [{ name: 'Shoot', taskId: shoot.id }] } },
        ],
      },
    })
    expect((await now(shoot)).startTime).toBe('2026-06-02T13:00:00.000Z')
    expect(await patch(script, { name: 'x' })).toMatchObject({ error: { code: 'stale_version' } })
    const { project: after } = await studio.plan(project)
    expect([after.endTime, after.planVersion]).toEqual(['2026-06-04T13:00:00.000Z', 5])
  })

  it('[PJ6] [PJ9] begin and are over when somebody says so, and stay there', async () => {
    const project = await studio.project({ weighting: 'count' })
    const [a, b] = [await studio.task(project, 'A', 8), await studio.task(project, 'B', 8)]
    await studio.link(a, b)
    await studio.done((tx) =>
      changeTask(tx, b.id, 2, { actualStart: '2026-06-01T12:00:00+02:00', progress: 100 }, studio.context.at),
    )
    const begun = await now(b)
    expect([begun.startTime, begun.doneAt, begun.conflicts]).toMatchObject([
      '2026-06-01T10:00:00.000Z',
      null,
      [{ kind: 'dependency', minutes: 7 * 60 }],
    ])
    const at = new Date('2026-06-02T15:00:00Z')
    const over = await patch(begun, { isDone: true }, at)
    expect(over).toMatchObject({ value: { view: { endTime: at.toISOString(), conflicts: [] } } })
    const { project: after } = await studio.plan(project)
    expect([after.progress, after.doneCount]).toEqual([50, 1])
    const never = await patch(await now(b), { actualStart: '2026-06-03T09:00:00Z' }, at)
    expect(never).toMatchObject({ error: { code: 'invalid_period' } })
    expect(await patch(await now(b), { isDone: false }, at)).toMatchObject({
      value: { view: { doneAt: null } },
    })
  })

  it('[PJ5] [PJ10] are listed apart from milestones, by start, in pages', async () => {
    const project = await studio.project()
    const ada = await studio.artist('Ada')
    const script = await studio.task(project, 'Script', 8, { artistId: ada })
    await studio.task(project, 'Shoot', 4)
    const input = CreateMilestone.parse({ name: 'Premiere' })
    const { view } = await studio.done((tx) => createTask(tx, project.id, input, studio.context))
    expect([view.kind, view.startTime, view.endTime]).toEqual([
      'milestone',
      '2026-06-01T17:00:00.000Z',
      '2026-06-01T17:00:00.000Z',
    ])
    const list = (kind: 'task' | 'milestone', over: object = {}) =>
      studio.read((tx) => readTasks(tx, project.id, kind, TasksQuery.parse(over)))
    expect((await list('milestone'))?.data.map(({ name }) => name)).toEqual(['Premiere'])
    const first = await list('task', { limit: 1 })
    expect([first?.data[0]?.name, first?.meta]).toEqual(['Script', { nextCursor: script.id, total: 2 }])
    expect((await list('task', { cursor: script.id }))?.data.map(({ name }) => name)).toEqual(['Shoot'])
    expect((await list('task', { artistId: ada }))?.meta.total).toBe(1)
    expect((await list('task', { done: 'yes' }))?.meta.total).toBe(0)
  })

  it('[PJ10] belong to phases and artists of the workspace only', async () => {
    const project = await studio.project()
    const stranger = new Studio()
    const theirs = await stranger.artist('Not here')
    await stranger.lane.reset()
    const made = (over: object) =>
      studio.run((tx) =>
        createTask(
          tx,
          project.id,
          {
            ...CreateMilestone.parse({ name: 'x' }),
            durationMinutes: 60,
            effortMinutes: null,
            artistId: null,
            ...over,
          },
          studio.context,
        ),
      )
    for (const over of [{ artistId: theirs }, { phaseId: randomUUID() }])
      expect(await made(over)).toMatchObject({ error: { code: 'not_found' } })
  })

  it('[PJ14] that stand between others go once it is said what becomes of those', async () => {
    const project = await studio.project()
    const [a, b, c] = [
      await studio.task(project, 'A', 8),
      await studio.task(project, 'B', 8),
      await studio.task(project, 'C', 8),
    ]
    await studio.link(a, b, { lagMinutes: 60 })
    await studio.link(b, c, { lagMinutes: 60 })
    const { version } = await now(b)
    const remove = (links?: 'bridge' | 'drop') =>
      studio.run((tx) => removeTask(tx, b.id, version, { links }, studio.context.newId))
    expect(await remove()).toMatchObject({
      error: { code: 'links_choice', details: { bridges: [{ fromTaskId: a.id, toTaskId: c.id }] } },
    })
    expect(await remove('bridge')).toMatchObject({ value: { events: [{ type: 'task.removed' }, {}] } })
    expect(await studio.times(project)).toEqual({ A: '01 09:00 - 01 17:00', C: '02 11:00 - 03 11:00' })
    const { dependencies } = await studio.plan(project)
    expect(dependencies).toMatchObject([{ kind: 'FS', lagMinutes: 120 }])
    await studio.done((tx) => removeDependency(tx, dependencies[0]?.id ?? ''))
    expect((await studio.times(project)).C).toBe('01 09:00 - 01 17:00')
  })
})

describe('phases', () => {
  it('[PJ8] show what follows from their tasks, and leave those behind when they go', async () => {
    const project = await studio.project()
    const make = (name: string) =>
      studio.done((tx) => createPhase(tx, project.id, { name }, studio.context.newId))
    const first = (await make('Shooting')).view
    const second = (await make('Cutting')).view
    expect([first.position, second.position, first.startTime]).toEqual([0, 1, null])
    const task = await studio.task(project, 'Cut', 8, { phaseId: second.id })
    await patch(task, { progress: 50 })
    const { phases } = await studio.plan(project)
    expect(phases[1]).toMatchObject({ progress: 50, taskCount: 1, endTime: '2026-06-01T17:00:00.000Z' })
    const renamed = await studio.run((tx) => changePhase(tx, second.id, 1, { name: 'Edit', position: 0 }))
    expect(renamed).toMatchObject({ value: { view: { name: 'Edit', version: 2 } } })
    expect(await studio.run((tx) => removePhase(tx, second.id, 1))).toMatchObject({
      error: { code: 'stale_version' },
    })
    await studio.done((tx) => removePhase(tx, second.id, 2))
    expect((await now(task)).phaseId).toBeNull()
  })
})

describe('phases of all projects', () => {
  it('[PJ18] are listed project by project in their order, in pages, by name, without archived projects', async () => {
    const film = await studio.project({ name: 'Film' })
    const poster = await studio.project({ name: 'Poster' })
    const phase = async (project: { id: string }, name: string, position: number) =>
      (
        await studio.done((tx) =>
          createPhase(tx, project.id, CreatePhase.parse({ name, position }), studio.context.newId),
        )
      ).view
    const last = await phase(film, 'Edit', 2)
    const shoot = await phase(film, 'Shoot', 1)
    const drawn = await phase(poster, 'Draw', 1)
    await studio.task(film, 'Day one', 8, { phaseId: shoot.id })
    const list = (over: object = {}) => studio.read((tx) => readPhases(tx, PhasesQuery.parse(over)))
    const ofFilm = [shoot.id, last.id]
    const inOrder = film.id < poster.id ? [...ofFilm, drawn.id] : [drawn.id, ...ofFilm]
    const all = await list()
    expect([all.data.map(({ id }) => id), all.meta]).toEqual([inOrder, { nextCursor: null, total: 3 }])
    expect(all.data.find(({ id }) => id === shoot.id)).toMatchObject({
      ...{ taskCount: 1, endTime: '2026-06-01T17:00:00.000Z', progress: 0 },
    })
    const first = await list({ limit: 2 })
    const rest = await list({ limit: 2, cursor: first.meta.nextCursor })
    expect([...first.data, ...rest.data].map(({ id }) => id)).toEqual(inOrder)
    expect((await list({ q: 'shO' })).data.map(({ id }) => id)).toEqual([shoot.id])

    await studio.done((tx) => archiveProject(tx, poster.id, 1, studio.context.at))
    expect((await list()).meta.total).toBe(2)
    expect((await list({ archived: 'yes' })).data.map(({ id }) => id)).toEqual([drawn.id])
    const one = await studio.read((tx) => readPhasesOf(tx, poster.id, ProjectPhasesQuery.parse({})))
    expect(one?.data.map(({ id }) => id)).toEqual([drawn.id])
  })

  it('[PJ18] [PJ15] of another client are not there for a member of some clients', async () => {
    const project = await studio.project()
    await studio.done((tx) => createPhase(tx, project.id, { name: 'Shoot' }, studio.context.newId))
    const me: Reader = { clients: [randomUUID()], actor: 'person:p2' }
    const { data, meta } = await studio.read((tx) => readPhases(tx, PhasesQuery.parse({})), me)
    expect([data, meta.total]).toEqual([[], 0])
    expect(
      await studio.read((tx) => readPhasesOf(tx, project.id, ProjectPhasesQuery.parse({})), me),
    ).toBeNull()
  })
})
