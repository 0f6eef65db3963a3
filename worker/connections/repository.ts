import { and, asc, eq, inArray, sql } from 'drizzle-orm'
import { z } from 'zod'
import { ConnectionStatus, type Provider } from '../../contracts/connections.ts'
import { CONNECTIONS_MAX } from '../../contracts/limits.ts'
import { clients } from '../../db/schema/clients.ts'
import { connections, syncRuns } from '../../db/schema/connections.ts'
import type { TenantTx } from '../../db/tenant-tx.ts'
import type { GrantedAccount } from './rules/account.ts'
import type { FailureCode, StreamFailure } from './rules/health.ts'

/** A connection as it is stored, without its tokens. */
export interface Connection {
  id: string
  clientId: string
  provider: Provider
  label: string
  status: ConnectionStatus
  account: { id: string; name: string } | null
  accounts: GrantedAccount[]
  failures: StreamFailure[]
  lastSyncAt: string | null
  authorisedBy: string | null
  /** When the consent was given or confirmed last; null without one. */
  consentSince: string | null
  version: number
  createdAt: string
}

const StoredAccounts = z.array(z.object({ id: z.string(), name: z.string(), grantId: z.string().nullable() }))
const StoredFailures = z.array(
  z.object({
    stream: z.string().nullable(),
    // Only `rules/health.ts` makes these, from its own list.
    code: z.string().transform((code) => code as FailureCode),
    at: z.string(),
    detail: z.string().nullable(),
    inARow: z.number().int(),
  }),
)

/** A row of the connections table whose JSON is not of its shape. */
export class CorruptConnection extends Error {
  override readonly name = 'CorruptConnection'
}

const columns = {
  id: connections.id,
  clientId: connections.clientId,
  provider: connections.provider,
  label: connections.label,
  status: connections.status,
  externalAccount: connections.externalAccount,
  accountName: connections.accountName,
  accounts: connections.accounts,
  failure: connections.failure,
  lastSyncAt: connections.lastSyncAt,
  authorisedBy: connections.authorisedBy,
  consentAt: connections.consentAt,
  hasTokens: sql<boolean>`${connections.sealedTokens} is not null`,
  version: connections.version,
  createdAt: connections.createdAt,
}

type Row = Pick<typeof connections.$inferSelect, Exclude<keyof typeof columns, 'hasTokens'>> & {
  hasTokens: boolean
}

function toConnection(row: Row): Connection {
  const status = ConnectionStatus.safeParse(row.status)
  const accounts = StoredAccounts.safeParse(row.accounts)
  const failures = StoredFailures.safeParse(row.failure ?? [])
  if (!status.success || !accounts.success || !failures.success)
    throw new CorruptConnection(`connection ${row.id} holds something that is not of its shape`)
  const { externalAccount, accountName, failure: _failure, consentAt, hasTokens, ...rest } = row
  return {
    ...rest,
    status: status.data,
    account: externalAccount === null ? null : { id: externalAccount, name: accountName ?? externalAccount },
    accounts: accounts.data,
    failures: failures.data,
    lastSyncAt: isoOf(row.lastSyncAt),
    consentSince: hasTokens ? isoOf(consentAt ?? row.createdAt) : null,
    createdAt: new Date(row.createdAt).toISOString(),
  }
}

/** A time as Postgres writes it, in the form of the wire. */
export const isoOf = (time: string | null): string | null =>
  time === null ? null : new Date(time).toISOString()

const ofId = (tx: TenantTx, id: string) => and(eq(connections.tenantId, tx.tenantId), eq(connections.id, id))

export async function findConnection(tx: TenantTx, id: string): Promise<Connection | null> {
  const [row] = await tx.db.select(columns).from(connections).where(ofId(tx, id))
  return row === undefined ? null : toConnection(row)
}

/** The connection, locked: whatever decides about its runs, tokens or state does so one after another. */
export async function lockConnection(tx: TenantTx, id: string): Promise<Connection | null> {
  const [row] = await tx.db.select(columns).from(connections).where(ofId(tx, id)).for('update')
  return row === undefined ? null : toConnection(row)
}

/** The connection a run belongs to, locked in the same way. */
export async function lockConnectionOfRun(tx: TenantTx, runId: string): Promise<Connection | null> {
  const ofRun = tx.db
    .select({ id: syncRuns.connectionId })
    .from(syncRuns)
    .where(and(eq(syncRuns.tenantId, tx.tenantId), eq(syncRuns.id, runId)))
  const [row] = await tx.db
    .select(columns)
    .from(connections)
    .where(and(eq(connections.tenantId, tx.tenantId), eq(connections.id, ofRun)))
    .for('update')
  return row === undefined ? null : toConnection(row)
}

