import { expect, it } from 'vitest'
import type { BookingView } from '../../contracts/bookings.ts'
import type { NotificationView } from '../../contracts/notifications.ts'
import { ok } from '../../contracts/result.ts'
import { QueueMessage } from '../../queues/messages.ts'
import { localMailbox } from '../auth/mail.ts'
import { listMail } from '../auth/repository.ts'
import { NOTICE_TIMER } from '../tenant/notices.ts'
import { newId } from '../tenant/testing/workspace.ts'
import { mailNotice } from '../workspaces/notices.ts'
import { bindings, Home } from './testing/home.ts'
import { confirmed, joinedBy, ORIGIN } from './testing/site.ts'

it('[NT3] [NT4] somebody whose booking a colleague ends reads it in their own inbox, and is mailed while a member', async () => {
  const sent: QueueMessage[] = []
  const send = async (message: unknown) => void sent.push(QueueMessage.parse(message))
  Object.defineProperty(bindings.NOTIFY, 'send', { configurable: true, value: send })
  const owner = await Home.open()
  const guest = await confirmed(owner.site)
  const personId = await joinedBy(owner.site, owner.browser, owner.tenantId, guest, 'manager')
  const manager = owner.seenBy(guest.browser)
  const artist = await owner.call<{ id: string }>('POST', '/api/v1/artists', { name: 'Ines' })
  const days = { from: '2030-01-05', to: '2030-01-06' }
  const ended = async (title: string) => {
    const body = { artistId: artist.data.id, title, status: 'pencil', days }
    const { id } = (await manager.call<BookingView>('POST', '/api/v1/bookings', body)).data
    await owner.call('DELETE', `/api/v1/bookings/${id}`, undefined, { 'if-match': '1' })
  }
  const told: string[] = []
  await owner.inside(({ hub }) => {
    hub.tellPerson = (person) => void told.push(person)
  })
  await ended('Mural')
  expect(told).toEqual([personId])
  const inbox = await manager.get<NotificationView[]>('/api/v1/notifications')
  expect([inbox.data.map(({ title }) => title), inbox.meta.unread]).toEqual([['“Mural” was cancelled'], 1])
  expect((await owner.get<NotificationView[]>('/api/v1/notifications')).data).toEqual([])

  const due = async () => {
    await owner.inside(async (tenant, object) => {
      await tenant.write(tenant.commands, async (tx) => {
        await tx.sql`update notifications set mail_due_at = now() - interval '1 minute'
          where tenant_id = ${tx.tenantId} and mail_due_at is not null`
        return ok(null)
      })
      await tenant.agenda.set(NOTICE_TIMER, 1)
      await object.alarm()
    })
    const { db } = owner.site.edge.deps
    const mail = localMailbox(db, newId, () => new Date())
    for (const message of sent.splice(0))
      if (message.kind === 'notice.mail') await mailNotice({ db, mail, origin: ORIGIN }, owner.stub, message)
  }
  const mails = async () => (await listMail(owner.site.edge.deps.db)).filter(({ to }) => to === guest.email)
  const before = (await mails()).length
  await due()
  const [mail] = await mails()
  expect(mail?.subject).toContain('“Mural” was cancelled')
  expect(mail?.link).toMatch(/\/inbox$/)
  await due()
  expect(await mails()).toHaveLength(before + 1)

  await ended('Frieze')
  await owner.call('DELETE', `/api/v1/members/${personId}`)
  await due()
  expect(await mails()).toHaveLength(before + 1)
  Reflect.deleteProperty(bindings.NOTIFY, 'send')
})
