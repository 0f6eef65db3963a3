import { randomBytes, randomUUID } from 'node:crypto'
import { afterEach, beforeEach, expect, inject, it } from 'vitest'
import { TenantId } from '../../contracts/ids.ts'
import { NOTICE_MAIL_AFTER_MS, NOTICE_MAIL_RETRY_MS, NOTICE_MAIL_TRIES_MAX } from '../../contracts/limits.ts'
import { PutNotificationPreferences } from '../../contracts/notification-preferences.ts'
import { NotificationsQuery } from '../../contracts/notifications.ts'
import { ok } from '../../contracts/result.ts'
import { type Lane, openLane } from '../../db/lane.ts'
import { inTenant, type TenantTx } from '../../db/tenant-tx.ts'
import { uuidv7 } from '../platform/ids.ts'
import { mute, readMuted, unmute } from './mutes.service.ts'
import {
  changePreferences,
  findDigest,
  findNextDigest,
  markDigested,
  readPreferences,
  takeDueDigests,
} from './preferences.service.ts'
import { findNextMail, markMailed, markRead, type Notice, readInbox, takeDueMails, tell } from './service.ts'

let lane: Lane
let tenantId: TenantId
beforeEach(() => {
  lane = openLane(inject('postgres').appUrl)
  tenantId = TenantId.parse(randomUUID())
})
afterEach(() => lane.reset())

async function run<T>(work: (tx: TenantTx) => Promise<T>, as = tenantId): Promise<T> {
  const result = await inTenant<T, never>(lane, as, 'write', async (tx) => ok(await work(tx)))
  if (!result.ok) throw new Error('unreachable: nothing refuses here')
  return result.value
}
/** Half past eleven at night in Berlin. */
const night = new Date('2027-05-03T21:30:00.000Z')
let made = 0
const by = (at = night) => ({
  newId: () => {
    made += 1
    return uuidv7(made, randomBytes(10))
  },
  at,
  actor: 'system:test',
})
const notice = (dedupeKey: string, over: Partial<Notice> = {}): Notice => ({
  ...{ personId: 'ada', kind: 'booking.promoted', subject: 'booking:b1', title: dedupeKey, body: 'Up.' },
  ...{ dedupeKey, ...over },
})
const choose = (over: object, version = 1, now = night, personId = 'ada') =>
  run((tx) =>
    changePreferences(
      tx,
      personId,
      version,
      PutNotificationPreferences.parse({
        ...{ ways: {}, quiet: null, digestAt: null, timeZone: 'Europe/Berlin', ...over },
      }),
      now,
    ),
  )
const titles = async (personId = 'ada') =>
  (await run((tx) => readInbox(tx, personId, NotificationsQuery.parse({})))).data.map(({ title }) => title)
const iso = (text: string) => new Date(text).toISOString()

it('[NT7] tells nobody of a kind they have turned off, and mails one they want mailed; what is mandatory is no choice', async () => {
  await choose({ ways: { 'booking.promoted': 'off', 'booking.moved': 'mail' } })
  const events = await run((tx) =>
    tell(
      tx,
      [
        notice('off'),
        notice('mailed', { kind: 'booking.moved' }),
        notice('as always', { kind: 'booking.expired' }),
        notice('mandatory', { kind: 'booking.cancelled' }),
        notice('of somebody else', { personId: 'bo' }),
      ],
      by(),
    ),
  )
  expect(await titles()).toEqual(['mandatory', 'as always', 'mailed'])
  expect(await titles('bo')).toEqual(['of somebody else'])
  expect(JSON.stringify(events)).not.toContain('booking.promoted","subject":"booking:b1","personId":"ada"')
  const due = await run((tx) => takeDueMails(tx, new Date(night.getTime() + NOTICE_MAIL_AFTER_MS)))
  expect(due).toHaveLength(2)
  expect(await run((tx) => tell(tx, [notice('off too')], by()))).toEqual([])
  const mandatory = PutNotificationPreferences.safeParse({
    ...{ ways: { 'booking.cancelled': 'off' }, quiet: null, digestAt: null, timeZone: 'UTC' },
  })
  expect(mandatory.success).toBe(false)
})

it('[NT8] in quiet hours mails what is mandatory in time, and the rest once they are over', async () => {
  await choose({ ways: { 'booking.promoted': 'mail' }, quiet: { from: '22:00', to: '07:00' } })
  await run((tx) => tell(tx, [notice('chosen')], by()))
  expect(await run(findNextMail)).toBe(iso('2027-05-04T05:00:00Z'))
  await run((tx) => tell(tx, [notice('mandatory', { kind: 'booking.cancelled' })], by()))
  expect(await run(findNextMail)).toBe(iso('2027-05-03T21:33:00Z'))
  expect(await titles()).toEqual(['mandatory', 'chosen'])
})

