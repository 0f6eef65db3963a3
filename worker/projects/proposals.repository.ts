import { and, count, desc, eq, inArray, isNull, type SQL, sql } from 'drizzle-orm'
import { z } from 'zod'
import { BookedDays } from '../../contracts/bookings.ts'
import { PROJECT_TASKS_MAX } from '../../contracts/limits.ts'
import { type AllProposalsQuery, ProposalStatus } from '../../contracts/project-plans.ts'
import { bookingProposals, projects, projectTasks } from '../../db/schema/projects.ts'
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

/** The same with what its project and task are called; a task may be gone. */
export interface NamedProposal extends Proposal {
  projectName: string
  taskName: string | null
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

function named(tx: TenantTx) {
  return tx.db
    .select({ proposal: bookingProposals, projectName: projects.name, taskName: projectTasks.name })
    .from(bookingProposals)
    .innerJoin(
      projects,
      and(eq(projects.tenantId, bookingProposals.tenantId), eq(projects.id, bookingProposals.projectId)),
    )
    .leftJoin(
      projectTasks,
      and(eq(projectTasks.tenantId, bookingProposals.tenantId), eq(projectTasks.id, bookingProposals.taskId)),
    )
    .$dynamic()
}

const toNamed = ({
  proposal,
  ...names
}: {
  proposal: typeof bookingProposals.$inferSelect
  projectName: string
  taskName: string | null
}): NamedProposal => ({ ...toProposal(proposal), ...names })

/** Proposals of a project in one status, newest first. */
export async function listProposals(
  tx: TenantTx,
  projectId: string,
  status: Proposal['status'],
): Promise<NamedProposal[]> {
  const rows = await named(tx)
    .where(matches(tx, { status, projectId }, 'all'))
    .orderBy(desc(bookingProposals.createdAt), desc(bookingProposals.id))
    .limit(PROJECT_TASKS_MAX)
  return rows.map(toNamed)
}

/** A page of proposals over all projects that are not archived, newest first; `cursor` is the id of the last one seen. */
export async function listProposalsOver(
  tx: TenantTx,
  { cursor, ...query }: AllProposalsQuery,
  limit: number,
): Promise<NamedProposal[]> {
  const seen = sql`(select s.created_at, s.id from booking_proposals s
    where s.tenant_id = ${tx.tenantId} and s.id = ${cursor ?? null}::uuid)`
  const isAfter =
    cursor === undefined ? undefined : sql`(${bookingProposals.createdAt}, ${bookingProposals.id}) < ${seen}`
  const rows = await named(tx)
    .where(and(matches(tx, query, 'open'), isAfter))
    .orderBy(desc(bookingProposals.createdAt), desc(bookingProposals.id))
    .limit(limit)
  return rows.map(toNamed)
}

export async function countProposals(tx: TenantTx, query: AllProposalsQuery): Promise<number> {
  const [row] = await tx.db
    .select({ count: count() })
    .from(bookingProposals)
    .innerJoin(
      projects,
      and(eq(projects.tenantId, bookingProposals.tenantId), eq(projects.id, bookingProposals.projectId)),
    )
    .where(matches(tx, query, 'open'))
  return row?.count ?? 0
}

function matches(
  tx: TenantTx,
  { status, projectId }: { status: Proposal['status']; projectId?: string | undefined },
  which: 'open' | 'all',
): SQL | undefined {
  return and(
    eq(bookingProposals.tenantId, tx.tenantId),
    eq(bookingProposals.status, status),
    projectId === undefined ? undefined : eq(bookingProposals.projectId, projectId),
    which === 'all' ? undefined : isNull(projects.archivedAt),
  )
}

const ofId = (tx: TenantTx, id: string) =>
  and(eq(bookingProposals.tenantId, tx.tenantId), eq(bookingProposals.id, id))

/** The proposal, locked, so that it is settled once. */
export async function lockProposal(tx: TenantTx, id: string): Promise<NamedProposal | null> {
  const [row] = await named(tx).where(ofId(tx, id)).for('update', { of: bookingProposals })
  return row === undefined ? null : toNamed(row)
}

export async function findProposedBooking(tx: TenantTx, id: string): Promise<string | null> {
  const [row] = await tx.db
    .select({ bookingId: bookingProposals.bookingId })
    .from(bookingProposals)
    .where(ofId(tx, id))
  return row?.bookingId ?? null
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
