import { randomUUID } from 'node:crypto'
import { expect, it } from 'vitest'
import { CreateArtist } from '../../contracts/artists.ts'
import { CreateTimeOff, PutAvailability } from '../../contracts/availability.ts'
import { ok } from '../../contracts/result.ts'
import { createArtist } from '../artists/service.ts'
import { ownWorkspace } from '../tenant/testing/own-workspace.ts'
import { addTimeOff, changeHours, closedFor, readClosedTimes } from './service.ts'

const { done } = ownWorkspace()
const by = { newId: () => randomUUID() as string, at: new Date(), actor: 'person:p1' }
const artist = (name: string) =>
  done((tx) => createArtist(tx, CreateArtist.parse({ name }), { ...by, timeZone: 'UTC' }))
/** A Thursday. */
const day = { fromMs: Date.parse('2027-05-06T00:00:00Z'), toMs: Date.parse('2027-05-07T00:00:00Z') }

it('[BK39] holidays of the calendar of the workspace close everybody who has hours, and nobody else', async () => {
  const [ada, room] = [(await artist('Ada')).view, (await artist('Studio')).view]
  const weekly = [{ weekday: 4, from: '09:00', to: '17:00' }]
  const hours = PutAvailability.parse({ weekly })
  await done((tx) => changeHours(tx, ada.id, hours, { at: new Date(), dayIn: () => '2027-01-01' }))
  const exceptions = [
    { kind: 'off', title: 'Ascension', days: { from: '2027-05-06', to: '2027-05-06' }, hours: null },
  ]
  await done(async (tx) => {
    await tx.sql`insert into working_calendars (tenant_id, scope, scope_id, weekly, exceptions)
      values (${tx.tenantId}, 'workspace', '00000000-0000-0000-0000-000000000000', '[]',
        ${JSON.stringify(exceptions)}::text::jsonb)`
    return ok(null)
  })
  const closed = (one: typeof ada) => done(async (tx) => ok(await closedFor(tx, one, day, true)))
  expect(await closed(ada)).toMatchObject([{ state: 'off', title: 'Ascension' }])
  expect(await closed(room)).toEqual([])
  const all = await done(async (tx) => ok(await readClosedTimes(tx, day)))
  expect(all.map(({ artistId }) => artistId)).toEqual([ada.id])

  const open = { kind: 'open', title: 'Shoot', days: { from: '2027-05-06', to: '2027-05-06' } }
  await done((tx) => addTimeOff(tx, ada.id, CreateTimeOff.parse(open), by))
  expect(await closed(ada)).toEqual([])
})
