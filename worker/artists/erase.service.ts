import type { ArtistView, EraseArtist } from '../../contracts/artists.ts'
import { err, ok, type Result } from '../../contracts/result.ts'
import type { TenantTx } from '../../db/tenant-tx.ts'
import { listStates } from '../audit/history.service.ts'
import { readBusyCalendar, removeBusyCalendar } from '../availability/busy.service.ts'
import { endFeed } from '../bookings/feed.service.ts'
import type { NewEvent } from '../events/define.ts'
import { blankAnswers, blankArtist, blankNotices, cutOwnAnswers, dropOpenBodies } from './erase.repository.ts'
import { artistErased } from './events.ts'
import { destroyArtistKey } from './keys.repository.ts'
import { findArtist, lockArtist } from './repository.ts'
import type { ArtistSeal } from './seal.service.ts'
import { archiveArtist } from './service.ts'

export type EraseArtistRefusal =
  | { code: 'not_found' }
  | { code: 'stale_version'; details: ArtistView }
  | { code: 'invalid_request'; details: { fields: { field: 'name'; problem: string }[] } }

/**
 * Erases what is personal about an artist: it stays, archived and under a neutral name, so that its bookings keep whom they are of. The
 * key of what the log says about it is destroyed. Erasing it again changes nothing.
 */
export async function eraseArtist(
  tx: TenantTx,
  id: string,
  seenVersion: number,
  typed: EraseArtist,
  context: { at: Date; seal: ArtistSeal },
): Promise<Result<{ view: ArtistView; events: NewEvent[] }, EraseArtistRefusal>> {
  const before = await lockArtist(tx, id)
  if (before === null) return err({ code: 'not_found' })
  if (before.erasedAt !== null) return ok({ view: before, events: [] })
  if (before.version !== seenVersion) return err({ code: 'stale_version', details: before })
  if (typed.name !== before.name) {
    return err({
      code: 'invalid_request',
      details: { fields: [{ field: 'name', problem: 'is not what the artist is called' }] },
    })
  }
  const { names, headlines } = await wordsOf(tx, before, context.seal)
  const calendar = await readBusyCalendar(tx, id)
  const done = [
    await archiveArtist(tx, id, context.at),
    await removeBusyCalendar(tx, id),
    await endFeed(tx, id),
  ]
  const events = done.flatMap((one) => (one.ok ? one.value.events : []))
  // Before its row forgets what is its own.
  await cutOwnAnswers(tx, id)
  await blankArtist(tx, id, context.at)
  await destroyArtistKey(tx, id)
  await dropOpenBodies(tx, id)
  for (const name of names) await blankNotices(tx, name)
  for (const words of [...names, ...headlines, ...(calendar ? [calendar.host] : [])])
    await blankAnswers(tx, words)
  const view = await findArtist(tx, id)
  if (view === null) throw new Error(`artist ${id} is gone`)
  return ok({ view, events: [...events, artistErased.of(`artist:${id}`, { artistId: id })] })
}

/** Every name and headline the artist ever had, as far as the log says so; longest first, because one may be part of another. */
async function wordsOf(tx: TenantTx, artist: ArtistView, seal: ArtistSeal) {
  const states = await listStates(tx, `artist:${artist.id}`, null, (rows) => seal.open(tx, rows))
  const said = [artist, ...states.flatMap(({ before, after }) => [Object(before), after])] as {
    name?: string
    headline?: string | null
  }[]
  const unique = (all: (string | null | undefined)[]) =>
    [...new Set(all.filter((one) => typeof one === 'string' && one !== ''))]
      .map(String)
      .toSorted((a, b) => b.length - a.length)
  return {
    names: unique(said.map(({ name }) => name)),
    headlines: unique(said.map(({ headline }) => headline)),
  }
}
