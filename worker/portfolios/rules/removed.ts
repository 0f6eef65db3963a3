import { PORTFOLIO_REMOVED_KEPT_MS, PORTFOLIO_REMOVED_MAX } from '../../../contracts/limits.ts'
import type { ArtistPortfolio } from '../../../contracts/portfolio.ts'
import { err, ok, type Result } from '../../../contracts/result.ts'
import { type AddItemRefusal, addItem, removeItem } from './items.ts'

/** A portfolio without one item, which is kept for a while to be put back. Of those kept the oldest goes when there are too many. */
export function setAside(
  { items, removed }: ArtistPortfolio,
  id: string,
  at: Date,
): Result<ArtistPortfolio, { code: 'not_found' }> {
  const place = items.findIndex((item) => item.id === id)
  const item = items[place]
  const left = removeItem(items, id)
  if (item === undefined || !left.ok) return err({ code: 'not_found' })
  const kept = [...removed, { item, place, removedAt: at.toISOString() }].slice(-PORTFOLIO_REMOVED_MAX)
  return ok({ items: left.value, removed: kept })
}

/** A portfolio with a removed item where it was, while it is kept and there is room. */
export function putBack(
  { items, removed }: ArtistPortfolio,
  id: string,
): Result<ArtistPortfolio, AddItemRefusal | { code: 'not_found' }> {
  const found = removed.find(({ item }) => item.id === id)
  if (found === undefined) return err({ code: 'not_found' })
  const added = addItem(items, found.item, found.place)
  if (!added.ok) return added
  return ok({ items: added.value, removed: removed.filter((one) => one !== found) })
}

/** A portfolio without what was removed so long ago that nobody puts it back. */
export function withoutOld(portfolio: ArtistPortfolio, now: Date): ArtistPortfolio {
  const oldest = now.getTime() - PORTFOLIO_REMOVED_KEPT_MS
  return {
    ...portfolio,
    removed: portfolio.removed.filter(({ removedAt }) => Date.parse(removedAt) > oldest),
  }
}