export async function listConnections(tx: TenantTx): Promise<Connection[]> {
  const rows = await tx.db
    .select(columns)
    .from(connections)
    .where(eq(connections.tenantId, tx.tenantId))
    .orderBy(asc(connections.createdAt), asc(connections.id))
    .limit(CONNECTIONS_MAX)
  return rows.map(toConnection)
}

/** Another connection of the provider that reads the same account. */
export async function findByAccount(
  tx: TenantTx,
  provider: string,
  accountId: string,
  otherThan: string,
): Promise<Connection | null> {
  const [row] = await tx.db
    .select(columns)
    .from(connections)
    .where(
      and(
        eq(connections.tenantId, tx.tenantId),
        eq(connections.provider, provider),
        eq(connections.externalAccount, accountId),
        sql`${connections.id} <> ${otherThan}`,
      ),
    )
    .orderBy(asc(connections.createdAt))
    .limit(1)
  return row === undefined ? null : toConnection(row)
}

export async function countConnections(tx: TenantTx): Promise<number> {
  const [row] = await tx.db
    .select({ n: sql<number>`count(*)::int` })
    .from(connections)
    .where(eq(connections.tenantId, tx.tenantId))
  return row?.n ?? 0
}

export async function insertConnection(
  tx: TenantTx,
  row: Omit<typeof connections.$inferInsert, 'tenantId' | 'accounts' | 'settings'>,
): Promise<void> {
  await tx.db.insert(connections).values({ tenantId: tx.tenantId, accounts: [], settings: {}, ...row })
}

/** Changes a connection; `isEdit` counts as a new version, which edits with `If-Match` are held against. */
export async function updateConnection(
  tx: TenantTx,
  id: string,
  set: Partial<Omit<typeof connections.$inferInsert, 'tenantId' | 'id'>>,
  isEdit = true,
): Promise<void> {
  await tx.db
    .update(connections)
    .set({ ...set, ...(isEdit ? { version: sql`${connections.version} + 1` } : {}) })
    .where(ofId(tx, id))
}

/** Remembers which stream feeds a metric, so that answers can say how fresh it is. Nothing is written when it is known. */
export async function noteMetrics(
  tx: TenantTx,
  id: string,
  stream: string,
  metrics: readonly string[],
): Promise<void> {
  if (metrics.length === 0) return
  const fed = JSON.stringify(Object.fromEntries(metrics.map((key) => [key, stream])))
  await tx.sql`
    update connections
    set settings = settings || jsonb_build_object('metrics', coalesce(settings -> 'metrics', '{}') || ${fed}::text::jsonb)
    where tenant_id = ${tx.tenantId} and id = ${id}
      and not coalesce(settings -> 'metrics', '{}') @> ${fed}::text::jsonb`
}

export async function deleteConnection(tx: TenantTx, id: string): Promise<void> {
  await tx.db.delete(connections).where(ofId(tx, id))
}

/** Sealed tokens and what their refresh is compared by. */
export async function findSealedTokens(
  tx: TenantTx,
  id: string,
): Promise<{ provider: string; sealed: Uint8Array<ArrayBuffer> } | null> {
  const [row] = await tx.db
    .select({ provider: connections.provider, sealed: connections.sealedTokens })
    .from(connections)
    .where(ofId(tx, id))
  if (row === undefined || row.sealed === null) return null
  return { provider: row.provider, sealed: new Uint8Array(row.sealed) }
}

/** Stores tokens; false when the stored ones are no longer those that were read (`before`), and then nothing is changed. */
export async function replaceSealedTokens(
  tx: TenantTx,
  id: string,
  before: Uint8Array<ArrayBuffer>,
  after: { sealed: Uint8Array<ArrayBuffer>; expiresAt: string | null },
): Promise<boolean> {
  const rows = await tx.db
    .update(connections)
    .set({ sealedTokens: after.sealed, tokenExpiresAt: after.expiresAt })
    .where(and(ofId(tx, id), eq(connections.sealedTokens, before)))
    .returning({ id: connections.id })
  return rows.length > 0
}

/** What a connection shows of its client. */
export interface ClientFace {
  name: string
  isArchived: boolean
}

/** Clients of the workspace by id. */
export async function listClientFaces(
  tx: TenantTx,
  ids: readonly string[],
): Promise<Map<string, ClientFace>> {
  if (ids.length === 0) return new Map()
  const rows = await tx.db
    .select({ id: clients.id, name: clients.name, archivedAt: clients.archivedAt })
    .from(clients)
    .where(and(eq(clients.tenantId, tx.tenantId), inArray(clients.id, [...ids])))
  return new Map(rows.map(({ id, name, archivedAt }) => [id, { name, isArchived: archivedAt !== null }]))
}
