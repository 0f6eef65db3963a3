import { PORTFOLIO_UPLOAD_MS } from '../../contracts/limits.ts'
import {
  type AskedFile,
  type FoundFile,
  type PortfolioFile,
  type PortfolioItem,
  type PortfolioOwner,
  portfolioFolder,
  portfolioKey,
} from '../../contracts/portfolio.ts'
import type { Principal } from '../../contracts/principal.ts'
import { err, ok, type Result } from '../../contracts/result.ts'
import type { AskedEdit, EditedItem, PortfolioHost, PortfolioRefusal } from '../portfolios/service.ts'
import { ArtistShelf } from './artist-shelf.ts'
import { ProfileShelf, type ShelfHost } from './profile-shelf.ts'
import type { Shelf } from './shelf.ts'
import type { Tenant } from './tenant.ts'

/**
 * Portfolios of this workspace. What an item is stands in the row of its owner; the bytes lie in the bucket below the owner. A file that its
 * owner does not name goes when the owner is looked at next, unless it is just arriving.
 */
export class Portfolio implements PortfolioHost {
  private readonly tenant: Tenant
  private readonly files: R2Bucket
  private readonly artists: ArtistShelf
  private readonly shelves: Record<PortfolioOwner['kind'], Shelf>
  /** Items whose files are on their way, and until when that is believed. */
  private readonly arriving = new Map<string, number>()

  constructor(tenant: Tenant, files: R2Bucket, host: ShelfHost) {
    this.tenant = tenant
    this.files = files
    this.artists = new ArtistShelf(tenant)
    this.shelves = { profile: new ProfileShelf(tenant, host), artist: this.artists }
  }

  /** Lets the file of an item arrive, or says why there is no place for it. */
  async admit(
    principal: Principal,
    { owner, itemId }: { owner: PortfolioOwner; itemId: string },
  ): Promise<Result<null, PortfolioRefusal>> {
    const ready = await this.tenant.ready()
    if (!ready.ok) return ready
    const refusal = await this.shelves[owner.kind].refusal(principal, owner.id)
    if (refusal !== null) return err(refusal)
    // An upload that breaks off leaves what the next sweep finds.
    if (owner.kind === 'artist') await this.planSweep(owner.id)
    const now = this.tenant.deps.now().getTime()
    for (const [id, until] of this.arriving) if (until < now) this.arriving.delete(id)
    this.arriving.set(itemId, now + PORTFOLIO_UPLOAD_MS)
    return ok(null)
  }

  /** Puts a file that has arrived into a portfolio. A repeated command gives the item of the first one. */
  async add(
    principal: Principal,
    { commandId, owner, file }: { commandId: string; owner: PortfolioOwner; file: PortfolioFile },
  ): Promise<Result<PortfolioItem | null, PortfolioRefusal>> {
    const key = portfolioKey({ tenantId: this.tenant.id, owner, itemId: file.id }, 'file')
    // A sweep that came while this object remembered nothing may have taken it for one that nobody names.
    if ((await this.files.head(key)) === null) return err({ code: 'file_gone' })
    const { title, type, bytes } = file
    const asked = { ownerId: owner.id, title, type, bytes }
    const edit = { kind: 'add', item: file } as const
    const done = await this.change(principal, { commandId, asked, owner, edit })
    this.arriving.delete(file.id)
    return done.ok ? ok(done.value.item) : done
  }

  /** Changes what a portfolio shows. */
  async change(principal: Principal, asked: AskedEdit): Promise<Result<EditedItem, PortfolioRefusal>> {
    // Of an item that is there already nothing is waited for any more.
    if (asked.edit.kind !== 'add') this.arriving.delete(asked.edit.itemId)
    return this.shelves[asked.owner.kind].change(principal, asked)
  }

  async find(principal: Principal, asked: AskedFile): Promise<FoundFile | null> {
    if (!(await this.tenant.ready()).ok) return null
    return this.shelves[asked.owner.kind].find(principal, asked)
  }

  planSweep(artistId: string): Promise<void> {
    return this.artists.planSweep(artistId)
  }

  /** The timer: deletes files of an artist that cannot be put back any more, and what was left of uploads. */
  async sweep(artistId: string): Promise<void> {
    const items = await this.artists.forgetRemoved(artistId)
    await this.keepOnly({ kind: 'artist', id: artistId }, items)
  }

  /** Deletes the files of an owner whom no item names. */
  async keepOnly(owner: PortfolioOwner, items: readonly PortfolioItem[]): Promise<void> {
    const folder = portfolioFolder(this.tenant.id, owner)
    const kept = new Set(items.map(({ id }) => id as string))
    let cursor: string | undefined
    do {
      const page = await this.files.list({ prefix: folder, ...(cursor === undefined ? {} : { cursor }) })
      const gone = page.objects.flatMap(({ key }) => {
        const [itemId = ''] = key.slice(folder.length).split('/')
        return kept.has(itemId) || this.arriving.has(itemId) ? [] : [key]
      })
      if (gone.length > 0) await this.files.delete(gone)
      cursor = page.truncated ? page.cursor : undefined
    } while (cursor !== undefined)
  }
}
