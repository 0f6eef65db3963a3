import type { NoticeToMail } from '../../contracts/notifications.ts'
import { ok } from '../../contracts/result.ts'
import type { OrreryEvent } from '../events/registry.ts'
import { findMail, findNextMail, markMailed, takeDueMails } from '../notifications/service.ts'
import type { Tenant } from './tenant.ts'

/** Name of the timer that has mails of notifications sent. */
export const NOTICE_TIMER = 'notices'

/** Sees to it that what people were told is mailed, where it has to be and they have not read it before. */
export class Notices {
  private readonly tenant: Tenant
  private readonly send: (notificationId: string) => Promise<unknown>

  constructor(tenant: Tenant, send: (notificationId: string) => Promise<unknown>) {
    this.tenant = tenant
    this.send = send
  }

  /** Sets the timer to when the next mail is due. */
  async plan(): Promise<void> {
    const due = await this.tenant.read(findNextMail)
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
      else await this.send(id)
    }
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
