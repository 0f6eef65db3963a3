import type { TenantTx } from '../../db/tenant-tx.ts'
import { findProject } from './repository.ts'

/** Whether a project is there that something may be for; nothing is for no project. */
export async function hasProject(tx: TenantTx, id: string | null): Promise<boolean> {
  return id === null || (await findProject(tx, id)) !== null
}
