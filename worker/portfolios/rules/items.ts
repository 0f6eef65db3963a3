import { PORTFOLIO_BYTES_MAX, PORTFOLIO_ITEMS_MAX } from '../../../contracts/limits.ts'
import type { PortfolioItem, UpdatePortfolioItem } from '../../../contracts/portfolio.ts'
import { err, ok, type Result } from '../../../contracts/result.ts'

export type AddItemRefusal =
  | { code: 'limit_reached'; details: { limit: number } }
  | { code: 'portfolio_full'; details: { bytesMax: number } }

const bytesOf = (item: PortfolioItem): number => (item.kind === 'link' ? 0 : item.bytes)

/** A portfolio with one more item, at a place or at its end. */
export function addItem(
  items: readonly PortfolioItem[],
  item: PortfolioItem,
  place = items.length,
): Result<PortfolioItem[], AddItemRefusal> {
  if (items.length >= PORTFOLIO_ITEMS_MAX)
    return err({ code: 'limit_reached', details: { limit: PORTFOLIO_ITEMS_MAX } })
  const after = items.toSpliced(place, 0, item)
  if (after.reduce((sum, one) => sum + bytesOf(one), 0) > PORTFOLIO_BYTES_MAX)
    return err({ code: 'portfolio_full', details: { bytesMax: PORTFOLIO_BYTES_MAX } })
  return ok(after)
}

/** A portfolio without one item. */
export function removeItem(
  items: readonly PortfolioItem[],
  id: string,
): Result<PortfolioItem[], { code: 'not_found' }> {
  const after = items.filter((item) => item.id !== id)
  return after.length === items.length ? err({ code: 'not_found' }) : ok(after)
}

/** A portfolio in which an image has a small picture. */
export function noteThumbnail(
  items: readonly PortfolioItem[],
  id: string,
): Result<PortfolioItem[], { code: 'not_found' }> {
  if (!items.some((item) => item.id === id && item.kind === 'image')) return err({ code: 'not_found' })
  return ok(
    items.map((item) => (item.id === id && item.kind === 'image' ? { ...item, hasThumbnail: true } : item)),
  )
}

/** A portfolio in which an item has another title, another place, or both. A place beyond the end is the last one. */
export function changeItem(
  items: readonly PortfolioItem[],
  id: string,
  { title, place }: UpdatePortfolioItem,
): Result<PortfolioItem[], { code: 'not_found' }> {
  const at = items.findIndex((item) => item.id === id)
  const before = items[at]
  if (before === undefined) return err({ code: 'not_found' })
  const after = title === undefined ? before : { ...before, title }
  return ok(items.toSpliced(at, 1).toSpliced(place ?? at, 0, after))
}
