import { and, eq, isNull, sql } from 'drizzle-orm'
import { ProfileVisibility } from '../../contracts/artist-profiles.ts'
import { SealedPersonal } from '../../contracts/personal.ts'
import { artistProfiles } from '../../db/schema/jobs.ts'
import type { TenantTx } from '../../db/tenant-tx.ts'

/** A profile as it is stored: what it says is sealed. */
export interface StoredProfile {
  id: string
  personId: string
  sealed: SealedPersonal
  visibility: ProfileVisibility
  isDeleted: boolean
  version: number
  createdAt: string
}

function toStored(row: typeof artistProfiles.$inferSelect): StoredProfile {
  const { id, personId, version } = row
  return {
    ...{ id, personId, version },
    sealed: SealedPersonal.parse(row.sealed),
    visibility: ProfileVisibility.parse(row.visibility),
    isDeleted: row.deletedAt !== null,
    createdAt: new Date(row.createdAt).toISOString(),
  }
}

const ofTenant = (tx: TenantTx) => eq(artistProfiles.tenantId, tx.tenantId)

/** The one profile of a person in this workspace. */
export async function findOfPerson(tx: TenantTx, personId: string): Promise<StoredProfile | null> {
  const [row] = await tx.db
    .select()
    .from(artistProfiles)
    .where(and(ofTenant(tx), eq(artistProfiles.personId, personId), isNull(artistProfiles.deletedAt)))
  return row === undefined ? null : toStored(row)
}

/** The same, locked until the transaction ends. */
export async function lockOfPerson(tx: TenantTx, personId: string): Promise<StoredProfile | null> {
  const [row] = await tx.db
    .select()
    .from(artistProfiles)
    .where(and(ofTenant(tx), eq(artistProfiles.personId, personId), isNull(artistProfiles.deletedAt)))
    .for('update')
  return row === undefined ? null : toStored(row)
}

/** Stores a profile; false when the id is taken, or the person has one. */
export async function insertProfile(
  tx: TenantTx,
  row: Pick<StoredProfile, 'id' | 'personId' | 'sealed' | 'visibility'>,
  at: Date,
): Promise<boolean> {
  const made = await tx.db
    .insert(artistProfiles)
    .values({ ...row, tenantId: tx.tenantId, createdAt: at.toISOString() })
    .onConflictDoNothing()
    .returning({ id: artistProfiles.id })
  return made.length === 1
}

export async function updateProfile(
  tx: TenantTx,
  id: string,
  set: { sealed: SealedPersonal; visibility: ProfileVisibility; deletedAt?: string },
): Promise<void> {
  await tx.db
    .update(artistProfiles)
    .set({ ...set, version: sql`${artistProfiles.version} + 1` })
    .where(and(ofTenant(tx), eq(artistProfiles.id, id)))
}

/** Profiles that the control plane has not heard of as they are. */
export async function listUncopied(tx: TenantTx, limit: number): Promise<StoredProfile[]> {
  const rows = await tx.db
    .select()
    .from(artistProfiles)
    .where(and(ofTenant(tx), sql`${artistProfiles.copiedVersion} < ${artistProfiles.version}`))
    .limit(limit)
  return rows.map(toStored)
}

export async function markCopied(tx: TenantTx, id: string, version: number): Promise<void> {
  await tx.db
    .update(artistProfiles)
    .set({ copiedVersion: version })
    .where(and(ofTenant(tx), eq(artistProfiles.id, id)))
}

/** The control plane is to hear again of a person's profile as it is. */
export async function markUncopied(tx: TenantTx, personId: string): Promise<void> {
  await tx.db
    .update(artistProfiles)
    .set({ version: sql`${artistProfiles.version} + 1` })
    .where(and(ofTenant(tx), eq(artistProfiles.personId, personId), isNull(artistProfiles.deletedAt)))
}
