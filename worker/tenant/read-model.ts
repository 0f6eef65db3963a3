/** Version of the tables below; a higher one than the stored throws the read model away and rebuilds it. */
export const READ_MODEL_VERSION = 1

const TABLES = [
  `create table if not exists meta (name text primary key, value text not null) without rowid`,
  `create table if not exists rollups (metric integer, dim integer, period integer, day integer, val text,
     units integer not null, n integer not null, primary key (metric, dim, period, day, val)) without rowid`,
  `create table if not exists dims (metric integer, dim integer, period integer not null, primary key (metric, dim)) without rowid`,
  `create table if not exists dim_values (metric integer, dim integer, val text, primary key (metric, dim, val)) without rowid`,
  `create table if not exists dirty (metric integer, day integer, primary key (metric, day)) without rowid`,
  `create table if not exists bucket_history (seq integer, metric integer, dim integer, period integer, day integer, val text,
     units_before integer not null, n_before integer not null, units_after integer not null, n_after integer not null,
     primary key (seq, metric, dim, period, day, val)) without rowid`,
  `create table if not exists timers (name text primary key, due_at integer not null, payload text not null) without rowid`,
  `create table if not exists access (actor text, minute integer, kind text, what text, times integer not null,
     primary key (actor, minute, kind, what)) without rowid`,
  `create table if not exists access_seen (credential text primary key, at integer not null) without rowid`,
  `create table if not exists revocations (id text primary key, at integer not null) without rowid`,
]

const REBUILT_TABLES = ['rollups', 'dims', 'dim_values', 'dirty', 'bucket_history', 'meta']

/** Creates the tables of the object's SQLite where they are missing, and empties the read model when its form is old. */
export function openReadModel(storage: DurableObjectStorage): void {
  for (const statement of TABLES) storage.sql.exec(statement)
  const stored = readMeta(storage, 'version')
  if (stored === String(READ_MODEL_VERSION)) return
  storage.transactionSync(() => {
    clearReadModel(storage)
    writeMeta(storage, 'version', String(READ_MODEL_VERSION))
  })
}

/** Empties everything that can be rebuilt from Postgres; timers and revocations stay. */
function clearReadModel(storage: DurableObjectStorage): void {
  for (const table of REBUILT_TABLES) storage.sql.exec(`delete from ${table}`)
  writeMeta(storage, 'version', String(READ_MODEL_VERSION))
}

/** A named value of the read model, or null. */
export function readMeta(storage: DurableObjectStorage, name: string): string | null {
  const [row] = storage.sql.exec<{ value: string }>('select value from meta where name = ?', name).toArray()
  return row?.value ?? null
}

export function writeMeta(storage: DurableObjectStorage, name: string, value: string): void {
  storage.sql.exec(
    'insert into meta (name, value) values (?, ?) on conflict (name) do update set value = excluded.value',
    name,
    value,
  )
}

/** Which state of the log the read model stands for. */
export interface Applied {
  era: number
  seq: number
}

/** Where the read model stands: in memory, because every call looks at it, and written through together with what moved it. */
export class Position {
  private readonly storage: DurableObjectStorage
  private known: Applied | null | undefined

  constructor(storage: DurableObjectStorage) {
    this.storage = storage
  }

  /** Null before the first build. */
  get(): Applied | null {
    if (this.known === undefined) this.known = readApplied(this.storage)
    return this.known
  }

  /** One transaction of what `work` changes and the new place; when it fails, neither happened. */
  moveTo(applied: Applied, work: () => void = () => undefined): void {
    this.storage.transactionSync(() => {
      work()
      writeMeta(this.storage, 'applied', `${applied.era}.${applied.seq}`)
    })
    this.known = applied
  }

  /** Empties the read model: it stands nowhere until it is built. */
  clear(): void {
    this.known = undefined
    clearReadModel(this.storage)
  }
}

function readApplied(storage: DurableObjectStorage): Applied | null {
  const text = readMeta(storage, 'applied')
  if (text === null) return null
  const [era, seq] = text.split('.')
  return { era: Number(era), seq: Number(seq) }
}
