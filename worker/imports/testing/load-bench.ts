import { TenantId } from '../../../contracts/ids.ts'
import { CommitImport, type ImportView } from '../../../contracts/imports.ts'
import { ok } from '../../../contracts/result.ts'
import type { DimNo, Period } from '../../../contracts/rollups.ts'
import { type Lane, openLane } from '../../../db/lane.ts'
import { inTenant, type TenantTx } from '../../../db/tenant-tx.ts'
import { ensureDefaultClient } from '../../clients/service.ts'
import { readCatalogue } from '../../metrics/service.ts'
import { createHead } from '../../tenant/settings.repository.ts'
import { importRowsLoaded } from '../events.ts'
import { storeBatch } from '../load.service.ts'
import { BatchReader, type ColumnBatch } from '../parsing/batch.ts'
import type { ImportPlan } from '../parsing/plan.ts'
import { detectImport } from '../parsing/sniff.ts'
import { commitImport, createImport, findStoredImport } from '../service.ts'

const SPEC = {
  v: 1,
  name: 'Test',
  slug: 'test',
  region: 'eu',
  timeZone: 'UTC',
  currency: 'GBP',
  weekStart: 1,
  fiscalYearStartMonth: 1,
  industry: null,
  country: null,
} as const
const AT = new Date('2026-03-01T12:00:00Z')

/** What one batch did. */
export interface Loaded {
  delta: string | null
  rowsLoaded: number
  rowsSame: number
  touched: { metricNo: number; days: string[] }[]
  view: ImportView
}

/** What makes two files, read in the same way, the same. */
interface Hashes {
  fileHash: string
  mappingHash: string
}

/** A file that is being loaded, batch by batch, as a test says. */
export interface OpenFile {
  id: string
  plan: ImportPlan
  batches: ColumnBatch[]
}

/** A workspace in the test database with the loading of files as the tenant object does it, without the object. */
export class LoadBench {
  readonly tenantId: TenantId
  private readonly lane: Lane
  private readonly levels = new Map<number, ReadonlyMap<DimNo, Period>>()

  private constructor(lane: Lane, tenantId: TenantId) {
    this.lane = lane
    this.tenantId = tenantId
  }

  static async open(appUrl: string): Promise<LoadBench> {
    const bench = new LoadBench(openLane(appUrl), TenantId.parse(crypto.randomUUID()))
    await bench.write(async (tx) => {
      await createHead(tx, { ...SPEC, tenantId: bench.tenantId })
      await ensureDefaultClient(tx, 'Test', () => crypto.randomUUID(), AT)
    })
    return bench
  }

  close(): Promise<void> {
    return this.lane.reset()
  }

  async write<T>(work: (tx: TenantTx) => Promise<T>): Promise<T> {
    const result = await inTenant<T, never>(this.lane, this.tenantId, 'write', async (tx) =>
      ok(await work(tx)),
    )
    if (!result.ok) throw new Error('a write was refused')
    return result.value
  }

  /** Rows of a query that may name `$1`, the tenant. */
  rows<T extends object>(query: string): Promise<T[]> {
    return this.write(async (tx) => [
      ...(await tx.sql.unsafe<T[]>(query, query.includes('$1') ? [tx.tenantId] : [])),
    ])
  }

  /** How finely a metric is kept from now on. */
  keepAt(metricNo: number, levels: ReadonlyMap<DimNo, Period>): void {
    this.levels.set(metricNo, levels)
  }

  /**
   * Stores a file's description and its mapping, and cuts it into batches. With `hashes` it may be the same as one before. Throws the
   * code of a refusal.
   */
  async commit(
    text: string,
    mapping: unknown,
    rowsMax: number | readonly number[] = 8000,
    hashes?: Hashes,
  ): Promise<OpenFile> {
    const bytes = new TextEncoder().encode(text)
    const detection = detectImport(bytes, true)
    if (!detection.ok) throw new Error(detection.error.code)
    const id = crypto.randomUUID()
    const { fileHash, mappingHash } = hashes ?? { fileHash: crypto.randomUUID(), mappingHash: id }
    const commit = CommitImport.parse(mapping)
    await this.write((tx) =>
      createImport(
        tx,
        { id, name: 'f.csv', fileKey: id, fileHash, bytesTotal: bytes.length, detection: detection.value },
        'person:test',
        AT,
      ),
    )
    const context = { mappingHash, timeZone: 'UTC', at: AT }
    const done = await inTenant(this.lane, this.tenantId, 'write', (tx) =>
      commitImport(tx, id, commit, context),
    )
    if (!done.ok) throw new Error(done.error.code)
    const stored = await this.write((tx) => findStoredImport(tx, id))
    if (stored?.plan == null) throw new Error('the import has no plan')
    return {
      id,
      plan: stored.plan,
      batches: cut(bytes, stored.plan, typeof rowsMax === 'number' ? [rowsMax] : rowsMax),
    }
  }

  /** Stores one batch; null when the import has moved on. */
  async store(file: OpenFile, batch: ColumnBatch): Promise<Loaded | null> {
    const result = await inTenant(this.lane, this.tenantId, 'write', async (tx) => {
      const definitions = await readCatalogue(tx)
      const levelsOf = (no: number) => this.levels.get(no) ?? new Map<DimNo, Period>()
      const context = {
        importId: file.id,
        plan: file.plan,
        definitions,
        levelsOf,
        newId: () => crypto.randomUUID(),
        at: AT,
      }
      return storeBatch(tx, context, batch)
    })
    if (!result.ok) return null
    const { rowsLoaded, rowsSame, touched } = importRowsLoaded.data.parse(result.value.loaded.data)
    return { delta: result.value.delta, rowsLoaded, rowsSame, touched, view: result.value.view }
  }

  /** Loads a whole file; what each batch did. */
  async load(
    text: string,
    mapping: unknown,
    rowsMax: number | readonly number[] = 8000,
    hashes?: Hashes,
  ): Promise<Loaded[]> {
    const file = await this.commit(text, mapping, rowsMax, hashes)
    const done: Loaded[] = []
    for (const batch of file.batches) {
      const loaded = await this.store(file, batch)
      if (loaded === null) throw new Error('a batch was refused')
      done.push(loaded)
    }
    return done
  }
}

/** The batches of a file; each takes the next of the sizes, around and around. */
function cut(bytes: Uint8Array, plan: ImportPlan, sizes: readonly number[]): ColumnBatch[] {
  const batches: ColumnBatch[] = []
  let place = plan.start
  for (let i = 0; ; i += 1) {
    const reader = new BatchReader(plan, place, { rowsMax: sizes[i % sizes.length] ?? 1, bytesMax: 1e6 })
    reader.push(bytes.subarray(place.byte), true)
    const batch = reader.next()
    if (batch === null) throw new Error('the reader gave no batch')
    batches.push(batch)
    if (batch.isLast) return batches
    place = { byte: batch.nextByte, line: batch.nextLine }
  }
}
