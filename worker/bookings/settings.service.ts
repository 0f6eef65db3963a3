import type {
  BlockingClashes,
  BookingClash,
  BookingSettings,
  UpdateBookingSettings,
} from '../../contracts/booking-settings.ts'
import type { BlockingChoice } from '../../contracts/booking-states.ts'
import { BookingStatus } from '../../contracts/bookings.ts'
import { ArtistId, BookingId } from '../../contracts/ids.ts'
import { BLOCKING_BOOKINGS_MAX, CLASHES_SHOWN_MAX } from '../../contracts/limits.ts'
import { err, ok, type Result } from '../../contracts/result.ts'
import type { TenantTx } from '../../db/tenant-tx.ts'
import type { NewEvent } from '../events/define.ts'
import type { Telling } from '../notifications/service.ts'
import { bookingSettingsChanged } from './events.ts'
import { type Clash, clashesOf } from './rules/clashes.ts'
import * as rows from './settings.repository.ts'
import { settleLine } from './settle.service.ts'

const iso = (ms: number): string => new Date(ms).toISOString()

/** How the workspace books. */
export const readBookingSettings = (tx: TenantTx): Promise<BookingSettings> => rows.findSettings(tx)

export type PreviewRefusal = { code: 'limit_reached'; details: { limit: number } }

/** What would clash if these kept their time free. Bookings that are over are left as they were. */
export async function previewBlocking(
  tx: TenantTx,
  blocking: readonly BlockingChoice[],
): Promise<Result<BlockingClashes, PreviewRefusal>> {
  const found = await rows.listWouldBlock(tx, blocking, BLOCKING_BOOKINGS_MAX + 1)
  if (found.length > BLOCKING_BOOKINGS_MAX)
    return err({ code: 'limit_reached', details: { limit: BLOCKING_BOOKINGS_MAX } })
  const clashes = clashesOf(found)
  return ok({ clashes: clashes.slice(0, CLASHES_SHOWN_MAX).map(shownOf), total: clashes.length })
}

function shownOf({ fromMs, toMs, bookings }: Clash<rows.WouldBlock>): BookingClash {
  const [first] = bookings
  if (first === undefined) throw new Error('a clash of nothing')
  return {
    artistId: ArtistId.parse(first.artistId),
    artistName: first.artistName,
    startTime: iso(fromMs),
    endTime: iso(toMs),
    bookings: bookings.map(({ id, title, status, ...time }) => ({
      id: BookingId.parse(id),
      title,
      status: BookingStatus.parse(status),
      startTime: iso(time.fromMs),
      endTime: iso(time.toMs),
    })),
  }
}

export type ChangeSettingsRefusal =
  | PreviewRefusal
  | { code: 'stale_version'; details: BookingSettings }
  | { code: 'invalid_request'; details: { field: string; problem: string } }
  | { code: 'bookings_clash'; details: BlockingClashes }

/**
 * Changes how the workspace books, at the version the caller saw. What blocks is changed in the bookings still to come as well, all or
 * nothing. Commands of a workspace run one after another, so none books by the old setting meanwhile.
 */
export async function changeSettings(
  tx: TenantTx,
  seenVersion: number,
  change: UpdateBookingSettings,
  by: Telling,
): Promise<Result<{ view: BookingSettings; events: NewEvent[] }, ChangeSettingsRefusal>> {
  const before = await rows.findSettings(tx)
  if (before.version !== seenVersion) return err({ code: 'stale_version', details: before })
  const said = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined))
  const wanted: BookingSettings = { ...before, ...said }
  const after = { ...wanted, version: before.version + 1 }
  const { blocking } = after
  const isSameBlocking = blocking.join() === before.blocking.join()
  if (JSON.stringify(wanted) === JSON.stringify(before)) return ok({ view: before, events: [] })
  if (after.unanswered === 'escalate' && after.escalateTo === null)
    return err({ code: 'invalid_request', details: { field: 'escalateTo', problem: 'say who is told' } })
  const ended = isSameBlocking ? [] : await settleLine(tx, null, by)
  if (!isSameBlocking) {
    const previewed = await previewBlocking(tx, blocking)
    if (!previewed.ok) return previewed
    if (previewed.value.total > 0) return err({ code: 'bookings_clash', details: previewed.value })
  }
  await rows.putSettings(tx, after)
  const changed = isSameBlocking ? 0 : await rows.setBlocking(tx, blocking)
  const recorded = bookingSettingsChanged.of('bookings', { before, after, bookings: changed })
  return ok({ view: after, events: [...ended, recorded] })
}
