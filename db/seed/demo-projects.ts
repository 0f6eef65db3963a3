/** A project of the demo studio. Its plan is worked out like any other; only where it begins is counted from the day on which it is made. */

export interface DemoTask {
  name: string
  phase: string
  artist?: string
  /** Working days of eight hours; 0 is a milestone. */
  days: number
  /** What it waits for: names of tasks before it. */
  after?: readonly string[]
  /** Working hours that lie between them. */
  lagHours?: number
  state?: 'done' | number
}

export const demoProject = {
  name: 'Kelpline summer campaign',
  notes: 'Stills, a launch film and the pages of the catalogue.',
  client: 'Kelpline Outdoors',
  startsDaysAgo: 3,
  dueInDays: 33,
  phases: ['Concept', 'Production', 'Finishing'],
} as const

export const demoTasks: readonly DemoTask[] = [
  { name: 'Briefing and references', phase: 'Concept', artist: 'Bo Tanaka', days: 2, state: 'done' },
  {
    ...{ name: 'Storyboard', phase: 'Concept', artist: 'Ines Paredes', days: 3, state: 40 },
    after: ['Briefing and references'],
  },
  {
    ...{ name: 'Casting and locations', phase: 'Concept', artist: 'Bo Tanaka', days: 4, state: 60 },
    after: ['Briefing and references'],
  },
  { name: 'Go for production', phase: 'Concept', days: 0, after: ['Storyboard', 'Casting and locations'] },
  {
    ...{ name: 'Stills on the coast', phase: 'Production', artist: 'Ada Kovacs', days: 3 },
    after: ['Go for production'],
  },
  { name: 'Launch film', phase: 'Production', artist: 'Bo Tanaka', days: 4, after: ['Go for production'] },
  {
    name: 'Retouching',
    phase: 'Finishing',
    artist: 'Ada Kovacs',
    days: 3,
    after: ['Stills on the coast'],
    lagHours: 8,
  },
  { name: 'Edit and grade', phase: 'Finishing', artist: 'Bo Tanaka', days: 5, after: ['Launch film'] },
  { name: 'Catalogue pages', phase: 'Finishing', artist: 'Ines Paredes', days: 4, after: ['Retouching'] },
  { name: 'Handover', phase: 'Finishing', days: 0, after: ['Edit and grade', 'Catalogue pages'] },
]
