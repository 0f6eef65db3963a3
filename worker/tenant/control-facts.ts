import type { ControlFact, NotedFacts } from '../../contracts/control-facts.ts'
import { CONTROL_FACT_KNOWN_MS, CONTROL_FACT_LATE_MS } from '../../contracts/limits.ts'
import type { PersonalFields, SealedPersonal } from '../../contracts/personal.ts'
import { err, ok } from '../../contracts/result.ts'
import type { NewEvent } from '../events/define.ts'
import { eventOf, plainPersonalOf } from '../events/registry.ts'
import { tellOfLink } from '../profiles/link-told.service.ts'
import { findCommand, insertCommand } from './commands.repository.ts'
import { record } from './record.ts'
import type { Tenant } from './tenant.ts'

/** Seals fields about one person. */
export type SealPersonal = (of: string, fields: PersonalFields) => Promise<SealedPersonal>

const PERSON = 'person:'

/**
 * The event as it is stored: what it says about a person is sealed for them. Subjects name whom it is about; who has no account yet is
 * known by their invitation.
 */
async function sealed(event: NewEvent, seal: SealPersonal): Promise<NewEvent> {
  const fields = plainPersonalOf(event.data)
  if (fields === null) return event
  const { subject } = event
  const of = subject.startsWith(PERSON) ? subject.slice(PERSON.length) : subject
  return { ...event, data: { ...Object(event.data), personal: await seal(of, fields) } }
}

/**
 * Writes what happened in the control plane into the log, in the order given, one transaction each. The id of a fact is its command: one
 * that comes again, because word of its commit was lost, is known and changes nothing. One that cannot be read, because another version
 * of Orrery made it, is named in the answer and holds up none of the others.
 */
export async function noteFacts(
  tenant: Tenant,
  facts: readonly ControlFact[],
  seal: SealPersonal,
): Promise<NotedFacts> {
  const unread: string[] = []
  for (const fact of facts) {
    const { actor, type, subject } = fact
    const commandId = `fact:${fact.id}`
    const at = tenant.deps.now()
    const isLate = at.getTime() - Date.parse(fact.at) > CONTROL_FACT_LATE_MS
    const data = isLate ? { ...Object(fact.data), happenedAt: fact.at } : fact.data
    const read = readEvent(tenant, type, subject, data)
    if (read === null) {
      unread.push(fact.id)
      continue
    }
    const event = await sealed(read, seal)
    const noted = await record<null, { code: 'known' }>(tenant, tenant.commands, actor, async (tx) => {
      if ((await findCommand(tx, commandId)) !== null) return err({ code: 'known' })
      const done = { requestHash: type, status: 200, response: 'null' }
      await insertCommand(tx, commandId, done, new Date(at.getTime() + CONTROL_FACT_KNOWN_MS), tenant.applied)
      const told = await tellOfLink(tx, fact, { newId: tenant.deps.newId, at, actor })
      return ok({ value: null, events: [event, ...told] })
    })
    if (!noted.ok && noted.error.code !== 'known')
      throw new Error(`the workspace is not ready: ${noted.error.code}`)
  }
  return { unread }
}

/** Null when there is no such kind of event here, or it has another shape. */
function readEvent(tenant: Tenant, type: string, subject: string, data: unknown): NewEvent | null {
  try {
    return eventOf(type, subject, data)
  } catch (error) {
    // The fault itself may repeat what the fact says of a person.
    const reason = error instanceof Error ? error.name : 'unknown'
    tenant.deps.log.error('fact_unreadable', { tenantId: tenant.id, type, reason })
    return null
  }
}
