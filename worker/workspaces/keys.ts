import { type ClientScope, sharedClients, shownScope } from '../../contracts/client-scope.ts'
import { KEY_START_CHARS, keySecret } from '../../contracts/key-secret.ts'
import {
  type CreateKey,
  KEY_USED_EVERY_MS,
  KEYS_PER_WORKSPACE_MAX,
  type KeyView,
  type NewKeyView,
  type RollKey,
} from '../../contracts/keys.ts'
import type { Permission } from '../../contracts/permissions.ts'
import { allows, type Principal } from '../../contracts/principal.ts'
import { err, ok, type Result } from '../../contracts/result.ts'
import { secretHash } from '../platform/secrets.ts'
import type { TenantRevocation } from './authority.repository.ts'
import type { ControlDeps } from './deps.ts'
import { keyCreated, keyEnded, keyRolled } from './events.ts'
import { factBy } from './facts.ts'
import {
  countKeys,
  endKey,
  findKeyByHash,
  findOpenKey,
  findRollableKey,
  insertKey,
  listKeys as listStored,
  type NewKey,
  noteKeyUse,
  type PresentedKey,
  replaceKey,
} from './keys.repository.ts'
import { missingClients } from './members.ts'
import { pushOutbox } from './outbox.ts'
import type { Told } from './service.ts'

const DAY_MS = 24 * 60 * 60 * 1000
const HOUR_MS = 60 * 60 * 1000

type KeyError =
  | { code: 'not_found'; clientIds?: string[] }
  | { code: 'limit_reached'; max: number }
  | { code: 'forbidden'; permissions: Permission[] }

/** A scope as answers and events hold it. */
const copyOf = (clients: ClientScope): 'all' | string[] => (clients === 'all' ? 'all' : [...clients])

const randomBytes = (count: number): Uint8Array => crypto.getRandomValues(new Uint8Array(count))

/** Keys of a workspace that were not ended, oldest first. */
export async function listKeys(
  deps: Pick<ControlDeps, 'db' | 'now'>,
  { tenantId, clients }: Pick<Principal, 'tenantId' | 'clients'>,
): Promise<KeyView[]> {
  const keys = await listStored(deps.db, tenantId, deps.now())
  return keys.map((key) => ({ ...key, clients: copyOf(shownScope(clients, key.clients)) }))
}

async function newKey(
  deps: ControlDeps,
  actor: Principal,
  made: { name: string; scopes: Permission[]; clients: ClientScope; lifeDays: number | null },
): Promise<{ key: NewKey; view: NewKeyView }> {
  const secret = keySecret(randomBytes)
  const createdAt = deps.now()
  const expiresAt = made.lifeDays === null ? null : new Date(createdAt.getTime() + made.lifeDays * DAY_MS)
  const start = secret.slice(0, KEY_START_CHARS)
  const { name, scopes, clients } = made
  const common = { id: deps.newId(), name, start, scopes, sponsorId: actor.id }
  return {
    key: {
      ...common,
      clients,
      tenantId: actor.tenantId,
      hash: await secretHash(secret),
      createdAt,
      expiresAt,
      lifeDays: made.lifeDays,
    },
    view: {
      ...common,
      clients: copyOf(clients),
      sponsorName: actor.name,
      trouble: null,
      createdAt: createdAt.toISOString(),
      expiresAt: expiresAt?.toISOString() ?? null,
      lastUsedAt: null,
      replacedBy: null,
      secret,
    },
  }
}

/**
 * Makes a key of one workspace for which the person answers, so it can be given nothing the person does not hold. The secret is in
 * this answer and nowhere else.
 */
export async function createKey(
  deps: ControlDeps,
  actor: Principal,
  input: CreateKey,
): Promise<Result<NewKeyView, KeyError>> {
  const missing = await missingClients(deps, actor, input.clients)
  if (missing.length > 0) return err({ code: 'not_found', clientIds: missing })
  // What no client divides is no right of a key for some of them.
  const clients = sharedClients(actor.clients, input.clients)
  const beyond = input.scopes.filter((one) => !allows({ ...actor, clients }, one))
  if (beyond.length > 0) return err({ code: 'forbidden', permissions: beyond })
  if ((await countKeys(deps.db, actor.tenantId)) >= KEYS_PER_WORKSPACE_MAX)
    return err({ code: 'limit_reached', max: KEYS_PER_WORKSPACE_MAX })
  const lifeDays = input.expiresInDays ?? null
  const { name, scopes } = input
  const { key, view } = await newKey(deps, actor, { name, scopes, clients: input.clients, lifeDays })
  await insertKey(deps.db, key, factBy(deps, actor, keyCreated.of(`key:${key.id}`, { after: stateOf(key) })))
  await pushOutbox(deps, actor.tenantId)
  return ok(view)
}

