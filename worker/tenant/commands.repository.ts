import { and, eq, lt } from 'drizzle-orm'
import { commands } from '../../db/schema/core.ts'
import type { TenantTx } from '../../db/tenant-tx.ts'

/** A command that was carried out, with the answer it got. */
export interface DoneCommand {
  requestHash: string
  seq: number
  status: number
  response: string
}

/**
 * The stored answers to those of some commands that were carried out before, by their ids. Sent before this returns, so that whatever is
 * asked next goes behind it.
 */
export async function findCommands(
  tx: TenantTx,
  commandIds: readonly string[],
): Promise<ReadonlyMap<string, DoneCommand>> {
  // Looked up one by one, which is by their key, however little Postgres knows of a table that grows with every command.
  const rows = await tx.sql<(Omit<DoneCommand, 'seq'> & { id: string; seq: string })[]>`
    select asked.id, done.* from jsonb_array_elements_text(${JSON.stringify(commandIds)}::text::jsonb) as asked (id), lateral (
      select request_hash as "requestHash", seq, status, response from commands
      where tenant_id = ${tx.tenantId} and command_id = asked.id limit 1) done`.execute()
  return new Map(rows.map(({ id, seq, ...row }) => [id, { ...row, seq: Number(seq) }]))
}

/** The same of one command; null where it was not carried out before. */
export async function findCommand(tx: TenantTx, commandId: string): Promise<DoneCommand | null> {
  return (await findCommands(tx, [commandId])).get(commandId) ?? null
}

/** Stores a command that has no events, and its answer, in the command's own transaction. */
export async function insertCommand(
  tx: TenantTx,
  commandId: string,
  done: Omit<DoneCommand, 'seq'>,
  expiresAt: Date,
  seq: number,
): Promise<void> {
  const { requestHash, status, response } = done
  await tx.sql`
    insert into commands (tenant_id, command_id, request_hash, seq, status, response, expires_at)
    values (${tx.tenantId}::uuid, ${commandId}, ${requestHash}, ${seq}, ${status}, ${response}, ${expiresAt.toISOString()}::timestamptz)`
}

/** Forgets commands whose time is over. */
export async function deleteExpiredCommands(tx: TenantTx, now: Date): Promise<void> {
  await tx.db
    .delete(commands)
    .where(and(eq(commands.tenantId, tx.tenantId), lt(commands.expiresAt, now.toISOString())))
}

/** Forgets replaced rows that were kept long enough. */
export async function deleteOldHistory(tx: TenantTx, before: Date): Promise<number> {
  const gone = await tx.sql`
    delete from fact_history where tenant_id = ${tx.tenantId} and at < ${before.toISOString()}`
  return gone.count
}
