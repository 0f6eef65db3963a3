import { z } from 'zod'
import { type ChainFault, SignedHead, type SignedHeads } from '../../contracts/audit.ts'
import { headText } from '../../contracts/chain.ts'
import { SIGN_HEAD_AFTER_MS, SIGNED_HEADS_MAX } from '../../contracts/limits.ts'
import { err, ok, type Result } from '../../contracts/result.ts'
import { findPrunable, pruneEvents } from '../audit/prune.service.ts'
import { checkHeads, followLog, startOf } from '../audit/verify.service.ts'
import { readSignKeys, type SignKeys, sign } from '../platform/sign.ts'
import { noteRun } from '../retention/service.ts'
import type { ArchiveFiles } from './archive-files.ts'
import { ColdEvents } from './cold-events.ts'
import type { HostRefusal, Tenant } from './tenant.ts'

/** Name of the timer that signs where the log stands. */
export const HEAD_TIMER = 'head'
/** Folder of signed heads in the bucket. */
export const HEADS_FOLDER = 'heads'
const PURPOSE = 'orrery event log heads v1'

const Kept = z.object({ v: z.literal(1), checkpoint: SignedHead.nullable(), heads: z.array(SignedHead) })
type Kept = z.infer<typeof Kept>

export type SignRefusal = HostRefusal | { code: 'log_altered'; details: ChainFault }

/**
 * Heads of the log, signed with a key that Postgres does not hold and kept in the bucket: whoever can write the database can neither
 * cut the log nor write it anew without that showing.
 */
export class Heads {
  private readonly tenant: Tenant
  private readonly files: R2Bucket
  private readonly setting: string
  private readonly cold: ColdEvents
  private keys: Promise<SignKeys> | null = null
  private isPlanned = false
  private turn: Promise<unknown> = Promise.resolve()

  constructor(tenant: Tenant, files: R2Bucket, archive: ArchiveFiles, setting: string) {
    this.tenant = tenant
    this.files = files
    this.setting = setting
    this.cold = new ColdEvents(tenant, archive, setting)
  }

  /** Has the log signed within an hour of a change, if it is not to be anyway. */
  async plan(): Promise<void> {
    if (this.isPlanned) return
    this.isPlanned = true
    if (this.tenant.agenda.has(HEAD_TIMER)) return
    await this.tenant.agenda.set(HEAD_TIMER, this.tenant.deps.now().getTime() + SIGN_HEAD_AFTER_MS)
  }

  /** The timer: prunes what is older than events are kept, then signs. What does not fit is logged under a name an alarm can watch. */
  async runTimer(): Promise<void> {
    this.isPlanned = false
    const pruned = await this.prune()
    const signed = pruned.ok ? await this.sign() : pruned
    if (signed.ok) return
    if (signed.error.code !== 'log_altered')
      throw new Error(`the workspace is not ready: ${signed.error.code}`)
    this.tenant.deps.log.error('event_log_altered', { tenantId: this.tenant.id, fault: signed.error.details })
  }

  /** What was signed, oldest first, with the keys to check it by. */
  async list(): Promise<SignedHeads> {
    const [{ checkpoint, heads }, { publicKeys }] = await Promise.all([this.load(), this.signKeys()])
    return { checkpoint, heads, publicKeys }
  }

  /**
   * Signs where the log stands, after it was followed from the newest head and held against all of them: a log that was altered is not
   * signed. One head is kept for each day.
   */
  sign(): Promise<Result<SignedHead, SignRefusal>> {
    return this.oneAtATime(async () => {
      const ready = await this.tenant.ready()
      if (!ready.ok) return ready
      const signed = await this.list()
      const { head, fault } = await checkHeads(this.read, this.tenant.id, signed)
      if (fault !== null) return err({ code: 'log_altered', details: fault })
      const start = startOf(newestOf(signed, head.era), head.era)
      const broken = await this.brokenAfter(start, head)
      if (broken !== null) return err({ code: 'log_altered', details: broken })
      const made = await this.make('head', head.era, { seq: head.seq, hash: head.hash })
      const isOfOtherDay = (one: SignedHead) =>
        one.era !== made.era || one.at.slice(0, 10) !== made.at.slice(0, 10)
      const heads = [...signed.heads.filter(isOfOtherDay), made].slice(-SIGNED_HEADS_MAX)
      await this.store({ v: 1, checkpoint: signed.checkpoint, heads })
      return ok(made)
    })
  }

