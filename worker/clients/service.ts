import type { ClientsQuery, ClientView, CreateClient, UpdateClient } from '../../contracts/clients.ts'
import { CLIENTS_MAX } from '../../contracts/limits.ts'
import { err, ok, type Result } from '../../contracts/result.ts'
import type { TenantTx } from '../../db/tenant-tx.ts'
import type { NewEvent } from '../events/define.ts'
import { clientArchived, clientChanged, clientCreated, clientRestored } from './events.ts'
import * as rows from './repository.ts'

export type { Client } from './repository.ts'

/** External id of the client that stands for the workspace itself. */
export const SELF = 'self'

/** What a command gives back: the view to answer with and the events to store with it. */
interface Changed {
  view: ClientView
  events: NewEvent[]
}

/** All clients as figures name them, the default one first. */
export function listClients(tx: TenantTx): Promise<rows.Client[]> {
  return rows.selectClients(tx)
}

/** One client; null when the workspace has none of that id. */
export function readClient(tx: TenantTx, id: string): Promise<ClientView | null> {
  return rows.findClient(tx, id)
}

/** Those of a few ids that the reader reaches, in no order. */
export const readClientsById = (tx: TenantTx, ids: readonly string[]): Promise<ClientView[]> =>
  rows.selectClientsById(tx, ids)

/** Id of the client that numbers are about when nobody says whom; null for a reader whose clients are all gone or archived. */
export async function readDefaultClientId(tx: TenantTx): Promise<string | null> {
  const id = await rows.findDefaultClientId(tx)
  if (id === null && tx.reader.clients === 'all') throw new Error('the workspace has no default client')
  return id
}

/** A page of clients, with how many there are on all pages. */
export async function readClients(tx: TenantTx, query: ClientsQuery, after: string | null) {
  const [found, total] = await Promise.all([
    rows.listClientPage(tx, query, after, query.limit + 1),
    rows.countClients(tx, query),
  ])
  const data = found.slice(0, query.limit)
  const nextCursor = found.length > data.length ? (data.at(-1)?.id ?? null) : null
  return { data, meta: { nextCursor, total } }
}

export type OpenClientRefusal =
  | { code: 'not_found' }
  | { code: 'client_archived'; details: { clientId: string } }
  | { code: 'sample_data'; details: { clientId: string } }

/**
 * A client that takes new connections, imports and values: it exists here, is not archived and not invented. It cannot be archived
 * before the transaction ends.
 */
export async function requireOpenClient(
  tx: TenantTx,
  id: string,
): Promise<Result<ClientView, OpenClientRefusal>> {
  const client = await rows.lockClientShared(tx, id)
  if (client === null) return err({ code: 'not_found' })
  if (client.isSample) return err({ code: 'sample_data', details: { clientId: id } })
  if (client.archivedAt !== null) return err({ code: 'client_archived', details: { clientId: id } })
  return ok(client)
}

/** Makes an open client the one that numbers are about when nobody says whom. */
export async function makeDefaultClient(tx: TenantTx, id: string): Promise<Result<null, OpenClientRefusal>> {
  const client = await requireOpenClient(tx, id)
  if (!client.ok) return client
  await rows.moveDefault(tx, id)
  return ok(null)
}

export type CreateClientRefusal =
  | { code: 'already_exists'; details: { field: 'id' | 'externalId'; client: ClientView | null } }
  | { code: 'limit_reached'; details: { limit: number } }

/** Makes a client. Its external id, which is the name when none is given, is unique in the workspace. */
export async function createClient(
  tx: TenantTx,
  input: CreateClient,
  newId: () => string,
  at: Date,
): Promise<Result<Changed, CreateClientRefusal>> {
  if ((await rows.countClients(tx, { archived: 'all' })) >= CLIENTS_MAX) {
    return err({ code: 'limit_reached', details: { limit: CLIENTS_MAX } })
  }
  const { name, externalId = name, industry = null } = input
  const view = await rows.insertClient(tx, { id: input.id ?? newId(), name, externalId, industry }, at)
  if (view === null) {
    const client = await rows.findByExternalId(tx, externalId)
    return err({
      code: 'already_exists',
      details: client === null ? { field: 'id', client } : { field: 'externalId', client },
    })
  }
  const event = clientCreated.of(subjectOf(view.id), { clientId: view.id, after: stateOf(view) })
  return ok({ view, events: [event] })
}

