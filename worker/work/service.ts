import { ERASED_ARTIST } from '../../contracts/personal.ts'
import { asWhole, type TenantTx } from '../../db/tenant-tx.ts'
import type { NewEvent } from '../events/define.ts'
import { type OrreryEvent, readEvent } from '../events/registry.ts'
import { readSourcesOf, type SourcedMetric } from '../metrics/service.ts'
import { ensureStandardMetrics, type StandardMetrics, touchedByWork } from '../metrics/standard.service.ts'
import { DayClock } from '../platform/clock.ts'
import { countBookings } from './bookings.service.ts'
import { foreseeHours, layAhead, layFor, type Reach } from './hours.service.ts'
import { areProjectsCounted, replaceProjects } from './projects.repository.ts'
import * as rows from './repository.ts'

const days = new DayClock()

/** Events after which something is counted, or counted under another name. */
const COUNTED: readonly string[] = [
  'artist.created',
  'artist.changed',
  'artist.archived',
  'artist.restored',
  'artist.erased',
  'artist.hours_changed',
  'artist.time_off_added',
  'artist.time_off_removed',
  'calendar.changed',
  'booking.created',
  'booking.changed',
  'booking.transitioned',
  'booking.expired',
  'booking.refused',
  'project.created',
  'project.changed',
  'project.archived',
  'project.restored',
  'project.plan_moved',
  'task.created',
  'task.changed',
  'task.removed',
] satisfies OrreryEvent['type'][]

/** What counting goes by. */
interface Counting extends rows.CountedSoFar {
  /** The metrics of the catalogue that count work. */
  known: SourcedMetric[]
}

async function readCounting(tx: TenantTx): Promise<Counting> {
  const [soFar, known] = await Promise.all([rows.readCountedSoFar(tx), readSourcesOf(tx, 'work_facts')])
  return { ...soFar, known }
}

/** What new bookings will be counted by, asked before they are stored, together with what they are measured by. */
export interface Foreseen {
  counting: Promise<Counting>
  /** Null where none takes hours of its artist. */
  hours: ReturnType<typeof foreseeHours>
}

/**
 * Asks for that ahead. Their artists have to be locked before. Null for a caller who does not reach all clients: what theirs is counted by
 * is asked as the workspace, when nothing else is asked any more.
 */
export function foresee(
  tx: TenantTx,
  bookings: readonly { artistId: string; status: string }[],
): Foreseen | null {
  if (tx.reader.clients !== 'all') return null
  const asked = { counting: readCounting(tx), hours: foreseeHours(tx, bookings) }
  // A booking that is refused is not counted.
  for (const one of [asked.counting, asked.hours]) one?.catch(() => undefined)
  return asked
}

/**
 * Counts what events say, in their own transaction. Gives the same events, those that moved numbers with the metrics and days of that, and
 * before them the metrics that are new in the catalogue. `foreseen` is of all bookings they are about.
 */
export async function countWork(
  tx: TenantTx,
  events: readonly NewEvent[],
  at: Date,
  foreseen: Foreseen | null = null,
): Promise<NewEvent[]> {
  if (!events.some(({ type }) => COUNTED.includes(type))) return [...events]
  // What is of no client is counted as well, whoever acts.
  return asWhole(tx, () => countAll(tx, events, at, foreseen))
}

interface Counted {
  event: NewEvent
  moved: rows.MovedDay[]
}

async function countAll(
  tx: TenantTx,
  events: readonly NewEvent[],
  at: Date,
  foreseen: Foreseen | null,
): Promise<NewEvent[]> {
  // What the events need is asked in the same flight.
  const asked = foreseen?.counting ?? readCounting(tx)
  const reach = asked.then(({ timeZone, lastDay }) => ({ today: days.dayIn(timeZone, at), lastDay }))
  const [counting, reached, counted] = await Promise.all([
    asked,
    reach,
    countEach(tx, events, reach, at, foreseen),
  ])
  const ahead = await layAhead(tx, reached)
  const first = counted.find(({ event }) => COUNTED.includes(event.type))
  first?.moved.push(...ahead)
  if (counted.every(({ moved }) => moved.length === 0)) return [...events]
  // After the events, which say more of their bookings than the rows do.
  if (!counting.isCounting) await rows.countEarlierBookings(tx, counting.timeZone)
  const standard = await ensureSets(
    tx,
    counting.known,
    counted.flatMap(({ moved }) => moved),
  )
  // All days that there are facts of, for what is new; the others have only moved on these.
  const fresh = new Set(standard.touched.map(({ metricNo }) => metricNo))
  const old = standard.definitions.filter(({ no }) => !fresh.has(no))
  const told = counted.map((one) => {
    if (one.moved.length === 0) return one.event
    const isFirstMoved = one === counted.find(({ moved }) => moved.length > 0)
    const touched = [...(isFirstMoved ? standard.touched : []), ...touchedByWork(old, one.moved)]
    // Every event of these types has an object.
    return { ...one.event, data: { ...(one.event.data as object), touched } }
  })
  return [...standard.events, ...told]
}

