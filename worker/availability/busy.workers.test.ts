import { env, runDurableObjectAlarm } from 'cloudflare:test'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { ArtistView } from '../../contracts/artists.ts'
import { BusyCalendarView } from '../../contracts/busy-calendars.ts'
import { PersonId } from '../../contracts/ids.ts'
import { ok } from '../../contracts/result.ts'
import { readBusyCalendar } from '../../queues/consumers/busy-read.ts'
import type { QueueMessage } from '../../queues/messages.ts'
import { testEnv } from '../../scripts/checks/workers-env.ts'
import { changeArtist } from '../artists/service.ts'
import { holdQueue, TIMER_WAIT } from '../edge/testing/home.ts'
import type { Log } from '../platform/log.ts'
import { BUSY_TIMER } from '../tenant/busy.ts'
import { record } from '../tenant/record.ts'
import { aWorkspace, newId, type Workspace } from '../tenant/testing/workspace.ts'

let queue = holdQueue()
beforeEach(() => {
  queue = holdQueue()
})
afterEach(() => queue.release())

const logged: unknown[] = []
const log: Log = {
  info: (...line) => void logged.push(line),
  error: (...line) => void logged.push(line),
}
const sandbox = (path: string) => `${testEnv().TEST_ICAL}${path}`
/** A calendar of this test's own. */
async function aCalendar(...events: string[]) {
  const address = sandbox(`/calendars/${newId()}.ics`)
  const put = (...parts: string[]) =>
    fetch(address, {
      method: 'PUT',
      body: ['BEGIN:VCALENDAR', 'VERSION:2.0', ...parts, 'END:VCALENDAR', ''].join('\r\n'),
    })
  await put(...events)
  return { address, put, end: () => fetch(address, { method: 'DELETE' }) }
}
const event = (id: string, from: string, to: string) =>
  ['BEGIN:VEVENT', `UID:${id}`, 'SUMMARY:Surgery', `DTSTART:${from}`, `DTEND:${to}`, 'END:VEVENT'].join(
    '\r\n',
  )
const soon = new Date(Date.now() + 7 * 86_400_000).toISOString().slice(0, 10)
const at = (hour: number) => `${soon.replaceAll('-', '')}T${String(hour).padStart(2, '0')}0000Z`
const lesson = event('lesson', at(9), at(11))
const lunch = event('lunch', at(13), at(14))

class Ada {
  readonly at: Workspace
  readonly id: string
  private constructor(at: Workspace, id: string) {
    this.at = at
    this.id = id
  }
  static async open(member?: string): Promise<Ada> {
    const workspace = await aWorkspace()
    const made = await workspace.call('POST', '/artists', { body: { name: 'Ada', timeZone: 'UTC' } })
    const { id, version } = ((await made.json()) as { data: ArtistView }).data
    // Nobody of these tests is in the control plane, which says who is a member.
    if (member !== undefined)
      await workspace.inside((tenant) =>
        record<null, { code: string }>(tenant, tenant.commands, 'system:test', async (tx) => {
          const linked = await changeArtist(tx, id, version, { memberId: PersonId.parse(member) }, true)
          return linked.ok ? ok({ value: null, events: linked.value.events }) : linked
        }),
      )
    return new Ada(workspace, id)
  }
  async send<T>(
    method: string,
    path: string,
    body?: unknown,
  ): Promise<{ status: number; data: T; text: string }> {
    const response = await this.at.call(method, path, { body })
    const text = await response.text()
    return { status: response.status, data: (JSON.parse(text) as { data: T }).data, text }
  }
  get path(): string {
    return `/artists/${this.id}/busy-calendar`
  }
  set(address: string) {
    return this.send<BusyCalendarView>('PUT', this.path, { address })
  }
  async status(): Promise<BusyCalendarView> {
    return BusyCalendarView.parse((await this.send('GET', this.path)).data)
  }
  /** Delivers what was sent to the queue. */
  async deliver(): Promise<void> {
    for (const message of queue.sent.splice(0)) {
      await this.at.rest()
      if (message.kind === 'busy.read') await readBusyCalendar(env, log, message)
    }
  }
  /** Half an hour goes by: the timer has the calendar read. */
  async readAgain(): Promise<void> {
    await this.at.rest()
    await this.at.inside(async (tenant) => {
      await tenant.write<null, never>(tenant.commands, async (tx) => {
        await tx.sql`update busy_calendars set next_read_at = now() - interval '1 s' where tenant_id = ${tx.tenantId}`
        return ok(null)
      })
      await tenant.agenda.set(BUSY_TIMER, Date.now())
    })
    await this.at.rest()
    // The alarm may have rung by itself already.
    await runDurableObjectAlarm(this.at.stub)
    await vi.waitFor(() => expect(queue.sent.some(({ kind }) => kind === 'busy.read')).toBe(true), TIMER_WAIT)
    await this.deliver()
  }
  async away(): Promise<string[]> {
    const query = `from=${soon}T00:00:00Z&to=${soon}T23:00:00Z`
    const { data } = await this.send<{ segments: { startTime: string; endTime: string; state: string }[] }>(
      'GET',
      `/artists/${this.id}/availability?${query}`,
    )
    return data.segments
      .filter(({ state }) => state === 'away')
      .map(({ startTime, endTime }) => `${startTime.slice(11, 13)}-${endTime.slice(11, 13)}`)
  }
}

