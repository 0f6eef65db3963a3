import type { ErrorCode } from '../../contracts/errors.ts'
import {
  type CreatePortfolioLink,
  type PortfolioItem,
  type PortfolioItemId,
  type PortfolioLink,
  siteOf,
} from '../../contracts/portfolio.ts'
import type { Principal } from '../../contracts/principal.ts'
import { type Result, unreachable } from '../../contracts/result.ts'
import { addItem, noteThumbnail, removeItem } from './rules/portfolio.ts'

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

/** A link as an item; the address was parsed as one of a known site. */
export function linkItem(id: PortfolioItemId, { title, url }: CreatePortfolioLink): PortfolioLink {
  const site = siteOf(url)
  if (site === null) throw new Error('an address of no known site')
  return { id, kind: 'link', title, url, site }
}

/** A change of the caller's own portfolio: which command it is, and what was asked, for telling a repeat from another request. */
export interface AskedEdit {
  commandId: string
  asked: object
  profileId: string
  edit: PortfolioEdit
}

/** What routes need of the object to change a portfolio. */
export interface PortfolioHost {
  /** Gives the id of the item, and the item where it is there afterwards. */
  change(
    principal: Principal,
    asked: AskedEdit,
  ): Promise<Result<{ itemId: string; item: PortfolioItem | null }, PortfolioRefusal>>
}
