import type { TenantTx } from '../../db/tenant-tx.ts'
import type { OrreryEvent } from '../events/registry.ts'
import type { Reach } from './hours.service.ts'
import * as rows from './repository.ts'
import { createdFact, decidedFact, isDecision, refusedFact, type WorkFact } from './rules/facts.ts'

/** What is counted of bookings. */
interface BookingsCounted {
  /** Facts that are new; they are still to be stored. */
  facts: WorkFact[]
  /** Days that each event moves, of its facts and of those that went to another project. */
  moved: Map<OrreryEvent, rows.MovedDay[]>
}

/**
 * What is counted of bookings that were made, decided, or went to another project. A booking is decided once: one that is taken back and
 * confirmed again was confirmed.
 */
export async function countBookings(
  tx: TenantTx,
  events: readonly OrreryEvent[],
  at: Reach,
  now: Date,
): Promise<BookingsCounted> {
  const steps = events.flatMap((event) => (isStep(event) ? [event] : []))
  const decisions = steps.filter(({ data: { before, after } }) => isDecision(before, after))
  const deciding = decisions.map(({ data }) => data.bookingId)
  const [decided, { today }, ...ofProjects] = await Promise.all([
    rows.listWithFact(tx, ['hold_confirmed', 'hold_lost'], deciding),
    at,
    ...steps.map(({ data }) => moveProject(tx, data)),
  ])
  const facts = new Map<OrreryEvent, WorkFact | null>()
  for (const event of events) {
    if (event.type === 'booking.created') {
      facts.set(event, createdFact(event.data.bookingId, event.data.after, now, today))
    } else if (event.type === 'booking.refused') {
      const { callId, ...asked } = event.data
      facts.set(event, refusedFact(callId, asked, today))
    } else if (isStep(event) && !decided.includes(event.data.bookingId)) {
      const { bookingId, before, after } = event.data
      facts.set(event, decidedFact(bookingId, before, after, today))
      if (isDecision(before, after)) decided.push(bookingId)
    }
  }
  const moved = new Map(events.map((event) => [event, [] as rows.MovedDay[]]))
  for (const [i, step] of steps.entries()) moved.get(step)?.push(...(ofProjects[i] ?? []))
  for (const [event, fact] of facts)
    if (fact !== null) moved.get(event)?.push({ kind: fact.kind, day: fact.day })
  return { facts: [...facts.values()].filter((fact) => fact !== null), moved }
}

type Step = Extract<OrreryEvent, { type: 'booking.changed' | 'booking.transitioned' | 'booking.expired' }>

const isStep = (event: OrreryEvent): event is Step =>
  event.type === 'booking.changed' ||
  event.type === 'booking.transitioned' ||
  event.type === 'booking.expired'

/** Facts of a booking that went to another project go along. */
async function moveProject(
  tx: TenantTx,
  { bookingId, before, after }: Step['data'],
): Promise<rows.MovedDay[]> {
  const projectId = after.projectId ?? null
  return (before.projectId ?? null) === projectId ? [] : rows.moveToProject(tx, bookingId, projectId)
}
