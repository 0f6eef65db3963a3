import { expect, it } from 'vitest'
import type { BookingView } from '../../contracts/bookings.ts'
import type { NotificationPreferences } from '../../contracts/notification-preferences.ts'
import type { NotificationView } from '../../contracts/notifications.ts'
import { ok } from '../../contracts/result.ts'
import { QueueMessage } from '../../queues/messages.ts'
import { localMailbox } from '../auth/mail.ts'
import { listMail } from '../auth/repository.ts'
import { NOTICE_TIMER } from '../tenant/notices.ts'
import { newId } from '../tenant/testing/workspace.ts'
import { mailDigest } from '../workspaces/notices.ts'
import { bindings, Home } from './testing/home.ts'
import { confirmed, joinedBy, ORIGIN } from './testing/site.ts'

it('[NT7] [NT9] somebody who wants one mail a day gets one of what they have not read, and none of what they turned off', async () => {
  const sent: QueueMessage[] = []
  const send = async (message: unknown) => void sent.push(QueueMessage.parse(message))
  Object.defineProperty(bindings.NOTIFY, 'send', { configurable: true, value: send })
  const owner = await Home.open()
  const guest = await confirmed(owner.site)
  await joinedBy(owner.site, owner.browser, owner.tenantId, guest, 'manager')
  const manager = owner.seenBy(guest.browser)
  const artist = await owner.call<{ id: string }>('POST', '/api/v1/artists', { name: 'Ines' })
  let day = 1
  /** The manager's hold moves up because the owner lets go. */
  const promoted = async (title: string) => {
    day += 2
    const days = {
      from: `2030-01-${String(day).padStart(2, '0')}`,
      to: `2030-01-${String(day).padStart(2, '0')}`,
    }
    const book = (at: Home, status: string, name: string) =>
      at.call<BookingView>('POST', '/api/v1/bookings', {
        artistId: artist.data.id,
        title: name,
        status,
        days,
      })
    const first = (await book(owner, 'pencil', 'First')).data
    await book(manager, 'hold', title)
    await owner.call('DELETE', `/api/v1/bookings/${first.id}`, undefined, { 'if-match': '1' })
  }
  const path = '/api/v1/notifications/preferences'
  const choose = (over: object, version: number) =>
    manager.call<NotificationPreferences>(
      'PUT',
      path,
      { ways: {}, quiet: null, digestAt: '08:00', timeZone: 'UTC', ...over },
      { 'if-match': String(version) },
    )
  expect((await manager.get<NotificationPreferences>(path)).data).toMatchObject({
    version: 1,
    digestAt: null,
  })
  expect((await choose({}, 1)).status).toBe(200)
  expect((await choose({}, 1)).status).toBe(409)
  expect((await owner.get<NotificationPreferences>(path)).data).toMatchObject({ version: 1, digestAt: null })

  await promoted('Mural')
  await promoted('Print')
  const due = async () => {
    await owner.inside(async (tenant, object) => {
      await tenant.write(tenant.commands, async (tx) => {
        await tx.sql`update notification_preferences set next_digest_at = now() - interval '1 minute' where tenant_id = ${tx.tenantId}`
        return ok(null)
      })
      await tenant.agenda.set(NOTICE_TIMER, 1)
      await object.alarm()
    })
    const { db } = owner.site.edge.deps
    const mail = localMailbox(db, newId, () => new Date())
    for (const message of sent.splice(0))
      if (message.kind === 'notice.digest')
        await mailDigest({ db, mail, origin: ORIGIN }, owner.stub, message)
  }
  const digests = async () =>
    (await listMail(owner.site.edge.deps.db)).filter(
      ({ to, subject }) => to === guest.email && subject.includes('unread'),
    )
  await due()
  const [mail, ...more] = await digests()
  expect(more).toEqual([])
  expect(mail?.subject).toContain('2 unread messages')
  expect(mail?.body).toContain('Print')
  expect(mail?.body).toContain('Mural')
  await due()
  expect(await digests()).toHaveLength(1)

  await choose({ ways: { 'booking.promoted': 'off' } }, 2)
  await promoted('Relief')
  await due()
  expect(await digests()).toHaveLength(1)
  const inbox = await manager.get<NotificationView[]>('/api/v1/notifications')
  expect(inbox.data.map(({ kind }) => kind)).toEqual(['booking.promoted', 'booking.promoted'])
  Reflect.deleteProperty(bindings.NOTIFY, 'send')
})
