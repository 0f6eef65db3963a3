import { ok } from '../../contracts/result.ts'
import { noteRefused, type RefusedCall } from '../bookings/refusals.service.ts'
import { findNextDue, settleLine, TIME_ACTOR, warnOfExpiry } from '../bookings/settle.service.ts'
import { sha256 } from './context.ts'
import { record } from './record.ts'
import type { Tenant } from './tenant.ts'

/** Name of the timer that ends holds which have run out and challenges that are over, and warns of holds that will run out. */
export const EXPIRY_TIMER = 'holds'

/** Sets the timer to when there is next something to do. Whether it fires decides nothing: what has run out counts as expired at once. */
export async function planExpiry(tenant: Tenant): Promise<void> {
  const due = await tenant.read(findNextDue)
  if (due === null) await tenant.agenda.remove(EXPIRY_TIMER)
  else await tenant.agenda.set(EXPIRY_TIMER, Date.parse(due))
}

/**
 * Counts a call that was refused because others have the time: what it wrote is gone with its refusal. The same call again is counted
 * once.
 */
export async function countRefused(
  tenant: Tenant,
  call: { commandId: string; actor: string },
  asked: RefusedCall,
): Promise<void> {
  const callId = uuidOf(await sha256(`refused ${call.commandId}`))
  const noted = await record<null, never>(tenant, tenant.commands, call.actor, async (tx) =>
    ok({ value: null, events: await noteRefused(tx, callId, asked) }),
  )
  // The refusal is answered either way; what is lost is one in a count.
  if (!noted.ok) tenant.deps.log.error('refusal_not_counted', { tenantId: tenant.id, code: noted.error.code })
}

const uuidOf = (hex: string): string =>
  `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`

/** Ends what is over, tells who moves up and what will run out, and plans the next time. */
export async function endExpired(tenant: Tenant): Promise<void> {
  const ended = await record<null, never>(tenant, tenant.commands, TIME_ACTOR, async (tx) => {
    const { newId, now } = tenant.deps
    const by = { newId, at: now(), actor: TIME_ACTOR }
    const settled = await settleLine(tx, null, by)
    return ok({ value: null, events: [...settled, ...(await warnOfExpiry(tx, by))] })
  })
  if (!ended.ok) throw new Error(`the workspace is not ready: ${ended.error.code}`)
  await planExpiry(tenant)
}
