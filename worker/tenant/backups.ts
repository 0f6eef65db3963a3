import { createHash } from 'node:crypto'
import type { BackupKind, BackupPart, BackupView } from '../../contracts/backups.ts'
import { sha256Of } from '../../contracts/chain.ts'
import type { ErrorCode } from '../../contracts/errors.ts'
import { TenantId } from '../../contracts/ids.ts'
import { BACKUP_AT_MINUTE, BACKUP_PART_ROWS, BACKUP_STEP_BYTES_MAX } from '../../contracts/limits.ts'
import { PORTFOLIO_FOLDER } from '../../contracts/portfolio.ts'
import type { RestoreSource } from '../../contracts/restore.ts'
import { ok, type Result } from '../../contracts/result.ts'
import { inTenant, type TenantTx } from '../../db/tenant-tx.ts'
import * as rowsOf from '../backups/rows.service.ts'
import * as copies from '../backups/service.ts'
import { nextDailyAt } from '../connections/rules/due.ts'
import type { NewEvent } from '../events/define.ts'
import {
  deriveTenantKey,
  pack,
  sealBytes,
  type TenantKey,
  unpack,
  unsealBytes,
} from '../platform/tenant-key.ts'
import { noteRun } from '../retention/service.ts'
import type { Timer } from './agenda.ts'
import type { ArchiveFiles } from './archive-files.ts'
import { ColdEvents } from './cold-events.ts'
import type { FindCopies } from './copies.ts'
import { record } from './record.ts'
import type { HostRefusal, Tenant } from './tenant.ts'
import { aboutClients } from './told.ts'

/** Timers of backups begin with this: the clock's, and one for each run and proof. */
export const BACKUP_TIMERS = 'backup'
export const DAILY_TIMER = 'backup-daily'
const STEP_TIMER = 'backup-step:'
const PROOF_TIMER = 'backup-proof:'
/** Folder of copies in the bucket. */
export const BACKUPS_FOLDER = 'backups'
/** Folder of the logo; the front door puts it there. */
export const LOGOS_FOLDER = 'logos'
export const BACKUP_PURPOSE = 'orrery backup v1'
const BACKUP_ACTOR = 'system:backup'
const NONCE_BYTES = 12
/** A step that sets the next one must not set it for the very moment it began, or it would be taken for done. */
const STEP_AFTER_MS = 250
const START_NET_MS = 60_000

/** Where a file of a copy lies. */
export const backupPlace = (tenantId: string, id: string, no: number): string =>
  `${BACKUPS_FOLDER}/${tenantId}/${id}/${no}`

const encoder = new TextEncoder()

/** Contents of the log, of which old ones lie in files. */
const CONTENTS = 'event_bodies'

/** A file on its way out. Its hash is known once all pieces have been read. */
export interface StoredFile {
  name: string
  bytes: number
  pieces: AsyncGenerator<Uint8Array<ArrayBuffer>>
  sha256: () => string
}

/** Rows read by a step and not yet stored. */
interface Read {
  table: string
  rows: string[]
}

interface StepRead {
  position: copies.Backup['position']
  read: Read[]
}

/**
 * Copies of the workspace: made in steps of one reading transaction and some files each, sealed with the workspace's own key, read back
 * before they count as good, and once a month restored into a workspace made for it.
 */
export class Backups {
  private readonly tenant: Tenant
  private readonly files: R2Bucket
  private readonly findCopies: FindCopies
  private readonly setting: string
  private readonly cold: ColdEvents
  private turn: Promise<unknown> = Promise.resolve()

  constructor(
    tenant: Tenant,
    {
      files,
      archive,
      findCopies,
      setting,
    }: { files: R2Bucket; archive: ArchiveFiles; findCopies: FindCopies; setting: string },
  ) {
    this.tenant = tenant
    this.files = files
    this.findCopies = findCopies
    this.setting = setting
    this.cold = new ColdEvents(tenant, archive, setting)
  }

  /** After a claim: the clock's timer, and runs whose timer was lost. */
  async restore(): Promise<void> {
    if (!this.tenant.agenda.has(DAILY_TIMER)) await this.planDaily()
    for (const id of await this.tenant.read(copies.listRunning))
      if (!this.tenant.agenda.has(STEP_TIMER + id)) await this.expectStep(id)
  }

  /** When the clock makes the next one, milliseconds since 1970; null when it is not planned. */
  nextAtMs(): number | null {
    return this.tenant.agenda.dueAt(DAILY_TIMER)
  }

