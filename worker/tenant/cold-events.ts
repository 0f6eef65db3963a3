import * as cold from '../audit/cold.service.ts'
import type { RowPage } from '../backups/rows.service.ts'
import { deriveTenantKey, pack, sealBytes, unpack, unsealBytes } from '../platform/tenant-key.ts'
import { ARCHIVES_FOLDER, type ArchiveFiles } from './archive-files.ts'
import type { Tenant } from './tenant.ts'

/** Folder of contents within the archive of a workspace. */
const FOLDER = 'events'
const PURPOSE = 'orrery event contents v1'
const NONCE_BYTES = 12
/** Files that stay opened: a chain is followed from one to the next. */
const OPEN_MAX = 2

type Line = ReturnType<typeof cold.ColdLine.parse>

/**
 * Contents of old events: packed and sealed in the bucket, a file for each stretch of the log. Headers stay in Postgres, so a content that
 * comes back is held against its header like any other.
 */
export class ColdEvents {
  private readonly tenant: Tenant
  private readonly files: ArchiveFiles
  private readonly setting: string
  private readonly opened = new Map<string, Promise<ReadonlyMap<number, Line>>>()

  constructor(tenant: Tenant, files: ArchiveFiles, setting: string) {
    this.tenant = tenant
    this.files = files
    this.setting = setting
  }

  /** Puts contents in place that lie in files; rows that have theirs cost nothing. */
  readonly fill: cold.Fill = async (rows) => {
    const seqs = rows.flatMap(({ seq, body }) => (body === null ? [seq] : []))
    if (seqs.length === 0) return [...rows]
    const stretches = await this.tenant.read((tx) =>
      cold.listStretches(tx, Math.min(...seqs), Math.max(...seqs)),
    )
    const found = new Map<number, Line>()
    for (const stretch of stretches) {
      if (!seqs.some((seq) => seq >= stretch.firstSeq && seq <= stretch.lastSeq)) continue
      for (const [seq, line] of await this.read(stretch)) found.set(seq, line)
    }
    return rows.map((row) => cold.filled(row, found))
  }

  /** The same for people who look: what cannot be read is said to be away. */
  readonly fillForReaders: cold.Fill = async (rows) => {
    try {
      return await this.fill(rows)
    } catch (error) {
      if (!(error instanceof cold.ColdAway)) throw error
      this.tenant.deps.log.error('event_contents_away', { tenantId: this.tenant.id, error })
      return rows.map((row) => (row.body === null ? { ...row, isAway: true as const } : row))
    }
  }

  /**
   * One file: written first, then the contents go from the table. Stopped in between, the same file is written again. Says how many went;
   * 0 when nothing is old enough, and the number of the entry whose content is not the one that was stored, which is left where it is.
   */
  async freeze(): Promise<{ rows: number; brokenSeq: number | null }> {
    const now = this.tenant.deps.now()
    const ready = await this.tenant.ready()
    if (!ready.ok) throw new Error(`the workspace is not ready: ${ready.error.code}`)
    const step = await this.tenant.read((tx) => cold.readColdStep(tx, now))
    if (step === null || step.brokenSeq !== null) return { rows: 0, brokenSeq: step?.brokenSeq ?? null }
    const key = await deriveTenantKey(this.setting, this.tenant.id, PURPOSE)
    const place = this.placeOf(step)
    const packed = await pack(new TextEncoder().encode(step.lines.map((line) => `${line}\n`).join('')))
    const nonce = crypto.getRandomValues(new Uint8Array(NONCE_BYTES))
    await this.files.put(place, await sealBytes(key, place, packed, nonce))
    const cut = await this.tenant.write<boolean, never>(this.tenant.commands, async (tx) => ({
      ok: true,
      value: await cold.cutColdStep(tx, now, step, key.keyId),
    }))
    if (!cut.ok) throw new Error(`the workspace is not ready: ${cut.error.code}`)
    return { rows: cut.value ? step.lines.length : 0, brokenSeq: null }
  }

  /** Files of stretches that end at a number or before it go. */
  async deleteUpTo(seq: number): Promise<void> {
    const stretches = await this.tenant.read((tx) => cold.listStretches(tx, 0, seq))
    for (const stretch of stretches)
      if (stretch.lastSeq <= seq) await this.files.delete(this.placeOf(stretch))
  }

  /**
   * Contents after a number, from files and table, in the order of their numbers and as the table has them: what a copy holds. Null when
   * no file has any: then the table alone is read.
   */
  async page(after: number): Promise<RowPage | null> {
    const next = await this.tenant.read(async (tx) => {
      const [stretch] = await cold.listStretches(tx, after + 1, Number.MAX_SAFE_INTEGER)
      return stretch === undefined
        ? null
        : { stretch, warm: await cold.listWarmLines(tx, after + 1, stretch.lastSeq) }
    })
    if (next === null) return null
    const seqOf = (line: string) => cold.ColdLine.parse(JSON.parse(line)).seq
    const frozen = (await this.linesOf(next.stretch)).filter((line) => seqOf(line) > after)
    const rows = [...frozen, ...next.warm].sort((a, b) => seqOf(a) - seqOf(b))
    return { rows, last: [String(next.stretch.lastSeq)] }
  }

  private read(stretch: cold.Stretch): Promise<ReadonlyMap<number, Line>> {
    const place = this.placeOf(stretch)
    const known = this.opened.get(place)
    if (known !== undefined) return known
    const reading = this.linesOf(stretch).then(
      (lines) =>
        new Map(lines.map((line) => cold.ColdLine.parse(JSON.parse(line))).map((line) => [line.seq, line])),
    )
    this.opened.set(place, reading)
    // What could not be read is tried again by whoever asks next.
    reading.catch(() => this.opened.delete(place))
    const [oldest] = this.opened.keys()
    if (this.opened.size > OPEN_MAX && oldest !== undefined) this.opened.delete(oldest)
    return reading
  }

  private async linesOf(stretch: cold.Stretch): Promise<string[]> {
    const place = this.placeOf(stretch)
    try {
      const file = await this.files.get(place)
      if (file === null) throw new Error(`the archive has no ${place}`)
      const key = await deriveTenantKey(this.setting, this.tenant.id, PURPOSE, stretch.keyId)
      const opened = await unsealBytes(key, place, new Uint8Array(await file.arrayBuffer()))
      return new TextDecoder()
        .decode(await unpack(opened))
        .split('\n')
        .slice(0, -1)
    } catch (error) {
      throw new cold.ColdAway(stretch.firstSeq, { cause: error })
    }
  }

  private placeOf({ firstSeq, lastSeq }: Pick<cold.Stretch, 'firstSeq' | 'lastSeq'>): string {
    return `${ARCHIVES_FOLDER}/${this.tenant.id}/${FOLDER}/${firstSeq}-${lastSeq}.ndjson.gz`
  }
}