/** Counts all events; hours that they move are said of the first one that is counted. */
async function countEach(
  tx: TenantTx,
  events: readonly NewEvent[],
  reach: Reach,
  at: Date,
  foreseen: Foreseen | null,
): Promise<Counted[]> {
  const all = events.map((event) => (COUNTED.includes(event.type) ? typed(event, at) : null))
  const known = all.filter((event) => event !== null)
  // In this order: what moves facts to another project goes before what reads them.
  const [ofBookings, ofHours] = await Promise.all([
    countBookings(tx, known, reach, at),
    layFor(tx, known, reach, foreseen?.hours ?? null),
  ])
  const facts = [...ofBookings.facts, ...ofHours.facts]
  if (facts.length > 0) tx.endWith(rows.putFacts(tx, facts))
  const counted: Counted[] = []
  let { moved } = ofHours
  for (const [i, event] of events.entries()) {
    const one = all[i] ?? null
    const own = one === null ? [] : [...(ofBookings.moved.get(one) ?? []), ...(await countOther(tx, one))]
    counted.push({ event, moved: one === null ? [] : [...moved, ...own] })
    if (one !== null) moved = []
  }
  return counted
}

/** The metrics that facts of these kinds feed. */
async function ensureSets(
  tx: TenantTx,
  known: readonly SourcedMetric[],
  moved: readonly rows.MovedDay[],
): Promise<StandardMetrics<SourcedMetric>> {
  const isOfHours = ({ kind }: rows.MovedDay) => kind === 'available' || kind === 'booked'
  const isOfPlans = ({ kind }: rows.MovedDay) => kind === 'project_late' || kind === 'project_on_time'
  const found: StandardMetrics<SourcedMetric> = { definitions: [], events: [], touched: [] }
  for (const [set, isFed] of [
    ['bookings', moved.some((one) => !isOfHours(one) && !isOfPlans(one))],
    ['utilisation', moved.some(isOfHours)],
    ['projects', moved.some(isOfPlans)],
  ] as const) {
    if (!isFed) continue
    const standard = await ensureStandardMetrics(tx, known, set, '')
    found.definitions.push(...standard.definitions)
    found.events.push(...standard.events)
    found.touched.push(...standard.touched)
  }
  return found
}

/** Whether a call that was refused has been counted already. */
export const isRefusalCounted = (tx: TenantTx, callId: string): Promise<boolean> =>
  rows.hasRefusal(tx, callId)

function typed({ type, subject, data }: NewEvent, at: Date): OrreryEvent {
  const row = { seq: 0, at: at.toISOString(), type, actor: '', subject }
  const event = readEvent({ ...row, body: JSON.stringify({ type, actor: '', subject, data }) })
  if (event === null) throw new Error(`an event of type ${type} has no body`)
  return event
}

const isOfProject = (type: string): boolean => type.startsWith('project.') || type.startsWith('task.')

/** The first project that is counted brings those of before along. */
async function countProject(tx: TenantTx, projectId: string): Promise<rows.MovedDay[]> {
  return replaceProjects(tx, (await areProjectsCounted(tx)) ? projectId : null)
}

/** What is counted of events that are no bookings. */
async function countOther(tx: TenantTx, event: OrreryEvent): Promise<rows.MovedDay[]> {
  const projectId = 'projectId' in event.data && isOfProject(event.type) ? event.data.projectId : null
  const moved = await Promise.all([moveNames(tx, event), projectId ? countProject(tx, projectId) : []])
  return moved.flat()
}

async function moveNames(tx: TenantTx, event: OrreryEvent): Promise<rows.MovedDay[]> {
  switch (event.type) {
    case 'artist.created':
      return rows.listNamedDays(tx, 'artist', namesOf(event.data.after))
    case 'artist.erased':
      // Its row has the neutral name by now, and its days are those of that name.
      return rows.listNamedDays(tx, 'artist', [ERASED_ARTIST])
    case 'artist.changed': {
      const { before, after } = event.data
      const isSame = before.name === after.name && isSameSkill(before.skills, after.skills)
      return isSame ? [] : rows.listNamedDays(tx, 'artist', namesOf(before, after))
    }
    case 'project.created':
      return rows.listNamedDays(tx, 'project', [event.data.after.name])
    case 'project.changed': {
      const { projectId, before, after } = event.data
      const isMoved = before.clientId !== after.clientId
      const moved = isMoved ? await rows.moveToClient(tx, projectId, after.clientId) : []
      if (before.name === after.name) return moved
      return [...moved, ...(await rows.listNamedDays(tx, 'project', [before.name, after.name]))]
    }
    default:
      return []
  }
}

/** Names that states say; they do until they are sealed, which is after counting. */
const namesOf = (...states: { name?: string | undefined }[]) => states.flatMap(({ name }) => name ?? [])

const isSameSkill = (before: readonly object[] | undefined, after: readonly object[] | undefined): boolean =>
  JSON.stringify(before) === JSON.stringify(after)
