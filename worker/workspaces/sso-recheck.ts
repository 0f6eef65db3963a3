import { SSO_MISSING_GRACE_MS } from '../../contracts/sso.ts'
import type { Mail } from '../auth/mail.ts'
import { domainLapsedMail, domainMissingMail } from '../auth/mails.ts'
import { readTxt } from '../platform/dns.ts'
import { ssoDomainChanged } from './events.ts'
import { pushOutbox } from './outbox.ts'
import { type DomainSeen, decideDomain } from './rules.ts'
import { recordOf, type SsoDeps } from './sso.ts'
import { type DueDomain, listDueDomains, listOwnerAddresses, saveChecked } from './sso-recheck.repository.ts'

/** Domains asked about by one sweep; the next one, a minute later, takes the rest. */
const DOMAINS_PER_SWEEP = 10
const ACTOR = 'system:domains'

async function look(deps: SsoDeps, { domain, token }: DueDomain): Promise<DomainSeen> {
  const { name, value } = recordOf(domain, token)
  try {
    return (await readTxt(deps.fetch, deps.dnsResolver, name)).includes(value) ? 'there' : 'missing'
  } catch (error) {
    deps.log.error('dns_failed', { error })
    return 'unknown'
  }
}

/**
 * Cron: asks the DNS again whether domains that count are still the company's. Once the record is gone the owners are told, and 14 days
 * later nobody comes in by that domain any more. Stopped anywhere, the next sweep goes on.
 */
export async function recheckDomains(deps: SsoDeps): Promise<number> {
  const due = await listDueDomains(deps.db, deps.now(), DOMAINS_PER_SWEEP)
  for (const one of due) await recheck(deps, one)
  return due.length
}

async function recheck(deps: SsoDeps, due: DueDomain): Promise<void> {
  const now = deps.now()
  const { tenantId, domain, workspaceName } = due
  const checked = decideDomain(due.missingSince, await look(deps, due), now)
  const { what } = checked
  const event = what === null ? null : ssoDomainChanged.of(`sso:${tenantId}`, { domain, what })
  const fact = event === null ? null : { id: deps.newId(), tenantId, actor: ACTOR, at: now, event }
  if (!(await saveChecked(deps.db, due, checked, fact)) || fact === null) return
  await pushOutbox(deps, tenantId)
  const mailOf = (to: string): Mail | null => {
    if (what === 'missed') {
      const stopsAt = new Date(now.getTime() + SSO_MISSING_GRACE_MS)
      return domainMissingMail(deps.origin, to, { domain, workspaceName, stopsAt })
    }
    return what === 'lapsed' ? domainLapsedMail(deps.origin, to, { domain, workspaceName }) : null
  }
  for (const to of await listOwnerAddresses(deps.db, tenantId)) {
    const mail = mailOf(to)
    if (mail !== null)
      await deps.mail.send(mail).catch((error: unknown) => deps.log.error('domain_mail_failed', { error }))
  }
}
