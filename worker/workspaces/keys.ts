import { err, ok, type Result } from '../../contracts/result.ts'
import { type CreateKey, KEYS_PER_WORKSPACE_MAX, type NewKeyView } from '../../contracts/workspaces.ts'
import type { Auth } from '../auth/auth.ts'
import { disableKey, type KeyMetadata, keyBelongs, listKeys } from './authority.repository.ts'
import type { ControlDeps } from './deps.ts'
import { pushOutbox } from './outbox.ts'
import type { Told } from './service.ts'

const SECONDS_PER_DAY = 24 * 60 * 60

type KeyError = { code: 'not_found' } | { code: 'limit_reached'; max: number }

/** Makes a key of one workspace. The secret is in this answer and nowhere else: only its hash is stored. */
export async function createKey(
  deps: ControlDeps,
  auth: Auth,
  actor: { tenantId: string; personId: string },
  input: CreateKey,
): Promise<Result<NewKeyView, KeyError>> {
  if ((await listKeys(deps.db, actor.tenantId)).length >= KEYS_PER_WORKSPACE_MAX) {
    return err({ code: 'limit_reached', max: KEYS_PER_WORKSPACE_MAX })
  }
  const metadata: KeyMetadata = { role: input.role, createdBy: actor.personId }
  const made = await auth.api.createApiKey({
    body: {
      name: input.name,
      organizationId: actor.tenantId,
      userId: actor.personId,
      metadata,
      ...(input.expiresInDays === undefined ? {} : { expiresIn: input.expiresInDays * SECONDS_PER_DAY }),
    },
  })
  return ok({
    id: made.id,
    name: input.name,
    start: made.start ?? '',
    role: input.role,
    createdAt: made.createdAt.toISOString(),
    expiresAt: made.expiresAt?.toISOString() ?? null,
    secret: made.key,
  })
}

/** Ends a key for good. */
export async function revokeKey(
  deps: ControlDeps,
  tenantId: string,
  keyId: string,
): Promise<Result<Told<null>, KeyError>> {
  if (!(await keyBelongs(deps.db, tenantId, keyId))) return err({ code: 'not_found' })
  const outboxId = deps.newId()
  const revocation = { v: 1 as const, id: outboxId, kind: 'key' as const, subjectId: keyId, memberVersion: 0 }
  await disableKey(deps.db, { tenantId, outboxId, revocation }, deps.now())
  return ok({ value: null, told: await pushOutbox(deps, tenantId) })
}
