import { ok } from '../../contracts/result.ts'
import { endRunOut, findNextExpiry } from '../bookings/line.service.ts'
import { record } from './record.ts'
import type { Tenant } from './tenant.ts'

/** Name of the timer that ends holds which have run out. */
export const EXPIRY_TIMER = 'holds'
const EXPIRY_ACTOR = 'system:holds'

/** Sets the timer to when the next hold runs out. Whether it fires decides nothing: what has run out counts as expired at once. */
export async function planExpiry(tenant: Tenant): Promise<void> {
  const due = await tenant.read(findNextExpiry)
  if (due === null) await tenant.agenda.remove(EXPIRY_TIMER)
  else await tenant.agenda.set(EXPIRY_TIMER, Date.parse(due))
}

/** Ends what has run out, tells who moves up, and plans the next time. */
export async function endExpired(tenant: Tenant): Promise<void> {
  const ended = await record<null, never>(tenant, tenant.commands, EXPIRY_ACTOR, async (tx) => {
    const { newId, now } = tenant.deps
    return ok({ value: null, events: await endRunOut(tx, null, { newId, at: now(), actor: EXPIRY_ACTOR }) })
  })
  if (!ended.ok) throw new Error(`the workspace is not ready: ${ended.error.code}`)
  await planExpiry(tenant)
}
