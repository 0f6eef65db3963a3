import type { BookingView } from '../../contracts/bookings.ts'
import { type BookingId, ProjectId, ProposalId, TaskId } from '../../contracts/ids.ts'
import { LIST_PAGE_MAX } from '../../contracts/limits.ts'
import type {
  AllProposalsQuery,
  ProposalsQuery,
  ProposalView,
  SettledProposal,
  TouchedBooking,
} from '../../contracts/project-plans.ts'
import type { ProjectView } from '../../contracts/projects.ts'
import { err, ok, type Result } from '../../contracts/result.ts'
import type { TenantTx } from '../../db/tenant-tx.ts'
import { readBooking } from '../bookings/line.service.ts'
import { type ChangeBookingRefusal, changeBooking, readBookings } from '../bookings/service.ts'
import type { NewEvent } from '../events/define.ts'
import type { Telling } from '../notifications/service.ts'
import { bookingsProposed, proposalSettled } from './events.ts'
import type { Moved } from './plan.service.ts'
import * as proposalRows from './proposals.repository.ts'
import * as rows from './repository.ts'
import { touchedBookings } from './rules/cascade.ts'
import { type Changed, subjectOf } from './service.ts'

const iso = (ms: number): string => new Date(ms).toISOString()

const timesOf = ({ startTime, endTime, days }: proposalRows.BookingTimes) => ({ startTime, endTime, days })

/** All confirmed bookings of a project, page by page. */
async function confirmedOf(tx: TenantTx, projectId: ProjectId): Promise<BookingView[]> {
  const found: BookingView[] = []
  const query = { projectId, status: ['confirmed' as const], limit: LIST_PAGE_MAX }
  for (let cursor: BookingId | null | undefined; cursor !== null; ) {
    const { data, meta } = await readBookings(tx, { ...query, ...(cursor && { cursor }) })
    found.push(...data)
    cursor = meta.nextCursor
  }
  return found
}

/** Confirmed bookings of a project whose tasks move, each with the time it should have then. */
export async function touchedBy(
  tx: TenantTx,
  project: ProjectView,
  moved: readonly Moved[],
): Promise<TouchedBooking[]> {
  if (moved.every(({ after }) => after.artistId === null)) return []
  const [bookings, open] = await Promise.all([
    confirmedOf(tx, project.id),
    proposalRows.listProposals(tx, project.id, 'open'),
  ])
  const expected = new Map(open.map(({ bookingId, proposed }) => [bookingId, proposed]))
  const moves = moved.map(({ before, after }) => ({
    ...{ taskId: after.id, artistId: after.artistId, before, after },
  }))
  const booked = bookings.map((booking) => {
    // One that waits for an answer is where it was proposed to be, so that a second cascade goes on from there.
    const { startTime, endTime, days } = expected.get(booking.id) ?? booking
    const span = { fromMs: Date.parse(startTime), toMs: Date.parse(endTime), days }
    return { ...span, id: booking.id, artistId: booking.artistId, timeZone: booking.timeZone, booking }
  })
  return touchedBookings(moves, booked).map(({ booking: { booking }, taskId, proposed }) => ({
    ...{ bookingId: booking.id, title: booking.title, taskId: TaskId.parse(taskId) },
    ...{ artistId: booking.artistId, artistName: booking.artistName },
    before: timesOf(booking),
    proposed: { startTime: iso(proposed.fromMs), endTime: iso(proposed.toMs), days: proposed.days },
  }))
}

/** Stores what is proposed for bookings, in place of what was proposed before. One that is back where it belongs needs no proposal. */
export async function propose(
  tx: TenantTx,
  project: ProjectView,
  touched: readonly TouchedBooking[],
  by: { newId: () => string; at: Date },
): Promise<NewEvent[]> {
  const ids = new Set<string>(touched.map(({ bookingId }) => bookingId))
  const open = await proposalRows.listProposals(tx, project.id, 'open')
  const old = open.filter(({ bookingId }) => ids.has(bookingId)).map(({ id }) => id)
  await proposalRows.settleProposals(tx, old, 'replaced')
  const needed = touched.filter(
    ({ before, proposed }) => before.startTime !== proposed.startTime || before.endTime !== proposed.endTime,
  )
  const made = needed.map(({ bookingId, taskId, before, proposed }) => ({
    ...{ id: by.newId(), projectId: project.id, bookingId, taskId, before, proposed },
    ...{ status: 'open' as const, createdAt: by.at.toISOString() },
  }))
  await proposalRows.insertProposals(tx, made)
  if (made.length === 0) return []
  const proposals = made.map(({ id, bookingId, before, proposed }) => ({
    ...{ proposalId: id, bookingId, before, proposed },
  }))
  const { id: projectId, name } = project
  return [bookingsProposed.of(subjectOf(projectId), { projectId, name, proposals })]
}

