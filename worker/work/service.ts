import { asWhole, type TenantTx } from '../../db/tenant-tx.ts'
import type { NewEvent } from '../events/define.ts'
import { type OrreryEvent, readEvent } from '../events/registry.ts'
import { type NumberedDefinition, readMetricsOf } from '../metrics/service.ts'
import { ensureStandardMetrics, type StandardMetrics, touchedByWork } from '../metrics/standard.service.ts'
import { DayClock } from '../platform/clock.ts'
import { layAhead, layFor } from './hours.service.ts'
import { areProjectsCounted, replaceProjects } from './projects.repository.ts'
import * as rows from './repository.ts'
import { createdFact, decidedFact, isDecision, refusedFact, type WorkFact } from './rules/facts.ts'

const days = new DayClock()

/** Events after which something is counted, or counted under another name. */
const COUNTED: readonly string[] = [
  'artist.created',
  'artist.changed',
  'artist.archived',
  'artist.restored',
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

/**
 * Counts what events say, in their own transaction. Gives the same events, those that moved numbers with the metrics and days of that, and
 * before them the metrics that are new in the catalogue.
 */
export async function countWork(tx: TenantTx, events: readonly NewEvent[], at: Date): Promise<NewEvent[]> {
  if (!events.some(({ type }) => COUNTED.includes(type))) return [...events]
  // What is of no client is counted as well, whoever acts.
  return asWhole(tx, () => countAll(tx, events, at))
}

/** What counting goes by. */
interface Counting extends rows.CountedSoFar {
  today: string
  /** The metrics of the catalogue that count work. */
  known: NumberedDefinition[]
}

async function readCounting(tx: TenantTx, at: Date): Promise<Counting> {
  const [soFar, known] = await Promise.all([rows.readCountedSoFar(tx), readMetricsOf(tx, 'work_facts')])
  return { ...soFar, known, today: days.dayIn(soFar.timeZone, at) }
}

interface Counted {
  event: NewEvent
  moved: rows.MovedDay[]
}

async function countAll(tx: TenantTx, events: readonly NewEvent[], at: Date): Promise<NewEvent[]> {
  // What the first event needs is asked in the same flight.
  const asked = readCounting(tx, at)
  const [counting, counted] = await Promise.all([asked, countEach(tx, events, asked, at)])
  const ahead = await layAhead(tx, counting)
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

async function countEach(
  tx: TenantTx,
  events: readonly NewEvent[],
  counting: Promise<Counting>,
  at: Date,
): Promise<Counted[]> {
  const counted: Counted[] = []
  for (const event of events) {
    const isCounted = COUNTED.includes(event.type)
    counted.push({ event, moved: isCounted ? await countOne(tx, typed(event, at), counting, at) : [] })
  }
  return counted
}

/** The metrics that facts of these kinds feed. */
async function ensureSets(
  tx: TenantTx,
  known: readonly NumberedDefinition[],
  moved: readonly rows.MovedDay[],
): Promise<StandardMetrics> {
  const isOfHours = ({ kind }: rows.MovedDay) => kind === 'available' || kind === 'booked'
  const isOfPlans = ({ kind }: rows.MovedDay) => kind === 'project_late' || kind === 'project_on_time'
  const found: StandardMetrics = { definitions: [], events: [], touched: [] }
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

async function countOne(
  tx: TenantTx,
  event: OrreryEvent,
  counting: Promise<Counting>,
  at: Date,
): Promise<rows.MovedDay[]> {
  const projectId = 'projectId' in event.data && isOfProject(event.type) ? event.data.projectId : null
  // In this order: what moves facts to another project goes before what reads them.
  const moved = await Promise.all([
    countFacts(tx, event, counting, at),
    layFor(tx, event, counting),
    projectId ? countProject(tx, projectId) : [],
  ])
  return moved.flat()
}

const isOfProject = (type: string): boolean => type.startsWith('project.') || type.startsWith('task.')

/** The first project that is counted brings those of before along. */
async function countProject(tx: TenantTx, projectId: string): Promise<rows.MovedDay[]> {
  return replaceProjects(tx, (await areProjectsCounted(tx)) ? projectId : null)
}

async function countFacts(
  tx: TenantTx,
  event: OrreryEvent,
  counting: Promise<Counting>,
  at: Date,
): Promise<rows.MovedDay[]> {
  switch (event.type) {
    case 'booking.created':
      return put(tx, createdFact(event.data.bookingId, event.data.after, at, (await counting).today))
    case 'booking.changed':
    case 'booking.transitioned':
    case 'booking.expired':
      return countStep(tx, event.data, counting)
    case 'booking.refused': {
      const { callId, ...asked } = event.data
      return put(tx, refusedFact(callId, asked, (await counting).today))
    }
    case 'artist.created':
      return rows.listNamedDays(tx, 'artist', [event.data.after.name])
    case 'artist.changed': {
      const { before, after } = event.data
      const isSame = before.name === after.name && isSameSkill(before.skills, after.skills)
      return isSame ? [] : rows.listNamedDays(tx, 'artist', [before.name, after.name])
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

/** Stores a fact that is new, without waiting for it. */
function put(tx: TenantTx, fact: WorkFact): rows.MovedDay[] {
  tx.endWith(rows.putFact(tx, fact))
  return [{ kind: fact.kind, day: fact.day }]
}

type Step = Extract<OrreryEvent, { type: 'booking.transitioned' }>['data']

/** A booking that went to another project, or was decided. It is decided once: one that is taken back and confirmed again was confirmed. */
async function countStep(
  tx: TenantTx,
  { bookingId, before, after }: Step,
  counting: Promise<Counting>,
): Promise<rows.MovedDay[]> {
  const projectId = after.projectId ?? null
  const isMoved = (before.projectId ?? null) !== projectId
  const [moved, wasDecided, { today }] = await Promise.all([
    isMoved ? rows.moveToProject(tx, bookingId, projectId) : [],
    isDecision(before, after) && rows.hasFact(tx, ['hold_confirmed', 'hold_lost'], bookingId),
    counting,
  ])
  const decided = wasDecided ? null : decidedFact(bookingId, before, after, today)
  return decided === null ? moved : [...moved, ...put(tx, decided)]
}

const isSameSkill = (before: readonly object[], after: readonly object[]): boolean =>
  JSON.stringify(before) === JSON.stringify(after)
