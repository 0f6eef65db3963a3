import type { Principal } from '../../contracts/principal.ts'
import type { TenantTx } from '../../db/tenant-tx.ts'
import type { NewEvent } from './define.ts'

/** Who did it, as it is written in the log: `person:<id>`, `key:<id>`, `support:<id>`, `system:<job>`. */
export function actorText(principal: Principal): string {
  if (principal.isSupport) return `support:${principal.id}`
  return `${principal.kind}:${principal.id}`
}

/**
 * Appends events under the fence of this instance and gives the number of the last one. Must be the last statement of the
 * transaction. Postgres answers SQLSTATE OR001 when another instance has claimed the tenant since.
 */
export async function appendEvents(
  tx: TenantTx,
  fence: number,
  actor: string,
  events: readonly NewEvent[],
): Promise<number> {
  const bodies = events.map((event) =>
    JSON.stringify({ type: event.type, actor, subject: event.subject, data: event.data }),
  )
  const [row] = await tx.sql<{ last_seq: string }[]>`
    select last_seq::text from append_events(
      ${tx.tenantId}::uuid, ${fence}::bigint,
      array(select jsonb_array_elements_text(${JSON.stringify(bodies)}::text::jsonb)))`
  if (row === undefined) throw new Error('append_events gave no row')
  return Number(row.last_seq)
}
