import type {
  ApplicantTold,
  SentApplication,
  WithdrawnApplication,
} from '../../contracts/job-applications.ts'
import type { SeekersTold } from '../../contracts/job-searches.ts'
import { BOARD_RETRY_MS } from '../../contracts/limits.ts'
import type { PortfolioItem } from '../../contracts/portfolio.ts'
import { ok, type Result } from '../../contracts/result.ts'
import { type TenantTx, WHOLE } from '../../db/tenant-tx.ts'
import {
  listUncopiedApplications,
  markApplicationCopied,
  type ReceiveRefusal,
  receiveApplication,
  type StoredApplication,
  tellApplicant,
  toPersonal,
  withdrawApplication,
} from '../applications/service.ts'
import type { BoardHost, DeskRefusal, JobDesk } from '../board/host.service.ts'
import { type Board, statusAt } from '../board/service.ts'
import type { NewEvent } from '../events/define.ts'
import { listUncopiedJobs, markJobCopied, readJob } from '../jobs/service.ts'
import { tellSeekers } from '../jobs/told.service.ts'
import type { Telling } from '../notifications/service.ts'
import { DayClock } from '../platform/clock.ts'
import {
  cardOf,
  listUncopiedProfiles,
  markProfileCopied,
  openProfile,
  recopyProfile,
  type StoredProfile,
} from '../profiles/service.ts'
import { runCommand } from './commands.ts'
import { sha256 } from './context.ts'
import { record } from './record.ts'
import type { Tenant } from './tenant.ts'

/** Name of the timer that copies to the board what could not be copied at once. */
export const BOARD_TIMER = 'board'
/** Whoever applies is no member of the workspace, so the log speaks of the desk. */
const DESK_ACTOR = 'system:applications'
/** Rows of each kind that are copied at once; more follow by the timer. */
const COPIED_MAX = 50

interface Parts {
  board: Board
  personal: Pick<BoardHost, 'seal' | 'open'>
  desk: (tenantId: string) => JobDesk
  /** Deletes files of a profile that it does not name. */
  keepOnly: (profileId: string, items: readonly PortfolioItem[]) => Promise<void>
  /** Ends links of artists of any workspace to a profile that was removed. */
  endLinks: (profileId: string) => Promise<void>
}

/**
 * What this workspace shows to people who are no members: it keeps the copies in the control plane equal to its rows, and takes in what
 * they send. A copy carries the version of its row and never overwrites a newer one.
 */
export class BoardDesk implements BoardHost, JobDesk {
  readonly board: Board
  readonly desk: (tenantId: string) => JobDesk
  private readonly tenant: Tenant
  readonly seal: BoardHost['seal']
  readonly open: BoardHost['open']
  private readonly keepOnly: Parts['keepOnly']
  private readonly endLinks: Parts['endLinks']
  private readonly days = new DayClock()
  private changing = 0

  constructor(tenant: Tenant, { board, personal, desk, keepOnly, endLinks }: Parts) {
    this.keepOnly = keepOnly
    this.endLinks = endLinks
    this.tenant = tenant
    this.board = board
    this.seal = (of, fields) => personal.seal(of, fields)
    this.open = (sealed) => personal.open(sealed)
    this.desk = desk
  }

  /** The timer is set before the change, so that an end of the process between the two loses no copy. */
  async changed<T>(work: () => Promise<T>): Promise<T> {
    this.changing += 1
    try {
      await this.plan()
      const done = await work()
      // While another change is under way the timer stands for its copy too.
      if ((await this.tryCopy()) && this.changing === 1) await this.tenant.agenda.remove(BOARD_TIMER)
      return done
    } finally {
      this.changing -= 1
    }
  }

  /** The timer: copies what is left. A failure comes again by itself. */
  async runTimer(): Promise<void> {
    if (!(await this.copy())) await this.plan()
  }

  private plan(): Promise<void> {
    return this.tenant.agenda.set(BOARD_TIMER, this.tenant.deps.now().getTime() + BOARD_RETRY_MS)
  }

  private async tryCopy(): Promise<boolean> {
    try {
      return await this.copy()
    } catch (error) {
      this.tenant.deps.log.error('board_copy_failed', { tenantId: this.tenant.id, error })
      return false
    }
  }

  /** Copies what the control plane has not heard of; false when there is more than is copied at once. */
  private async copy(): Promise<boolean> {
    const ready = await this.tenant.ready()
    if (!ready.ok) throw new Error(`the workspace is not ready: ${ready.error.code}`)
    const found = await this.tenant.read((tx) =>
      Promise.all([
        listUncopiedJobs(tx, COPIED_MAX),
        listUncopiedApplications(tx, COPIED_MAX),
        listUncopiedProfiles(tx, COPIED_MAX),
      ]),
    )
    const [jobs, applications, profiles] = [
      await this.each(found[0], (job) => this.board.putListing(this.tenant.id, job)),
      await this.each(found[1], (application) => this.copyApplication(application)),
      await this.each(found[2], (profile) => this.copyProfile(profile)),
    ]
    if (jobs.length + applications.length + profiles.length > 0) {
      await this.mark(async (tx) => {
        for (const { id, version } of jobs) await markJobCopied(tx, id, version)
        for (const { id, version } of applications) await markApplicationCopied(tx, id, version)
        for (const { id, version } of profiles) await markProfileCopied(tx, id, version)
      })
    }
    const isCut = found.some((rows) => rows.length === COPIED_MAX)
    const copied = jobs.length + applications.length + profiles.length
    return !isCut && copied === found.reduce((sum, rows) => sum + rows.length, 0)
  }

