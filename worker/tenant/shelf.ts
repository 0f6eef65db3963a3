import type { AskedFile, FoundFile, PortfolioItem } from '../../contracts/portfolio.ts'
import type { Principal } from '../../contracts/principal.ts'
import type { Result } from '../../contracts/result.ts'
import type { AskedEdit, EditedItem, PortfolioRefusal } from '../portfolios/service.ts'

/** How portfolios of one kind of owner are read and changed. */
export interface Shelf {
  /** Why the caller may put nothing into a portfolio; null: they may. */
  refusal(principal: Principal, ownerId: string): Promise<PortfolioRefusal | null>
  change(principal: Principal, asked: AskedEdit): Promise<Result<EditedItem, PortfolioRefusal>>
  /** Where a file lies that the caller may see. Null says nothing of whether there is one. */
  find(principal: Principal, asked: AskedFile): Promise<FoundFile | null>
}

/** The file of an item among those of a portfolio; null where there is none, and of a link. */
export function fileIn(items: readonly PortfolioItem[], itemId: string, tenantId: string): FoundFile | null {
  const file = items.find((item) => item.id === itemId)
  return file === undefined || file.kind === 'link' ? null : { tenantId, file }
}
