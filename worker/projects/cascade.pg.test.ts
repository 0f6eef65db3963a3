import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type BookingView, CreateBooking } from '../../contracts/bookings.ts'
import { ArtistId } from '../../contracts/ids.ts'
import { LIST_PAGE_MAX } from '../../contracts/limits.ts'
import { AllProposalsQuery, type CascadeChange, type WorkingCalendar } from '../../contracts/project-plans.ts'
import type { ProjectView, TaskView } from '../../contracts/projects.ts'
import { changeHours } from '../availability/service.ts'
import { createBooking } from '../bookings/create.service.ts'
import { readBooking } from '../bookings/line.service.ts'
import { changeBooking, transitionBooking } from '../bookings/service.ts'
import { compareBaseline, readBaselines, removeBaseline, takeBaseline } from './baselines.service.ts'
import {
  changeProjectCalendar,
  changeTaskCalendar,
  changeWorkspaceCalendar,
  readTaskCalendar,
} from './calendars.service.ts'
import { applyCascade, previewCascade, undoCascade } from './cascade.service.ts'
import { readLoad } from './load.service.ts'
import { acceptProposal, dismissProposal, readAllProposals, readProposals } from './proposals.service.ts'
import { archiveProject } from './service.ts'
import { changeTask } from './tasks.service.ts'
import { Studio } from './testing/studio.ts'

let studio: Studio
let project: ProjectView
let by: { newId: () => string; at: Date; mayReadBookings: boolean }
beforeEach(async () => {
  studio = new Studio()
  project = await studio.project()
  by = { ...studio.context, mayReadBookings: true }
})
afterEach(() => studio.lane.reset())

const at = (day: number, hour = 0) => new Date(Date.UTC(2026, 5, day, hour)).toISOString()
const preview = async (changes: CascadeChange[] = []) => {
  const shown = await studio.done((tx) => previewCascade(tx, project.id, changes, true))
  if (shown === null) throw new Error('there is no such project')
  return shown
}
const apply = (changes: CascadeChange[], planVersion: number) =>
  studio.told((tx) => applyCascade(tx, project.id, { changes, planVersion }, by))
const applied = async (changes: CascadeChange[] = []) => {
  const done = await apply(changes, (await preview(changes)).planVersion)
  if (!done.ok) throw new Error(JSON.stringify(done.error))
  return done.value
}
const undo = (cascadeId: string) => studio.told((tx) => undoCascade(tx, project.id, cascadeId, by))

/** Script, Shoot and Cut of a day each, one after the other. */
async function film(over: object = {}): Promise<[TaskView, TaskView, TaskView]> {
  const script = await studio.task(project, 'Script', 8)
  const shoot = await studio.task(project, 'Shoot', 8, over)
  const cut = await studio.task(project, 'Cut', 8)
  await studio.link(script, shoot)
  await studio.link(shoot, cut)
  return [script, shoot, cut]
}