  /**
   * Prunes events that are older than they are kept. The signed checkpoint is stored first: should this end in between, verification
   * starts after events that are still there, and the next run deletes them.
   */
  prune(): Promise<Result<number, SignRefusal>> {
    return this.oneAtATime(async () => {
      const ready = await this.tenant.ready()
      if (!ready.ok) return ready
      const signed = await this.list()
      const found = await findPrunable(this.read, this.cold.fill, signed.checkpoint, this.tenant.deps.now())
      if (found === null) return ok(0)
      if (found.fault !== null) return err({ code: 'log_altered', details: found.fault })
      const checkpoint = await this.make('checkpoint', found.era, found.place)
      await this.store({ v: 1, checkpoint, heads: signed.heads })
      await this.cold.deleteUpTo(checkpoint.seq)
      return this.tenant.write<number, never>(this.tenant.commands, async (tx) => {
        const rows = await pruneEvents(tx, checkpoint)
        await noteRun(tx, 'audit', this.tenant.deps.now(), { rows, problem: null })
        return ok(rows)
      })
    })
  }

  private readonly read: Tenant['read'] = (work) => this.tenant.read(work)

  private async brokenAfter(
    start: { seq: number; hash: string },
    head: { seq: number; hash: string },
  ): Promise<ChainFault | null> {
    const following = followLog(this.read, this.cold.fill, start, head.seq)
    let step = await following.next()
    while (!step.done) step = await following.next()
    const { place, fault } = step.value
    return fault ?? (place.hash === head.hash ? null : { seq: head.seq, kind: 'head' })
  }

  private async make(
    kind: SignedHead['kind'],
    era: number,
    place: { seq: number; hash: string },
  ): Promise<SignedHead> {
    const keys = await this.signKeys()
    const unsigned = {
      v: 1 as const,
      kind,
      tenantId: this.tenant.id,
      era,
      seq: place.seq,
      hash: place.hash,
      // Numbers begin with 1 and have no gap, so the number is the count.
      count: place.seq,
      at: this.tenant.deps.now().toISOString(),
      keyId: keys.current,
    }
    return { ...unsigned, signature: await sign(keys, headText(unsigned)) }
  }

  private signKeys(): Promise<SignKeys> {
    this.keys ??= readSignKeys(this.setting, PURPOSE)
    return this.keys
  }

  private get place(): string {
    return `${HEADS_FOLDER}/${this.tenant.id}/log.json`
  }

  private async load(): Promise<Kept> {
    const file = await this.files.get(this.place)
    return file === null ? { v: 1, checkpoint: null, heads: [] } : Kept.parse(await file.json())
  }

  private async store(kept: Kept): Promise<void> {
    await this.files.put(this.place, JSON.stringify(kept))
  }

  /** Whoever changes the list of heads reads it first: two at once would lose one of them. */
  private oneAtATime<T>(work: () => Promise<T>): Promise<T> {
    const next = this.turn.then(work, work)
    this.turn = next.catch(() => undefined)
    return next
  }
}

/** The last place of the log that was vouched for: the newest head, or the checkpoint when events up to there are gone. */
function newestOf({ heads, checkpoint }: SignedHeads, era: number): SignedHead | null {
  const newest = heads.findLast((head) => head.era === era)
  return newest !== undefined && newest.seq >= (checkpoint?.seq ?? 0) ? newest : checkpoint
}
