import { and, asc, eq, inArray, isNotNull, isNull, or, type SQL, sql } from 'drizzle-orm'
import { type ClientsQuery, ClientView } from '../../contracts/clients.ts'
import { CLIENTS_MAX } from '../../contracts/limits.ts'
import { clients } from '../../db/schema/clients.ts'
import type { TenantTx } from '../../db/tenant-tx.ts'

/** A client as figures name it. */
export interface Client {
  id: string
  name: string
  externalId: string
  isDefault: boolean
}

const defaultFirst = sql`${clients.isDefault} desc`
const ofId = (tx: TenantTx, id: string) => and(eq(clients.tenantId, tx.tenantId), eq(clients.id, id))

function toView(row: typeof clients.$inferSelect): ClientView {
  const { tenantId: _tenant, createdAt, archivedAt, ...fields } = row
  return ClientView.parse({
    ...fields,
    createdAt: new Date(createdAt).toISOString(),
    archivedAt: archivedAt === null ? null : new Date(archivedAt).toISOString(),
  })
}

/** Clients of the workspace by name, the default one first; archived ones too, because figures may be theirs. */
export async function selectClients(tx: TenantTx): Promise<Client[]> {
  return tx.db
    .select({
      id: clients.id,
      name: clients.name,
      externalId: clients.externalId,
      isDefault: clients.isDefault,
    })
    .from(clients)
    .where(eq(clients.tenantId, tx.tenantId))
    .orderBy(defaultFirst, asc(clients.name))
    .limit(CLIENTS_MAX)
}

/** A page of clients by name, the default one first. `after` is the id of the last one seen. */
export async function listClientPage(
  tx: TenantTx,
  query: Pick<ClientsQuery, 'q' | 'archived'>,
  after: string | null,
  limit: number,
): Promise<ClientView[]> {
  // Names are too long for a cursor, so it is an id; a renamed client goes on from its new place.
  const seen = sql`(select not c.is_default, c.name, c.id from clients c where c.tenant_id = ${tx.tenantId} and c.id = ${after}::uuid)`
  const isAfter =
    after === null ? undefined : sql`(not ${clients.isDefault}, ${clients.name}, ${clients.id}) > ${seen}`
  const rows = await tx.db
    .select()
    .from(clients)
    .where(and(matches(tx, query), isAfter))
    .orderBy(defaultFirst, asc(clients.name), asc(clients.id))
    .limit(limit)
  return rows.map(toView)
}

/** How many clients a query finds. */
export function countClients(tx: TenantTx, query: Pick<ClientsQuery, 'q' | 'archived'>): Promise<number> {
  return tx.db.$count(clients, matches(tx, query))
}

function matches(tx: TenantTx, { q, archived }: Pick<ClientsQuery, 'q' | 'archived'>): SQL | undefined {
  const part = q === undefined || q === '' ? undefined : `%${q.replace(/[\\%_]/g, '\\$&')}%`
  return and(
    eq(clients.tenantId, tx.tenantId),
    archived === 'no' ? isNull(clients.archivedAt) : undefined,
    archived === 'yes' ? isNotNull(clients.archivedAt) : undefined,
    part === undefined
      ? undefined
      : sql`(${clients.name} ilike ${part} or ${clients.externalId} ilike ${part})`,
  )
}

export async function findClient(tx: TenantTx, id: string): Promise<ClientView | null> {
  const [row] = await tx.db.select().from(clients).where(ofId(tx, id))
  return row ? toView(row) : null
}

export async function selectClientsById(tx: TenantTx, ids: readonly string[]): Promise<ClientView[]> {
  if (ids.length === 0) return []
  const found = await tx.db
    .select()
    .from(clients)
    .where(and(eq(clients.tenantId, tx.tenantId), inArray(clients.id, [...ids])))
  return found.map(toView)
}

/** Id of the client that stands for the workspace itself; of a reader who does not reach that one, their first by name. */
export async function findDefaultClientId(tx: TenantTx): Promise<string | null> {
  const [row] = await tx.db
    .select({ id: clients.id })
    .from(clients)
    .where(
      and(
        eq(clients.tenantId, tx.tenantId),
        tx.reader.clients === 'all' ? eq(clients.isDefault, true) : isNull(clients.archivedAt),
      ),
    )
    .orderBy(defaultFirst, asc(clients.name), asc(clients.id))
    .limit(1)
  return row?.id ?? null
}

export async function lockClient(tx: TenantTx, id: string): Promise<ClientView | null> {
  const [row] = await tx.db.select().from(clients).where(ofId(tx, id)).for('update')
  return row ? toView(row) : null
}

/** A client that stays as it is until the transaction ends: others may lock it the same way. */
export async function lockClientShared(tx: TenantTx, id: string): Promise<ClientView | null> {
  const [row] = await tx.db.select().from(clients).where(ofId(tx, id)).for('share')
  return row ? toView(row) : null
}

export async function findByExternalId(tx: TenantTx, externalId: string): Promise<ClientView | null> {
  const [row] = await tx.db
    .select()
    .from(clients)
    .where(and(eq(clients.tenantId, tx.tenantId), eq(clients.externalId, externalId)))
  return row ? toView(row) : null
}

/** Stores a client; null when its id or external id is taken. */
export async function insertClient(
  tx: TenantTx,
  row: { id: string; name: string; externalId: string; industry: string | null },
  at: Date,
): Promise<ClientView | null> {
  const [made] = await tx.db
    .insert(clients)
    .values({ ...row, tenantId: tx.tenantId, createdAt: at.toISOString() })
    .onConflictDoNothing()
    .returning()
  return made ? toView(made) : null
}

/** Changes a client and counts its version up. */
export async function updateClient(
  tx: TenantTx,
  id: string,
  set: { name?: string; externalId?: string; industry?: string | null; archivedAt?: string | null },
): Promise<ClientView> {
  const [row] = await tx.db
    .update(clients)
    .set({ ...set, version: sql`${clients.version} + 1` })
    .where(ofId(tx, id))
    .returning()
  if (row === undefined) throw new Error(`client ${id} is gone`)
  return toView(row)
}

/** Makes a client the default one, and the one that was no more. */
export async function moveDefault(tx: TenantTx, id: string): Promise<void> {
  await tx.db
    .update(clients)
    .set({ isDefault: eq(clients.id, id), version: sql`${clients.version} + 1` })
    .where(and(eq(clients.tenantId, tx.tenantId), or(eq(clients.id, id), eq(clients.isDefault, true))))
}

/** Stores clients whose external id is new; gives those that were. */
export async function insertClients(
  tx: TenantTx,
  rows: readonly { id: string; name: string; externalId: string; isDefault: boolean }[],
  at: Date,
): Promise<{ id: string; name: string }[]> {
  if (rows.length === 0) return []
  return tx.db
    .insert(clients)
    .values(rows.map((row) => ({ tenantId: tx.tenantId, createdAt: at.toISOString(), ...row })))
    .onConflictDoNothing({ target: [clients.tenantId, clients.externalId] })
    .returning({ id: clients.id, name: clients.name })
}
