import { z } from 'zod'
import type { ArtistProfileView } from '../../contracts/artist-profiles.ts'
import { PORTFOLIO_UPLOAD_MS } from '../../contracts/limits.ts'
import {
  type AskedFile,
  type FoundFile,
  PORTFOLIO_FOLDER,
  type PortfolioFile,
  type PortfolioItem,
  portfolioKey,
} from '../../contracts/portfolio.ts'
import { allows, type Principal } from '../../contracts/principal.ts'
import { err, ok, type Result } from '../../contracts/result.ts'
import { openApplications, readApplication } from '../applications/service.ts'
import type { BoardHost } from '../board/host.service.ts'
import {
  type AskedEdit,
  editPortfolio,
  type PortfolioHost,
  type PortfolioRefusal,
} from '../profiles/portfolio.service.ts'
import { changeProfile, keptOf, openProfile, readProfile, toPersonal } from '../profiles/service.ts'
import { runCommand } from './commands.ts'
import { sha256 } from './context.ts'
import { readerOf, type Tenant } from './tenant.ts'

/** Somebody who changes their profile in two windows at once is served one after the other. */
const TRIES_MAX = 4

/** What it needs of whatever shows rows of the workspace to others. */
interface Host extends Pick<BoardHost, 'board' | 'seal' | 'open'> {
  changed<T>(work: () => Promise<T>): Promise<T>
}

const Answered = z.object({ id: z.string() })

/**
 * Portfolios of this workspace. What an item is stands in the profile, sealed with it; the bytes lie in the bucket below the profile. A file
 * that its profile does not name goes when the profile is copied next, unless it is just arriving.
 */
export class Portfolio implements PortfolioHost {
  private readonly tenant: Tenant
  private readonly files: R2Bucket
  private readonly host: Host
  /** Items whose files are on their way, and until when that is believed. */
  private readonly arriving = new Map<string, number>()

  constructor(tenant: Tenant, files: R2Bucket, host: Host) {
    this.tenant = tenant
    this.files = files
    this.host = host
  }

  /** Lets the file of an item arrive, or says why there is no place for it. */
  async admit(
    principal: Principal,
    of: { profileId: string; itemId: string },
  ): Promise<Result<null, PortfolioRefusal>> {
    const ready = await this.tenant.ready()
    if (!ready.ok) return ready
    const profile = await this.own(principal)
    if (profile?.id !== of.profileId) return err({ code: 'not_found' })
    const now = this.tenant.deps.now().getTime()
    for (const [id, until] of this.arriving) if (until < now) this.arriving.delete(id)
    this.arriving.set(of.itemId, now + PORTFOLIO_UPLOAD_MS)
    return ok(null)
  }

  /** Puts a file that has arrived into the profile. A repeated command gives the item of the first one. */
  async add(
    principal: Principal,
    { commandId, profileId, file }: { commandId: string; profileId: string; file: PortfolioFile },
  ): Promise<Result<PortfolioItem | null, PortfolioRefusal>> {
    const key = portfolioKey({ tenantId: this.tenant.id, profileId, itemId: file.id }, 'file')
    // A change of the profile that came while this object remembered nothing may have taken it for one that nobody names.
    if ((await this.files.head(key)) === null) return err({ code: 'file_gone' })
    const { title, type, bytes } = file
    const asked = { profileId, title, type, bytes }
    const edit = { kind: 'add', item: file } as const
    const done = await this.change(principal, { commandId, asked, profileId, edit })
    this.arriving.delete(file.id)
    return done.ok ? ok(done.value.item) : done
  }

  /** Changes what the caller's profile shows, at the version it is found in. */
  async change(principal: Principal, asked: AskedEdit): ReturnType<PortfolioHost['change']> {
    // Of an item that is there already nothing is waited for any more.
    if (asked.edit.kind !== 'add') this.arriving.delete(asked.edit.itemId)
    for (let tries = 1; ; tries += 1) {
      const done = await this.tryChange(principal, asked)
      if (done.ok || done.error.code !== 'stale_version' || tries === TRIES_MAX) return done
    }
  }

  private async tryChange(
    principal: Principal,
    { commandId, asked, profileId, edit }: AskedEdit,
  ): ReturnType<PortfolioHost['change']> {
    const before = await this.own(principal)
    if (before?.id !== profileId) return err({ code: 'not_found' })
    const edited = editPortfolio(before.portfolio, edit)
    const portfolio = edited.ok ? edited.value : before.portfolio
    const sealed = await this.host.seal(principal.id, toPersonal({ ...keptOf(before), portfolio }))
    const requestHash = await sha256(JSON.stringify(asked))
    const command = { id: commandId, ...readerOf(principal), requestHash }
    const { id, version, visibility } = before
    const editedId = edit.kind === 'add' ? edit.item.id : edit.itemId
    const done = await this.host.changed(() =>
      runCommand<{ id: string }, PortfolioRefusal>(this.tenant, command, 200, async (tx) => {
        if (!edited.ok) return edited
        const said = { sealed, visibility, fields: ['portfolio'] }
        const changed = await changeProfile(tx, { id, personId: principal.id, version }, said)
        return changed.ok ? ok({ view: { id: editedId }, events: changed.value.events }) : changed
      }),
    )
    if (!done.ok) return done
    const itemId = Answered.parse(JSON.parse(done.value.data)).id
    const after = (await this.own(principal))?.portfolio ?? []
    return ok({ itemId, item: after.find((one) => one.id === itemId) ?? null })
  }

  /**
   * Where a file lies that somebody may see: of their own profile, of the card of somebody who opted in, or of an application to this
   * workspace. Null says nothing of whether there is one.
   */
  async find(principal: Principal, asked: AskedFile): Promise<FoundFile | null> {
    if (!(await this.tenant.ready()).ok) return null
    const { profileId, applicationId } = asked
    if (applicationId !== null) return this.ofApplication(principal, asked, applicationId)
    const own = await this.own(principal)
    if (own?.id === profileId) return fileIn(own.portfolio, asked.itemId, this.tenant.id)
    const found = await this.host.board.findCard(profileId)
    return found === null ? null : fileIn(found.card.portfolio, asked.itemId, found.tenantId)
  }

  private async ofApplication(
    principal: Principal,
    { profileId, itemId }: AskedFile,
    applicationId: string,
  ): Promise<FoundFile | null> {
    if (!allows(principal, 'applications.read')) return null
    const stored = await this.tenant.readAs(principal, (tx) => readApplication(tx, applicationId))
    if (stored === null || stored.profileId !== profileId) return null
    const [application] = await openApplications([stored], this.host.open)
    return fileIn(application?.profile?.portfolio ?? [], itemId, stored.profileTenantId)
  }

  /** Deletes the files of a profile that it does not name. */
  async keepOnly(profileId: string, items: readonly PortfolioItem[]): Promise<void> {
    const folder = `${PORTFOLIO_FOLDER}/${this.tenant.id}/${profileId}/`
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

  private async own(principal: Principal): Promise<ArtistProfileView | null> {
    if (principal.kind !== 'person') return null
    const stored = await this.tenant.readAs(principal, (tx) => readProfile(tx, principal.id))
    return stored === null ? null : openProfile(stored, this.host.open)
  }
}

function fileIn(items: readonly PortfolioItem[], itemId: string, tenantId: string): FoundFile | null {
  const file = items.find((item) => item.id === itemId)
  return file === undefined || file.kind === 'link' ? null : { tenantId, file }
}
