import type { CreateRestore, RestoreView } from '../../contracts/restore.ts'
import { err, ok, type Result } from '../../contracts/result.ts'
import type { ControlDeps } from './deps.ts'
import { findWorkspace } from './repository.ts'
import { findRestore } from './restores.repository.ts'
import { type CreateError, createWorkspace } from './service.ts'

export type RestoreRefusal = CreateError | { code: 'not_found' } | { code: 'conflict'; status: string }

/**
 * Makes a workspace of a copy of another one: the person owns it, and its rows come from the copy. What is not
 * in after some seconds, the sweep goes on with; until all rows are in, nobody can open it.
 */
export async function askRestore(
  deps: ControlDeps,
  by: { tenantId: string; personId: string },
  input: CreateRestore,
): Promise<Result<RestoreView, RestoreRefusal>> {
  const [found, source] = await Promise.all([
    findWorkspace(deps.db, by.tenantId),
    deps.openTenant(by.tenantId).restoreSource({ v: 1, backupId: input.backupId }),
  ])
  if (found === null || source === null) return err({ code: 'not_found' })
  if ('status' in source) return err({ code: 'conflict', status: source.status })
  const { region, timeZone, currency, weekStart, fiscalYearStartMonth, industry, country } = found.workspace
  const like = { region, timeZone, currency, weekStart, fiscalYearStartMonth, industry, country }
  const { name, slug } = input
  const made = await createWorkspace(deps, by.personId, { ...like, name, slug }, source)
  if (!made.ok) return made
  const view = await findRestore(deps.db, made.value.value.id)
  if (view === null) throw new Error('a restore was not stored')
  return ok(view)
}