  /** Begins a copy that somebody asked for, or the clock. */
  async start(
    kind: BackupKind,
    by: string,
  ): Promise<Result<BackupView, { code: ErrorCode; details?: unknown } | HostRefusal>> {
    const { keyId } = await this.key()
    const id = this.tenant.deps.newId()
    // A commit whose answer is lost leaves a run that this finds; sooner, it would find none yet.
    await this.expectStep(id, START_NET_MS)
    const started = await record<BackupView, copies.StartRefusal>(
      this.tenant,
      this.tenant.commands,
      by,
      async (tx) => {
        const made = { id, kind, by, keyId, at: this.tenant.deps.now() }
        const started = await copies.startBackup(tx, made)
        return started.ok ? ok({ value: started.value.view, events: started.value.events }) : started
      },
    )
    if (started.ok) await this.expectStep(id)
    return started
  }

  /** What another workspace is made of a copy by; null when there is none, its status while it is not whole. */
  async source(id: string): Promise<RestoreSource | { status: string } | null> {
    const backup = await this.ready((tx) => copies.findBackup(tx, id))
    if (backup === null) return null
    const { status, startedAt: madeAt, keyId, head, parts } = backup
    if (status !== 'done') return { status }
    return { tenantId: this.tenant.id, backupId: id, madeAt, keyId, era: head.era, parts }
  }

  /** Has a copy restored as a proof, soon. */
  async askProof(id: string): Promise<void> {
    await this.tenant.agenda.set(PROOF_TIMER + id, this.tenant.deps.now().getTime(), id)
  }

  /** One at a time: two proofs of the same copy would clear each other's workspace. */
  runTimer(timer: Timer): Promise<void> {
    const next = this.turn.then(() => this.runNext(timer))
    this.turn = next.catch(() => undefined)
    return next
  }

  private async runNext(timer: Timer): Promise<void> {
    if (timer.name === DAILY_TIMER) return this.runDaily()
    if (timer.name.startsWith(PROOF_TIMER)) return this.prove(timer.payload)
    return this.step(timer.payload)
  }

  /** A file of a copy, opened and unpacked: NDJSON as it was read. Throws when it is gone, damaged or not what was read. */
  async readPart(backup: copies.Backup, part: BackupPart): Promise<Uint8Array<ArrayBuffer>> {
    const bytes = await unpack(await this.readPacked(backup, part))
    if ((await sha256Of(bytes)) !== part.sha256) throw new Error(`part ${part.no} is not what was read`)
    return bytes
  }

  /** The same still packed, for a download: packed files one after the other unpack as one. */
  async readPacked(backup: copies.Backup, part: BackupPart): Promise<Uint8Array<ArrayBuffer>> {
    const place = this.placeOf(backup.id, part.no)
    const file = await (await this.bucket()).get(place)
    if (file === null) throw new Error(`part ${part.no} is gone`)
    return unsealBytes(await this.key(backup.keyId), place, new Uint8Array(await file.arrayBuffer()))
  }

  /** What the workspace keeps that is no row, as it is now, for a download: its logo, and files of its portfolios. */
  async *readFiles(): AsyncGenerator<StoredFile> {
    const logos = await this.files.list({ prefix: `${LOGOS_FOLDER}/${this.tenant.id}/` })
    const [logo] = logos.objects.sort((a, b) => b.uploaded.getTime() - a.uploaded.getTime())
    if (logo !== undefined) yield* this.stored(logo.key, `logo.${logo.key.split('.').at(-1) ?? ''}`)
    const prefix = `${PORTFOLIO_FOLDER}/${this.tenant.id}/`
    for (let cursor: string | undefined, isMore = true; isMore; ) {
      const page: R2Objects = await this.files.list({ prefix, ...(cursor === undefined ? {} : { cursor }) })
      // Small pictures are made of the files.
      for (const { key } of page.objects)
        if (key.endsWith('/file')) yield* this.stored(key, `${PORTFOLIO_FOLDER}/${key.slice(prefix.length)}`)
      isMore = page.truncated
      cursor = page.truncated ? page.cursor : undefined
    }
  }

  /** One of them, piece by piece; nothing when it is gone by now. */
  private async *stored(key: string, name: string): AsyncGenerator<StoredFile> {
    const file = await this.files.get(key)
    if (file === null) return
    const hash = createHash('sha256')
    async function* pieces(body: ReadableStream<Uint8Array<ArrayBuffer>>) {
      for await (const piece of body) {
        hash.update(piece)
        yield piece
      }
    }
    yield { name, bytes: file.size, pieces: pieces(file.body), sha256: () => hash.digest('hex') }
  }

  private async runDaily(): Promise<void> {
    await this.planDaily()
    const now = this.tenant.deps.now()
    const expired = await this.recorded(async (tx) => {
      const { gone, events } = await copies.expireBackups(tx, now)
      await noteRun(tx, 'backups', now, { rows: gone.length, problem: null })
      return { value: gone, events }
    })
    for (const backup of expired) await this.deleteFiles(backup)
    const plan = await this.written((tx) => copies.planDaily(tx, now))
    if (plan === 'copy') await this.start('daily', BACKUP_ACTOR)
    else await this.planProof()
  }

