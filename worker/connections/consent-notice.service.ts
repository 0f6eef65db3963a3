import type { TenantTx } from '../../db/tenant-tx.ts'
import type { NewEvent } from '../events/define.ts'
import { type Notice, personOf, tell } from '../notifications/service.ts'
import { type Connection, listConnections } from './repository.ts'
import { consentNotice } from './rules/consent-age.ts'

const day = (iso: string) => iso.slice(0, 10)

/** What is said about one connection; null when there is nothing to say, or nobody to say it to. */
function noticeOf({ id, label, authorisedBy, consentSince }: Connection, now: Date): Notice | null {
  const due = consentSince === null ? null : consentNotice(consentSince, now)
  const personId = authorisedBy === null ? null : personOf(authorisedBy)
  if (due === null || personId === null) return null
  const isSoon = due.stage === 'soon'
  return {
    personId,
    kind: isSoon ? 'connection.consent_soon' : 'connection.consent_asked',
    subject: `connection:${id}`,
    title: isSoon
      ? `${label} will ask for your consent again on ${day(due.asksAt)}`
      : `${label} needs your consent again`,
    body: `You let this workspace read ${label} six months ago. Confirm on the page of the connection that it may go on; ${
      isSoon ? 'you can do it from then on' : `without it nothing is read after ${day(due.endsAt)}`
    }.`,
    dedupeKey: `consent:${id}:${consentSince}:${due.stage}`,
  }
}

/**
 * Tells whoever gave a consent, fourteen days before it is asked for again and when it is, once each. A consent that was confirmed begins
 * anew. The events belong into the same commit.
 */
export async function tellOfConsents(
  tx: TenantTx,
  by: { newId: () => string; at: Date },
): Promise<NewEvent[]> {
  const notices = (await listConnections(tx)).flatMap((connection) => noticeOf(connection, by.at) ?? [])
  return notices.length === 0 ? [] : tell(tx, notices, { ...by, actor: 'system:connections' })
}