describe('a cascade', () => {
  it('[PJ11] is shown before it is done, and done as it was shown', async () => {
    const [, shoot] = await film()
    const changes = [{ taskId: shoot.id, startTime: at(4, 13) }]
    const shown = await preview(changes)
    expect(shown.moves.map(({ name, startShiftMinutes }) => [name, startShiftMinutes / 60])).toEqual([
      ['Shoot', 20],
      ['Cut', 20],
    ])
    expect(shown.endTime).toEqual({ before: at(3, 17), after: at(8, 13) })
    expect((await studio.times(project)).Shoot).toBe('02 09:00 - 02 17:00')
    const done = await apply(changes, shown.planVersion)
    expect(done).toMatchObject({
      value: {
        view: { moves: shown.moves, endTime: shown.endTime, planVersion: shown.planVersion + 1 },
        events: [{ type: 'project.plan_moved', data: { moves: [{ name: 'Shoot' }, { name: 'Cut' }] } }],
      },
    })
    expect(await studio.times(project)).toMatchObject({
      Shoot: '04 13:00 - 05 13:00',
      Cut: '05 13:00 - 08 13:00',
    })
    expect(await preview()).toMatchObject({ moves: [], planVersion: shown.planVersion + 1 })
  })

  it('[PJ11] is refused where the plan is another by now, and changes nothing then', async () => {
    const [script, shoot] = await film()
    const { planVersion } = await preview()
    await studio.done((tx) => changeTask(tx, script.id, 1, { durationMinutes: 60 }, by.at))
    const times = await studio.times(project)
    const late = await apply([{ taskId: shoot.id, durationMinutes: 60 }], planVersion)
    expect(late).toMatchObject({ error: { code: 'stale_version', details: { id: project.id } } })
    expect(await studio.times(project)).toEqual(times)
  })

  it('[MH14] [PJ6] [PJ11] goes around what is pinned, and shows what that stands against', async () => {
    const [script, shoot, cut] = await film()
    await applied([{ taskId: cut.id, isPinned: true }])
    const shown = await preview([{ taskId: script.id, durationMinutes: 16 * 60 }])
    expect(shown.moves.map(({ name }) => name)).toEqual(['Script', 'Shoot'])
    expect(shown.conflicts).toMatchObject([{ name: 'Cut', kind: 'dependency', minutes: 8 * 60 }])
    await studio.done((tx) => changeTask(tx, shoot.id, 2, { actualStart: at(2, 9) }, by.at))
    const refused = await apply([{ taskId: shoot.id, startTime: at(5) }], (await preview()).planVersion)
    expect(refused).toMatchObject({ error: { code: 'invalid_period', details: { taskId: shoot.id } } })
    await studio.done((tx) =>
      changeTask(tx, script.id, 1, { constraint: { kind: 'finish_by', time: at(1, 17) } }, by.at),
    )
    const bound = await apply([{ taskId: script.id, startTime: at(2) }], (await preview()).planVersion)
    expect(bound).toMatchObject({ error: { code: 'invalid_period' } })
    const moved = await applied([{ taskId: cut.id, startTime: at(8, 9) }])
    expect(moved.view.moves.map(({ name }) => name)).toEqual(['Cut'])
    expect((await studio.times(project)).Cut).toBe('08 09:00 - 08 17:00')
  })

  it('[PJ11] is taken back as a whole, worked out by what is there today, and once', async () => {
    const [script, shoot] = await film()
    const before = await studio.times(project)
    const { view } = await applied([{ taskId: shoot.id, startTime: at(8), durationMinutes: 120 }])
    const extra = await studio.task(project, 'Sound', 8)
    await studio.link(script, extra)
    const back = await undo(view.cascadeId)
    expect(back).toMatchObject({ value: { view: { undoes: view.cascadeId }, events: [{}] } })
    expect(await studio.times(project)).toEqual({ ...before, Sound: '02 09:00 - 02 17:00' })
    expect(await undo(view.cascadeId)).toMatchObject({ error: { code: 'conflict' } })
    const again = back.ok ? await undo(back.value.view.cascadeId) : back
    expect(again.ok).toBe(true)
    expect((await studio.times(project)).Shoot).toBe('08 09:00 - 08 11:00')
  })

  it('[PJ11] is not taken back over what somebody has changed since', async () => {
    const [, shoot] = await film()
    const { view } = await applied([{ taskId: shoot.id, durationMinutes: 120 }])
    const version = (await studio.plan(project)).tasks.find(({ id }) => id === shoot.id)?.version ?? 0
    await studio.done((tx) => changeTask(tx, shoot.id, version, { durationMinutes: 240 }, by.at))
    expect(await undo(view.cascadeId)).toMatchObject({
      error: { code: 'conflict', details: { tasks: [{ taskId: shoot.id, name: 'Shoot' }] } },
    })
    expect(await undo(studio.context.newId())).toMatchObject({ error: { code: 'not_found' } })
  })
})