  /** One step: reads what fits into a transaction, stores it, notes where it is. At the end everything is read back. */
  private async step(id: string): Promise<void> {
    const backup = await this.ready((tx) => copies.findBackup(tx, id))
    if (backup === null || backup.status !== 'running') return
    const { position, read } = await this.readOn(backup.position)
    const parts = [...backup.parts]
    for (const page of read) parts.push(await this.storePart(backup, parts.length + 1, page))
    const isMine = await this.written((tx) => copies.storeStep(tx, backup, { position, parts }))
    if (!isMine) return
    this.tell({ ...backup, position, parts })
    if (position.table !== null) return this.expectStep(id)
    await this.finish({ ...backup, position, parts })
  }

  /** The next pages. Contents of events come from files as well as from their table. */
  private async readOn(from: copies.Backup['position']): Promise<StepRead> {
    const { table, after } = from
    const page = table === CONTENTS ? await this.cold.page(Number(after?.[0] ?? 0)) : null
    if (page === null) return this.ready((tx) => readStep(tx, from))
    return { position: { table: CONTENTS, after: page.last }, read: [{ table: CONTENTS, rows: page.rows }] }
  }

  private async storePart(backup: copies.Backup, no: number, { table, rows }: Read): Promise<BackupPart> {
    const bytes = encoder.encode(rows.map((row) => `${row}\n`).join(''))
    const packed = await pack(bytes)
    const place = this.placeOf(backup.id, no)
    const nonce = crypto.getRandomValues(new Uint8Array(NONCE_BYTES))
    await (await this.bucket()).put(
      place,
      await sealBytes(await this.key(backup.keyId), place, packed, nonce),
    )
    const sizes = { bytes: bytes.byteLength, packedBytes: packed.byteLength }
    return { no, table, rows: rows.length, ...sizes, sha256: await sha256Of(bytes) }
  }

  private async finish(backup: copies.Backup): Promise<void> {
    const problem = await this.problemOf(backup)
    await this.recorded(async (tx) => {
      const seqTo = await copies.readSeqTo(tx, backup)
      const end = { problem, seqTo, at: this.tenant.deps.now() }
      return { value: null, events: await copies.endBackup(tx, backup, end) }
    })
    this.tell({ ...backup, status: problem === null ? 'done' : 'failed' })
    if (problem === null && backup.kind === 'daily') await this.planProof()
  }

  /** What is wrong with what was stored: every file is opened, unpacked, and its rows and hash are counted. Null when nothing is. */
  private async problemOf(backup: copies.Backup): Promise<string | null> {
    for (const part of backup.parts) {
      try {
        const lines = linesOf(await this.readPart(backup, part))
        if (lines.length !== part.rows)
          return `part ${part.no} has ${lines.length} rows instead of ${part.rows}`
      } catch (error) {
        this.tenant.deps.log.error('backup_part_broken', { tenantId: this.tenant.id, part: part.no, error })
        return `part ${part.no} cannot be read back`
      }
    }
    return null
  }

  /**
   * Restores a copy into a workspace made for it, reads that in the same way and compares hash by hash, then deletes it. What an earlier
   * proof left behind goes first.
   */
  private async prove(id: string): Promise<void> {
    const backup = await this.ready((tx) => copies.findBackup(tx, id))
    if (backup === null || backup.status !== 'done') return
    if (backup.scratchId !== null) await this.inScratch(backup.scratchId, (tx) => rowsOf.deleteCopied(tx))
    const scratchId = this.tenant.deps.newId()
    await this.written((tx) => copies.noteScratch(tx, id, scratchId))
    const problem = await this.restoreInto(scratchId, backup).catch((error: unknown) => {
      this.tenant.deps.log.error('backup_proof_failed', { tenantId: this.tenant.id, backupId: id, error })
      return 'it could not be restored'
    })
    await this.inScratch(scratchId, (tx) => rowsOf.deleteCopied(tx))
    const proof = { isGood: problem === null, problem, at: this.tenant.deps.now() }
    await this.recorded(async (tx) => ({ value: null, events: await copies.noteProof(tx, id, proof) }))
  }

