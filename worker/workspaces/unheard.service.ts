import type { Revocation } from '../../contracts/workspaces.ts'
import { openControl } from '../../db/d1/client.ts'
import { unsentOf } from './outbox.repository.ts'

/** Ends of authority that a workspace has not been told, as far as they are stored. Whoever tells them does so again: hearing twice changes nothing. */
export async function listUnheard(binding: D1Database, tenantId: string, now: Date): Promise<Revocation[]> {
  const { rows } = await unsentOf(openControl(binding), tenantId, 'authority', now)
  return rows.flatMap(({ payload }) => (payload.kind === 'revoke' ? [payload.revocation] : []))
}
