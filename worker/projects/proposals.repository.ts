import { and, desc, eq, inArray } from 'drizzle-orm'
import { z } from 'zod'
import { BookedDays } from '../../contracts/bookings.ts'
import { PROJECT_TASKS_MAX } from '../../contracts/limits.ts'
import { ProposalStatus } from '../../contracts/project-plans.ts'
import { bookingProposals } from '../../db/schema/projects.ts'
import type { TenantTx } from '../../db/tenant-tx.ts'

const Times = z.object({ startTime: z.string(), endTime: z.string(), days: BookedDays.nullable() })
export type BookingTimes = z.infer<typeof Times>

/** A new time for a booking, as it is stored. */
export interface Proposal {
  id: string
  projectId: string
  bookingId: string
  taskId: string
  status: z.infer<typeof ProposalStatus>
  before: BookingTimes
  proposed: BookingTimes
  createdAt: string
}

function toProposal({ tenantId: _tenant, ...row }: typeof bookingProposals.$inferSelect): Proposal {
  return {
    ...row,
    status: ProposalStatus.parse(row.status),
    before: Times.parse(row.before),
    proposed: Times.parse(row.proposed),
    createdAt: new Date(row.createdAt).toISOString(),
  }
}

/** Proposals of a project in one status, newest first. */
export async function listProposals(
  tx: TenantTx,
  projectId: string,
  status: Proposal['status'],
): Promise<Proposal[]> {
  const rows = await tx.db
    .select()
    .from(bookingProposals)
    .where(
      and(
        eq(bookingProposals.tenantId, tx.tenantId),
        eq(bookingProposals.projectId, projectId),
        eq(bookingProposals.status, status),
      ),
    )
    .orderBy(desc(bookingProposals.createdAt), desc(bookingProposals.id))
    .limit(PROJECT_TASKS_MAX)
  return rows.map(toProposal)
}

const ofId = (tx: TenantTx, id: string) =>
  and(eq(bookingProposals.tenantId, tx.tenantId), eq(bookingProposals.id, id))

/** The proposal, locked, so that it is settled once. */
export async function lockProposal(tx: TenantTx, id: string): Promise<Proposal | null> {
  const [row] = await tx.db.select().from(bookingProposals).where(ofId(tx, id)).for('update')
  return row === undefined ? null : toProposal(row)
}

export async function insertProposals(tx: TenantTx, proposals: readonly Proposal[]): Promise<void> {
  if (proposals.length === 0) return
  await tx.db.insert(bookingProposals).values(proposals.map((one) => ({ ...one, tenantId: tx.tenantId })))
}

export async function settleProposals(
  tx: TenantTx,
  ids: readonly string[],
  status: Exclude<Proposal['status'], 'open'>,
): Promise<void> {
  if (ids.length === 0) return
  await tx.db
    .update(bookingProposals)
    .set({ status })
    .where(and(eq(bookingProposals.tenantId, tx.tenantId), inArray(bookingProposals.id, [...ids])))
}
