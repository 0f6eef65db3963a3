import { z } from 'zod'
import type { ArtistProfileView } from '../../contracts/artist-profiles.ts'
import type { AskedFile, FoundFile } from '../../contracts/portfolio.ts'
import { allows, type Principal } from '../../contracts/principal.ts'
import { err, ok, type Result } from '../../contracts/result.ts'
import { openApplications, readApplication } from '../applications/service.ts'
import type { BoardHost } from '../board/host.service.ts'
import {
  type AskedEdit,
  type EditedItem,
  editPortfolio,
  itemIdOf,
  type PortfolioRefusal,
} from '../portfolios/service.ts'
import { changeProfile, keptOf, openProfile, readProfile, toPersonal } from '../profiles/service.ts'
import { runCommand } from './commands.ts'
import { sha256 } from './context.ts'
import { fileIn, type Shelf } from './shelf.ts'
import { readerOf, type Tenant } from './tenant.ts'

/** Somebody who changes their profile in two windows at once is served one after the other. */
const TRIES_MAX = 4

/** What it needs of whatever shows rows of the workspace to others. */
export interface ShelfHost extends Pick<BoardHost, 'board' | 'seal' | 'open'> {
  changed<T>(work: () => Promise<T>): Promise<T>
}

const Answered = z.object({ id: z.string() })

/** Portfolios of people's own profiles: sealed with the profile, and shown where the profile is. */
export class ProfileShelf implements Shelf {
  private readonly tenant: Tenant
  private readonly host: ShelfHost

  constructor(tenant: Tenant, host: ShelfHost) {
    this.tenant = tenant
    this.host = host
  }

  async refusal(principal: Principal, profileId: string): Promise<PortfolioRefusal | null> {
    const profile = await this.own(principal)
    return profile?.id === profileId ? null : { code: 'not_found' }
  }

  /** Changes what the caller's profile shows, at the version it is found in. */
  async change(principal: Principal, asked: AskedEdit): Promise<Result<EditedItem, PortfolioRefusal>> {
    for (let tries = 1; ; tries += 1) {
      const done = await this.tryChange(principal, asked)
      if (done.ok || done.error.code !== 'stale_version' || tries === TRIES_MAX) return done
    }
  }

  private async tryChange(
    principal: Principal,
    { commandId, asked, owner, edit }: AskedEdit,
  ): Promise<Result<EditedItem, PortfolioRefusal>> {
    const before = await this.own(principal)
    if (before?.id !== owner.id) return err({ code: 'not_found' })
    const edited = editPortfolio(before.portfolio, edit)
    const portfolio = edited.ok ? edited.value : before.portfolio
    const sealed = await this.host.seal(principal.id, toPersonal({ ...keptOf(before), portfolio }))
    const requestHash = await sha256(JSON.stringify(asked))
    const command = { id: commandId, ...readerOf(principal), requestHash }
    const { id, version, visibility } = before
    const done = await this.host.changed(() =>
      runCommand<{ id: string }, PortfolioRefusal>(this.tenant, command, 200, async (tx) => {
        if (!edited.ok) return edited
        const said = { sealed, visibility, fields: ['portfolio'] }
        const changed = await changeProfile(tx, { id, personId: principal.id, version }, said)
        return changed.ok ? ok({ view: { id: itemIdOf(edit) }, events: changed.value.events }) : changed
      }),
    )
    if (!done.ok) return done
    const itemId = Answered.parse(JSON.parse(done.value.data)).id
    const after = (await this.own(principal))?.portfolio ?? []
    return ok({ itemId, item: after.find((one) => one.id === itemId) ?? null })
  }

  /** Of one's own profile, of the card of somebody who opted in, or of an application to this workspace. */
  async find(principal: Principal, asked: AskedFile): Promise<FoundFile | null> {
    const { owner, applicationId } = asked
    if (applicationId !== null) return this.ofApplication(principal, asked, applicationId)
    const own = await this.own(principal)
    if (own?.id === owner.id) return fileIn(own.portfolio, asked.itemId, this.tenant.id)
    const found = await this.host.board.findCard(owner.id)
    return found === null ? null : fileIn(found.card.portfolio, asked.itemId, found.tenantId)
  }

  private async ofApplication(
    principal: Principal,
    { owner, itemId }: AskedFile,
    applicationId: string,
  ): Promise<FoundFile | null> {
    if (!allows(principal, 'applications.read')) return null
    const stored = await this.tenant.readAs(principal, (tx) => readApplication(tx, applicationId))
    if (stored === null || stored.profileId !== owner.id) return null
    const [application] = await openApplications([stored], this.host.open)
    return fileIn(application?.profile?.portfolio ?? [], itemId, stored.profileTenantId)
  }

  private async own(principal: Principal): Promise<ArtistProfileView | null> {
    if (principal.kind !== 'person') return null
    const stored = await this.tenant.readAs(principal, (tx) => readProfile(tx, principal.id))
    return stored === null ? null : openProfile(stored, this.host.open)
  }
}
