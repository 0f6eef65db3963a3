import { and, eq, lt, sql } from 'drizzle-orm'
import { commands, factHistory, tenantHeads } from '../../db/schema/core.ts'
import type { TenantTx } from '../../db/tenant-tx.ts'

/** A command that was carried out, with the answer it got. */
export interface DoneCommand {
  requestHash: string
  seq: number
  status: number
  response: string
}

/** The stored answer to a command, if it was carried out before. */
export async function findCommand(tx: TenantTx, commandId: string): Promise<DoneCommand | null> {
  const [row] = await tx.db
    .select({
      requestHash: commands.requestHash,
      seq: commands.seq,
      status: commands.status,
      response: commands.response,
    })
    .from(commands)
    .where(and(eq(commands.tenantId, tx.tenantId), eq(commands.commandId, commandId)))
  return row ?? null
}

/**
 * Stores a command and its answer in the command's own transaction, under a number or the one at which the head stands. Gives
 * the number.
 */
export async function insertCommand(
  tx: TenantTx,
  commandId: string,
  done: Omit<DoneCommand, 'seq'>,
  expiresAt: Date,
  at: number | 'head',
): Promise<number> {
  const seq =
    at === 'head'
      ? sql`(select ${tenantHeads.seq} from ${tenantHeads} where ${tenantHeads.tenantId} = ${tx.tenantId})`
      : at
  const [row] = await tx.db
    .insert(commands)
    .values({ tenantId: tx.tenantId, commandId, ...done, seq, expiresAt: expiresAt.toISOString() })
    .returning({ seq: commands.seq })
  if (row === undefined) throw new Error('the command was not stored')
  return row.seq
}

/** Forgets commands whose time is over. */
export async function deleteExpiredCommands(tx: TenantTx, now: Date): Promise<void> {
  await tx.db
    .delete(commands)
    .where(and(eq(commands.tenantId, tx.tenantId), lt(commands.expiresAt, now.toISOString())))
}

/** Forgets replaced rows that were kept long enough. */
export async function deleteOldHistory(tx: TenantTx, before: Date): Promise<void> {
  await tx.db
    .delete(factHistory)
    .where(and(eq(factHistory.tenantId, tx.tenantId), lt(factHistory.at, before.toISOString())))
}