function viewOf(proposal: proposalRows.NamedProposal, booking: BookingView): ProposalView {
  return {
    ...proposal,
    id: ProposalId.parse(proposal.id),
    projectId: ProjectId.parse(proposal.projectId),
    bookingId: booking.id,
    taskId: TaskId.parse(proposal.taskId),
    ...{ title: booking.title, artistId: booking.artistId, artistName: booking.artistName },
  }
}

/** Proposals of a project; null when there is no such project. */
export async function readProposals(
  tx: TenantTx,
  projectId: string,
  { status }: ProposalsQuery,
): Promise<ProposalView[] | null> {
  if ((await rows.findProject(tx, projectId)) === null) return null
  return viewsOf(tx, await proposalRows.listProposals(tx, projectId, status))
}

/** A page of proposals over all projects, newest first, and how many there are on all pages. */
export async function readAllProposals(tx: TenantTx, query: AllProposalsQuery) {
  const [found, total] = await Promise.all([
    proposalRows.listProposalsOver(tx, query, query.limit + 1),
    proposalRows.countProposals(tx, query),
  ])
  const page = found.slice(0, query.limit)
  const nextCursor = found.length > page.length ? (page.at(-1)?.id ?? null) : null
  return { data: await viewsOf(tx, page), meta: { nextCursor, total } }
}

async function viewsOf(tx: TenantTx, found: readonly proposalRows.NamedProposal[]): Promise<ProposalView[]> {
  const bookings = await Promise.all(found.map(({ bookingId }) => readBooking(tx, bookingId)))
  return found.flatMap((proposal, at) => {
    const booking = bookings[at] ?? null
    return booking === null ? [] : [viewOf(proposal, booking)]
  })
}

/** The booking that a proposal is about; null when there is no such proposal. */
export const readProposedBooking = (tx: TenantTx, id: string): Promise<string | null> =>
  proposalRows.findProposedBooking(tx, id)

export type SettleRefusal = ChangeBookingRefusal | { code: 'conflict'; details: { reason: string } }

/** Moves a booking to the time that was proposed for it, if that is free and the booking still is where it was. */
export async function acceptProposal(
  tx: TenantTx,
  id: string,
  by: Telling,
): Promise<Result<Changed<SettledProposal>, SettleRefusal>> {
  const found = await openProposal(tx, id)
  if (!found.ok) return found
  const { proposal, booking } = found.value
  const { before, proposed } = proposal
  if (booking.startTime !== before.startTime || booking.endTime !== before.endTime) {
    const reason = 'The booking was moved since; dismiss the proposal, or move the booking by hand.'
    return err({ code: 'conflict', details: { reason } })
  }
  const { startTime, endTime, days } = proposed
  const when = days === null ? { startTime, endTime } : { days }
  const changed = await changeBooking(tx, booking.id, booking.version, when, by)
  if (!changed.ok) return changed
  const settled = await settle(tx, proposal, changed.value.view, 'accepted')
  return ok({ view: settled.view, events: [...changed.value.events, ...settled.events] })
}

/** Leaves a booking where it is, and asks no more. */
export async function dismissProposal(
  tx: TenantTx,
  id: string,
): Promise<Result<Changed<SettledProposal>, SettleRefusal>> {
  const found = await openProposal(tx, id)
  if (!found.ok) return found
  return ok(await settle(tx, found.value.proposal, found.value.booking, 'dismissed'))
}

async function openProposal(tx: TenantTx, id: string) {
  const proposal = await proposalRows.lockProposal(tx, id)
  const booking = proposal === null ? null : await readBooking(tx, proposal.bookingId)
  if (proposal === null || booking === null) return err({ code: 'not_found' } as const)
  if (proposal.status !== 'open') {
    return err({ code: 'conflict', details: { reason: `It is ${proposal.status} already.` } } as const)
  }
  return ok({ proposal, booking })
}

async function settle(
  tx: TenantTx,
  proposal: proposalRows.NamedProposal,
  booking: BookingView,
  status: 'accepted' | 'dismissed',
): Promise<Changed<SettledProposal>> {
  await proposalRows.settleProposals(tx, [proposal.id], status)
  const { projectId, bookingId } = proposal
  const event = proposalSettled.of(subjectOf(projectId), {
    ...{ projectId, proposalId: proposal.id, bookingId, title: booking.title, status },
  })
  return { view: { proposal: viewOf({ ...proposal, status }, booking), booking }, events: [event] }
}
