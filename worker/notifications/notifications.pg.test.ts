import { randomBytes, randomUUID } from 'node:crypto'
import { afterEach, beforeEach, expect, inject, it } from 'vitest'
import { TenantId } from '../../contracts/ids.ts'
import { NOTICE_MAIL_AFTER_MS, NOTICE_MAIL_RETRY_MS, NOTICE_MAIL_TRIES_MAX } from '../../contracts/limits.ts'
import { NotificationsQuery } from '../../contracts/notifications.ts'
import { ok } from '../../contracts/result.ts'
import { type Lane, openLane } from '../../db/lane.ts'
import { inTenant, type TenantTx } from '../../db/tenant-tx.ts'
import { uuidv7 } from '../platform/ids.ts'
import {
  findMail,
  findNextMail,
  forgetOld,
  markMailed,
  markRead,
  type Notice,
  readInbox,
  takeDueMails,
  tell,
} from './service.ts'

let lane: Lane
let tenantId: TenantId
beforeEach(() => {
  lane = openLane(inject('postgres').appUrl)
  tenantId = TenantId.parse(randomUUID())
})
afterEach(() => lane.reset())

async function run<T>(work: (tx: TenantTx) => Promise<T>): Promise<T> {
  const result = await inTenant<T, never>(lane, tenantId, 'write', async (tx) => ok(await work(tx)))
  if (!result.ok) throw new Error('unreachable: nothing refuses here')
  return result.value
}
const at = new Date('2027-05-03T09:00:00.000Z')
let made = 0
const by = {
  newId: () => {
    made += 1
    return uuidv7(made, randomBytes(10))
  },
  at,
  actor: 'system:test',
}
const notice = (over: Partial<Notice> = {}): Notice => ({
  personId: 'ada',
  kind: 'booking.promoted',
  subject: 'booking:b1',
  title: 'Up',
  body: 'One place up.',
  dedupeKey: 'k1',
  ...over,
})
const inbox = (personId: string, query: object = {}) =>
  run((tx) => readInbox(tx, personId, NotificationsQuery.parse(query)))

it('[NT1] tells a person of a fact once, and nobody of what they did themselves', async () => {
  const first = await run((tx) => tell(tx, [notice(), notice(), notice({ personId: 'bo' })], by))
  expect(first.map(({ type }) => type)).toEqual(['notifications.told'])
  expect(first[0]?.data).toMatchObject({ told: [{ personId: 'ada' }, { personId: 'bo' }] })
  expect(await run((tx) => tell(tx, [notice()], by))).toEqual([])
  const own = { ...by, actor: 'person:ada' }
  expect(await run((tx) => tell(tx, [notice({ dedupeKey: 'k2' })], own))).toEqual([])
  expect((await inbox('ada')).data).toHaveLength(1)
})

it('[NT2] keeps each inbox to its person, the newest first, in pages, for a time', async () => {
  await run((tx) => tell(tx, [notice({ dedupeKey: 'a', title: 'First' })], by))
  await run((tx) => tell(tx, [notice({ dedupeKey: 'b', title: 'Second' })], by))
  await run((tx) => tell(tx, [notice({ dedupeKey: 'c', personId: 'bo' })], by))
  const page = await inbox('ada', { limit: '1' })
  expect([page.data.map(({ title }) => title), page.meta.unread]).toEqual([['Second'], 2])
  const rest = await inbox('ada', { limit: '1', cursor: page.meta.nextCursor })
  expect([rest.data.map(({ title }) => title), rest.meta.nextCursor]).toEqual([['First'], null])

  const [bos] = (await inbox('bo')).data
  if (bos === undefined) throw new Error('Bo was told nothing')
  expect(await run((tx) => markRead(tx, 'ada', { ids: [bos.id] }, at))).toEqual({ unread: 2 })
  expect((await inbox('bo')).meta.unread).toBe(1)
  const upTo = rest.data[0]?.id ?? bos.id
  expect(await run((tx) => markRead(tx, 'ada', { upTo }, at))).toEqual({ unread: 1 })
  expect((await inbox('ada', { unread: 'yes' })).data.map(({ title }) => title)).toEqual(['Second'])

  await run((tx) => forgetOld(tx, new Date(at.getTime() + 1)))
  expect((await inbox('ada')).data).toEqual([])
})

it('[NT4] [NT5] mails what has to be known, unless it was read; one that fails comes again, and is given up in the end', async () => {
  const mailed = (dedupeKey: string) => notice({ dedupeKey, kind: 'booking.cancelled' })
  await run((tx) => tell(tx, [notice(), mailed('read'), mailed('sent'), mailed('failing')], by))
  const found = await inbox('ada')
  const [failing, sent, read] = found.data.map(({ id }) => id)
  if (failing === undefined || sent === undefined || read === undefined) throw new Error('too few')
  const later = (ms: number) => new Date(at.getTime() + ms)
  expect(await run(findNextMail)).toBe(later(NOTICE_MAIL_AFTER_MS).toISOString())
  expect(await run((tx) => takeDueMails(tx, later(NOTICE_MAIL_AFTER_MS - 1)))).toEqual([])
  await run((tx) => markRead(tx, 'ada', { ids: [read] }, at))

  let now = later(NOTICE_MAIL_AFTER_MS)
  const due = await run((tx) => takeDueMails(tx, now))
  expect(due.map(({ id }) => id).sort()).toEqual([failing, sent].sort())
  expect(await run((tx) => findMail(tx, read))).toBeNull()
  expect(await run((tx) => findMail(tx, sent))).toEqual({
    personId: 'ada',
    title: 'Up',
    body: 'One place up.',
  })
  await run((tx) => markMailed(tx, sent, now))
  expect(await run((tx) => findMail(tx, sent))).toBeNull()

  for (let tries = 1; tries < NOTICE_MAIL_TRIES_MAX; tries += 1) {
    now = new Date(now.getTime() + NOTICE_MAIL_RETRY_MS)
    expect(await run((tx) => takeDueMails(tx, now))).toEqual([{ id: failing, isGivenUp: false }])
  }
  now = new Date(now.getTime() + NOTICE_MAIL_RETRY_MS)
  expect(await run((tx) => takeDueMails(tx, now))).toEqual([{ id: failing, isGivenUp: true }])
  expect(await run(findNextMail)).toBeNull()
})