it('[BK50] [BK51] [BK52] [BK53] reads a calendar at once and again by its timer; what is removed there disappears', async () => {
  const calendar = await aCalendar(lesson, lunch)
  const ada = await Ada.open()
  const set = await ada.set(calendar.address)
  expect([set.status, set.data.host, set.data.readAt]).toEqual([200, new URL(calendar.address).host, null])
  const sent = queue.sent.filter(({ kind }) => kind === 'busy.read')
  expect(Object.keys(sent[0] ?? {}).sort()).toEqual(['calendarId', 'kind', 'tenantId', 'v'])
  await ada.deliver()
  expect(await ada.away()).toEqual(['09-11', '13-14'])
  expect(await ada.status()).toMatchObject({ blocks: 2, failure: null, readAt: expect.any(String) })

  const check = await ada.send<{ isFree: boolean; closed: { state: string }[] }>(
    'POST',
    '/bookings/check-availability',
    { artistId: ada.id, startTime: `${soon}T10:00:00Z`, endTime: `${soon}T12:00:00Z` },
  )
  expect([check.data.isFree, check.data.closed.map(({ state }) => state)]).toEqual([true, ['away']])
  const when = { startTime: `${soon}T10:00:00Z`, endTime: `${soon}T12:00:00Z` }
  const booked = await ada.send('POST', '/bookings', { artistId: ada.id, title: 'All the same', ...when })
  expect(booked.status).toBe(201)
  const closed = await ada.send<{ artistId: string }[]>(
    'GET',
    `/availability?from=${soon}T00:00:00Z&to=${soon}T23:00:00Z`,
  )
  expect(closed.data.map(({ artistId }) => artistId)).toEqual([ada.id])

  await ada.readAgain()
  expect(await ada.status()).toMatchObject({ blocks: 2, failure: null })
  await calendar.put(lunch)
  await ada.readAgain()
  expect(await ada.away()).toEqual(['13-14'])
})

it('[BK54] keeps what it knows when the calendar is gone, and reads on when it is back', async () => {
  const calendar = await aCalendar(lesson)
  const ada = await Ada.open()
  await ada.set(calendar.address)
  await ada.deliver()
  await calendar.end()
  await ada.readAgain()
  expect(await ada.away()).toEqual(['09-11'])
  expect(await ada.status()).toMatchObject({
    blocks: 1,
    failure: { code: 'gone', since: expect.any(String) },
  })
  await calendar.put(lunch)
  await ada.readAgain()
  expect([await ada.away(), (await ada.status()).failure]).toEqual([['13-14'], null])
})

describe('[BK54] what is no calendar', () => {
  it.each([
    ['page', 'not_calendar'],
    ['cut', 'broken'],
    ['endless', 'too_large'],
    ['gone', 'gone'],
    ['missing', 'gone'],
    ['private', 'forbidden'],
    ['busy', 'throttled'],
    ['inwards', 'redirected'],
    ['elsewhere', 'redirected'],
  ])('%s: %s', async (name, code) => {
    const ada = await Ada.open()
    await ada.set(sandbox(`/faults/${name}.ics`))
    await ada.deliver()
    const { failure, readAt, nextReadAt } = await ada.status()
    expect([failure?.code, readAt]).toEqual([code, null])
    const minutes = Math.round((Date.parse(nextReadAt) - Date.now()) / 60_000)
    expect(minutes).toBe(name === 'busy' ? 120 : 30)
  })

  it('an address that nobody answers at', async () => {
    const ada = await Ada.open()
    await ada.set('http://127.0.0.1:9/calendar.ics')
    await ada.deliver()
    expect((await ada.status()).failure?.code).toBe('no_answer')
  })
})

