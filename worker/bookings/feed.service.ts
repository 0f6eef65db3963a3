import { openStatuses } from '../../contracts/bookings.ts'
import { ArtistId } from '../../contracts/ids.ts'
import { FEED_BOOKINGS_MAX, FEED_DAYS_AHEAD, FEED_DAYS_BACK } from '../../contracts/limits.ts'
import { err, ok, type Result } from '../../contracts/result.ts'
import type { TenantTx } from '../../db/tenant-tx.ts'
import { type ErasedRefusal, erasedRefusal, lockArtist, readArtist } from '../artists/service.ts'
import type { NewEvent } from '../events/define.ts'
import type { Telling } from '../notifications/service.ts'
import { artistFeedEnded, artistFeedMade } from './events.ts'
import * as rows from './feeds.repository.ts'
import { listBookings } from './repository.ts'
import { calendarOf } from './rules/ics.ts'

const DAY_MS = 86_400_000

type FeedRefusal = { code: 'not_found' }

interface Changed {
  /** Null: there is no feed any more. */
  view: { id: string; createdAt: string } | null
  events: NewEvent[]
}

/** The feed of an artist, or null while it has none; undefined when there is no such artist. */
export async function readFeed(tx: TenantTx, artistId: string): Promise<rows.Feed | null | undefined> {
  const [artist, feed] = await Promise.all([readArtist(tx, artistId), rows.findFeedOf(tx, artistId)])
  return artist === null ? undefined : feed
}

/** Makes an address for the calendar of an artist. One that was there leads nowhere from now on. */
export async function makeFeed(
  tx: TenantTx,
  artistId: string,
  by: Telling,
): Promise<Result<Changed, FeedRefusal | ErasedRefusal>> {
  const artist = await lockArtist(tx, artistId)
  if (artist === null) return err({ code: 'not_found' })
  const erased = erasedRefusal(artist)
  if (erased !== null) return err(erased)
  const feed = { id: by.newId(), artistId, createdAt: by.at.toISOString() }
  await rows.putFeed(tx, feed, by.actor)
  const made = artistFeedMade.of(`artist:${artistId}`, { artistId, feedId: feed.id })
  return ok({ view: { id: feed.id, createdAt: feed.createdAt }, events: [made] })
}

/** Ends the address. Ending none changes nothing. */
export async function endFeed(tx: TenantTx, artistId: string): Promise<Result<Changed, FeedRefusal>> {
  const artist = await lockArtist(tx, artistId)
  if (artist === null) return err({ code: 'not_found' })
  const feed = await rows.findFeedOf(tx, artistId)
  if (feed === null) return ok({ view: null, events: [] })
  await rows.deleteFeed(tx, artistId)
  const ended = artistFeedEnded.of(`artist:${artistId}`, { artistId, feedId: feed.id })
  return ok({ view: null, events: [ended] })
}

/** The calendar behind an address; null when it leads nowhere. */
export async function readCalendar(tx: TenantTx, feedId: string, now: Date): Promise<string | null> {
  const feed = await rows.findFeed(tx, feedId)
  const artist = feed === null ? null : await readArtist(tx, feed.artistId)
  if (artist === null) return null
  const at = (days: number) => new Date(now.getTime() + days * DAY_MS).toISOString()
  const query = {
    artistId: ArtistId.parse(artist.id),
    status: [...openStatuses, 'completed' as const],
    from: at(-FEED_DAYS_BACK),
    to: at(FEED_DAYS_AHEAD),
    limit: FEED_BOOKINGS_MAX,
  }
  return calendarOf(artist.name, await listBookings(tx, query, FEED_BOOKINGS_MAX))
}
