import { asWhole, type TenantTx } from '../../db/tenant-tx.ts'
import type { NewEvent } from '../events/define.ts'
import { type OrreryEvent, readEvent } from '../events/registry.ts'
import { readCatalogue } from '../metrics/service.ts'
import { ensureStandardMetrics, type StandardMetrics, touchedByWork } from '../metrics/standard.service.ts'
import { DayClock } from '../platform/clock.ts'
import { layAhead, layFor } from './hours.service.ts'
import { areProjectsCounted, replaceProjects } from './projects.repository.ts'
import * as rows from './repository.ts'
import { createdFact, decidedFact, refusedFact } from './rules/facts.ts'

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

async function countAll(tx: TenantTx, events: readonly NewEvent[], at: Date): Promise<NewEvent[]> {
  const timeZone = await rows.readTimeZone(tx)
  const isFirst = !(await rows.isCounting(tx))
  const today = days.dayIn(timeZone, at)
  const ahead = await layAhead(tx, today)
  const counted: { event: NewEvent; moved: rows.MovedDay[] }[] = []
  for (const event of events) {
    counted.push({
      event,
      moved: COUNTED.includes(event.type) ? await countOne(tx, typed(event, at), today, at) : [],
    })
  }
  const first = counted.find(({ event }) => COUNTED.includes(event.type))
  first?.moved.push(...ahead)
  if (counted.every(({ moved }) => moved.length === 0)) return [...events]
  // After the events, which say more of their bookings than the rows do.
  if (isFirst) await rows.countEarlierBookings(tx, timeZone)
  const standard = await ensureSets(
    tx,
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

/** The metrics that facts of these kinds feed. */
async function ensureSets(tx: TenantTx, moved: readonly rows.MovedDay[]): Promise<StandardMetrics> {
  const isOfHours = ({ kind }: rows.MovedDay) => kind === 'available' || kind === 'booked'
  const isOfPlans = ({ kind }: rows.MovedDay) => kind === 'project_late' || kind === 'project_on_time'
  const found: StandardMetrics = { definitions: [], events: [], touched: [] }
  const known = await readCatalogue(tx)
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

async function countOne(tx: TenantTx, event: OrreryEvent, today: string, at: Date): Promise<rows.MovedDay[]> {
  const projectId = 'projectId' in event.data && isOfProject(event.type) ? event.data.projectId : null
  return [
    ...(await countFacts(tx, event, today, at)),
    ...(await layFor(tx, event, today)),
    ...(projectId ? await countProject(tx, projectId) : []),
  ]
}

const isOfProject = (type: string): boolean => type.startsWith('project.') || type.startsWith('task.')

/** The first project that is counted brings those of before along. */
async function countProject(tx: TenantTx, projectId: string): Promise<rows.MovedDay[]> {
  return replaceProjects(tx, (await areProjectsCounted(tx)) ? projectId : null)
}

async function countFacts(
  tx: TenantTx,
  event: OrreryEvent,
  today: string,
  at: Date,
): Promise<rows.MovedDay[]> {
  switch (event.type) {
    case 'booking.created':
      return rows.putFacts(tx, [createdFact(event.data.bookingId, event.data.after, at, today)])
    case 'booking.changed':
    case 'booking.transitioned':
    case 'booking.expired':
      return countStep(tx, event.data, today)
    case 'booking.refused': {
      const { callId, ...asked } = event.data
      return rows.putFacts(tx, [refusedFact(callId, asked, today)])
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

type Step = Extract<OrreryEvent, { type: 'booking.transitioned' }>['data']

/** A booking that went to another project, or was decided. It is decided once: one that is taken back and confirmed again was confirmed. */
async function countStep(
  tx: TenantTx,
  { bookingId, before, after }: Step,
  today: string,
): Promise<rows.MovedDay[]> {
  const projectId = after.projectId ?? null
  const isMoved = (before.projectId ?? null) !== projectId
  const moved = isMoved ? await rows.moveToProject(tx, bookingId, projectId) : []
  const decided = decidedFact(bookingId, before, after, today)
  if (decided === null || (await rows.hasFact(tx, ['hold_confirmed', 'hold_lost'], bookingId))) return moved
  return [...moved, ...(await rows.putFacts(tx, [decided]))]
}

const isSameSkill = (before: readonly object[], after: readonly object[]): boolean =>
  JSON.stringify(before) === JSON.stringify(after)
