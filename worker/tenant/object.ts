import { DurableObject } from 'cloudflare:workers'
import type { BusyFailureCode, BusyLease, BusyRead } from '../../contracts/busy-calendars.ts'
import type { ControlFact, NotedFacts } from '../../contracts/control-facts.ts'
import type { WipeProof } from '../../contracts/deletion.ts'
import { errorTable } from '../../contracts/errors.ts'
import type { AskedState } from '../../contracts/history.ts'
import { TenantId } from '../../contracts/ids.ts'
import type {
  ApplicantTold,
  SentApplication,
  WithdrawnApplication,
} from '../../contracts/job-applications.ts'
import type { SeekersTold } from '../../contracts/job-searches.ts'
import type { DigestToMail } from '../../contracts/notification-preferences.ts'
import type { NoticeToMail } from '../../contracts/notifications.ts'
import type {
  AskedFile,
  FoundFile,
  PortfolioFile,
  PortfolioItem,
  PortfolioOwner,
} from '../../contracts/portfolio.ts'
import { allows, type Principal } from '../../contracts/principal.ts'
import type { AskedPerson, PersonEntries } from '../../contracts/privacy.ts'
import type { AskedLinkTarget, HiredProfile, LinkTargetRefusal } from '../../contracts/profile-links.ts'
import type { RestoreCall, RestoreSource } from '../../contracts/restore.ts'
import { err, type Result } from '../../contracts/result.ts'
import type { SyncBatch, SyncLease, SyncPermit, SyncUsage } from '../../contracts/sync.ts'
import {
  STALE_PRINCIPAL_HEADER,
  type TenantAnswer,
  type TenantCall,
  type TextAnswer,
} from '../../contracts/tenant-call.ts'
import type { Revocation, SettingsChange, TenantSpec, WorkspaceSettings } from '../../contracts/workspaces.ts'
import { readArtistNames } from '../artists/service.ts'
import { entriesOfPerson, type People } from '../audit/people.service.ts'
import type { DeskRefusal } from '../board/host.service.ts'
import { Board } from '../board/service.ts'
import { readCalendar } from '../bookings/feed.service.ts'
import type { RunFailed } from '../connections/runs.service.ts'
import type { ColumnBatch } from '../imports/parsing/batch.ts'
import { createImport, listLoadingImports, type NewImport } from '../imports/service.ts'
import { databaseUrl, type Env, personCalls } from '../platform/env.ts'
import { FEED_PATH, feedToken } from '../platform/feed-address.ts'
import { failureBody } from '../platform/http-errors.ts'
import { uuidv7 } from '../platform/ids.ts'
import { consoleLog } from '../platform/log.ts'
import type { EditedItem, PortfolioRefusal } from '../portfolios/service.ts'
import { accountErased } from '../workspaces/events.ts'
import { endLinkOfArtist, endLinksOfProfile } from '../workspaces/gone-links.service.ts'
import { isMember } from '../workspaces/holders.service.ts'
import { readActorNames } from '../workspaces/names.service.ts'
import { endOldDevices } from '../workspaces/old-devices.service.ts'
import { compareMembers } from '../workspaces/orphans.service.ts'
import { openPersonalSeal, type PersonalSeal } from '../workspaces/personal.service.ts'
import { takeOutPeople } from '../workspaces/take-out.service.ts'
import { listUnheard } from '../workspaces/unheard.service.ts'
import { ACCESS_TIMER, Access } from './access.ts'
import type { Timer } from './agenda.ts'
import { Answers } from './answers.ts'
import { answerOf, codeOf, handedWith, requestOf, tenantApi } from './api.ts'
import { ArchiveFiles } from './archive-files.ts'
import { FORGET_TIMER, SWEEP_TIMER } from './artist-shelf.ts'
import { BACKUP_TIMERS, Backups } from './backups.ts'
import { BOARD_TIMER, BoardDesk } from './board.ts'
import { EXPIRY_TIMER, endExpired, planExpiry } from './bookings.ts'
import { BUSY_TIMER, BusyCalendars } from './busy.ts'
import { CLEANUP_TIMER, checkDrift, cleanUp } from './cleanup.ts'
import { ColdEvents } from './cold-events.ts'
import { runCommand } from './commands.ts'
import { Consents } from './consents.ts'
import { askerOf, refuseWith } from './context.ts'
import { noteFacts } from './control-facts.ts'
import { type FindCopies, openCopies } from './copies.ts'
import { seedDemoWorkspace } from './demo.ts'
import { deleteFiles, placesOf } from './files.ts'
import { HEAD_TIMER, Heads } from './heads.ts'
import { type CallDecision, Limiter, limitHeaders } from './limiter.ts'
import { findLinkTarget } from './link-target.ts'
import { SILENCE_TIMER, SOCKET_TIMER } from './live.ts'
import { IMPORT_TIMER, type ImportPlace, Loads } from './loads.ts'
import { NOTICE_TIMER, Notices } from './notices.ts'
import { Portfolio } from './portfolio.ts'
import { provisionTenant, wipeTenant } from './provision.ts'
import { restoreSome } from './restore.ts'
import { RETENTION_TIMER, Retention } from './retention.ts'
import { routeClassOf } from './rules/route-class.ts'
import { changeSettings, currentSettings, type SettingsRefusal, stateAt } from './settings.ts'
import { noteLooked } from './setup.ts'
import { DUE_TIMER, RUN_TIMER, Syncs } from './syncs.ts'
import { Fenced, readerOf, Tenant } from './tenant.ts'
import { Tokens } from './tokens.ts'

