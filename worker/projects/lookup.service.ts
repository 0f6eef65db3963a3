import type { TenantTx } from '../../db/tenant-tx.ts'
import { findProject, listProjectClients } from './repository.ts'

/** Whether a project is there that something may be for; nothing is for no project. */
export async function hasProject(tx: TenantTx, id: string | null): Promise<boolean> {
  return id === null || (await findProject(tx, id)) !== null
}

/** Which of some projects are there. */
export async function knownProjects(tx: TenantTx, ids: readonly string[]): Promise<ReadonlySet<string>> {
  const found = ids.length === 0 ? [] : await listProjectClients(tx, ids)
  return new Set(found.map(({ id }) => id))
}

/** Whose projects are; those that are not there are left out. */
export async function readProjectClients(
  tx: TenantTx,
  ids: readonly string[],
): Promise<Map<string, string | null>> {
  const found = await listProjectClients(tx, ids)
  return new Map(found.map(({ id, clientId }) => [id, clientId]))
}