it('[NT9] once a day one mail tells of what is unread and in no mail, and of each once', async () => {
  await choose({ digestAt: '08:00' })
  const morning = new Date('2027-05-04T06:00:00Z')
  expect(await run(findNextDigest)).toBe(morning.toISOString())
  await run((tx) => tell(tx, [notice('read'), notice('one'), notice('two')], by()))
  await run((tx) => tell(tx, [notice('mandatory', { kind: 'booking.cancelled' })], by()))
  const found = await run((tx) => readInbox(tx, 'ada', NotificationsQuery.parse({})))
  const idOf = (title: string) => found.data.filter((one) => one.title === title).map(({ id }) => id)
  await run((tx) => markRead(tx, 'ada', { ids: idOf('read') }, night))
  for (const id of idOf('mandatory')) await run((tx) => markMailed(tx, id, night))

  expect(await run((tx) => takeDueDigests(tx, new Date(morning.getTime() - 1)))).toEqual([])
  expect(await run((tx) => takeDueDigests(tx, morning))).toEqual([{ personId: 'ada', isGivenUp: false }])
  const digest = await run((tx) => findDigest(tx, 'ada'))
  expect(digest).toMatchObject({ personId: 'ada', titles: ['two', 'one'], count: 2 })
  await run((tx) => tell(tx, [notice('meanwhile')], by(morning)))
  await run((tx) => markDigested(tx, 'ada', digest?.upTo ?? null, morning))
  expect(await run(findNextDigest)).toBe(iso('2027-05-05T06:00:00Z'))
  expect(await run((tx) => findDigest(tx, 'ada'))).toMatchObject({ titles: ['meanwhile'] })
  await choose({}, 2)
  expect([await run(findNextDigest), await run((tx) => findDigest(tx, 'ada'))]).toEqual([null, null])
})

it('[NT9] a daily mail that fails comes again a few times, and then on the next day', async () => {
  await choose({ digestAt: '08:00' })
  let now = new Date('2027-05-04T06:00:00Z')
  for (let tries = 1; tries <= NOTICE_MAIL_TRIES_MAX; tries += 1) {
    expect(await run((tx) => takeDueDigests(tx, now))).toEqual([{ personId: 'ada', isGivenUp: false }])
    now = new Date(now.getTime() + NOTICE_MAIL_RETRY_MS)
  }
  expect(await run((tx) => takeDueDigests(tx, now))).toEqual([{ personId: 'ada', isGivenUp: true }])
  expect(await run(findNextDigest)).toBe(iso('2027-05-05T06:00:00Z'))
})

it('[NT7] [AU57] what somebody has chosen is theirs, changes at the version they saw, and begins as it is for everybody', async () => {
  expect(await run((tx) => readPreferences(tx, 'ada', 'UTC'))).toEqual({
    ...{ ways: {}, quiet: null, digestAt: null, timeZone: 'UTC', version: 1 },
  })
  const chosen = {
    personId: 'ada',
    before: { ways: {}, version: 1 },
    after: { ways: { 'booking.moved': 'mail' }, version: 2 },
  }
  expect(await choose({ ways: { 'booking.moved': 'mail' } })).toMatchObject({
    ok: true,
    value: { view: { version: 2 }, events: [{ type: 'notifications.preferences_changed', data: chosen }] },
  })
  expect(await choose({})).toMatchObject({
    ok: false,
    error: { code: 'stale_version', details: { ways: { 'booking.moved': 'mail' }, version: 2 } },
  })
  expect(await run((tx) => readPreferences(tx, 'bo', 'UTC'))).toMatchObject({ version: 1 })
  const other = TenantId.parse(randomUUID())
  expect(await run((tx) => readPreferences(tx, 'ada', 'UTC'), other)).toMatchObject({ version: 1 })
})

it('[NT10] [AU57] tells nobody of a record they made silent but what is mandatory, and again when they say so', async () => {
  const whose = { personId: 'ada', timeZone: 'Europe/Berlin', at: night }
  const b2 = { subject: 'booking:b2' }
  await run((tx) => tell(tx, [notice('first'), notice('for bo', { personId: 'bo' })], by()))
  const [told] = (await run((tx) => readInbox(tx, 'ada', NotificationsQuery.parse({})))).data
  const id = told?.id ?? ''
  expect(await run((tx) => mute(tx, id, { ...whose, personId: 'bo' }))).toMatchObject({
    error: { code: 'not_found' },
  })
  const muted = await run((tx) => mute(tx, id, whose))
  const said = (isSilent: boolean) => ({
    ...{ type: 'notifications.muted', subject: 'person:ada' },
    data: {
      ...{ personId: 'ada', record: 'booking:b1' },
      ...{ before: { isSilent: !isSilent }, after: { isSilent } },
    },
  })
  const view = { id, subject: 'booking:b1', title: 'first', at: night.toISOString() }
  expect(muted).toEqual({ ok: true, value: { view, events: [said(true)] } })
  expect(await run((tx) => mute(tx, id, whose))).toEqual({ ok: true, value: { view, events: [] } })
  // What is chosen of kinds does not bring it back, and silence outlives a change of that.
  await choose({ ways: { 'booking.promoted': 'mail' } })
  await run((tx) =>
    tell(
      tx,
      [
        notice('silent'),
        notice('of another', b2),
        notice('mandatory', { kind: 'booking.cancelled' }),
        notice('bo hears', { personId: 'bo' }),
      ],
      by(),
    ),
  )
  expect(await titles()).toEqual(['mandatory', 'of another', 'first'])
  expect(await titles('bo')).toEqual(['bo hears', 'for bo'])
  expect(await run((tx) => readMuted(tx, 'ada'))).toHaveLength(1)
  expect(await run((tx) => readMuted(tx, 'bo'))).toEqual([])
  expect(await run((tx) => unmute(tx, id, { ...whose, personId: 'bo' }))).toMatchObject({
    error: { code: 'not_found' },
  })
  expect(await run((tx) => unmute(tx, id, whose))).toEqual({
    ...{ ok: true, value: { view, events: [said(false)] } },
  })
  await run((tx) => tell(tx, [notice('heard again')], by()))
  expect((await titles())[0]).toBe('heard again')
  expect(await run((tx) => readPreferences(tx, 'ada', 'UTC'))).toMatchObject({ version: 2 })
})