  /** Puts every part back and reads it out again; what differs, in words. */
  private async restoreInto(scratchId: string, backup: copies.Backup): Promise<string | null> {
    for (const part of backup.parts) {
      const rows = linesOf(await this.readPart(backup, part))
      if (rows.length > 0) await this.inScratch(scratchId, (tx) => rowsOf.writeRows(tx, part.table, rows))
    }
    await this.inScratch(scratchId, (tx) => rowsOf.writeHead(tx, backup.head.era))
    let after: { table: string; key: string[] | null } = { table: '', key: null }
    for (const part of backup.parts) {
      const from: string[] | null = after.table === part.table ? after.key : null
      const page = await this.inScratch(scratchId, (tx) =>
        rowsOf.readRows(tx, part.table, from, part.rows || 1),
      )
      after = { table: part.table, key: page.last }
      if ((await sha256Of(page.rows.map((row) => `${row}\n`).join(''))) !== part.sha256)
        return `rows of ${part.table} differ after restoring`
    }
    return null
  }

  private async planProof(): Promise<void> {
    const unproved = await this.ready((tx) => copies.findUnproved(tx, this.tenant.deps.now()))
    if (unproved !== null) await this.askProof(unproved.id)
  }

  private async planDaily(): Promise<void> {
    const facts = await this.tenant.facts()
    const at = nextDailyAt(this.tenant.deps.now(), facts?.settings.timeZone ?? 'UTC', BACKUP_AT_MINUTE)
    await this.tenant.agenda.set(DAILY_TIMER, at.getTime())
  }

  private async expectStep(id: string, afterMs = STEP_AFTER_MS): Promise<void> {
    await this.tenant.agenda.set(STEP_TIMER + id, this.tenant.deps.now().getTime() + afterMs, id)
  }

  private async deleteFiles({ id, parts }: copies.Backup): Promise<void> {
    const bucket = await this.bucket()
    for (const { no } of parts) await bucket.delete(this.placeOf(id, no))
  }

  private tell(backup: copies.Backup): void {
    const { id, status, rows, rowsTotal } = copies.viewOf(backup)
    const frame = {
      t: 'progress' as const,
      subject: copies.subjectOf(id),
      status,
      done: rows,
      total: rowsTotal,
      counts: {},
    }
    // A copy holds all clients.
    this.tenant.hub.publish(aboutClients(frame, null))
  }

  /** Where the copies of this workspace lie. */
  private bucket(): Promise<R2Bucket> {
    return this.findCopies(this.tenant.id)
  }

  private placeOf(id: string, no: number): string {
    return backupPlace(this.tenant.id, id, no)
  }

  private key(keyId?: string): Promise<TenantKey> {
    return deriveTenantKey(this.setting, this.tenant.id, BACKUP_PURPOSE, keyId)
  }

  /** Rows of the workspace that a proof restores into. No object serves it, so nothing else writes there. */
  private async inScratch<T>(scratchId: string, work: (tx: TenantTx) => Promise<T>): Promise<T> {
    const scratch = TenantId.parse(scratchId)
    const done = await inTenant<T, never>(this.tenant.loads, scratch, 'write', async (tx) =>
      ok(await work(tx)),
    )
    if (!done.ok) throw new Error('unreachable: it does not refuse')
    return done.value
  }

  private async ready<T>(work: (tx: TenantTx) => Promise<T>): Promise<T> {
    const ready = await this.tenant.ready()
    if (!ready.ok) throw new Error(`the workspace is not ready: ${ready.error.code}`)
    return this.tenant.read(work)
  }

  private async written<T>(work: (tx: TenantTx) => Promise<T>): Promise<T> {
    const done = await this.tenant.write<T, never>(this.tenant.commands, async (tx) => ok(await work(tx)))
    if (!done.ok) throw new Error(`the workspace is not ready: ${done.error.code}`)
    return done.value
  }

  private async recorded<T>(work: (tx: TenantTx) => Promise<{ value: T; events: NewEvent[] }>): Promise<T> {
    const done = await record<T, never>(this.tenant, this.tenant.commands, BACKUP_ACTOR, async (tx) =>
      ok(await work(tx)),
    )
    if (!done.ok) throw new Error(`the workspace is not ready: ${done.error.code}`)
    return done.value
  }
}

/** Pages from a place on until there is enough for one step. */
async function readStep(tx: TenantTx, from: copies.Backup['position']): Promise<StepRead> {
  const read: Read[] = []
  let position = from
  let bytes = 0
  while (position.table !== null && bytes < BACKUP_STEP_BYTES_MAX) {
    if (position.table === CONTENTS && from.table !== CONTENTS) break
    const { table } = position
    const page = await rowsOf.readRows(tx, table, position.after, BACKUP_PART_ROWS)
    if (page.rows.length > 0) read.push({ table, rows: page.rows })
    bytes += page.rows.reduce((total, row) => total + row.length, 0)
    position = copies.nextPosition(table, page.last)
  }
  return { position, read }
}

function linesOf(bytes: Uint8Array): string[] {
  return new TextDecoder().decode(bytes).split('\n').slice(0, -1)
}
