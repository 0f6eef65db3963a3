import type { ErrorCode } from '../../contracts/errors.ts'
import { TenantId } from '../../contracts/ids.ts'
import type { RestoreSource } from '../../contracts/restore.ts'
import { err, ok, type Result } from '../../contracts/result.ts'
import {
  type CreateWorkspace,
  type TenantSpec,
  UpdateWorkspace,
  WORKSPACES_PER_PERSON_MAX,
  type WorkspaceView,
} from '../../contracts/workspaces.ts'
import { workspaceCopied } from '../events/workspace.ts'
import type { ControlDeps } from './deps.ts'
import { factBy } from './facts.ts'
import { pushOutbox } from './outbox.ts'
import {
  countOwned,
  findMembership,
  findWorkspace,
  insertWorkspace,
  isSlugTaken,
  noteSettingsChange,
} from './repository.ts'

export type CreateError =
  | { code: 'already_exists'; field: 'slug' | 'id' }
  | { code: 'limit_reached'; max: number }

/** A finished change, and whether the tenant object already knows it. */
export interface Told<T> {
  value: T
  told: boolean
}

function specOf(workspace: Omit<TenantSpec, 'v' | 'tenantId'>, tenantId: TenantId): TenantSpec {
  return {
    v: 1,
    tenantId,
    name: workspace.name,
    slug: workspace.slug,
    region: workspace.region,
    timeZone: workspace.timeZone,
    currency: workspace.currency,
    weekStart: workspace.weekStart,
    fiscalYearStartMonth: workspace.fiscalYearStartMonth,
    industry: workspace.industry,
    country: workspace.country,
  }
}

/**
 * Makes a workspace owned by the person: directory first, then its object. When the object cannot be reached the
 * workspace stays `provisioning` and the sweep finishes it. The same id from the same person is answered from the first call.
 * With `from` its rows come from a copy of another one.
 */
export async function createWorkspace(
  deps: ControlDeps,
  ownerId: string,
  input: CreateWorkspace,
  from: RestoreSource | null = null,
): Promise<Result<Told<WorkspaceView>, CreateError>> {
  const id = input.id ?? TenantId.parse(deps.newId())
  const before = input.id ? await findMembership(deps.db, id, ownerId) : null
  if (!before) {
    const refused = await refusalToCreate(deps, ownerId, input)
    if (refused) return err(refused)
    await insertWorkspace(deps.db, {
      ...input,
      id,
      ownerId,
      memberId: deps.newId(),
      outboxId: deps.newId(),
      provision: { kind: 'provision', spec: specOf(input, id), ...(from === null ? {} : { from }) },
      restore: from === null ? null : restoreOf(deps, input, { id, ownerId, from }),
      now: deps.now(),
    })
  }
  const told = await pushOutbox(deps, id)
  if (from !== null) await pushOutbox(deps, from.tenantId)
  const found = await findWorkspace(deps.db, id)
  if (!found) throw new Error(`workspace ${id} vanished while it was made`)
  return ok({ value: found.workspace, told })
}

const restoreOf = (
  deps: ControlDeps,
  { name, slug }: CreateWorkspace,
  { id, ownerId, from }: { id: string; ownerId: string; from: RestoreSource },
) => {
  const { backupId, madeAt, tenantId: sourceId, parts } = from
  const copied = workspaceCopied.of('workspace', { backupId, madeAt, workspaceId: id })
  return {
    row: {
      ...{ tenantId: id, name, slug, sourceId, madeAt: new Date(madeAt), total: parts.length },
      ...{ requestedBy: ownerId, requestedAt: deps.now() },
    },
    told: factBy(deps, { tenantId: sourceId, id: ownerId }, copied),
  }
}

async function refusalToCreate(
  deps: ControlDeps,
  ownerId: string,
  input: CreateWorkspace,
): Promise<CreateError | null> {
  if (input.id && (await findWorkspace(deps.db, input.id))) return { code: 'already_exists', field: 'id' }
  if (await isSlugTaken(deps.db, input.slug)) return { code: 'already_exists', field: 'slug' }
  if ((await countOwned(deps.db, ownerId)) >= WORKSPACES_PER_PERSON_MAX) {
    return { code: 'limit_reached', max: WORKSPACES_PER_PERSON_MAX }
  }
  return null
}

type UpdateError = { code: ErrorCode; details?: unknown }

/**
 * Changes settings that are at the version the caller saw. The object decides; the word that the directory has to copy is stored
 * before it is asked, so that a crash between the two is mended by the sweep.
 */
export async function updateWorkspace(
  deps: ControlDeps,
  by: { tenantId: string; actor: string; commandId: string },
  version: number,
  change: UpdateWorkspace,
): Promise<Result<Told<WorkspaceView>, UpdateError>> {
  const { tenantId, actor, commandId } = by
  await noteSettingsChange(deps.db, tenantId, deps.newId(), deps.now())
  const changed = await deps.openTenant(tenantId).changeSettings({ v: 1, change, version, actor, commandId })
  const told = await pushOutbox(deps, tenantId)
  if (!changed.ok) return changed
  const found = await findWorkspace(deps.db, tenantId)
  if (!found) throw new Error(`workspace ${tenantId} vanished while it was changed`)
  return ok({ value: found.workspace, told })
}

/** Sets a workspace to what it was set to after an event of its log, as a change like any other: by the rules of today. */
export async function restoreSettings(
  deps: ControlDeps,
  by: { tenantId: string; actor: string; commandId: string },
  version: number,
  seq: string,
): Promise<Result<Told<WorkspaceView>, UpdateError>> {
  const state = await deps.openTenant(by.tenantId).stateAt({ v: 1, of: { kind: 'settings' }, seq })
  const wanted = UpdateWorkspace.safeParse(state)
  if (!wanted.success) return err({ code: 'not_found' })
  return updateWorkspace(deps, by, version, wanted.data)
}
