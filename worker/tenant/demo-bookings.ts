import { CreateArtist } from '../../contracts/artists.ts'
import { CreateTimeOff } from '../../contracts/availability.ts'
import { BookingsQuery, CreateBooking } from '../../contracts/bookings.ts'
import { addDays } from '../../contracts/days.ts'
import { ok } from '../../contracts/result.ts'
import type { TenantSpec } from '../../contracts/workspaces.ts'
import {
  type DemoBooking,
  demoArtists,
  demoBookings,
  demoHours,
  demoTimeOff,
} from '../../db/seed/demo-bookings.ts'
import { WHOLE } from '../../db/tenant-tx.ts'
import { createArtist, readArtists } from '../artists/service.ts'
import { addTimeOff, changeHours } from '../availability/service.ts'
import { createBooking } from '../bookings/create.service.ts'
import { instantIn } from '../bookings/rules/when.ts'
import { readBookings, transitionBooking } from '../bookings/service.ts'
import type { NewEvent } from '../events/define.ts'
import { planExpiry } from './bookings.ts'
import { runCommand } from './commands.ts'
import type { Tenant } from './tenant.ts'

const ACTOR = 'system:demo'
/** While something lies in so many days around today, the demo is alive as it is. */
const ALIVE_DAYS = 7
/** Their hours have been the same for so long. */
const WORKED_DAYS = 180

/** People, rooms and kit of the demo, and bookings around today. What is there already stays; nothing is made twice. */
export async function seedBookings(tenant: Tenant, spec: TenantSpec, today: string): Promise<void> {
  const { newId, now } = tenant.deps
  const command = { ...WHOLE, id: `demo-bookings-${today}`, actor: ACTOR, requestHash: today }
  await runCommand(tenant, command, 200, async (tx) => {
    const events: NewEvent[] = []
    const keep = <T extends { events: NewEvent[] }>(made: T): T => {
      events.push(...made.events)
      return made
    }
    const known = await readArtists(tx, { archived: 'all', limit: 500 })
    const ids = new Map(known.data.map(({ name, id }) => [name, id]))
    for (const { skills, rate, ...artist } of known.data.length > 0 ? [] : demoArtists) {
      const [amount, per] = rate ?? []
      const made = await createArtist(
        tx,
        CreateArtist.parse({
          ...artist,
          skills: skills.map(([name, level]) => ({ name, level })),
          rate: amount === undefined ? null : { amount, currency: spec.currency, per },
        }),
        { newId, at: now(), timeZone: spec.timeZone },
      )
      if (!made.ok) continue
      const { id } = keep(made.value).view
      ids.set(artist.name, id)
      const hours = demoHours[artist.name]
      const context = { at: now(), dayIn: () => addDays(today, -WORKED_DAYS) }
      const weekly = hours?.weekdays.map((weekday) => ({ weekday, from: hours.from, to: hours.to }))
      const changed = weekly === undefined ? null : await changeHours(tx, id, { weekly }, context)
      if (changed?.ok) keep(changed.value)
    }
    const from = instantIn(addDays(today, -ALIVE_DAYS), '00:00', spec.timeZone)
    const to = instantIn(addDays(today, ALIVE_DAYS), '00:00', spec.timeZone)
    const around = await readBookings(tx, BookingsQuery.parse({ from, to, limit: 1 }))
    for (const { artist, title, days } of around.data.length > 0 ? [] : demoTimeOff) {
      const artistId = ids.get(artist)
      if (artistId === undefined) continue
      const off = CreateTimeOff.parse({
        title,
        days: { from: addDays(today, days[0]), to: addDays(today, days[1]) },
      })
      const made = await addTimeOff(tx, artistId, off, { newId, at: now(), actor: ACTOR })
      if (made.ok) keep(made.value)
    }
    const by = { newId, at: now(), actor: ACTOR }
    for (const booking of around.data.length > 0 ? [] : demoBookings) {
      const artistId = ids.get(booking.artist)
      if (artistId === undefined) continue
      const first = booking.status === 'pencil' || booking.status === 'confirmed' ? booking.status : 'hold'
      const asked = { artistId, title: booking.title, notes: booking.notes ?? null, status: first }
      const made = await createBooking(
        tx,
        CreateBooking.parse({ ...asked, ...whenOf(booking, today, spec.timeZone) }),
        by,
      )
      if (!made.ok) continue
      let { view } = keep(made.value)
      for (const step of stepsTo(booking.status)) {
        const moved = await transitionBooking(tx, view.id, { to: step, version: view.version }, by)
        if (moved.ok) view = keep(moved.value).view
      }
    }
    return ok({ view: null, events })
  })
  await planExpiry(tenant)
}

function whenOf({ days, hours }: DemoBooking, today: string, timeZone: string) {
  if (days !== undefined) return { days: { from: addDays(today, days[0]), to: addDays(today, days[1]) } }
  const [day, from, to] = hours ?? [0, '09:00', '17:00']
  const at = (time: string) => instantIn(addDays(today, day), time, timeZone)
  return { startTime: at(from), endTime: at(to) }
}

/** Statuses that a hold goes through on its way. */
function stepsTo(status: DemoBooking['status']) {
  if (status === 'completed') return ['confirmed', 'completed'] as const
  return status === 'released' || status === 'cancelled' ? ([status] as const) : []
}
