import { and, eq, lt, sql } from 'drizzle-orm'
import type { ControlDb } from '../../db/d1/client.ts'
import { frontCommands } from '../../db/d1/security.ts'

/** A command of the front door that was begun. `answer` is null while it runs, or when it stopped on the way. */
export interface BegunCommand {
  requestHash: string
  startedAt: Date
  status: number | null
  sealedAnswer: string | null
}

/** Begins a command. @returns null when it is begun now, else what was begun before under this id. */
export async function beginCommand(
  db: ControlDb,
  id: string,
  begun: { requestHash: string; now: Date; expiresAt: Date },
): Promise<BegunCommand | null> {
  const { requestHash, now, expiresAt } = begun
  const rows = await db
    .insert(frontCommands)
    .values({ id, requestHash, startedAt: now, expiresAt })
    .onConflictDoUpdate({
      target: frontCommands.id,
      set: { requestHash, startedAt: now, expiresAt, status: null, sealedAnswer: null },
      // One whose time is over is as good as none.
      setWhere: sql`${frontCommands.expiresAt} <= ${now.getTime()}`,
    })
    .returning({ id: frontCommands.id })
  if (rows.length === 1) return null
  const [known] = await db.select().from(frontCommands).where(eq(frontCommands.id, id))
  return known ?? null
}

/** Takes over a command that stopped on the way. False when somebody else was faster. */
export async function takeOverCommand(
  db: ControlDb,
  id: string,
  startedAt: Date,
  now: Date,
): Promise<boolean> {
  const rows = await db
    .update(frontCommands)
    .set({ startedAt: now })
    .where(and(eq(frontCommands.id, id), eq(frontCommands.startedAt, startedAt)))
    .returning({ id: frontCommands.id })
  return rows.length === 1
}

/** Keeps the answer of a command that was carried out. */
export async function finishCommand(
  db: ControlDb,
  id: string,
  status: number,
  sealedAnswer: string,
): Promise<void> {
  await db.update(frontCommands).set({ status, sealedAnswer }).where(eq(frontCommands.id, id))
}

/** Forgets a command that was refused: nothing came of it, and it may be sent again with another body. */
export async function dropCommand(db: ControlDb, id: string): Promise<void> {
  await db.delete(frontCommands).where(eq(frontCommands.id, id))
}

export async function removeExpiredCommands(db: ControlDb, now: Date): Promise<void> {
  await db.delete(frontCommands).where(lt(frontCommands.expiresAt, now))
}
