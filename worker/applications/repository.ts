import { and, asc, desc, eq, getTableColumns, inArray, isNotNull, sql } from 'drizzle-orm'
import { ApplicationStage } from '../../contracts/job-stages.ts'
import { MatchView } from '../../contracts/jobs.ts'
import { SealedPersonal } from '../../contracts/personal.ts'
import { jobApplications } from '../../db/schema/jobs.ts'
import type { TenantTx } from '../../db/tenant-tx.ts'

/** An application as it is stored: profile and message are sealed. */
export interface StoredApplication {
  id: string
  jobId: string
  personId: string
  profileId: string
  profileTenantId: string
  stage: ApplicationStage
  sealed: SealedPersonal
  match: MatchView
  note: string | null
  artistId: string | null
  bookingId: string | null
  version: number
  createdAt: string
  changedAt: string
  /** Its job is read without names. */
  isJobBlind: boolean
}

const iso = (at: string) => new Date(at).toISOString()

/** An application with what its job says of how it is read. */
const columns = {
  ...getTableColumns(jobApplications),
  isJobBlind: sql<boolean>`coalesce((select j.is_blind from jobs j
    where j.tenant_id = ${jobApplications.tenantId} and j.id = ${jobApplications.jobId}), false)`,
}

function toStored(row: typeof jobApplications.$inferSelect & { isJobBlind: boolean }): StoredApplication {
  const { tenantId: _tenant, copiedVersion: _copied, score: _score, ...fields } = row
  return {
    ...fields,
    stage: ApplicationStage.parse(row.stage),
    sealed: SealedPersonal.parse(row.sealed),
    match: MatchView.parse(row.match),
    createdAt: iso(row.createdAt),
    changedAt: iso(row.changedAt),
  }
}

const ofTenant = (tx: TenantTx) => eq(jobApplications.tenantId, tx.tenantId)
const ofId = (tx: TenantTx, id: string) => and(ofTenant(tx), eq(jobApplications.id, id))
const ofJob = (tx: TenantTx, jobId: string) => and(ofTenant(tx), eq(jobApplications.jobId, jobId))

/** Applications to a listing, the best match first, and of equal ones the earliest. */
export async function listOfJob(
  tx: TenantTx,
  jobId: string,
  stages: readonly ApplicationStage[] | null,
  limit: number,
): Promise<StoredApplication[]> {
  const rows = await tx.db
    .select(columns)
    .from(jobApplications)
    .where(and(ofJob(tx, jobId), stages === null ? undefined : inArray(jobApplications.stage, [...stages])))
    .orderBy(desc(jobApplications.score), asc(jobApplications.createdAt), asc(jobApplications.id))
    .limit(limit)
  return rows.map(toStored)
}

export const countOfJob = (tx: TenantTx, jobId: string): Promise<number> =>
  tx.db.$count(jobApplications, ofJob(tx, jobId))

export async function findApplication(tx: TenantTx, id: string): Promise<StoredApplication | null> {
  const [row] = await tx.db.select(columns).from(jobApplications).where(ofId(tx, id))
  return row === undefined ? null : toStored(row)
}

export async function lockApplication(tx: TenantTx, id: string): Promise<StoredApplication | null> {
  const [row] = await tx.db.select(columns).from(jobApplications).where(ofId(tx, id)).for('update')
  return row === undefined ? null : toStored(row)
}

/** A person's application to a listing that was not taken back. */
export async function findStanding(
  tx: TenantTx,
  jobId: string,
  personId: string,
): Promise<StoredApplication | null> {
  const [row] = await tx.db
    .select(columns)
    .from(jobApplications)
    .where(
      and(
        ofJob(tx, jobId),
        eq(jobApplications.personId, personId),
        sql`${jobApplications.stage} <> 'withdrawn'`,
      ),
    )
  return row === undefined ? null : toStored(row)
}

/** The artist somebody was made when they were hired before. */
export async function findHiredArtist(tx: TenantTx, personId: string): Promise<string | null> {
  const [row] = await tx.db
    .select({ artistId: jobApplications.artistId })
    .from(jobApplications)
    .where(and(ofTenant(tx), eq(jobApplications.personId, personId), isNotNull(jobApplications.artistId)))
    .orderBy(desc(jobApplications.changedAt))
    .limit(1)
  return row?.artistId ?? null
}

/** Stores an application; false when the id is taken, or the person has one that counts. */
export async function insertApplication(
  tx: TenantTx,
  row: Pick<
    StoredApplication,
    'id' | 'jobId' | 'personId' | 'profileId' | 'profileTenantId' | 'sealed' | 'match'
  >,
  at: Date,
): Promise<boolean> {
  const times = { createdAt: at.toISOString(), changedAt: at.toISOString() }
  const made = await tx.db
    .insert(jobApplications)
    .values({ ...row, stage: 'new', score: row.match.score, tenantId: tx.tenantId, ...times })
    .onConflictDoNothing()
    .returning({ id: jobApplications.id })
  return made.length === 1
}

export async function updateApplication(
  tx: TenantTx,
  id: string,
  set: Partial<Pick<StoredApplication, 'stage' | 'note' | 'artistId' | 'bookingId'>>,
  at: Date,
): Promise<void> {
  await tx.db
    .update(jobApplications)
    .set({ ...set, changedAt: at.toISOString(), version: sql`${jobApplications.version} + 1` })
    .where(ofId(tx, id))
}

/** Applications of which the applicant's copy is older. */
export async function listUncopied(tx: TenantTx, limit: number): Promise<StoredApplication[]> {
  const rows = await tx.db
    .select(columns)
    .from(jobApplications)
    .where(and(ofTenant(tx), sql`${jobApplications.copiedVersion} < ${jobApplications.version}`))
    .limit(limit)
  return rows.map(toStored)
}

export async function markCopied(tx: TenantTx, id: string, version: number): Promise<void> {
  await tx.db.update(jobApplications).set({ copiedVersion: version }).where(ofId(tx, id))
}