/** What every call of a consumer that syncs carries. */
interface SyncCall {
  v: 1
  runId: string
}

/** Host of one workspace: hands connection, read model, sockets and timers to plain code. Knows no feature's rules. */
export class TenantObject extends DurableObject<Env> {
  private tenant!: Tenant
  private answers!: Answers
  private loads!: Loads
  private syncs!: Syncs
  private heads!: Heads
  private access!: Access
  private findCopies!: FindCopies
  private backups!: Backups
  private personal!: PersonalSeal
  private people!: People
  private retention!: Retention
  private notices!: Notices
  private desk!: BoardDesk
  private busy!: BusyCalendars
  private portfolio!: Portfolio
  private api!: ReturnType<typeof tenantApi>

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env)
    this.open()
    // Whoever tells an object of an end may have met the one before it, which could not listen any more.
    ctx.waitUntil(this.hear())
  }

  /** Asks the control plane what this workspace has not been told yet of ends of authority. */
  private async hear(): Promise<void> {
    const { id, deps } = this.tenant
    try {
      await this.revoke(await listUnheard(this.env.DB, id, deps.now()))
    } catch (error) {
      deps.log.error('unheard_not_read', { tenantId: id, error })
    }
  }

  /** Starts the host of the workspace with nothing in memory. */
  private open(): void {
    // Objects are only ever addressed by the id of their workspace.
    const id = TenantId.parse(this.ctx.id.name)
    const deps = {
      now: () => new Date(),
      newId: () => uuidv7(Date.now(), crypto.getRandomValues(new Uint8Array(10))),
      log: consoleLog,
      sealKey: this.env.SEAL_KEY,
      random: (count: number) => crypto.getRandomValues(new Uint8Array(count)),
    }
    const limiter = new Limiter(personCalls(this.env))
    this.tenant = new Tenant(this.ctx, id, databaseUrl(this.env), deps, limiter)
    this.answers = new Answers(this.tenant)
    this.loads = new Loads(this.tenant)
    const providers = { env: this.env, now: this.tenant.deps.now, log: consoleLog }
    this.syncs = new Syncs(this.tenant, this.env, new Tokens(this.tenant, providers))
    this.busy = new BusyCalendars(this.tenant, this.env)
    this.findCopies = openCopies(this.env)
    const archive = new ArchiveFiles(() => this.findCopies(id), this.env.FILES)
    this.backups = new Backups(this.tenant, {
      files: this.env.FILES,
      archive,
      findCopies: this.findCopies,
      setting: this.env.SEAL_KEY,
    })
    this.retention = new Retention(this.tenant, archive, {
      setting: this.env.SEAL_KEY,
      control: {
        endOldDevices: () => endOldDevices(this.env.DB, id, this.tenant.deps.now()),
        compareMembers: (said) => {
          const { log, now } = this.tenant.deps
          return compareMembers({ binding: this.env.DB, log, now: now() }, id, said)
        },
      },
    })
    this.tenant.onClaimed = async () => {
      await this.syncs.restore()
      await this.backups.restore()
      await this.retention.restore()
      await this.notices.plan()
      await this.busy.plan()
      await planExpiry(this.tenant)
    }
    const cold = new ColdEvents(this.tenant, archive, this.env.SEAL_KEY)
    this.heads = new Heads(this.tenant, this.env.FILES, archive, this.env.SEAL_KEY)
    this.access = new Access(this.tenant)
    this.personal = openPersonalSeal(this.env.DB, this.env.SEAL_KEY, this.tenant.deps.now)
    this.people = {
      names: (actors) => readActorNames(this.env.DB, id, actors),
      artists: (subjects) => this.tenant.read((tx) => readArtistNames(tx, subjects)),
      openArtists: (rows) => this.tenant.read((tx) => this.tenant.artistSeal.open(tx, rows)),
      open: (sealed) => this.personal.open(sealed),
      fill: cold.fillForReaders,
    }
    this.notices = new Notices(this.tenant, {
      notice: (notificationId) =>
        this.env.NOTIFY.send({ v: 1, kind: 'notice.mail', tenantId: id, notificationId }),
      digest: (personId) => this.env.NOTIFY.send({ v: 1, kind: 'notice.digest', tenantId: id, personId }),
    })
    this.tenant.onAppended = async (events) => {
      await this.heads.plan()
      await this.notices.planAfter(events)
      await this.answers.refresh()
    }
    this.desk = new BoardDesk(this.tenant, {
      keepOnly: (profileId, items) => this.portfolio.keepOnly({ kind: 'profile', id: profileId }, items),
      endLinks: (profileId) => endLinksOfProfile(this.env.DB, profileId, this.tenant.deps.now()),
      board: new Board(this.env.DB),
      personal: this.personal,
      desk: (tenantId) => this.env.TENANT.getByName(tenantId),
    })
    this.portfolio = new Portfolio(this.tenant, this.env.FILES, this.desk)
    this.api = tenantApi(this.tenant, {
      loads: this.loads,
      sendImport: (importId) => this.sendImport(importId),
      providers,
      syncs: this.syncs,
      consents: new Consents(this.tenant, providers, this.syncs),
      heads: this.heads,
      fill: cold.fill,
      access: this.access,
      remains: {
        planForgetting: (artistId) =>
          this.tenant.agenda.set(`${FORGET_TIMER}${artistId}`, this.tenant.deps.now().getTime(), artistId),
      },
      members: { isMember: (personId) => isMember(this.env.DB, id, personId) },
      backups: this.backups,
      takeOutPeople: (principal) => takeOutPeople(this.env.DB, principal, this.tenant.deps.now),
      people: this.people,
      retention: this.retention,
      feedAddress: async (feedId) =>
        `${this.env.PUBLIC_ORIGIN}${FEED_PATH}${await feedToken(this.env.SEAL_KEY, { tenantId: id, feedId })}`,
      desk: this.desk,
      busy: this.busy,
      portfolio: this.portfolio,
      planNotices: () => this.notices.plan(),
    })
  }

  /** Opens a socket, which cannot be had by a call. */
  override fetch(request: Request): Promise<Response> {
    return this.guarded(async () => this.api.fetch(request, handedWith(request.headers)))
  }

  /** Every other call of the API. */
  call(principal: Principal, call: TenantCall): Promise<TenantAnswer> {
    const { requestId, commandId } = call
    return this.guarded(async () =>
      answerOf(await this.api.fetch(requestOf(call), { principal, requestId, commandId })),
    )
  }

  /** The hot read: one question or up to twenty as JSON text. */
  ask(principal: Principal, text: string, requestId = ''): Promise<TextAnswer> {
    return this.guarded(async () => {
      const headers: Record<string, string> = {}
      const refuse = (code: keyof typeof errorTable, more: Record<string, string> = {}): TextAnswer => ({
        status: errorTable[code].status,
        body: JSON.stringify(failureBody({ code }, requestId)),
        headers: more,
      })
      if (principal.tenantId !== this.tenant.id) return refuse('unauthenticated')
      const authority = this.tenant.revocations.check(principal)
      if (authority !== 'good')
        return refuse('unauthenticated', authority === 'stale' ? { [STALE_PRINCIPAL_HEADER]: 'stale' } : {})
      if (!allows(principal, 'metrics.read')) return refuse('forbidden')
      if (principal.isSupport) this.access.note(principal, 'support', 'figures')
      const limit = this.tenant.limiter.take(principal.kind, principal.id, 'read', Date.now())
      Object.assign(headers, limitHeaders(limit))
      if (!limit.allowed) return refuse('rate_limited', headers)
      const answer = await this.answers.answer(text, askerOf(principal)).catch((error: unknown) => {
        if (error instanceof Fenced) throw error
        this.tenant.deps.log.error('question_failed', { tenantId: this.tenant.id, error })
        return err({ code: codeOf(error) })
      })
      if (answer.ok) {
        if (principal.kind === 'person') await noteLooked(this.tenant)
        return { status: 200, body: answer.value, headers }
      }
      const refusal = refuseWith(answer.error, requestId)
      return {
        status: refusal.status,
        body: await refusal.text(),
        headers: { ...headers, ...retryOf(refusal) },
      }
    })
  }

  /** Does the work of the night now, for a developer. */
  night(): Promise<void> {
    return this.guarded(() => this.retention.runTimer({ name: RETENTION_TIMER, payload: '' }))
  }

  /** Where a consumer goes on reading an import's file; null when there is nothing to load. */
  importPlace(importId: string): Promise<ImportPlace | null> {
    return this.guarded(() => this.loads.place(importId))
  }

  /** Stores one batch of an import. */
  load(importId: string, batch: ColumnBatch): Promise<'loaded' | 'moved'> {
    return this.guarded(() => this.loads.load(importId, batch))
  }

  /** An import's message was given up, or its file is gone: people are told. */
  failImport(importId: string, code: 'file_gone' | 'import_interrupted'): Promise<void> {
    return this.guarded(() => this.loads.fail(importId, code))
  }

  /** Starts what is due. Asked twice, the second time finds nothing. */
  startDueSyncs(): Promise<void> {
    return this.guarded(() => this.syncs.startDue())
  }

  /** Gives a run to a consumer; null when there is nothing to read. */
  leaseSync({ runId }: SyncCall): Promise<SyncLease | null> {
    return this.guarded(() => this.syncs.lease(runId))
  }

  /** Lets the consumer of a run make one call. `refused` is a token the provider did not take. */
  permitSync({ runId, refused }: SyncCall & { refused: string | null }): Promise<SyncPermit> {
    return this.guarded(() => this.syncs.permit(runId, refused))
  }

  /** Stores one page of a run. */
  loadSync({ runId, batch }: SyncCall & { batch: SyncBatch }): Promise<'loaded' | 'moved'> {
    return this.guarded(() => this.syncs.load(runId, batch))
  }

  /** Puts a run aside until a time, milliseconds. */
  parkSync({ runId, untilMs, used }: SyncCall & { untilMs: number; used: SyncUsage }): Promise<void> {
    return this.guarded(() => this.syncs.park(runId, untilMs, used))
  }

  /** A run cannot go on: its connection says why. */
  failSync({ runId, failed, used }: SyncCall & { failed: RunFailed; used: SyncUsage }): Promise<void> {
    return this.guarded(() => this.syncs.fail(runId, failed, used))
  }

  /** The consumer of a run stops before its end: another may go on at once. */
  freeSync({ runId }: SyncCall): Promise<void> {
    return this.guarded(() => this.syncs.free(runId))
  }

  /** What a calendar of an artist is read by; null when there is nothing to read. */
  leaseBusyCalendar({ calendarId }: { v: 1; calendarId: string }): Promise<BusyLease | null> {
    return this.guarded(() => this.busy.lease(calendarId))
  }

  /** Stores what was read of a calendar. */
  storeBusyTimes(read: BusyRead): Promise<void> {
    return this.guarded(() => this.busy.store(read))
  }

  /** A calendar could not be read. */
  failBusyCalendar({
    calendarId,
    ...failed
  }: {
    v: 1
    calendarId: string
    code: BusyFailureCode
    retryAfterMs: number
  }): Promise<void> {
    return this.guarded(() => this.busy.fail(calendarId, failed))
  }

  /** What the mail of a notification is made of; null when it is not to be sent any more. */
  noticeToMail(notificationId: string): Promise<NoticeToMail | null> {
    return this.guarded(() => this.notices.toMail(notificationId))
  }

  /** The mail of a notification was sent. */
  noteNoticeMailed(notificationId: string): Promise<void> {
    return this.guarded(() => this.notices.noteMailed(notificationId))
  }

  /** What the daily mail of a person is made of; null when there is nothing to tell. */
  digestToMail({ personId }: { v: 1; personId: string }): Promise<DigestToMail | null> {
    return this.guarded(() => this.notices.digestToMail(personId))
  }

  /** The daily mail of a person was sent, of everything up to a notification. */
  noteDigestMailed({ personId, upTo }: { v: 1; personId: string; upTo: string }): Promise<void> {
    return this.guarded(() => this.notices.noteDigested(personId, upTo))
  }

  /** The calendar behind a secret address; null when it leads nowhere. */
  calendarFeed({ feedId }: { v: 1; feedId: string }): Promise<string | null> {
    return this.guarded(async () => {
      if (!(await this.tenant.ready()).ok) return null
      return this.tenant.read((tx) => readCalendar(tx, feedId, this.tenant.deps.now()))
    })
  }

  /** Which of these clients the workspace has. */
  knownClients({ ids }: { v: 1; ids: readonly string[] }): Promise<string[]> {
    return this.guarded(async () => {
      const facts = (await this.tenant.current()).ok ? await this.tenant.facts() : null
      if (facts === null) throw new Error('the workspace cannot be read')
      return facts.clients.flatMap(({ id }) => (ids.includes(id) ? [id] : []))
    })
  }

  /** Counts a call that the front door answers itself, with all others of its caller. */
  async countCall(
    { kind, id }: Principal,
    { method, path }: { v: 1; method: string; path: string },
  ): Promise<CallDecision> {
    return this.tenant.limiter.take(kind, id, routeClassOf(method, path), Date.now())
  }

  /** Lets an upload begin before its bytes are taken in, unless its authority has ended. Null when it may; the front door has counted it. */
  async admitUpload(principal: Principal): Promise<{ code: 'unauthenticated' } | null> {
    return this.tenant.revocations.check(principal) === 'good' ? null : { code: 'unauthenticated' }
  }

  /** The same for a file that is to stand in a portfolio. */
  async admitPortfolioFile(
    principal: Principal,
    of: { owner: PortfolioOwner; itemId: string },
  ): Promise<PortfolioRefusal | null> {
    const refused = await this.admitUpload(principal)
    if (refused !== null) return refused
    return this.guarded(async () => {
      const admitted = await this.portfolio.admit(principal, of)
      return admitted.ok ? null : admitted.error
    })
  }

  /** Puts a file that the front door has put away into a portfolio; null where a repeat finds it gone. */
  addPortfolioFile(
    principal: Principal,
    asked: { commandId: string; owner: PortfolioOwner; file: PortfolioFile },
  ): Promise<Result<PortfolioItem | null, PortfolioRefusal>> {
    return this.guarded(() => this.portfolio.add(principal, asked))
  }

  /** The small picture of an image was put away. */
  notePortfolioThumbnail(
    principal: Principal,
    { commandId, owner, itemId }: { commandId: string; owner: PortfolioOwner; itemId: string },
  ): Promise<Result<EditedItem, PortfolioRefusal>> {
    const edit = { kind: 'note_thumbnail', itemId } as const
    const asked = { ownerId: owner.id, thumbnail: itemId }
    return this.guarded(() => this.portfolio.change(principal, { commandId, asked, owner, edit }))
  }

  /** Where a file of a portfolio lies that the caller may see. */
  portfolioFile(principal: Principal, asked: AskedFile): Promise<FoundFile | null> {
    return this.guarded(() => this.portfolio.find(principal, asked))
  }

  /** Stores the description of a file the front door has put away. Gives a response, as a route would. */
  async addImport(
    principal: Principal,
    commandId: string,
    file: NewImport,
  ): Promise<{ status: number; body: string }> {
    return this.guarded(async () => {
      const command = {
        id: commandId,
        ...readerOf(principal),
        requestHash: `import ${file.name} ${file.fileHash}`,
      }
      const result = await runCommand(this.tenant, command, 201, (tx) =>
        createImport(tx, file, command.actor, this.tenant.deps.now()),
      )
      if (result.ok) return { status: 201, body: `{"data":${result.value.data}}` }
      const refusal = refuseWith(result.error, '')
      return { status: refusal.status, body: await refusal.text() }
    })
  }

  /** Ends of authority: remembered, and the sockets they opened are closed. */
  async revoke(list: Revocation[]): Promise<void> {
    if (list.length === 0) return
    this.tenant.revocations.add(list, Date.now())
    const isOut = (principal: Principal) => this.tenant.revocations.check(principal) !== 'good'
    for (const item of list) {
      const tag = item.kind === 'member' ? `person:${item.subjectId}` : `credential:${item.subjectId}`
      this.tenant.hub.closeRevoked(tag, isOut)
    }
  }

  provision(spec: TenantSpec): Promise<void> {
    return this.guarded(() => provisionTenant(this.tenant, spec))
  }

  /** What a copy of this workspace is read by. */
  restoreSource({
    backupId,
  }: {
    v: 1
    backupId: string
  }): Promise<RestoreSource | { status: string } | null> {
    return this.guarded(() => this.backups.source(backupId))
  }

  /** Puts rows of a copy of another workspace into this one, which has none yet; some files a call. */
  restore({ spec, from }: RestoreCall): Promise<{ done: number; total: number }> {
    const deps = { findCopies: this.findCopies, setting: this.env.SEAL_KEY }
    return this.guarded(() => restoreSome(this.tenant, deps, spec, from))
  }

  /** Changes settings at the version the caller saw, or says why not. */
  changeSettings(asked: SettingsChange): Promise<Result<null, SettingsRefusal>> {
    return this.guarded(() => changeSettings(this.tenant, asked))
  }

  /** The settings as they are, for the copy in the directory. */
  settings(): Promise<WorkspaceSettings> {
    return this.guarded(() => currentSettings(this.tenant))
  }

  /** What a role or the settings were after an event. */
  stateAt(asked: AskedState): Promise<object | null> {
    return this.guarded(() => stateAt(this.tenant, asked))
  }

  /** Somebody of another workspace applies for a job of this one. */
  receiveApplication(sent: SentApplication): Promise<Result<null, DeskRefusal>> {
    return this.guarded(() => this.desk.receiveApplication(sent))
  }

  /** And takes it back. */
  withdrawApplication(asked: WithdrawnApplication): Promise<Result<null, DeskRefusal>> {
    return this.guarded(() => this.desk.withdrawApplication(asked))
  }

  /** What somebody of this workspace sent to another one stands elsewhere now. */
  tellApplicant(asked: ApplicantTold): Promise<void> {
    return this.guarded(() => this.desk.tellApplicant(asked))
  }

  /** A job on the board is one that people of this workspace look for, or saved. */
  tellSeekers(asked: SeekersTold): Promise<void> {
    return this.guarded(() => this.desk.tellSeekers(asked))
  }

  /** What happened in the control plane goes into the log, each fact once. */
  noteFacts(facts: ControlFact[]): Promise<NotedFacts> {
    return this.guarded(async () => {
      const noted = await noteFacts(this.tenant, facts, (of, fields) => this.personal.seal(of, fields))
      for (const { type, subject } of facts)
        if (type === accountErased.name) await this.desk.forgetPerson(subject.slice('person:'.length))
      return noted
    })
  }

  /** Whether an artist may be linked to a profile, and whose profile an application brought. */
  linkTarget(asked: AskedLinkTarget): Promise<Result<{ profile: HiredProfile | null }, LinkTargetRefusal>> {
    return this.guarded(() => findLinkTarget(this.tenant, asked))
  }

  /** What the log says of a person, page by page, for what they are told about themselves. */
  entriesOfPerson({ personId, after, by }: AskedPerson): Promise<PersonEntries> {
    return this.guarded(async () => {
      const ready = await this.tenant.ready()
      if (!ready.ok) throw new Error(`the workspace is not ready: ${ready.error.code}`)
      if (by !== null && after === 0) this.access.note(by, 'export', `what is kept of person:${personId}`)
      return entriesOfPerson((work) => this.tenant.read(work), this.people, personId, after)
    })
  }

  /** Deletes everything of the workspace, here and in Postgres. Repeating it changes nothing. */
  async wipe(): Promise<WipeProof> {
    const tables = await wipeTenant(this.tenant)
    const files = await deleteFiles(placesOf(this.env), this.tenant.id)
    await this.tenant.close()
    await this.ctx.storage.deleteAlarm()
    await this.ctx.storage.deleteAll()
    // An abort would turn the answer into a failure; a host that remembers nothing is as good.
    this.open()
    return { tables, files }
  }

  /** Fills the demo workspace; asked twice, it changes nothing. Only reachable locally. */
  seedDemo(spec: TenantSpec): Promise<void> {
    return this.guarded(() => seedDemoWorkspace(this.tenant, spec))
  }

  /** Builds the read model anew and says whether it equals the one before. Line counts are buckets. */
  rebuild(): Promise<{ isEqual: boolean; bucketsBefore: number; bucketsAfter: number }> {
    return this.guarded(async () => {
      await this.tenant.current()
      await this.tenant.recounter.settleAll()
      const before = [...this.tenant.rollups.dump()]
      await this.tenant.rebuild()
      const after = [...this.tenant.rollups.dump()]
      const isEqual = before.length === after.length && before.every((line, i) => line === after[i])
      return { isEqual, bucketsBefore: before.length, bucketsAfter: after.length }
    })
  }

  override async webSocketMessage(socket: WebSocket, raw: string | ArrayBuffer): Promise<void> {
    this.tenant.hub.receive(socket, raw)
    // Who is where is told as soon as Postgres can be asked; the page is remembered either way.
    await this.tenant
      .learnPages()
      .catch((error: unknown) =>
        this.tenant.deps.log.error('projects_not_read', { tenantId: this.tenant.id, error }),
      )
  }

  override webSocketClose(socket: WebSocket, code: number, reason: string): void {
    // Without an answering close the other side waits, and then sees 1006.
    socket.close(UNSENDABLE_CODES.includes(code) ? NORMAL_CLOSE : code, reason)
    this.tenant.hub.left()
  }

  /** The connection of a socket broke without a close. */
  override webSocketError(): void {
    this.tenant.hub.left()
  }

  override async alarm(): Promise<void> {
    await this.tenant.agenda.runDue(
      Date.now(),
      (timer) => this.runTimer(timer),
      (timer, error) =>
        consoleLog.error('timer_failed', { tenantId: this.tenant.id, timer: timer.name, error }),
    )
  }

  /** What of an artist who was erased lies outside of Postgres: files, and the link to a profile. */
  private async forgetArtist(artistId: string): Promise<void> {
    const { id, deps } = this.tenant
    await this.portfolio.sweep(artistId)
    await endLinkOfArtist(this.env.DB, { tenantId: id, artistId }, deps)
  }

  private async runTimer(timer: Timer): Promise<void> {
    if (timer.name === SOCKET_TIMER) {
      this.tenant.hub.closeExpired()
      const next = this.tenant.hub.firstExpiry()
      if (next !== null) await this.tenant.agenda.set(SOCKET_TIMER, next)
      return
    }
    if (timer.name === SILENCE_TIMER) {
      this.tenant.hub.checkSilence()
      const next = this.tenant.hub.nextSilence()
      if (next !== null) await this.tenant.agenda.set(SILENCE_TIMER, next)
      return
    }
    if (timer.name === CLEANUP_TIMER) {
      await cleanUp(this.tenant)
      await checkDrift(this.tenant, Math.random)
      return
    }
    if (timer.name.startsWith(BACKUP_TIMERS)) return this.backups.runTimer(timer)
    if (timer.name === RETENTION_TIMER) return this.retention.runTimer(timer)
    if (timer.name === ACCESS_TIMER) return this.access.runTimer()
    if (timer.name === BUSY_TIMER) return this.busy.startDue()
    if (timer.name === NOTICE_TIMER) return this.notices.runTimer()
    if (timer.name === HEAD_TIMER) return this.heads.runTimer()
    if (timer.name === BOARD_TIMER) return this.desk.runTimer()
    if (timer.name.startsWith(SWEEP_TIMER)) return this.portfolio.sweep(timer.payload)
    if (timer.name.startsWith(FORGET_TIMER)) return this.forgetArtist(timer.payload)
    if (timer.name === EXPIRY_TIMER) return endExpired(this.tenant)
    if (timer.name === DUE_TIMER || timer.name.startsWith(RUN_TIMER)) return this.syncs.runTimer(timer)
    if (timer.name.startsWith(IMPORT_TIMER)) {
      const ready = await this.tenant.ready()
      if (!ready.ok) throw new Error(`not ready: ${ready.error.code}`)
      const loading = await this.tenant.read(listLoadingImports)
      if (!loading.includes(timer.payload)) return
      await this.loads.watch(timer.payload)
      await this.sendImport(timer.payload)
    }
  }

  private sendImport(importId: string): Promise<unknown> {
    return this.env.IMPORTS.send({ v: 1, kind: 'import.load', tenantId: this.tenant.id, importId })
  }

  /** An instance that lost its claim must not answer: it ends, and the caller's next try reaches the new one. */
  private async guarded<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work()
    } catch (error) {
      if (error instanceof Fenced) this.ctx.abort('fenced')
      throw error
    }
  }
}

/** Codes that say how a connection ended, and may not be sent: no status, broken, no TLS. */
const UNSENDABLE_CODES: readonly number[] = [1005, 1006, 1015]
const NORMAL_CLOSE = 1000

function retryOf(response: Response): Record<string, string> {
  const seconds = response.headers.get('retry-after')
  return seconds === null ? {} : { 'retry-after': seconds }
}