/** A key as the log tells of it. */
const stateOf = (key: Pick<NewKey, 'name' | 'scopes' | 'clients' | 'expiresAt'>) => ({
  name: key.name,
  scopes: [...key.scopes],
  clients: copyOf(key.clients),
  expiresAt: key.expiresAt?.toISOString() ?? null,
})

const wordAbout = (deps: ControlDeps, tenantId: string, keyId: string): TenantRevocation => {
  const outboxId = deps.newId()
  return {
    tenantId,
    outboxId,
    revocation: { v: 1, id: outboxId, kind: 'key', subjectId: keyId, memberVersion: 0 },
  }
}

/**
 * Gives a key a new secret and a new length of life; whoever rolls it answers for it from now on, and what they do not hold is left out.
 * The old secret works for the hours asked for, never longer than it would have; with none it ends at once.
 */
export async function rollKey(
  deps: ControlDeps,
  actor: Principal,
  keyId: string,
  input: RollKey,
): Promise<Result<Told<NewKeyView>, KeyError>> {
  const old = await findRollableKey(deps.db, actor.tenantId, keyId)
  if (!old) return err({ code: 'not_found' })
  const scopes = old.scopes.filter((one) => allows(actor, one))
  // A key of clients that the roller reaches none of stays with those who do.
  const clients = old.clients === 'all' ? 'all' : sharedClients(actor.clients, old.clients)
  if (scopes.length === 0 || clients.length === 0) return err({ code: 'forbidden', permissions: old.scopes })
  const { key, view } = await newKey(deps, actor, { name: old.name, scopes, clients, lifeDays: old.lifeDays })
  const endsAt = new Date(key.createdAt.getTime() + input.overlapHours * HOUR_MS)
  const told = input.overlapHours === 0 ? wordAbout(deps, actor.tenantId, keyId) : null
  const event = keyRolled.of(`key:${key.id}`, {
    replacedKeyId: keyId,
    overlapEndsAt: endsAt.toISOString(),
    before: stateOf(old),
    after: stateOf(key),
  })
  const fact = factBy(deps, actor, event)
  if (!(await replaceKey(deps.db, keyId, key, { endsAt, told }, fact))) return err({ code: 'not_found' })
  const heard = await pushOutbox(deps, actor.tenantId)
  return ok({ value: view, told: told === null || heard })
}

/** Ends a key for good, at once. */
export async function revokeKey(
  deps: ControlDeps,
  actor: Pick<Principal, 'tenantId' | 'id'>,
  keyId: string,
): Promise<Result<Told<null>, KeyError>> {
  const { tenantId } = actor
  const key = await findOpenKey(deps.db, tenantId, keyId)
  if (!key) return err({ code: 'not_found' })
  const fact = factBy(deps, actor, keyEnded.of(`key:${keyId}`, { before: stateOf(key) }))
  if (!(await endKey(deps.db, wordAbout(deps, tenantId, keyId), fact))) return err({ code: 'not_found' })
  return ok({ value: null, told: await pushOutbox(deps, tenantId) })
}

/** The key with this secret, and the note that it was used. Null when there is none, or its time is over. */
export async function presentedKey(deps: ControlDeps, secret: string): Promise<PresentedKey | null> {
  const key = await findKeyByHash(deps.db, await secretHash(secret))
  const now = deps.now()
  if (!key || (key.expiresAt && key.expiresAt <= now)) return null
  const before = new Date(now.getTime() - KEY_USED_EVERY_MS)
  if (key.lastUsedAt === null || key.lastUsedAt <= before) await noteKeyUse(deps.db, key.id, now, before)
  return key
}
