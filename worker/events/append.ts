import type { Principal } from '../../contracts/principal.ts'
import type { TenantTx } from '../../db/tenant-tx.ts'
import type { NewEvent } from './define.ts'

/** Who did it, as it is written in the log: `person:<id>`, `key:<id>`, `support:<id>`, `system:<job>`. */
export function actorText(principal: Principal): string {
  if (principal.isSupport) return `support:${principal.id}`
  return `${principal.kind}:${principal.id}`
}

/** The command that events are of, with the answer that it gets when it comes again. */
export interface AnsweredCommand {
  id: string
  requestHash: string
  status: number
  response: string
  expiresAt: Date
}

/**
 * Appends events under the fence of this instance and gives the number of the last one, under which `answered` is kept in the same
 * statement. Must be the last statement of the transaction. Postgres answers SQLSTATE OR001 when another instance has claimed the tenant since.
 */
export async function appendEvents(
  tx: TenantTx,
  fence: number,
  actor: string,
  events: readonly NewEvent[],
  answered: AnsweredCommand | null = null,
): Promise<number> {
  const bodies = events.map((event) =>
    JSON.stringify({
      ...{ type: event.type, actor: event.actor ?? actor, subject: event.subject, data: event.data },
    }),
  )
  const appended = tx.sql`append_events(${tx.tenantId}::uuid, ${fence}::bigint,
    array(select jsonb_array_elements_text(${JSON.stringify(bodies)}::text::jsonb)))`
  const [row] =
    answered === null
      ? await tx.sql<{ last_seq: string }[]>`select last_seq::text from ${appended}`
      : await tx.sql<{ last_seq: string }[]>`
          insert into commands (tenant_id, command_id, request_hash, seq, status, response, expires_at)
          select ${tx.tenantId}::uuid, ${answered.id}, ${answered.requestHash}, last_seq, ${answered.status}::int, ${answered.response},
            ${answered.expiresAt.toISOString()}::timestamptz
          from ${appended} returning seq::text as last_seq`
  if (row === undefined) throw new Error('append_events gave no row')
  return Number(row.last_seq)
}