  /** Copies rows one by one and gives those that were: one that cannot be copied holds up no other. */
  private async each<T extends { id: string }>(
    rows: readonly T[],
    copy: (row: T) => Promise<void>,
  ): Promise<T[]> {
    const copied: T[] = []
    for (const row of rows) {
      try {
        await copy(row)
        copied.push(row)
      } catch (error) {
        this.tenant.deps.log.error('board_row_failed', { tenantId: this.tenant.id, id: row.id, error })
      }
    }
    return copied
  }

  /** Somebody erased their account: what they said is gone, and so is what they showed. */
  async forgetPerson(personId: string): Promise<void> {
    await this.changed(() => this.mark((tx) => recopyProfile(tx, personId)))
  }

  /** Takes an application of somebody from outside in. The same command again changes nothing. */
  async receiveApplication(sent: SentApplication): Promise<Result<null, DeskRefusal>> {
    const { v: _v, commandId, ...application } = sent
    const sealed = await this.seal(sent.personId, toPersonal(sent))
    const at = this.tenant.deps.now()
    const dayIn = (timeZone: string) => this.days.dayIn(timeZone, at)
    const context = { ...this.telling(at), dayIn }
    // A repeated call may come with another id and a profile that has changed meanwhile; it is the same application.
    const { jobId, personId, message } = sent
    return this.carryOut<ReceiveRefusal>(`apply:${commandId}`, { jobId, personId, message }, (tx) =>
      receiveApplication(tx, application, sealed, context),
    )
  }

  /** Takes an application back for whoever sent it. */
  async withdrawApplication(asked: WithdrawnApplication): Promise<Result<null, DeskRefusal>> {
    const { v: _v, commandId, ...withdrawn } = asked
    return this.carryOut(`withdraw:${commandId}`, withdrawn, (tx) =>
      withdrawApplication(tx, withdrawn, this.tenant.deps.now()),
    )
  }

  /** Tells somebody of this workspace what became of what they sent to another one. A workspace that is gone has nobody to tell. */
  async tellApplicant(asked: ApplicantTold): Promise<void> {
    await this.tell((tx, by) => tellApplicant(tx, asked, by))
  }

  /** Tells people of this workspace of a job on the board, while one can apply to it. */
  async tellSeekers(asked: SeekersTold): Promise<void> {
    const found = await this.board.findListing(asked.jobId)
    if (found === null) return
    const { closedAt, deadlineAt } = found.listing
    const closing = { isClosed: closedAt !== null, deadlineAt: new Date(deadlineAt) }
    if (statusAt(closing, this.tenant.deps.now()) !== 'open') return
    await this.tell((tx, by) => tellSeekers(tx, asked, found.listing, by))
  }

  private async tell(work: (tx: TenantTx, by: Telling) => Promise<NewEvent[]>): Promise<void> {
    const ready = await this.tenant.ready()
    if (!ready.ok && ready.error.code === 'workspace_provisioning') return
    const told = await record<null, never>(this.tenant, this.tenant.commands, DESK_ACTOR, async (tx) =>
      ok({ value: null, events: await work(tx, this.telling(this.tenant.deps.now())) }),
    )
    if (!told.ok) throw new Error(`the workspace is not ready: ${told.error.code}`)
  }

  private readonly telling = (at: Date) => ({ newId: this.tenant.deps.newId, at, actor: DESK_ACTOR })

  private async carryOut<E extends DeskRefusal>(
    id: string,
    input: object,
    work: (tx: TenantTx) => Promise<Result<{ view: { id: string }; events: NewEvent[] }, E>>,
  ): Promise<Result<null, DeskRefusal>> {
    const requestHash = await sha256(JSON.stringify(input))
    const command = { ...WHOLE, id, actor: DESK_ACTOR, requestHash }
    const done = await this.changed(() => runCommand(this.tenant, command, 200, work))
    return done.ok ? ok(null) : done
  }

  private async copyApplication(application: StoredApplication): Promise<void> {
    const { id, personId, profileTenantId, jobId, version, stage, createdAt, changedAt } = application
    const [job, facts] = await Promise.all([
      this.tenant.read((tx) => readJob(tx, jobId)),
      this.tenant.facts(),
    ])
    const names = { jobTitle: job?.title ?? '', workspaceName: facts?.settings.name ?? '' }
    await this.board.putSent({
      ...{ id, personId, tenantId: this.tenant.id, jobId, version, stage, ...names },
      appliedAt: new Date(createdAt),
      changedAt: new Date(changedAt),
    })
    await this.desk(profileTenantId).tellApplicant({ v: 1, id, personId, stage, ...names })
  }

  private async copyProfile(profile: StoredProfile): Promise<void> {
    const { id, personId, version, visibility, isDeleted } = profile
    const view = isDeleted ? null : await openProfile(profile, this.open)
    const of = { tenantId: this.tenant.id, personId, id, version }
    await this.board.putCard(of, view === null || visibility === 'private' ? null : cardOf(view))
    await this.keepOnly(id, view?.portfolio ?? [])
    if (isDeleted) await this.endLinks(id)
  }

  private async mark(work: (tx: TenantTx) => Promise<void>): Promise<void> {
    const marked = await this.tenant.write<null, never>(this.tenant.commands, async (tx) => {
      await work(tx)
      return ok(null)
    })
    if (!marked.ok) throw new Error(`the workspace is not ready: ${marked.error.code}`)
  }
}