describe('confirmed bookings', () => {
  let ada: string
  let booking: BookingView
  let shoot: TaskView
  beforeEach(async () => {
    ada = await studio.artist('Ada')
    ;[, shoot] = await film({ artistId: ada })
    booking = await book({ days: { from: '2026-06-02', to: '2026-06-02' } })
  })
  const book = async (over: object): Promise<BookingView> => {
    const input = CreateBooking.parse({
      ...{ artistId: ada, projectId: project.id, title: 'Ada on set', status: 'confirmed' },
      ...over,
    })
    return (await studio.done((tx) => createBooking(tx, input, studio.context))).view
  }
  const open = async () =>
    (await studio.read((tx) => readProposals(tx, project.id, { status: 'open' }))) ?? []
  const look = () => studio.read((tx) => readBooking(tx, booking.id))

  it('[PJ12] are not moved by a cascade: each gets a proposal, and is moved by whoever accepts it', async () => {
    await book({ projectId: null, days: { from: '2026-06-09', to: '2026-06-09' }, status: 'hold' })
    const shown = await preview([{ taskId: shoot.id, startTime: at(4) }])
    expect(shown.bookings).toMatchObject([
      {
        bookingId: booking.id,
        before: { days: { from: '2026-06-02', to: '2026-06-02' } },
        proposed: { days: { from: '2026-06-04', to: '2026-06-04' } },
      },
    ])
    const { events } = await applied([{ taskId: shoot.id, startTime: at(4) }])
    expect(events.map(({ type }) => type)).toEqual(['project.plan_moved', 'project.bookings_proposed'])
    expect((await look())?.days).toEqual({ from: '2026-06-02', to: '2026-06-02' })
    const [proposal] = await open()
    const accepted = await studio.done((tx) => acceptProposal(tx, proposal?.id ?? '', studio.context))
    expect(accepted.events.map(({ type }) => type)).toEqual(['booking.changed', 'project.proposal_settled'])
    expect((await look())?.days).toEqual({ from: '2026-06-04', to: '2026-06-04' })
    expect(await open()).toEqual([])
    const again = await studio.run((tx) => acceptProposal(tx, proposal?.id ?? '', studio.context))
    expect(again).toMatchObject({ error: { code: 'conflict' } })
  })

  it('[PJ12] are proposed for also where a project has had more of them than a page holds', async () => {
    await studio.done(async (tx) => {
      await tx.sql`
        insert into bookings (tenant_id, id, artist_id, project_id, title, status, blocks, is_exclusive, starts_at, ends_at, time_zone,
          claims, created_by, created_at)
        select tenant_id, gen_random_uuid(), artist_id, project_id, title, status, blocks, is_exclusive, starts_at - n * interval '2 days',
          ends_at - n * interval '2 days', time_zone, '[]', created_by, created_at
        from bookings, generate_series(1, ${LIST_PAGE_MAX}::int) n where tenant_id = ${tx.tenantId} and id = ${booking.id}`
      return { ok: true, value: { events: [], view: null } }
    })
    const shown = await preview([{ taskId: shoot.id, startTime: at(4) }])
    expect(shown.bookings.map(({ bookingId }) => bookingId)).toEqual([booking.id])
  })

  it('[PJ19] are proposed for over all projects in one list, in pages, without archived projects', async () => {
    await applied([{ taskId: shoot.id, startTime: at(4) }])
    const list = (over: object = {}) =>
      studio.read((tx) => readAllProposals(tx, AllProposalsQuery.parse(over)))
    const first = await list({ limit: 1 })
    expect(first.meta).toEqual({ nextCursor: null, total: 1 })
    expect(first.data).toMatchObject([{ projectName: 'Film', taskName: 'Shoot', title: booking.title }])
    expect((await list({ cursor: first.data[0]?.id })).data).toEqual([])
    expect((await list({ projectId: randomUUID() })).meta.total).toBe(0)
    const { version } = (await studio.plan(project)).project
    await studio.done((tx) => archiveProject(tx, project.id, version, studio.context.at))
    expect((await list()).meta.total).toBe(0)
    expect(await open()).toHaveLength(1)
  })

  it('[PJ12] have one open proposal, which goes on from the last one and goes when the task is back', async () => {
    const first = await applied([{ taskId: shoot.id, startTime: at(4) }])
    const second = await applied([{ taskId: shoot.id, startTime: at(5) }])
    expect(await open()).toMatchObject([{ proposed: { days: { from: '2026-06-05', to: '2026-06-05' } } }])
    await undo(second.view.cascadeId)
    expect(await open()).toMatchObject([{ proposed: { days: { from: '2026-06-04', to: '2026-06-04' } } }])
    await undo(first.view.cascadeId)
    expect(await open()).toEqual([])
  })

  it('[PJ12] are moved by no proposal into a time that is taken, and by none that is old', async () => {
    await applied([{ taskId: shoot.id, startTime: at(4) }])
    const [proposal] = await open()
    const rival = await book({
      projectId: null,
      title: 'Other',
      days: { from: '2026-06-04', to: '2026-06-04' },
    })
    const accept = () => studio.run((tx) => acceptProposal(tx, proposal?.id ?? '', studio.context))
    expect(await accept()).toMatchObject({
      error: { code: 'booking_conflict', details: { rivals: [{ title: 'Other' }] } },
    })
    await studio.done((tx) =>
      transitionBooking(tx, rival.id, { to: 'cancelled', version: rival.version }, studio.context),
    )
    const elsewhere = { days: { from: '2026-06-11', to: '2026-06-11' } }
    await studio.done((tx) => changeBooking(tx, booking.id, booking.version, elsewhere, studio.context))
    expect(await accept()).toMatchObject({ error: { code: 'conflict' } })
    const gone = await studio.done((tx) => dismissProposal(tx, proposal?.id ?? ''))
    expect([gone.view.proposal.status, gone.view.booking.days?.from]).toEqual(['dismissed', '2026-06-11'])
  })

  it('[PJ12] of the project only, and by name only for who may see bookings', async () => {
    const changes = [{ taskId: shoot.id, startTime: at(4) }]
    const shown = await studio.done((tx) => previewCascade(tx, project.id, changes, false))
    expect([shown?.bookingCount, shown?.bookings]).toEqual([1, []])
    await studio.done((tx) =>
      changeBooking(tx, booking.id, booking.version, { projectId: null }, studio.context),
    )
    expect((await preview(changes)).bookingCount).toBe(0)
    const strange = { projectId: studio.context.newId() as never }
    const refused = await studio.run((tx) => changeBooking(tx, booking.id, 2, strange, studio.context))
    expect(refused).toMatchObject({ error: { code: 'not_found', details: { field: 'projectId' } } })
  })

  it('[PJ17] count as load beside the tasks of all projects, by day', async () => {
    const other = await studio.project({ name: 'Advert' })
    await studio.task(other, 'Design', 4, { artistId: ada })
    const load = await studio.read((tx) =>
      readLoad(tx, { from: '2026-06-01', to: '2026-06-05', artistId: ArtistId.parse(ada) }),
    )
    const free = (day: string) => ({ day, availableMinutes: 480, busyMinutes: 0 })
    expect(load).toMatchObject([
      {
        name: 'Ada',
        days: [
          { ...free('2026-06-01'), plannedMinutes: 240, bookedMinutes: 0, busyMinutes: 240 },
          // Booked for the film and planned in it: the same eight hours.
          { ...free('2026-06-02'), plannedMinutes: 480, bookedMinutes: 480, busyMinutes: 480 },
          ...['2026-06-03', '2026-06-04', '2026-06-05'].map(free),
        ],
      },
    ])
    await book({ projectId: null, status: 'pencil', days: { from: '2026-06-03', to: '2026-06-03' } })
    await studio.task(other, 'Print', 4, {
      artistId: ada,
      constraint: { kind: 'start_no_earlier', time: at(3) },
    })
    const desks = await studio.artist('Desks', { kind: 'kit', capacity: 3 })
    for (const title of ['Cut', 'Grade'])
      await book({ artistId: desks, projectId: null, title, days: { from: '2026-06-03', to: '2026-06-03' } })
    const ofDesks = await studio.read((tx) =>
      readLoad(tx, { from: '2026-06-03', to: '2026-06-03', artistId: ArtistId.parse(desks) }),
    )
    expect(ofDesks[0]?.days).toMatchObject([{ availableMinutes: 1440, busyMinutes: 960 }])
    const more = await studio.read((tx) =>
      readLoad(tx, { from: '2026-06-03', to: '2026-06-03', artistId: ArtistId.parse(ada) }),
    )
    expect(more[0]?.days).toEqual([
      { ...free('2026-06-03'), plannedMinutes: 240, bookedMinutes: 480, busyMinutes: 720 },
    ])
    const shares = load[0]?.projects.map(({ name, plannedMinutes }) => [name, plannedMinutes])
    expect(shares?.sort()).toEqual([
      ['Advert', 240],
      ['Film', 480],
    ])
  })
})

