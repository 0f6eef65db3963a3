import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type ArtistView, CreateArtist } from '../../contracts/artists.ts'
import { CreateBooking } from '../../contracts/bookings.ts'
import { ProjectId } from '../../contracts/ids.ts'
import type { ProjectView, TaskView, UpdateTask } from '../../contracts/projects.ts'
import { type Reader, WHOLE } from '../../db/tenant-tx.ts'
import { archiveArtist, changeArtist, createArtist, readArtist } from '../artists/service.ts'
import { createBooking } from '../bookings/create.service.ts'
import { readBooking } from '../bookings/line.service.ts'
import { changeBooking } from '../bookings/service.ts'
import { addDependency } from '../projects/dependencies.service.ts'
import { changePhase, createPhase, readPhase, removePhase } from '../projects/phases.service.ts'
import { readTask } from '../projects/plan.service.ts'
import { readRemovedTasks } from '../projects/removed.service.ts'
import { changeProject, readProject } from '../projects/service.ts'
import { changeTask, createTask, removeTask } from '../projects/tasks.service.ts'
import { Studio } from '../projects/testing/studio.ts'
import {
  readArtistHistory,
  readBookingHistory,
  readPhaseHistory,
  readProjectHistory,
  readTaskHistory,
  restoreArtistVersion,
  restoreBookingVersion,
  restorePhaseVersion,
  restoreProjectVersion,
  restoreTaskVersion,
} from './work.service.ts'

let studio: Studio
let project: ProjectView
beforeEach(async () => {
  studio = new Studio()
  project = await studio.project()
})
afterEach(() => studio.lane.reset())

const told = async <T>(work: Parameters<typeof studio.told<T>>[0]): Promise<T> => {
  const done = await studio.told(work)
  if (!done.ok) throw new Error(JSON.stringify(done.error))
  return done.value.view
}
const task = (name: string, over: object = {}) =>
  told<TaskView>((tx) =>
    createTask(
      tx,
      project.id,
      {
        ...{ name, notes: null, phaseId: null, artistId: null, durationMinutes: 480 },
        ...{ effortMinutes: null, constraint: null },
        ...over,
      },
      studio.context,
    ),
  )
const change = (one: TaskView, to: UpdateTask) =>
  told<TaskView>((tx) => changeTask(tx, one.id, one.version, to, studio.context.at))
const link = (from: TaskView, to: TaskView) =>
  told((tx) =>
    addDependency(
      tx,
      project.id,
      { fromTaskId: from.id, toTaskId: to.id, kind: 'FS', lagMinutes: 60 },
      studio.context.newId,
    ),
  )
const remove = (one: TaskView) =>
  told((tx) => removeTask(tx, one.id, one.version, { links: 'drop' }, studio.context.newId))
const now = async ({ id }: { id: string }) => {
  const found = await studio.read((tx) => readTask(tx, id))
  if (found === null) throw new Error('there is no such task')
  return found
}
const taskHistory = async (id: string, reader: Reader = WHOLE) =>
  studio.read((tx) => readTaskHistory(tx, id), reader)
const removedOf = (id: string, reader: Reader = WHOLE) =>
  studio.read((tx) => readRemovedTasks(tx, id), reader)
const back = (id: string, version: number, seq: string) =>
  studio.told((tx) => restoreTaskVersion(tx, id, version, seq, studio.context))

