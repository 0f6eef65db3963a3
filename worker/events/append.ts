import type { Principal } from '../../contracts/principal.ts'
import type { TenantTx } from '../../db/tenant-tx.ts'
import type { NewEvent } from './define.ts'

/** Who did it, as it is written in the log: `person:<id>`, `key:<id>`, `support:<id>`, `system:<job>`. */
export function actorText(principal: Principal): string {
  if (principal.isSupport) return `support:${principal.id}`
  return `${principal.kind}:${principal.id}`
}

/** A command that events are of, with the answer that it gets when it comes again. */
export interface AnsweredCommand {
  id: string
  requestHash: string
  status: number
  response: string
  expiresAt: Date
  /** How many events of other commands come after its last one. */
  behind: number
}

/**
 * Appends events under the fence of this instance and gives the number of the last one; commands are kept in the same statement, each
 * under the number of its own last event. Must be the last statement of the transaction. Postgres answers SQLSTATE OR001 when another
 * instance has claimed the tenant since.
 */
export async function appendEvents(
  tx: TenantTx,
  fence: number,
  actor: string,
  events: readonly NewEvent[],
  answered: readonly AnsweredCommand[] = [],
): Promise<number> {
  const bodies = events.map((event) =>
    JSON.stringify({
      ...{ type: event.type, actor: event.actor ?? actor, subject: event.subject, data: event.data },
    }),
  )
  const appended = tx.sql`with appended as materialized (select last_seq from append_events(${tx.tenantId}::uuid, ${fence}::bigint,
    array(select jsonb_array_elements_text(${JSON.stringify(bodies)}::text::jsonb))))`
  const rows =
    answered.length === 0
      ? await tx.sql<{ lastSeq: string }[]>`${appended} select last_seq::text as "lastSeq" from appended`
      : await tx.sql<{ lastSeq: string }[]>`
          ${appended}
          insert into commands (tenant_id, command_id, request_hash, seq, status, response, expires_at)
          select ${tx.tenantId}::uuid, c.id, c."requestHash", a.last_seq - c.behind, c.status, c.response, c."expiresAt"
          from appended a, jsonb_to_recordset(${JSON.stringify(answered)}::text::jsonb)
            as c (id text, "requestHash" text, status int, response text, "expiresAt" timestamptz, behind bigint)
          returning seq::text as "lastSeq"`
  if (rows.length === 0) throw new Error('append_events gave no row')
  // Of several commands the last one's number is that of the last event.
  return Math.max(...rows.map(({ lastSeq }) => Number(lastSeq)))
}