describe('hours', () => {
  const calendar = (from: string, to: string): WorkingCalendar => ({
    weekly: [1, 2, 3, 4, 5].map((weekday) => ({ weekday, from, to })),
    exceptions: [],
  })

  it('[MH15] [PJ1] [PJ16] of the narrowest that says any count, and move nothing before somebody asks what they would', async () => {
    const ada = await studio.artist('Ada')
    const task = await studio.task(project, 'Paint', 8, { artistId: ada })
    const moves = async () => {
      const { moves: found } = await preview()
      return found.map(({ after }) => after.endTime)
    }
    const holiday = { kind: 'off' as const, title: 'Holiday', days: { from: '2026-06-01', to: '2026-06-01' } }
    await studio.done((tx) =>
      changeWorkspaceCalendar(tx, {
        calendar: { ...calendar('09:00', '17:00'), exceptions: [{ ...holiday, hours: null }] },
      }),
    )
    expect((await studio.times(project)).Paint).toBe('01 09:00 - 01 17:00')
    expect(await moves()).toEqual([at(2, 17)])
    await studio.done((tx) => changeProjectCalendar(tx, project.id, { calendar: calendar('10:00', '14:00') }))
    expect(await moves()).toEqual([at(2, 14)])
    await studio.done((tx) =>
      changeHours(
        tx,
        ArtistId.parse(ada),
        { effectiveFrom: '2020-01-01', weekly: calendar('06:00', '12:00').weekly },
        { at: by.at, dayIn: () => '2026-06-01' },
      ),
    )
    expect(await moves()).toEqual([at(2, 8)])
    const own = await studio.done((tx) =>
      changeTaskCalendar(tx, task.id, { calendar: calendar('09:00', '19:00') }),
    )
    expect(own.view).toMatchObject({ from: 'task', own: calendar('09:00', '19:00') })
    // It begins when it did, and is over when it was: ten hours hold the eight of it.
    expect(await moves()).toEqual([])
    const taken = await studio.done((tx) => changeTaskCalendar(tx, task.id, { calendar: null }))
    expect(taken.view).toMatchObject({ from: 'project', own: null })
    expect(await studio.read((tx) => readTaskCalendar(tx, task.id))).toEqual(taken.view)
    await applied()
    expect((await studio.times(project)).Paint).toBe('01 06:00 - 02 08:00')
  })
})

