import type { BookingSeriesView, TogetherScope } from '../../contracts/booking-plans.ts'
import { addDays } from '../../contracts/days.ts'
import type { TenantTx } from '../../db/tenant-tx.ts'
import type { NewEvent } from '../events/define.ts'
import type { Telling } from '../notifications/service.ts'
import { bookingSeriesSet } from './events.ts'
import * as rows from './repository.ts'
import { ruleText, shiftRepeat, splitRepeat } from './rules/repeat.ts'
import { findSeries, insertSeries, type Series, updateSeries } from './series.repository.ts'

/** How a series repeats; null when the workspace has none of that id. */
export async function readSeries(tx: TenantTx, id: string): Promise<BookingSeriesView | null> {
  const series = await findSeries(tx, id)
  return series === null ? null : { ...series, rule: ruleText(series.repeat, series.firstDay) }
}

type Together = Pick<rows.BookingFields, 'seriesId' | 'seriesDay'>

/** What becomes of a series when bookings of it are moved, and what each of those bookings is part of then. */
interface Carried {
  id: string | null
  of: (booking: rows.Booking) => Together
  events: NewEvent[]
}

const asItIs: Carried = {
  id: null,
  of: ({ seriesId, seriesDay }) => ({ seriesId, seriesDay }),
  events: [],
}

/**
 * When the whole series is moved its rule moves as well. When only what follows is, or what is of one artist, that becomes a series of
 * its own, so that each says what is true of its bookings.
 */
export async function carrySeries(
  tx: TenantTx,
  named: rows.Booking,
  scope: TogetherScope,
  days: number,
  isMoved: boolean,
  by: Telling,
): Promise<Carried> {
  const { seriesId, seriesDay } = named
  if (!isMoved || scope.times === 'this' || seriesId === null || seriesDay === null) return asItIs
  const series = await findSeries(tx, seriesId)
  if (series === null) throw new Error(`series ${seriesId} of a booking is gone`)
  const isFromHere = scope.times === 'following' && (await rows.hasBefore(tx, seriesId, seriesDay))
  const others = scope.who === 'one' && (await rows.hasOthers(tx, seriesId, named.artistId))
  const parts = isFromHere
    ? splitRepeat(series.repeat, series.firstDay, seriesDay)
    : { before: series.repeat, after: series.repeat }
  const after = {
    ...{ createdBy: by.actor, timeZone: series.timeZone },
    repeat: shiftRepeat(parts.after, days),
    firstDay: addDays(isFromHere ? seriesDay : series.firstDay, days),
  }
  const isApart = isFromHere || others
  const id = isApart ? by.newId() : seriesId
  if (isApart) await insertSeries(tx, { id, ...after }, by.at)
  else await updateSeries(tx, id, after)
  if (isFromHere && !others) await updateSeries(tx, seriesId, { ...series, repeat: parts.before })
  return {
    id,
    of: (booking) => ({ seriesId: id, seriesDay: addDays(booking.seriesDay ?? seriesDay, days) }),
    events: [setOf(id, named.title, after)],
  }
}

/** The event that says how a series repeats from now on. */
export function setOf(
  id: string,
  title: string,
  { repeat, firstDay }: Pick<Series, 'repeat' | 'firstDay'>,
): NewEvent {
  const rule = ruleText(repeat, firstDay)
  return bookingSeriesSet.of(`booking_series:${id}`, { seriesId: id, title, rule, firstDay })
}
