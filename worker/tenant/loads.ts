import { ok } from '../../contracts/result.ts'
import { appendEvents } from '../events/append.ts'
import { type NumberedEvent, readNew } from '../events/registry.ts'
import { type Moved, type StoredBatch, storeBatch } from '../imports/load.service.ts'
import type { ColumnBatch } from '../imports/parsing/batch.ts'
import type { ImportPlan } from '../imports/parsing/plan.ts'
import { failImport, findStoredImport } from '../imports/service.ts'
import { SeenLevels } from './seen-levels.ts'
import type { HostRefusal, Tenant } from './tenant.ts'
import { aboutClients } from './told.ts'

/** After this long without a load the import's message is taken for lost and sent again. */
const STALLED_AFTER_MS = 30_000
/** Moving the timer is a write of SQLite, so it is moved at most this often. */
const TIMER_MOVED_EVERY_MS = 10_000
const SYSTEM_ACTOR = 'system:import'

/** Where a consumer goes on reading. */
export interface ImportPlace {
  plan: ImportPlan
  fileKey: string
  nextByte: number
  nextLine: number
  bytesTotal: number
}

const subjectOf = (importId: string) => `import:${importId}`

/** The loading of files, as consumers ask for it. */
export class Loads {
  private readonly tenant: Tenant
  private readonly plans = new Map<string, ImportPlan>()
  private timerMovedAtMs = 0

  constructor(tenant: Tenant) {
    this.tenant = tenant
  }

  /** Where the import has come to; null when there is nothing (more) to load. Throws while the workspace cannot be read. */
  async place(importId: string): Promise<ImportPlace | null> {
    const ready = await this.tenant.ready()
    if (!ready.ok) throw new Error(`the workspace is not ready: ${ready.error.code}`)
    const stored = await this.tenant.read((tx) => findStoredImport(tx, importId))
    if (stored?.status !== 'loading' || stored.plan === null) return null
    this.plans.set(importId, stored.plan)
    this.tenant.noteClient(subjectOf(importId), stored.clientId)
    const { plan, fileKey, nextByte, nextLine, bytesTotal } = stored
    return { plan, fileKey, nextByte, nextLine, bytesTotal }
  }

  /** Stores one batch; `moved` when another delivery has taken the file over. */
  async load(importId: string, batch: ColumnBatch): Promise<'loaded' | 'moved'> {
    const plan = this.plans.get(importId) ?? (await this.place(importId))?.plan
    if (plan === undefined) return 'moved'
    const facts = await this.tenant.facts()
    if (facts === null) throw new Error('the workspace cannot be read')
    const { deps, rollups } = this.tenant
    const at = deps.now()
    const levels = new SeenLevels(rollups)
    const result = await this.tenant.write<StoredBatch & { seq: number; read: NumberedEvent[] }, Moved>(
      this.tenant.loads,
      async (tx) => {
        const levelsOf = (no: number) => levels.of(no)
        const context = { importId, plan, definitions: facts.definitions, levelsOf, newId: deps.newId, at }
        const stored = await storeBatch(tx, context, batch)
        if (!stored.ok) return stored
        const events = [stored.value.loaded, ...stored.value.others]
        const read = events.map((event) => readNew(event, SYSTEM_ACTOR, at))
        const seq = await appendEvents(tx, this.tenant.fence, SYSTEM_ACTOR, events)
        return ok({ ...stored.value, seq, read })
      },
    )
    if (!result.ok) return movedOrThrow(result.error)
    const { seq, read, delta, view } = result.value
    const firstSeq = seq - read.length + 1
    const isExact = levels.areCurrent()
    await this.tenant.projector.project(
      read.map((numbered, i) => ({
        seq: firstSeq + i,
        event: numbered(firstSeq + i),
        delta: i === 0 && isExact ? delta : null,
      })),
    )
    const { rowsRead, rowsLoaded, rowsSame, rowsRejected } = view
    const subject = subjectOf(importId)
    const progress = {
      t: 'progress' as const,
      subject,
      status: view.status,
      done: view.bytesDone,
      total: view.bytesTotal,
      counts: { rowsRead, rowsLoaded, rowsSame, rowsRejected },
    }
    const clientId = this.tenant.clientOfSubject(subject)
    this.tenant.hub.publish(aboutClients(progress, clientId === null ? null : [clientId]))
    await this.moveTimer(importId, batch.isLast, at)
    return 'loaded'
  }

  /** Writes down that an import cannot go on by itself. Nothing happens when it is not loading. */
  async fail(importId: string, code: 'file_gone' | 'import_interrupted'): Promise<void> {
    const at = this.tenant.deps.now()
    const result = await this.tenant.write<{ numbered: NumberedEvent; seq: number } | null, never>(
      this.tenant.commands,
      async (tx) => {
        const event = await failImport(tx, importId, code)
        if (event === null) return ok(null)
        const numbered = readNew(event, SYSTEM_ACTOR, at)
        return ok({ numbered, seq: await appendEvents(tx, this.tenant.fence, SYSTEM_ACTOR, [event]) })
      },
    )
    if (!result.ok) throw new Error(`the workspace is not ready: ${result.error.code}`)
    await this.tenant.agenda.remove(timerName(importId))
    this.plans.delete(importId)
    if (result.value === null) return
    const { numbered, seq } = result.value
    await this.tenant.projector.project([{ seq, event: numbered(seq), delta: null }])
  }

  /** Sees to it that the import goes on although its message may be lost. */
  async watch(importId: string): Promise<void> {
    await this.tenant.agenda.set(
      timerName(importId),
      this.tenant.deps.now().getTime() + STALLED_AFTER_MS,
      importId,
    )
  }

  private async moveTimer(importId: string, isLast: boolean, at: Date): Promise<void> {
    if (isLast) {
      this.plans.delete(importId)
      await this.tenant.agenda.remove(timerName(importId))
      return
    }
    if (at.getTime() - this.timerMovedAtMs < TIMER_MOVED_EVERY_MS) return
    this.timerMovedAtMs = at.getTime()
    await this.watch(importId)
  }
}

/** Name of the timer that watches over an import. */
export const IMPORT_TIMER = 'import:'
const timerName = (importId: string) => `${IMPORT_TIMER}${importId}`

function movedOrThrow(error: Moved | HostRefusal): 'moved' {
  if (error.code === 'moved') return 'moved'
  throw new Error(`the workspace is not ready: ${error.code}`)
}
