import type { DigestToMail } from '../../contracts/notification-preferences.ts'
import type { NoticeToMail } from '../../contracts/notifications.ts'
import { ok } from '../../contracts/result.ts'
import type { OrreryEvent } from '../events/registry.ts'
import {
  findDigest,
  findNextDigest,
  markDigested,
  takeDueDigests,
} from '../notifications/preferences.service.ts'
import { findMail, findNextMail, markMailed, takeDueMails } from '../notifications/service.ts'
import type { Tenant } from './tenant.ts'

/** Name of the timer that has mails of notifications sent. */
export const NOTICE_TIMER = 'notices'

/** Hands the mail of a notification, or the daily mail of a person, to a consumer. */
export interface NoticeSender {
  notice(notificationId: string): Promise<unknown>
  digest(personId: string): Promise<unknown>
}

/** Sees to it that what people were told is mailed, where it has to be and they have not read it before. */
export class Notices {
  private readonly tenant: Tenant
  private readonly send: NoticeSender

  constructor(tenant: Tenant, send: NoticeSender) {
    this.tenant = tenant
    this.send = send
  }

  /** Sets the timer to when the next mail is due. */
  async plan(): Promise<void> {
    const all = await this.tenant.read((tx) => Promise.all([findNextMail(tx), findNextDigest(tx)]))
    const [due = null] = all.filter((one) => one !== null).sort()
    if (due === null) await this.tenant.agenda.remove(NOTICE_TIMER)
    else await this.tenant.agenda.set(NOTICE_TIMER, Date.parse(due))
  }

  /** The same after events, where they told somebody. */
  async planAfter(events: readonly OrreryEvent[]): Promise<void> {
    if (events.some(({ type }) => type === 'notifications.told')) await this.plan()
  }

  /** Hands what is due to a consumer, by its id. What it cannot send comes again. */
  async runTimer(): Promise<void> {
    const taken = await this.tenant.write<Awaited<ReturnType<typeof takeDueMails>>, never>(
      this.tenant.commands,
      async (tx) => ok(await takeDueMails(tx, this.tenant.deps.now())),
    )
    if (!taken.ok) throw new Error(`the workspace is not ready: ${taken.error.code}`)
    for (const { id, isGivenUp } of taken.value) {
      if (isGivenUp) this.tenant.deps.log.error('notice_not_mailed', { tenantId: this.tenant.id, id })
      else await this.send.notice(id)
    }
    await this.beginDigests()
    await this.plan()
  }

  private async beginDigests(): Promise<void> {
    const taken = await this.tenant.write<Awaited<ReturnType<typeof takeDueDigests>>, never>(
      this.tenant.commands,
      async (tx) => ok(await takeDueDigests(tx, this.tenant.deps.now())),
    )
    if (!taken.ok) throw new Error(`the workspace is not ready: ${taken.error.code}`)
    for (const { personId, isGivenUp } of taken.value) {
      if (isGivenUp) this.tenant.deps.log.error('digest_not_mailed', { tenantId: this.tenant.id, personId })
      else await this.send.digest(personId)
    }
  }

  /** What the daily mail of a person is made of; null when there is nothing to tell, which ends it for the day. */
  async digestToMail(personId: string): Promise<DigestToMail | null> {
    const ready = await this.tenant.ready()
    if (!ready.ok) throw new Error(`the workspace is not ready: ${ready.error.code}`)
    const digest = await this.tenant.read((tx) => findDigest(tx, personId))
    if (digest === null) await this.noteDigested(personId, null)
    return digest
  }

  /** A daily mail was sent, or has nobody to go to. */
  async noteDigested(personId: string, upTo: string | null): Promise<void> {
    const noted = await this.tenant.write<null, never>(this.tenant.commands, async (tx) => {
      await markDigested(tx, personId, upTo, this.tenant.deps.now())
      return ok(null)
    })
    if (!noted.ok) throw new Error(`the workspace is not ready: ${noted.error.code}`)
    await this.plan()
  }

  /** What a mail is made of; null when it is not to be sent any more. */
  async toMail(notificationId: string): Promise<NoticeToMail | null> {
    const ready = await this.tenant.ready()
    if (!ready.ok) throw new Error(`the workspace is not ready: ${ready.error.code}`)
    return this.tenant.read((tx) => findMail(tx, notificationId))
  }

  /** A mail was sent, or has nobody to go to. */
  async noteMailed(notificationId: string): Promise<void> {
    const noted = await this.tenant.write<null, never>(this.tenant.commands, async (tx) => {
      await markMailed(tx, notificationId, this.tenant.deps.now())
      return ok(null)
    })
    if (!noted.ok) throw new Error(`the workspace is not ready: ${noted.error.code}`)
  }
}
