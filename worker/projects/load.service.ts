import { addDays, daysBetween } from '../../contracts/days.ts'
import { ArtistId, ProjectId } from '../../contracts/ids.ts'
import type { ArtistLoad, LoadQuery } from '../../contracts/project-plans.ts'
import type { ProjectView } from '../../contracts/projects.ts'
import type { TenantTx } from '../../db/tenant-tx.ts'
import { ZoneDays } from '../availability/rules/zone-days.ts'
import { readSchedules } from '../availability/service.ts'
import { blockingBetween } from '../bookings/line.service.ts'
import { readCalendars } from './calendars.repository.ts'
import { readPlanHours, workingTimes } from './hours.service.ts'
import * as rows from './repository.ts'
import { hoursInForce } from './rules/calendars.ts'
import { loadOf, type PlannedTask } from './rules/load.ts'
import { WorkingTime } from './rules/working-time.ts'
import * as taskRows from './tasks.repository.ts'

/** What people have to do on each day of a stretch, over all projects, by name. Who has nothing to do is left out. */
export async function readLoad(tx: TenantTx, { from, to, artistId }: LoadQuery): Promise<ArtistLoad[]> {
  // No zone is further than a day from UTC.
  const fromMs = Date.parse(addDays(from, -1))
  const span = { fromMs, toMs: fromMs + (daysBetween(from, to) + 3) * 86_400_000 }
  const [tasks, bookings] = await Promise.all([
    taskRows.listTasksBetween(tx, span, artistId ?? null),
    blockingBetween(tx, artistId ?? null, span),
  ])
  const ids = [
    ...new Set([...tasks.flatMap((task) => task.artistId ?? []), ...bookings.map((one) => one.artistId)]),
  ]
  const [people, { workspace }, planned] = await Promise.all([
    readSchedules(tx, ids),
    readCalendars(tx, null),
    plannedTasks(tx, tasks),
  ])
  const loads = ids.flatMap((id): ArtistLoad[] => {
    const person = people.get(id)
    if (person === undefined) return []
    const said = { task: null, artist: person.schedule, project: null, workspace }
    const days = new ZoneDays(person.schedule.timeZone)
    const hours = new WorkingTime(hoursInForce(said, person.schedule.timeZone), days, fromMs)
    const own = bookings.filter((booking) => booking.artistId === id)
    const found = loadOf(
      {
        ...{ hours, days, capacity: person.capacity, tasks: planned.tasks.get(id) ?? [] },
        bookings: own.map((booking) => ({ ...booking, areDays: booking.days !== null })),
      },
      from,
      to,
    )
    const projects = [...found.projects].map(([projectId, plannedMinutes]) => ({
      ...{ projectId: ProjectId.parse(projectId), plannedMinutes },
      name: planned.projects.get(projectId)?.name ?? '',
    }))
    const isBusy = found.days.some(({ busyMinutes }) => busyMinutes > 0)
    return isBusy ? [{ artistId: ArtistId.parse(id), name: person.name, days: found.days, projects }] : []
  })
  return loads.sort((a, b) => a.name.localeCompare(b.name))
}

/** Tasks by who does them, each in the hours of its project, and those projects. */
async function plannedTasks(tx: TenantTx, tasks: readonly taskRows.Task[]) {
  const byArtist = new Map<string, PlannedTask[]>()
  const projects = new Map<string, ProjectView>()
  for (const projectId of new Set(tasks.map((task) => task.projectId))) {
    const own = tasks.filter((task) => task.projectId === projectId)
    const [project, hours] = await Promise.all([
      rows.findProject(tx, projectId),
      readPlanHours(tx, projectId, own),
    ])
    if (project === null) continue
    projects.set(projectId, project)
    const timeOf = workingTimes(hours, project, own, Math.min(...own.map(({ fromMs }) => fromMs)))
    for (const { id, artistId, fromMs, toMs } of own) {
      if (artistId === null) continue
      const list = byArtist.get(artistId) ?? []
      list.push({ projectId, fromMs, toMs, time: timeOf(id) })
      byArtist.set(artistId, list)
    }
  }
  return { tasks: byArtist, projects }
}
