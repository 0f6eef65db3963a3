import { randomBytes, randomUUID } from 'node:crypto'
import { inject } from 'vitest'
import { CreateArtist } from '../../../contracts/artists.ts'
import { TenantId } from '../../../contracts/ids.ts'
import {
  CreateDependency,
  CreateProject,
  CreateTask,
  type DependencyView,
  type ProjectPlan,
  type ProjectView,
  type TaskView,
} from '../../../contracts/projects.ts'
import type { Result } from '../../../contracts/result.ts'
import { type Lane, openLane } from '../../../db/lane.ts'
import { inTenant, type Reader, type TenantTx, WHOLE } from '../../../db/tenant-tx.ts'
import { ArtistSeal } from '../../artists/seal.service.ts'
import { createArtist } from '../../artists/service.ts'
import { appendEvents } from '../../events/append.ts'
import type { NewEvent } from '../../events/define.ts'
import { addDependency } from '../dependencies.service.ts'
import { readPlan } from '../plan.service.ts'
import { createProject } from '../service.ts'
import { createTask } from '../tasks.service.ts'

type Refusal = { code: string; details?: unknown }
interface Done<T> {
  view: T
  events: NewEvent[]
}

/** A workspace of its own with projects, on a lane of its own. */
export class Studio {
  readonly lane: Lane
  readonly tenantId: TenantId
  readonly seal = new ArtistSeal({
    sealKey: Buffer.alloc(32, 7).toString('base64'),
    random: (count) => new Uint8Array(randomBytes(count)),
  })
  readonly context = {
    newId: () => randomUUID() as string,
    at: new Date('2026-06-01T08:00:00Z'),
    actor: 'person:p1',
    timeZone: 'UTC',
    todayIn: () => '2026-06-01',
  }

  constructor(tenantId: TenantId = TenantId.parse(randomUUID())) {
    this.tenantId = tenantId
    this.lane = openLane(inject('postgres').appUrl)
  }

  run<T>(work: (tx: TenantTx) => Promise<Result<T, Refusal>>, reader: Reader = WHOLE) {
    return inTenant<T, Refusal>(this.lane, this.tenantId, 'write', work, reader)
  }

  /** What a command gave; throws when it was refused. */
  async done<T>(work: (tx: TenantTx) => Promise<Result<T, Refusal>>, reader: Reader = WHOLE): Promise<T> {
    const result = await this.run(work, reader)
    if (!result.ok) throw new Error(JSON.stringify(result.error))
    return result.value
  }

  /** A command whose events go into the log, as those of the tenant object do. */
  async told<T>(
    work: (tx: TenantTx) => Promise<Result<Done<T>, Refusal>>,
  ): Promise<Result<Done<T>, Refusal>> {
    return this.run(async (tx) => {
      await tx.sql`insert into tenant_heads (tenant_id, fence, hash) values (${tx.tenantId}, 1, sha256('')) on conflict do nothing`
      const done = await work(tx)
      if (done.ok && done.value.events.length > 0)
        await appendEvents(tx, 1, this.context.actor, await this.seal.seal(tx, done.value.events))
      return done
    })
  }

  async read<T>(work: (tx: TenantTx) => Promise<T>, reader: Reader = WHOLE): Promise<T> {
    return this.done(async (tx) => ({ ok: true, value: await work(tx) }), reader)
  }

  async project(over: object = {}): Promise<ProjectView> {
    const input = CreateProject.parse({ name: 'Film', startDay: '2026-06-01', ...over })
    return (await this.done((tx) => createProject(tx, input, this.context))).view
  }

  async task(project: { id: string }, name: string, hours: number, over: object = {}): Promise<TaskView> {
    return (await this.made(project, name, hours, over)).view
  }

  /** The same with its events. */
  made(project: { id: string }, name: string, hours: number, over: object = {}): Promise<Done<TaskView>> {
    const input = CreateTask.parse({ name, durationMinutes: hours * 60, ...over })
    return this.done((tx) => createTask(tx, project.id, input, this.context))
  }

  async link(from: TaskView, to: TaskView, over: object = {}): Promise<DependencyView> {
    const input = CreateDependency.parse({ fromTaskId: from.id, toTaskId: to.id, ...over })
    return (await this.done((tx) => addDependency(tx, from.projectId, input, this.context.newId))).view
  }

  async artist(name: string, over: object = {}): Promise<string> {
    const input = CreateArtist.parse({ name, ...over })
    return (await this.done((tx) => createArtist(tx, input, this.context))).view.id
  }

  async plan(project: { id: string }): Promise<ProjectPlan> {
    const plan = await this.read((tx) => readPlan(tx, project.id))
    if (plan === null) throw new Error('there is no such project')
    return plan
  }

  /** `{name: '01 09:00 - 01 17:00'}`, days and times of June 2026. */
  async times(project: { id: string }): Promise<Record<string, string>> {
    const short = (text: string) => `${text.slice(8, 10)} ${text.slice(11, 16)}`
    const { tasks } = await this.plan(project)
    return Object.fromEntries(
      tasks.map(({ name, startTime, endTime }) => [name, `${short(startTime)} - ${short(endTime)}`]),
    )
  }
}