describe('a kept plan', () => {
  it('[PJ13] is compared with the plan of today, task by task', async () => {
    const [script, shoot] = await film()
    const taken = await studio.done((tx) => takeBaseline(tx, project.id, { name: 'As sold' }, studio.context))
    expect(taken.view).toMatchObject({ name: 'As sold', taskCount: 3, endTime: at(3, 17) })
    await applied([{ taskId: shoot.id, durationMinutes: 12 * 60 }])
    await studio.task(project, 'Sound', 8)
    const found = await studio.read((tx) => compareBaseline(tx, project.id, taken.view.id))
    const shifts = found?.tasks.map(({ name, startShiftMinutes, endShiftMinutes, kept }) => [
      ...[name, startShiftMinutes, endShiftMinutes, kept !== null],
    ])
    expect(shifts?.sort()).toEqual([
      ['Cut', 240, 240, true],
      ['Script', 0, 0, true],
      ['Shoot', 0, 240, true],
      ['Sound', 0, 0, false],
    ])
    expect(found?.tasks.find(({ taskId }) => taskId === script.id)?.kept).toEqual({
      startTime: at(1, 9),
      endTime: at(1, 17),
    })
    await studio.done((tx) => removeBaseline(tx, project.id, taken.view.id))
    expect(await studio.read((tx) => readBaselines(tx, project.id))).toEqual([])
    expect(await studio.read((tx) => compareBaseline(tx, project.id, taken.view.id))).toBeNull()
  })
})
