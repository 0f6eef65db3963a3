import type { ProjectView } from '../../contracts/projects.ts'
import type { TenantTx } from '../../db/tenant-tx.ts'
import type { Schedule } from '../availability/rules/hours.ts'
import { ZoneDays } from '../availability/rules/zone-days.ts'
import { readSchedules, type ScheduledArtist } from '../availability/service.ts'
import { type Calendars, findWorkspaceCalendar, readCalendars } from './calendars.repository.ts'
import { daysOffOf, hoursInForce } from './rules/calendars.ts'
import { WorkingTime } from './rules/working-time.ts'
import type { Task } from './tasks.repository.ts'

/** Everything that was said of working hours in a project. */
export interface PlanHours {
  calendars: Calendars
  artists: ReadonlyMap<string, { schedule: Schedule }>
}

type Worker = Pick<Task, 'artistId'>

/** Calendars of a project, and hours of those who work in it. */
export async function readPlanHours(
  tx: TenantTx,
  projectId: string,
  tasks: readonly Worker[],
): Promise<PlanHours> {
  const artistIds = [...new Set(tasks.flatMap(({ artistId }) => artistId ?? []))]
  const [calendars, artists] = await Promise.all([readCalendars(tx, projectId), readSchedules(tx, artistIds)])
  return { calendars, artists }
}

/**
 * The usual hours of artists: their own, with the days off of the workspace, or those of the workspace where they have none. Who is not
 * there is left out.
 */
export async function readUsualHours(
  tx: TenantTx,
  artistIds: readonly string[],
): Promise<Map<string, ScheduledArtist>> {
  const [artists, workspace] = await Promise.all([readSchedules(tx, artistIds), findWorkspaceCalendar(tx)])
  return new Map(
    [...artists].map(([id, artist]) => {
      const { schedule } = artist
      const hours = hoursInForce(
        { task: null, artist: schedule, project: null, workspace },
        schedule.timeZone,
      )
      // Whoever has hours of their own is told apart by them; days off of the workspace are days off of theirs as well.
      const daysOff = schedule.patterns.length === 0 ? [] : daysOffOf(workspace)
      return [id, { ...artist, schedule: { ...hours, exceptions: [...hours.exceptions, ...daysOff] } }]
    }),
  )
}

/** Working time of each task, counted once for all tasks that share their hours. */
export function workingTimes(
  { calendars, artists }: PlanHours,
  { timeZone }: Pick<ProjectView, 'timeZone'>,
  tasks: readonly Pick<Task, 'id' | 'artistId'>[],
  anchorMs: number,
): (taskId: string) => WorkingTime {
  const zones = new Map<string, ZoneDays>()
  const known = new Map<string, WorkingTime>()
  const byTask = new Map(tasks.map((task) => [task.id, task]))
  const zoneOf = (name: string): ZoneDays => {
    const zone = zones.get(name) ?? new ZoneDays(name)
    zones.set(name, zone)
    return zone
  }
  return (taskId) => {
    const task = calendars.tasks.get(taskId) ?? null
    const artistId = byTask.get(taskId)?.artistId ?? null
    const artist = artistId === null ? null : (artists.get(artistId)?.schedule ?? null)
    const key = task !== null ? `task ${taskId}` : artist !== null ? `artist ${artistId}` : 'project'
    const made = known.get(key)
    if (made !== undefined) return made
    const { project, workspace } = calendars
    const hours = hoursInForce({ task, artist, project, workspace }, timeZone)
    const time = new WorkingTime(hours, zoneOf(hours.timeZone), anchorMs)
    known.set(key, time)
    return time
  }
}
