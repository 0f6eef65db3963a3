import { PORTFOLIO_REMOVED_KEPT_MS } from '../../contracts/limits.ts'
import { type AskedFile, type FoundFile, PortfolioItem } from '../../contracts/portfolio.ts'
import { allows, type Principal, permissionRefusal } from '../../contracts/principal.ts'
import { ok, type Result } from '../../contracts/result.ts'
import { changeArtistPortfolio, forgetRemoved, readArtistPortfolio } from '../artists/portfolio.service.ts'
import type { AskedEdit, EditedItem, PortfolioRefusal } from '../portfolios/service.ts'
import { runCommand } from './commands.ts'
import { sha256 } from './context.ts'
import { fileIn, type Shelf } from './shelf.ts'
import { readerOf, type Tenant } from './tenant.ts'

/** Name of the timers that delete files of an artist, one for each artist. */
export const SWEEP_TIMER = 'portfolio:'

/** Name of the timers that take away what is left of an artist who was erased, one for each. */
export const FORGET_TIMER = 'forget:'

/** Portfolios of the artists of this workspace: kept with the artist, and seen by whoever may read artists. */
export class ArtistShelf implements Shelf {
  private readonly tenant: Tenant

  constructor(tenant: Tenant) {
    this.tenant = tenant
  }

  async refusal(principal: Principal, artistId: string): Promise<PortfolioRefusal | null> {
    if (!allows(principal, 'artists.write')) return permissionRefusal(principal, 'artists.write')
    if (principal.isSupport) return { code: 'forbidden', details: { reason: 'support_reads' } }
    const found = await this.tenant.readAs(principal, (tx) => readArtistPortfolio(tx, artistId))
    return found === null ? { code: 'not_found' } : null
  }

  async change(
    principal: Principal,
    { commandId, asked, owner, edit }: AskedEdit,
  ): Promise<Result<EditedItem, PortfolioRefusal>> {
    const requestHash = await sha256(JSON.stringify(asked))
    const command = { id: commandId, ...readerOf(principal), requestHash }
    const done = await runCommand(this.tenant, command, 200, (tx) =>
      changeArtistPortfolio(tx, owner.id, edit, this.tenant.deps.now()),
    )
    if (!done.ok) return done
    const item = PortfolioItem.parse(JSON.parse(done.value.data))
    return ok({ itemId: item.id, item })
  }

  async find(principal: Principal, { owner, itemId }: AskedFile): Promise<FoundFile | null> {
    if (!allows(principal, 'artists.read')) return null
    const found = await this.tenant.readAs(principal, (tx) => readArtistPortfolio(tx, owner.id))
    return fileIn(found?.items ?? [], itemId, this.tenant.id)
  }

  /** Sets the timer for when what is removed now cannot be put back any more. */
  planSweep(artistId: string): Promise<void> {
    const due = this.tenant.deps.now().getTime() + PORTFOLIO_REMOVED_KEPT_MS
    return this.tenant.agenda.set(`${SWEEP_TIMER}${artistId}`, due, artistId)
  }

  /** Forgets what cannot be put back any more; gives the items whose files stay. What can be still is looked at again. */
  async forgetRemoved(artistId: string): Promise<readonly PortfolioItem[]> {
    const left = await this.tenant.write(this.tenant.commands, async (tx) =>
      ok(await forgetRemoved(tx, artistId, this.tenant.deps.now())),
    )
    if (!left.ok) throw new Error(`the workspace is not ready: ${left.error.code}`)
    const { items = [], removed = [] } = left.value ?? {}
    if (removed.length > 0) await this.planSweep(artistId)
    return [...items, ...removed.map(({ item }) => item)]
  }
}
