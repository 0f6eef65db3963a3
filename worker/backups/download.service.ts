import type { BackupManifest, BackupPart, TakenFile } from '../../contracts/backups.ts'
import { sha256Of } from '../../contracts/chain.ts'
import type { PeopleTable } from '../workspaces/take-out.service.ts'
import { tarEnd, tarFill, tarHead } from './rules/tar.ts'
import { type Backup, manifestOf } from './service.ts'

type Bytes = Uint8Array<ArrayBuffer>
const encoder = new TextEncoder()

/** A file on its way out. Its hash is known once all pieces have been read. */
interface StoredFile {
  name: string
  bytes: number
  pieces: AsyncGenerator<Bytes>
  sha256: () => string
}

/** Where copies and files are read from. */
interface Stores {
  readPacked(backup: Backup, part: BackupPart): Promise<Bytes>
  readFiles(): AsyncGenerator<StoredFile>
}

interface PeopleText {
  about: BackupManifest['people'][number]
  bytes: Bytes
}

async function textOf({ table, rows }: PeopleTable): Promise<PeopleText> {
  const bytes = encoder.encode(rows.map((row) => `${JSON.stringify(row)}\n`).join(''))
  const about = { file: `people/${table}.ndjson`, rows: rows.length, bytes: bytes.byteLength }
  return { about: { ...about, sha256: await sha256Of(bytes) }, bytes }
}

function* fileOf(name: string, bytes: Bytes, atMs: number): Generator<Bytes> {
  yield tarHead(name, bytes.byteLength, atMs)
  yield bytes
  yield tarFill(bytes.byteLength)
}

/**
 * A tar of a copy: its manifest, each table as packed NDJSON, who belongs to the workspace, then files that are no rows and a list of them. Made
 * while it is read: one part, or a piece of one file, in memory at a time.
 */
export async function* tarOf(
  tenantId: string,
  backup: Backup,
  { backups, people }: { backups: Stores; people: readonly PeopleTable[] },
): AsyncGenerator<Bytes> {
  const texts = await Promise.all(people.map(textOf))
  const manifest = manifestOf(
    tenantId,
    backup,
    texts.map(({ about }) => about),
  )
  const atMs = Date.parse(manifest.finishedAt)
  yield* fileOf('manifest.json', encoder.encode(JSON.stringify(manifest, null, 2)), atMs)
  for (const { table, parts } of manifest.tables) {
    if (parts.length === 0) continue
    const bytes = parts.reduce((total, part) => total + part.packedBytes, 0)
    yield tarHead(`${table}.ndjson.gz`, bytes, atMs)
    for (const part of parts) yield await backups.readPacked(backup, part)
    yield tarFill(bytes)
  }
  for (const { about, bytes } of texts) yield* fileOf(about.file, bytes, atMs)
  const taken: TakenFile[] = []
  for await (const { name, bytes, sha256, pieces } of backups.readFiles()) {
    yield tarHead(name, bytes, atMs)
    yield* pieces
    yield tarFill(bytes)
    taken.push({ file: name, bytes, sha256: sha256() })
  }
  // Last, because what a file is is known once it has passed.
  yield* fileOf('files.json', encoder.encode(JSON.stringify(taken, null, 2)), atMs)
  yield tarEnd()
}
