import type { DependencyKind, ProjectStatus } from '../../../contracts/projects.ts'
import { plural } from '../../lib/i18n.ts'

const statuses: Readonly<Record<ProjectStatus, string>> = {
  planned: 'Planned',
  active: 'Active',
  on_hold: 'On hold',
  completed: 'Completed',
}
const kinds: Readonly<Record<DependencyKind, string>> = {
  FS: 'starts after it ends',
  SS: 'starts after it starts',
  FF: 'ends after it ends',
  SF: 'ends after it starts',
}
const days = (n: number) => `${n} ${plural(n, { one: 'day', other: 'days' })}`
const tasks = (n: number) => `${n} ${plural(n, { one: 'task', other: 'tasks' })}`

/** Sentences about projects and their plans. */
export const words = {
  title: 'Projects',
  sub: 'What is to be done, in which order, and when that will be over.',
  one: 'Project',
  area: 'Projects and people',
  tabLoad: 'Load',
  tabProposals: 'Proposals',
  tabHours: 'Working hours',
  hoursOf: 'Working hours',
  recheck: 'Hold against today’s hours',
  recheckNothing: 'Today’s hours move nothing.',
  history: 'History',
  removedTasks: 'Removed tasks',
  removedTasksOf: (name: string) => `Removed tasks of ${name}`,
  noneRemoved: 'Nothing was removed',
  noneRemovedSay: 'A task that somebody removes is listed here and can be brought back.',
  removedBy: (who: string, when: string) => `Removed by ${who}, ${when}`,
  bringBack: 'Bring back',
  bringBackOne: (name: string) => `Bring back ${name}`,
  add: 'New project',
  search: 'Search projects',
  statuses,
  anyStatus: 'Any status',
  status: 'Status',
  archivedFilter: 'Archive',
  archivedNo: 'Not archived',
  archivedYes: 'Archived',
  archivedAll: 'All',
  none: 'No projects yet',
  noneSay: 'A project holds tasks, what waits for what, and works out when everything will be.',
  noneRead: 'Managers, admins and owners make them.',
  noMatch: 'No project matches',
  noMatchSay: 'Another word or another status finds more.',
  clear: 'Clear filters',
  name: 'Name',
  progress: 'Progress',
  dates: 'Planned',
  due: 'Promised for',
  noTasks: 'No tasks yet',
  late: (n: number) => `${days(n)} late`,
  isArchived: 'Archived',
  done: (done: number, all: number) => `${done} of ${tasks(all)} done`,
  percent: (n: number) => `${n}%`,
  first: 'First page',
  next: 'Next page',

  editTitle: 'Change the project',
  edit: 'Edit',
  archive: 'Archive',
  restore: 'Bring back',
  wasArchived: (name: string) => `${name} was archived.`,
  wasRestored: (name: string) => `${name} is back.`,
  client: 'Client',
  noClient: 'No client',
  startDay: 'Not before',
  dueDay: 'Promised for',
  notes: 'Notes',
  made: (name: string) => `${name} was made.`,
  saved: (name: string) => `${name} was saved.`,
  nameMissing: 'Give it a name of at most 120 characters.',
  taskNameMissing: 'Give it a name of at most 200 characters.',
  dayWrong: 'Choose a day.',

  gone: 'This project is not there',
  goneSay: 'It may be in another workspace.',
  gridLabel: (name: string) => `Plan of ${name}`,
  task: 'Task',
  milestone: 'Milestone',
  addTask: 'Task',
  addMilestone: 'Milestone',
  addTaskTitle: 'New task',
  addMilestoneTitle: 'New milestone',
  addPhaseTitle: 'New phase',
  editPhaseTitle: 'Change the phase',
  removePhase: 'Remove the phase',
  removePhaseSay: 'When a phase is removed its tasks stay, without a phase.',
  phaseRemoved: (name: string) => `${name} was removed; its tasks stay.`,
  noPhase: 'Without a phase',
  gantt: 'Gantt',
  list: 'List',
  view: 'View',
  zoom: 'Scale',
  zooms: { day: 'Day', week: 'Week', month: 'Month', quarter: 'Quarter' },
  today: 'Today',
  earlier: 'Earlier',
  later: 'Later',
  critical: 'Critical path',
  baseline: 'Compare with',
  noBaseline: 'No baseline',
  keepBaseline: 'Keep as baseline',
  baselineKept: (name: string) => `${name} was kept.`,
  baselineName: (day: string) => `Plan of ${day}`,
  empty: 'Nothing is planned yet',
  emptySay: 'Add the first task; a milestone marks a day that counts.',
  emptyRead: 'Managers, admins and owners plan it.',
  archivedSay: 'This project is archived and stays as it is.',
  listLabel: (name: string) => `Tasks of ${name}`,
  offline: 'You are offline: the plan can be read, not changed.',
  lateSay: (n: number, day: string) => `The plan ends ${days(n)} after ${day}, for which it was promised.`,
  group: (name: string, percent: number, when: string) => `Phase ${name}, ${percent}% done, ${when}`,

  kindsOf: { task: 'Task', milestone: 'Milestone' },
  by: (name: string) => `by ${name}`,
  criticalWord: 'critical',
  pinnedWord: 'pinned',
  doneWord: 'done',
  begunWord: 'begun',
  waitsFor: (n: number) => `waits for ${n}`,
  before: (when: string) => `in the baseline ${when}`,
  conflicts: {
    dependency: 'stands against what it waits for',
    finish_by: 'ends after the time it should be over by',
    project_start: 'begins before the project does',
  },

  who: 'Who',
  nobody: 'Nobody yet',
  phase: 'Phase',
  daysField: 'Days',
  hoursField: 'Hours',
  durationHint: 'Working time; a day counts as 8 hours.',
  durationWrong: 'It takes at least an hour; hours are whole or end in .25, .5 or .75.',
  constraint: 'When',
  constraintKinds: {
    none: 'As early as it can be',
    start_no_earlier: 'Not before',
    finish_by: 'Should be over by',
  },
  constraintDay: 'Day',
  pinned: 'Pinned: it stays where it is, whatever others do',
  progressField: 'Progress, percent',
  progressWrong: 'From 0 to 100.',
  isDone: 'Done',
  markDone: 'Mark as done',
  markOpen: 'Not done after all',
  slack: 'Slack',
  slackText: (minutes: number) =>
    minutes < 0
      ? `late by ${durationText(-minutes)}`
      : minutes === 0
        ? 'none: it is critical'
        : durationText(minutes),
  when: 'Planned for',
  doneAt: 'Done on',
  taskGone: 'This task is not there any more',
  taskGoneSay: 'Somebody may have removed it.',
  remove: 'Remove',
  removed: (name: string) => `${name} was removed.`,
  broughtBack: (name: string) => `${name} is back.`,
  removeTitle: (name: string) => `Remove ${name}?`,
  removeSay: 'It stands between other tasks. What becomes of those?',
  removeBridge: 'Link them to each other',
  removeDrop: 'Let them go',
  removeKeep: 'Keep the task',
  bridge: (from: string, to: string) => `${from} → ${to}`,

  dependsOn: 'Waits for',
  isAwaited: 'Is waited for by',
  noDependency: 'It waits for nothing.',
  addDependency: 'Add',
  chooseTask: 'Another task',
  chooseFirst: 'Choose the task it waits for.',
  kind: 'How',
  kinds,
  lagDays: 'Lag, days',
  lag: (minutes: number) =>
    minutes === 0
      ? ''
      : minutes > 0
        ? `, ${durationText(minutes)} later`
        : `, ${durationText(-minutes)} earlier`,
  unlink: (name: string) => `Do not wait for ${name}`,
  linked: (to: string, from: string) => `${to} waits for ${from} now.`,
  unlinked: (to: string, from: string) => `${to} does not wait for ${from} any more.`,
  loop: (path: string) => `They would wait for each other in a circle: ${path}.`,
  alreadyLinked: 'It waits for that one already.',

  moved: (name: string, when: string) => `${name} is now ${when}.`,
  movedMany: (n: number) => `${tasks(n)} moved.`,
  putBack: 'The plan is as it was.',
  notMoved: (name: string) => `${name} stays where it is: what it waits for or its hours allow nothing else.`,
  cascadeRecheck: (n: number) => `Move ${tasks(n)} by today’s hours?`,
  cascadeTitle: (n: number) =>
    n === 0 ? 'Move it?' : `Move ${tasks(n)} that ${n === 1 ? 'depends' : 'depend'} on it too?`,
  cascadeEnd: (before: string, after: string) => `The project ends ${after} instead of ${before}.`,
  cascadeEndSame: 'The end of the project does not move.',
  cascadeMoves: 'What moves',
  cascadeConflicts: 'What stands against it and stays',
  cascadeBookings: (n: number) =>
    n === 1
      ? 'One confirmed booking stays where it is; a new time for it is proposed.'
      : `${n} confirmed bookings stay where they are; new times for them are proposed.`,
  cascadeApply: 'Move them all',
  cascadeKeep: 'Leave as it was',
  cascadeStale: 'Somebody changed the plan meanwhile. This is what it would come to now.',
  shift: (minutes: number) =>
    minutes > 0 ? `${durationText(minutes)} later` : `${durationText(-minutes)} earlier`,

  legend: {
    task: 'Task',
    done: 'Done',
    milestone: 'Milestone',
    critical: 'Critical',
    baseline: 'Baseline',
  },
  pointer: 'Drag to move, its end to resize, its dot to link; drag on a phase to add',
}

/** Working minutes as people say them: `2 days 4 h`, `90 min`. */
export function durationText(minutes: number): string {
  const whole = Math.floor(minutes / 480)
  const rest = minutes % 480
  const parts = [
    whole > 0 ? days(whole) : null,
    rest > 0
      ? rest % 60 === 0
        ? `${rest / 60} h`
        : rest < 60
          ? `${rest} min`
          : `${Math.floor(rest / 60)} h ${rest % 60} min`
      : null,
  ]
  return parts.filter(Boolean).join(' ') || '0 min'
}
