import type { TenantTx } from '../../db/tenant-tx.ts'

/** A stretch of the log whose contents lie in one file. */
export interface Stretch {
  firstSeq: number
  lastSeq: number
  keyId: string
}

/** Contents as they go into a file, one line each, with what tells whether they are still the same later. */
export interface ColdStep {
  firstSeq: number
  lastSeq: number
  lines: string[]
  /** Of the lines in their order, worked out by Postgres. */
  md5: string
  /** The first entry whose content is not the one that was stored; null when all are. */
  brokenSeq: number | null
}

/**
 * Contents that go, of events `e` before $2: not those that the history of a record is read from, which has to be at hand when a version is
 * brought back, nor the first word of a source, which says what it is called.
 */
const GOES = `e.tenant_id = $1::uuid and e.at < $2::timestamptz
  and split_part(e.subject, ':', 1) not in ('client', 'dashboard', 'project', 'task', 'booking', 'artist', 'job', 'role')
  and e.type not in ('workspace.provisioned', 'workspace.changed', 'connection.created', 'connection.changed',
    'bookings.settings_changed')
  and not (e.type = 'records.stored' and not exists (select from events f
    where f.tenant_id = e.tenant_id and f.subject = e.subject and f.type = e.type and f.seq < e.seq))`
const LINE = `(to_jsonb(b) - 'tenant_id')::text`

/** The next contents that are older than they stay in the table, at most so many within so many numbers; null when there are none. */
export async function readColdStep(
  tx: TenantTx,
  before: Date,
  most: { rows: number; span: number },
): Promise<ColdStep | null> {
  const rows = await tx.sql.unsafe<{ seq: string; line: string; good: boolean }[]>(
    `with first as (select e.seq from events e join event_bodies b using (tenant_id, seq) where ${GOES} order by e.seq limit 1)
     select e.seq::text, ${LINE} as line, sha256(b.salt || convert_to(b.body, 'UTF8')) = e.digest as good
     from first f join events e on e.seq >= f.seq and e.seq < f.seq + $3::int join event_bodies b on b.tenant_id = e.tenant_id and b.seq = e.seq
     where ${GOES} order by e.seq limit $4::int`,
    [tx.tenantId, before.toISOString(), most.span, most.rows],
  )
  const [first, last] = [rows.at(0), rows.at(-1)]
  if (first === undefined || last === undefined) return null
  const [firstSeq, lastSeq] = [Number(first.seq), Number(last.seq)]
  const [sum] = await tx.sql.unsafe<{ md5: string }[]>(SUM, [
    tx.tenantId,
    before.toISOString(),
    firstSeq,
    lastSeq,
  ])
  const broken = rows.find(({ good }) => !good)
  return {
    firstSeq,
    lastSeq,
    lines: rows.map(({ line }) => line),
    md5: sum?.md5 ?? '',
    brokenSeq: broken === undefined ? null : Number(broken.seq),
  }
}

const BETWEEN = `from event_bodies b join events e using (tenant_id, seq)
  where ${GOES} and e.seq between $3::bigint and $4::bigint`
const SUM = `select md5(string_agg(${LINE}, e'\\n' order by e.seq)) as md5 ${BETWEEN}`

/** Takes the contents out that lie in a file by now. False when they are not what was read any more, or were taken out already. */
export async function cutColdStep(
  tx: TenantTx,
  before: Date,
  step: ColdStep,
  noted: { keyId: string; at: Date },
): Promise<boolean> {
  const args = [tx.tenantId, before.toISOString(), step.firstSeq, step.lastSeq]
  const [sum] = await tx.sql.unsafe<{ md5: string | null }[]>(SUM, args)
  if (sum?.md5 !== step.md5) return false
  await tx.sql.unsafe(
    `delete from event_bodies d using (select b.tenant_id, b.seq ${BETWEEN}) g where d.tenant_id = g.tenant_id and d.seq = g.seq`,
    args,
  )
  await tx.sql`
    insert into event_archives (tenant_id, first_seq, last_seq, rows, key_id, archived_at)
    values (${tx.tenantId}, ${step.firstSeq}, ${step.lastSeq}, ${step.lines.length}, ${noted.keyId}, ${noted.at.toISOString()})`
  return true
}

/** Stretches in files that reach into these numbers, oldest first. */
export async function listStretches(tx: TenantTx, from: number, to: number): Promise<Stretch[]> {
  const rows = await tx.sql<{ firstSeq: string; lastSeq: string; keyId: string }[]>`
    select first_seq::text as "firstSeq", last_seq::text as "lastSeq", key_id as "keyId" from event_archives
    where tenant_id = ${tx.tenantId} and last_seq >= ${from} and first_seq <= ${to} order by first_seq`
  return rows.map(({ firstSeq, lastSeq, keyId }) => ({
    firstSeq: Number(firstSeq),
    lastSeq: Number(lastSeq),
    keyId,
  }))
}

/** Contents that are in the table still, between two numbers, as they would stand in a file. */
export async function listWarmLines(tx: TenantTx, from: number, to: number): Promise<string[]> {
  const rows = await tx.sql.unsafe<{ line: string }[]>(
    `select ${LINE} as line from event_bodies b where b.tenant_id = $1::uuid and b.seq between $2::bigint and $3::bigint order by b.seq`,
    [tx.tenantId, from, to],
  )
  return rows.map(({ line }) => line)
}

/** How many contents lie in files. */
export async function countCold(tx: TenantTx): Promise<number> {
  const [row] = await tx.sql<{ rows: number }[]>`
    select coalesce(sum(rows), 0)::int as rows from event_archives where tenant_id = ${tx.tenantId}`
  return row?.rows ?? 0
}

/** Forgets stretches that end at a number or before it. */
export async function deleteStretchesUpTo(tx: TenantTx, seq: number): Promise<void> {
  await tx.sql`delete from event_archives where tenant_id = ${tx.tenantId} and last_seq <= ${seq}`
}