it('[BK50] keeps the address from answers, events, logs and the queue', async () => {
  const ada = await Ada.open()
  const secret = 'not-to-be-seen-anywhere'
  const set = await ada.set(sandbox(`/faults/${secret}.ics`))
  const messages: QueueMessage[] = [...queue.sent]
  await ada.deliver()
  const shown = [set.text, (await ada.send('GET', ada.path)).text, (await ada.send('GET', '/events')).text]
  expect(JSON.stringify([shown, logged, messages])).not.toContain(secret)
  const stored = await ada.at.inside((tenant) =>
    tenant.read((tx) => tx.sql`select * from busy_calendars where tenant_id = ${tx.tenantId}`),
  )
  expect([stored.length, new TextDecoder().decode(stored[0]?.sealed_address).includes(secret)]).toEqual([
    1,
    false,
  ])
  for (const address of ['https://192.168.0.1/x.ics', 'http://example.com/x.ics', 'ftp://example.com/x.ics'])
    expect((await ada.set(address)).status).toBe(400)
})

it('[BK50] is given by the member whose account the artist is, for themself only', async () => {
  const calendar = await aCalendar(lesson)
  const member = newId()
  const ada = await Ada.open(member)
  const mine = (method: string, id: string, body?: unknown, path = '') =>
    ada.at.call(method, `/my-bookings/busy-calendar${path}`, { as: { id, role: 'freelancer' }, body })
  const set = await mine('PUT', member, { address: calendar.address })
  expect(set.status).toBe(200)
  await ada.deliver()
  expect(await ada.away()).toEqual(['09-11'])
  expect((await mine('POST', member, undefined, '/read')).status).toBe(429)
  expect((await mine('GET', newId())).status).toBe(404)
  expect((await mine('PUT', newId(), { address: calendar.address })).status).toBe(404)
  const other = await ada.at.call('GET', ada.path, { as: { id: member, role: 'freelancer' } })
  expect(other.status).toBe(403)
  expect((await mine('DELETE', member)).status).toBe(200)
  expect(await ada.away()).toEqual([])
})

it('[BK55] copies hold neither the calendar nor its times, and wiping deletes both', async () => {
  const calendar = await aCalendar(lesson)
  const ada = await Ada.open()
  await ada.set(calendar.address)
  await ada.deliver()
  const { leftOutTables, copiedNames } = await import('../backups/tables.repository.ts')
  expect(leftOutTables).toEqual(expect.arrayContaining(['busy_calendars', 'busy_blocks']))
  expect(copiedNames).not.toContain('busy_blocks')
  await ada.at.rest()
  const { tables } = await ada.at.stub.wipe()
  const counts = tables.filter(({ name }) => name.startsWith('busy_'))
  expect(counts.map(({ name, removed, left }) => [name, removed, left]).sort()).toEqual([
    ['busy_blocks', 1, 0],
    ['busy_calendars', 1, 0],
  ])
})

it('[BK56] tells the member once that their calendar is gone, and again when it is gone after it was back', async () => {
  const calendar = await aCalendar(lesson)
  const ada = await Ada.open('p1')
  const told = async () =>
    (await ada.send<{ title: string; body: string }[]>('GET', '/notifications')).data.filter(
      ({ title }) => title === 'Calendar cannot be read: Ada',
    )
  await ada.set(calendar.address)
  await ada.deliver()
  expect(await told()).toEqual([])
  await calendar.end()
  await ada.readAgain()
  await ada.readAgain()
  const [first, ...more] = await told()
  expect(first?.body).toContain('There is no calendar at its address any more. Copy the address')
  expect(more).toEqual([])
  await calendar.put(lunch)
  await ada.readAgain()
  await calendar.end()
  await ada.readAgain()
  expect(await told()).toHaveLength(2)
})
