import { desc, eq, lt, type SQL, sql } from 'drizzle-orm'
import { SECURITY_LOG_LISTED_MAX, SecurityLogEntry } from '../../contracts/security-log.ts'
import type { Place } from '../../contracts/session.ts'
import type { ControlDb } from '../../db/d1/client.ts'
import { user } from '../../db/d1/identity.ts'
import { securityLog } from '../../db/d1/security.ts'

const MINUTE_MS = 60_000
const USER_AGENT_CHARS_MAX = 200

/** Where a call seemed to come from. */
export interface Seen {
  at: Date
  /** Tells callers apart who have no account; a hash, stored only as part of the id. */
  caller: string
  place: Place | null
  userAgent: string | null
}

interface NewEntry extends Pick<SecurityLogEntry, 'kind' | 'detail'> {
  person: SQL
  tenantId: string | null
  seen: Seen
}

export const personById = (id: string): SQL => sql`(select ${user.id} from ${user} where ${eq(user.id, id)})`
export const personByEmail = (email: string): SQL =>
  sql`(select ${user.id} from ${user} where ${eq(user.email, email.toLowerCase())})`
export const nobody: SQL = sql`null`

/** The statement that notes one thing, counted with its like of the same minute. */
export const securityInsert = (
  db: ControlDb,
  { kind, detail, person, tenantId, seen }: NewEntry,
  times = 1,
) => {
  const minute = Math.floor(seen.at.getTime() / MINUTE_MS)
  const userAgent = seen.userAgent?.slice(0, USER_AGENT_CHARS_MAX) ?? null
  const key = `${minute}:${kind}:${detail}:${tenantId ?? ''}:`
  return db
    .insert(securityLog)
    .values({
      id: sql`${key} || coalesce(${person}, ${seen.caller})`,
      at: seen.at,
      kind,
      detail,
      personId: person,
      tenantId,
      country: seen.place?.country ?? null,
      city: seen.place?.city ?? null,
      userAgent,
      times,
    })
    .onConflictDoUpdate({ target: securityLog.id, set: { times: sql`${securityLog.times} + ${times}` } })
}

/** What happened around one person, newest first. */
export async function listSecurityLog(db: ControlDb, personId: string): Promise<SecurityLogEntry[]> {
  const rows = await db
    .select()
    .from(securityLog)
    .where(eq(securityLog.personId, personId))
    .orderBy(desc(securityLog.at), desc(securityLog.id))
    .limit(SECURITY_LOG_LISTED_MAX)
  return rows.map(({ kind, detail, at, times, country, city, userAgent }) =>
    SecurityLogEntry.parse({
      kind,
      detail,
      at: at.toISOString(),
      times,
      place: country === null ? null : { country, city },
      userAgent,
    }),
  )
}

export async function removeSecurityLogBefore(db: ControlDb, before: Date): Promise<void> {
  await db.delete(securityLog).where(lt(securityLog.at, before))
}