describe('a task', () => {
  it('[MH16] [PJ20] is given what it was by the plan of today, and that is a version, too', async () => {
    const first = await task('Script')
    const second = await change(first, { name: 'Screenplay', durationMinutes: 960, progress: 30 })
    const history = await taskHistory(first.id)
    expect(history).toMatchObject({
      version: 2,
      versions: [{ isCurrent: true, canRestore: false }, { canRestore: true }],
    })
    expect(history?.versions[0]?.changes).toEqual(
      expect.arrayContaining([
        { field: 'name', before: 'Script', after: 'Screenplay' },
        { field: 'duration minutes', before: '480', after: '960' },
      ]),
    )
    const oldest = history?.versions[1]?.id ?? ''
    expect(await back(first.id, 1, oldest)).toMatchObject({ error: { code: 'stale_version' } })
    expect(await back(first.id, second.version, oldest)).toMatchObject({
      value: { view: { name: 'Script', durationMinutes: 480, progress: 0, version: 3 } },
    })
    const after = await taskHistory(first.id)
    // Restoring it a second time would change nothing.
    expect(after?.versions.map(({ canRestore }) => canRestore)).toEqual([false, true, false])
    expect(await back(first.id, 3, '999999')).toMatchObject({ error: { code: 'not_found' } })
  })

  it('[PJ20] whose phase is gone by now is refused in words', async () => {
    const phase = await told((tx) => createPhase(tx, project.id, { name: 'Set' }, studio.context.newId))
    const first = await task('Shoot', { phaseId: phase.id })
    const moved = await change(first, { phaseId: null })
    expect((await taskHistory(first.id))?.versions[0]?.changes).toContainEqual({
      ...{ field: 'phase', before: 'Set', after: null },
    })
    await told((tx) => removePhase(tx, phase.id, 1))
    const oldest = (await taskHistory(first.id))?.versions.at(-1)?.id ?? ''
    expect(await back(first.id, moved.version, oldest)).toMatchObject({
      error: { code: 'conflict', message: expect.stringContaining('phase is not there any more') },
    })
  })

  it('[PJ21] that was removed comes back under its id, with the links that can be', async () => {
    const [script, shoot, cut, sound] = [
      await task('Script'),
      await task('Shoot'),
      await task('Cut'),
      await task('Sound'),
    ]
    await link(script, shoot)
    await link(shoot, cut)
    await link(shoot, sound)
    const times = await studio.times(project)
    const gone = await now(shoot)
    await remove(gone)
    await remove(await now(sound))
    const history = await taskHistory(shoot.id)
    expect(history).toMatchObject({
      version: gone.version,
      versions: [{ isCurrent: false, canRestore: true }],
    })
    const restored = await back(shoot.id, gone.version, history?.versions[0]?.id ?? '')
    expect(restored).toMatchObject({
      value: { view: { id: shoot.id, name: 'Shoot', version: gone.version + 1 } },
    })
    const plan = await studio.plan(project)
    expect(
      plan.dependencies.map(({ fromTaskId, toTaskId, lagMinutes }) => [fromTaskId, toTaskId, lagMinutes]),
    ).toEqual(
      expect.arrayContaining([
        [script.id, shoot.id, 60],
        [shoot.id, cut.id, 60],
      ]),
    )
    const { Sound: _sound, ...left } = times
    expect(await studio.times(project)).toEqual(left)
  })

  it('[PJ21] stays away where its links would close a loop by now, and the loop is named', async () => {
    const [script, shoot, cut] = [await task('Script'), await task('Shoot'), await task('Cut')]
    await link(script, shoot)
    await link(shoot, cut)
    const gone = await now(shoot)
    await remove(gone)
    await link(cut, script)
    const seq = (await taskHistory(shoot.id))?.versions[0]?.id ?? ''
    const refused = await back(shoot.id, gone.version, seq)
    expect(refused).toMatchObject({ error: { code: 'dependency_loop' } })
    // Where a loop begins to be told follows from ids, the order of its tasks from their links.
    const { path } = (refused.ok ? {} : refused.error.details) as { path: { name: string }[] }
    const told = path.map(({ name }) => name)
    expect(told.at(-1)).toBe(told[0])
    expect(['Cut Script Shoot Cut', 'Script Shoot Cut Script', 'Shoot Cut Script Shoot']).toContain(
      told.join(' '),
    )
    expect((await studio.plan(project)).tasks.map(({ name }) => name).sort()).toEqual(['Cut', 'Script'])
  })

  it('[PJ22] is listed while it is removed, with who did it, and not any more once it is back', async () => {
    const phase = await told((tx) => createPhase(tx, project.id, { name: 'Set' }, studio.context.newId))
    const [shoot, cut] = [await task('Shoot', { phaseId: phase.id }), await task('Cut')]
    const elsewhere = await studio.project({ name: 'Other' })
    expect(await removedOf(project.id)).toEqual([])
    await remove(await now(shoot))
    await remove(await now(cut))
    const listed = await removedOf(project.id)
    expect(listed).toMatchObject([
      { id: cut.id, name: 'Cut', phaseName: null },
      { id: shoot.id, name: 'Shoot', phaseName: 'Set', actor: expect.stringContaining(':') },
    ])
    expect(await removedOf(elsewhere.id)).toEqual([])
    const seq = (await taskHistory(shoot.id))?.versions[0]?.id ?? ''
    const { version } = (await taskHistory(shoot.id)) ?? {}
    expect(await back(shoot.id, version ?? 1, seq)).toMatchObject({ ok: true })
    expect((await removedOf(project.id))?.map(({ name }) => name)).toEqual(['Cut'])
    await remove(await now(shoot))
    expect((await removedOf(project.id))?.map(({ name }) => name)).toEqual(['Shoot', 'Cut'])
    const other: Reader = { clients: [studio.context.newId()], actor: 'person:p2' }
    expect(await removedOf(project.id, other)).toBeNull()
  })

  it('[PJ20] [PJ15] that was removed has no history for a member of other clients', async () => {
    const one = await task('Secret')
    await remove(one)
    const me: Reader = { clients: [studio.context.newId()], actor: 'person:p2' }
    expect(await taskHistory(one.id)).not.toBeNull()
    expect(await taskHistory(one.id, me)).toBeNull()
  })
})