export type ChangeClientRefusal =
  | { code: 'not_found' }
  | { code: 'stale_version'; details: ClientView }
  | { code: 'sample_data' }
  | { code: 'already_exists'; details: { field: 'externalId'; client: ClientView } }

/** Changes a client when it is still at the version the caller saw. A change to what it already is leaves it as it is. */
export async function changeClient(
  tx: TenantTx,
  id: string,
  seenVersion: number,
  change: UpdateClient,
): Promise<Result<Changed, ChangeClientRefusal>> {
  const before = await rows.lockClient(tx, id)
  if (before === null) return err({ code: 'not_found' })
  if (before.version !== seenVersion) return err({ code: 'stale_version', details: before })
  if (before.isSample) return err({ code: 'sample_data' })
  const { name = before.name, externalId = before.externalId, industry = before.industry } = change
  if (name === before.name && externalId === before.externalId && industry === before.industry) {
    return ok({ view: before, events: [] })
  }
  const holder = externalId === before.externalId ? null : await rows.findByExternalId(tx, externalId)
  if (holder !== null) {
    return err({ code: 'already_exists', details: { field: 'externalId', client: holder } })
  }
  const view = await rows.updateClient(tx, id, { name, externalId, industry })
  return ok({ view, events: [clientChanged.of(subjectOf(id), movedOf(before, view))] })
}

export type ArchiveRefusal = { code: 'not_found' } | { code: 'default_client' } | { code: 'sample_data' }

/** Takes a client out of the pickers; its numbers stay. Archiving it again changes nothing. */
export async function archiveClient(
  tx: TenantTx,
  id: string,
  at: Date,
): Promise<Result<Changed, ArchiveRefusal>> {
  const before = await rows.lockClient(tx, id)
  if (before === null) return err({ code: 'not_found' })
  if (before.isDefault) return err({ code: 'default_client' })
  if (before.isSample) return err({ code: 'sample_data' })
  if (before.archivedAt !== null) return ok({ view: before, events: [] })
  const view = await rows.updateClient(tx, id, { archivedAt: at.toISOString() })
  return ok({ view, events: [clientArchived.of(subjectOf(id), movedOf(before, view))] })
}

/** Brings a client back. Restoring one that is not archived changes nothing. */
export async function restoreClient(
  tx: TenantTx,
  id: string,
): Promise<Result<Changed, { code: 'not_found' }>> {
  const before = await rows.lockClient(tx, id)
  if (before === null) return err({ code: 'not_found' })
  if (before.archivedAt === null) return ok({ view: before, events: [] })
  const view = await rows.updateClient(tx, id, { archivedAt: null })
  return ok({ view, events: [clientRestored.of(subjectOf(id), movedOf(before, view))] })
}

/** Makes the default client where there is none. */
export async function ensureDefaultClient(
  tx: TenantTx,
  name: string,
  newId: () => string,
  at: Date,
): Promise<void> {
  await rows.insertClients(tx, [{ id: newId(), name, externalId: SELF, isDefault: true }], at)
}

/** Makes a client for every name that has none yet (the name is its external id); gives the new ones. */
export function ensureClients(
  tx: TenantTx,
  names: readonly string[],
  newId: () => string,
  at: Date,
): Promise<{ id: string; name: string }[]> {
  const made = [...new Set(names)].map((name) => ({ id: newId(), name, externalId: name, isDefault: false }))
  return rows.insertClients(tx, made, at)
}

const subjectOf = (id: string) => `client:${id}`

function stateOf({ name, externalId, industry, archivedAt, version }: ClientView) {
  return { name, externalId, industry, archivedAt, version }
}

function movedOf(before: ClientView, after: ClientView) {
  return { clientId: after.id, before: stateOf(before), after: stateOf(after) }
}
