import { addDays, isDay } from '../../../contracts/days.ts'
import type { TaskConstraint, TaskView, UpdateTask } from '../../../contracts/projects.ts'
import { instantOf, wallOf } from '../../lib/zone.ts'
import { dayOfWall, type Span, wallOfDay } from '../../ui/timeline/scale.ts'
import { DAY_WORK_MIN, durationOfDraft } from './plan.ts'
import { words } from './words.ts'

export const NONE = 'none'
const NAME_CHARS_MAX = 200
const NOTES_CHARS_MAX = 4000
const QUARTER_HOUR_MIN = 15

export type ConstraintKind = TaskConstraint['kind'] | typeof NONE
export const constraintKinds: readonly ConstraintKind[] = [NONE, 'start_no_earlier', 'finish_by']

/** What the form of a task holds. */
export interface TaskValues extends Record<string, string | boolean> {
  name: string
  phaseId: string
  artistId: string
  days: string
  hours: string
  constraint: ConstraintKind
  constraintDay: string
  isPinned: boolean
  progress: string
  notes: string
}

export const taskLabels: Readonly<Record<string, string>> = {
  name: words.name,
  phaseId: words.phase,
  artistId: words.who,
  days: words.daysField,
  hours: words.hoursField,
  constraint: words.constraint,
  constraintDay: words.constraintDay,
  isPinned: words.pinnedWord,
  progress: words.progressField,
  notes: words.notes,
}

const durationFields = (minutes: number) => ({
  days: String(Math.floor(minutes / DAY_WORK_MIN)),
  hours: String((minutes % DAY_WORK_MIN) / 60),
})

/** The day a constraint means: one that is over at midnight means the day before. */
function constraintDay({ kind, time }: TaskConstraint, zone: string): string {
  const wall = wallOf(Date.parse(time), zone)
  return dayOfWall(kind === 'finish_by' ? wall - 1 : wall)
}

/** A task as its form begins. */
export function valuesOfTask(task: TaskView, zone: string): TaskValues {
  return {
    ...durationFields(task.durationMinutes),
    name: task.name,
    phaseId: task.phaseId ?? NONE,
    artistId: task.artistId ?? NONE,
    constraint: task.constraint?.kind ?? NONE,
    constraintDay: task.constraint === null ? '' : constraintDay(task.constraint, zone),
    isPinned: task.isPinned,
    progress: String(task.progress),
    notes: task.notes ?? '',
  }
}

/** A new task as its form begins: a day long, or as long as what was drawn. */
export function valuesOfNew(phaseId: string | null, span: Span | null): TaskValues {
  return {
    ...durationFields(span === null ? DAY_WORK_MIN : durationOfDraft(span)),
    ...{ name: '', artistId: NONE, isPinned: false, progress: '0', notes: '' },
    phaseId: phaseId ?? NONE,
    constraint: span === null ? NONE : 'start_no_earlier',
    constraintDay: span === null ? '' : dayOfWall(span.from),
  }
}

/** Working minutes of a form; null where they say none. */
export function minutesOf({ days, hours }: Pick<TaskValues, 'days' | 'hours'>): number | null {
  const minutes = Number(days.trim() || '0') * DAY_WORK_MIN + Number(hours.trim() || '0') * 60
  return Number.isInteger(minutes / QUARTER_HOUR_MIN) && minutes > 0 ? minutes : null
}

const issue = (path: string) => ({ path: [path], message: '' })

/** Checks a form; a milestone takes no time. */
export function checkTask(value: unknown, isMilestone: boolean) {
  // The form gives what it holds.
  const typed = value as TaskValues
  const data: TaskValues = { ...typed, name: typed.name.trim(), notes: typed.notes.trim() }
  const progress = Number(data.progress.trim() || '0')
  const issues = [
    ...(data.name === '' || data.name.length > NAME_CHARS_MAX ? [issue('name')] : []),
    ...(isMilestone || minutesOf(data) !== null ? [] : [issue('hours')]),
    ...(data.constraint === NONE || isDay(data.constraintDay) ? [] : [issue('constraintDay')]),
    ...(Number.isInteger(progress) && progress >= 0 && progress <= 100 ? [] : [issue('progress')]),
    ...(data.notes.length > NOTES_CHARS_MAX ? [issue('notes')] : []),
  ]
  return issues.length === 0
    ? { success: true as const, data }
    : { success: false as const, error: { issues } }
}

export const taskMessages = {
  name: words.taskNameMissing,
  hours: words.durationWrong,
  constraintDay: words.dayWrong,
  progress: words.progressWrong,
}

/** The constraint a form says: from the first moment of a day on, or over by the end of one. */
export function constraintOf(
  { constraint, constraintDay: day }: Pick<TaskValues, 'constraint' | 'constraintDay'>,
  zone: string,
): TaskConstraint | null {
  if (constraint === NONE) return null
  const wall = wallOfDay(constraint === 'finish_by' ? addDays(day, 1) : day)
  return { kind: constraint, time: new Date(instantOf(wall, zone).ms).toISOString() }
}

const idOf = (chosen: string) => (chosen === NONE ? null : chosen)

/** What a form says of a task, as the server wants it. Ids come from its own lists, so they have their form. */
export function saidOfTask(values: TaskValues, isMilestone: boolean, zone: string) {
  return {
    name: values.name,
    notes: values.notes || null,
    phaseId: idOf(values.phaseId) as TaskView['phaseId'],
    constraint: constraintOf(values, zone),
    ...(isMilestone
      ? {}
      : {
          artistId: idOf(values.artistId) as TaskView['artistId'],
          durationMinutes: minutesOf(values) ?? DAY_WORK_MIN,
        }),
  }
}

/** Only what differs from the task that was opened, so that what others changed elsewhere stays theirs. */
export function changeOfTask(
  values: TaskValues,
  changed: readonly string[],
  isMilestone: boolean,
  zone: string,
): UpdateTask {
  const said = saidOfTask(values, isMilestone, zone)
  const is = (...names: string[]) => names.some((name) => changed.includes(name))
  return {
    ...(is('name') ? { name: said.name } : {}),
    ...(is('notes') ? { notes: said.notes } : {}),
    ...(is('phaseId') ? { phaseId: said.phaseId } : {}),
    ...(is('artistId') && 'artistId' in said ? { artistId: said.artistId } : {}),
    ...(is('days', 'hours') && 'durationMinutes' in said ? { durationMinutes: said.durationMinutes } : {}),
    ...(is('constraint', 'constraintDay') ? { constraint: said.constraint } : {}),
    ...(is('isPinned') ? { isPinned: values.isPinned } : {}),
    ...(is('progress') ? { progress: Number(values.progress) } : {}),
  }
}