describe('projects and phases', () => {
  it('[PJ20] are given what they were, each apart', async () => {
    const input = { name: 'Set', position: 4 }
    const phase = await told((tx) => createPhase(tx, project.id, input, studio.context.newId))
    await told((tx) => changePhase(tx, phase.id, 1, { name: 'Stage', position: 1 }))
    await told((tx) => changeProject(tx, project.id, 1, { name: 'Advert', startDay: '2026-06-08' }))
    await told((tx) => changeProject(tx, project.id, 2, { name: 'Spot' }))
    const ofPhase = await studio.read((tx) => readPhaseHistory(tx, phase.id))
    expect(ofPhase?.versions).toHaveLength(2)
    await told((tx) => restorePhaseVersion(tx, phase.id, 2, ofPhase?.versions[1]?.id ?? ''))
    expect(await studio.read((tx) => readPhase(tx, phase.id))).toMatchObject({ ...input, version: 3 })
    const ofProject = await studio.read((tx) => readProjectHistory(tx, project.id))
    expect(ofProject?.versions.map(({ canRestore }) => canRestore)).toEqual([false, true])
    await told((tx) => restoreProjectVersion(tx, project.id, 3, ofProject?.versions[1]?.id ?? ''))
    expect(await studio.read((tx) => readProject(tx, project.id))).toMatchObject({
      ...{ name: 'Advert', startDay: '2026-06-08', version: 4 },
    })
  })
})

describe('a booking', () => {
  it('[PJ20] is given its time back where that is free, and else is told by whom it is taken', async () => {
    const ada = await studio.artist('Ada')
    const book = (title: string, day: string) =>
      told((tx) =>
        createBooking(
          tx,
          CreateBooking.parse({
            ...{ artistId: ada, title, status: 'confirmed', days: { from: day, to: day } },
            projectId: ProjectId.parse(project.id),
          }),
          studio.context,
        ),
      )
    const first = await book('Shoot', '2026-06-02')
    const days = { from: '2026-06-04', to: '2026-06-04' }
    await told((tx) => changeBooking(tx, first.id, 1, { days, title: 'Reshoot' }, studio.context))
    const rival = await book('Other', '2026-06-02')
    const seq = (await studio.read((tx) => readBookingHistory(tx, first.id)))?.versions[1]?.id ?? ''
    const restore = () => studio.told((tx) => restoreBookingVersion(tx, first.id, 2, seq, studio.context))
    expect(await restore()).toMatchObject({
      error: { code: 'booking_conflict', details: { rivals: [{ title: 'Other' }] } },
    })
    expect(await studio.read((tx) => readBooking(tx, first.id))).toMatchObject({ days, title: 'Reshoot' })
    const elsewhere = { days: { from: '2026-06-09', to: '2026-06-09' } }
    await told((tx) => changeBooking(tx, rival.id, 1, elsewhere, studio.context))
    expect(await restore()).toMatchObject({
      value: {
        view: { title: 'Shoot', days: { from: '2026-06-02' }, version: 3 },
        events: [{ type: 'booking.changed' }],
      },
    })
  })
})

it('[PJ50] an artist gets the name, zone, skills and rate it had, and keeps its account and its place in the archive', async () => {
  const { newId, at } = studio.context
  const made = await told<ArtistView>((tx) =>
    createArtist(tx, CreateArtist.parse({ name: 'Ada', skills: [{ name: 'Sound', level: 2 }] }), {
      ...{ newId, at, timeZone: 'UTC' },
    }),
  )
  const renamed = await told<ArtistView>((tx) =>
    changeArtist(tx, made.id, 1, { name: 'Ada Kern', skills: [], memberId: 'ada' as never }, true),
  )
  const archived = await told<ArtistView>((tx) => archiveArtist(tx, made.id, at))
  const history = await studio.read((tx) => readArtistHistory(tx, made.id, studio.seal))
  expect(history?.version).toBe(archived.version)
  expect(history?.versions.map(({ canRestore }) => canRestore)).toEqual([false, false, true])
  const first = history?.versions.at(-1)?.id ?? ''
  const stale = await studio.told((tx) =>
    restoreArtistVersion(tx, made.id, renamed.version, first, studio.seal),
  )
  expect(stale).toMatchObject({ error: { code: 'stale_version' } })
  await told((tx) => restoreArtistVersion(tx, made.id, archived.version, first, studio.seal))
  expect(await studio.read((tx) => readArtist(tx, made.id))).toMatchObject({
    ...{ name: 'Ada', skills: [{ name: 'Sound', level: 2 }], memberId: 'ada' },
    archivedAt: archived.archivedAt,
  })
  const nobody = await studio.told((tx) => restoreArtistVersion(tx, made.id, 4, '999', studio.seal))
  expect(nobody).toMatchObject({ error: { code: 'not_found' } })
})
