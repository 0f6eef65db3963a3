import type { ErrorCode } from '../../contracts/errors.ts'
import {
  type ArtistPortfolio,
  type CreatePortfolioLink,
  type PortfolioItem,
  type PortfolioItemId,
  type PortfolioLink,
  type PortfolioOwner,
  siteOf,
  type UpdatePortfolioItem,
} from '../../contracts/portfolio.ts'
import type { Principal } from '../../contracts/principal.ts'
import { ok, type Result, unreachable } from '../../contracts/result.ts'
import { addItem, changeItem, noteThumbnail, removeItem } from './rules/items.ts'
import { putBack, setAside, withoutOld } from './rules/removed.ts'

export interface PortfolioRefusal {
  code: ErrorCode
  details?: unknown
}

/** What may be done to a portfolio. */
export type PortfolioEdit =
  | { kind: 'add'; item: PortfolioItem }
  | { kind: 'remove'; itemId: string }
  | { kind: 'note_thumbnail'; itemId: string }

/** A portfolio as it is after a change, or why it cannot be changed so. */
export function editPortfolio(
  items: readonly PortfolioItem[],
  edit: PortfolioEdit,
): Result<PortfolioItem[], PortfolioRefusal> {
  switch (edit.kind) {
    case 'add':
      return addItem(items, edit.item)
    case 'remove':
      return removeItem(items, edit.itemId)
    case 'note_thumbnail':
      return noteThumbnail(items, edit.itemId)
    default:
      return unreachable(edit)
  }
}

/** What may be done to the portfolio of an artist: what is removed there is put back for a while. */
export type ArtistEdit =
  | PortfolioEdit
  | { kind: 'change'; itemId: string; change: UpdatePortfolioItem }
  | { kind: 'put_back'; itemId: string }

/** The portfolio of an artist as it is after a change, or why it cannot be changed so. */
export function editArtistPortfolio(
  portfolio: ArtistPortfolio,
  edit: ArtistEdit,
  at: Date,
): Result<ArtistPortfolio, PortfolioRefusal> {
  const before = withoutOld(portfolio, at)
  if (edit.kind === 'remove') return setAside(before, edit.itemId, at)
  if (edit.kind === 'put_back') return putBack(before, edit.itemId)
  const items =
    edit.kind === 'change'
      ? changeItem(before.items, edit.itemId, edit.change)
      : editPortfolio(before.items, edit)
  return items.ok ? ok({ ...before, items: items.value }) : items
}

/** What is left once nobody puts the oldest of what was removed back any more. */
export const dropOld = (portfolio: ArtistPortfolio, now: Date): ArtistPortfolio => withoutOld(portfolio, now)

/** The item that a change is about. */
export const itemIdOf = (edit: ArtistEdit): string => (edit.kind === 'add' ? edit.item.id : edit.itemId)

/** A link as an item; the address was parsed as one of a known site. */
export function linkItem(id: PortfolioItemId, { title, url }: CreatePortfolioLink): PortfolioLink {
  const site = siteOf(url)
  if (site === null) throw new Error('an address of no known site')
  return { id, kind: 'link', title, url, site }
}

/** A change of a portfolio: which command it is, and what was asked, for telling a repeat from another request. */
export interface AskedEdit {
  commandId: string
  asked: object
  owner: PortfolioOwner
  edit: PortfolioEdit
}

/** The item a change was about, where it is there afterwards. */
export interface EditedItem {
  itemId: string
  item: PortfolioItem | null
}

/** What routes need of the object to change portfolios. */
export interface PortfolioHost {
  change(principal: Principal, asked: AskedEdit): Promise<Result<EditedItem, PortfolioRefusal>>
  /** Before something is removed from the portfolio of an artist: its file goes once it cannot be put back any more. */
  planSweep(artistId: string): Promise<void>
}
