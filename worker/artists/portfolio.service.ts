import type { ArtistPortfolio, PortfolioItem } from '../../contracts/portfolio.ts'
import { err, ok, type Result } from '../../contracts/result.ts'
import type { TenantTx } from '../../db/tenant-tx.ts'
import type { NewEvent } from '../events/define.ts'
import {
  type ArtistEdit,
  dropOld,
  editArtistPortfolio,
  itemIdOf,
  type PortfolioRefusal,
} from '../portfolios/service.ts'
import { artistPortfolioChanged } from './events.ts'
import * as rows from './repository.ts'
import { erasedRefusal } from './service.ts'

/** What an artist shows, and what can be put back; null when the workspace has none of that id. */
export const readArtistPortfolio = (tx: TenantTx, id: string): Promise<ArtistPortfolio | null> =>
  rows.findPortfolio(tx, id)

/** Changes what an artist shows, under the lock of the artist. Answers with the item as it is, or as it was when it was removed. */
export async function changeArtistPortfolio(
  tx: TenantTx,
  id: string,
  edit: ArtistEdit,
  at: Date,
): Promise<Result<{ view: PortfolioItem; events: NewEvent[] }, PortfolioRefusal>> {
  const artist = await rows.lockArtist(tx, id)
  const before = await rows.findPortfolio(tx, id)
  if (artist === null || before === null) return err({ code: 'not_found' })
  const erased = erasedRefusal(artist)
  if (erased !== null) return err(erased)
  const edited = editArtistPortfolio(before, edit, at)
  if (!edited.ok) return edited
  const { items, removed } = edited.value
  const itemId = itemIdOf(edit)
  const item = [...items, ...removed.map((one) => one.item)].find((one) => one.id === itemId)
  if (item === undefined) throw new Error(`item ${itemId} is in no portfolio`)
  await rows.savePortfolio(tx, id, edited.value)
  const said = { artistId: id, itemId, title: item.title, change: changeOf[edit.kind] }
  return ok({ view: item, events: [artistPortfolioChanged.of(`artist:${id}`, said)] })
}

const changeOf = {
  add: 'added',
  change: 'changed',
  remove: 'removed',
  put_back: 'put_back',
  note_thumbnail: 'thumbnail',
} as const satisfies Record<ArtistEdit['kind'], string>

/** Forgets what cannot be put back any more, and gives what is left; null when there is no such artist. */
export async function forgetRemoved(tx: TenantTx, id: string, now: Date): Promise<ArtistPortfolio | null> {
  const before = await rows.lockPortfolio(tx, id)
  if (before === null) return null
  const left = dropOld(before, now)
  if (left.removed.length < before.removed.length) await rows.savePortfolio(tx, id, left)
  return left
}
