// What a plain script does with the same file: read, split, insert by unnest, one table with a key and one index.
import { readFileSync } from 'node:fs'
import postgres from 'postgres'

const ROWS_PER_TRANSACTION = 5000
const [, , databaseUrl = '', file = ''] = process.argv
const startedAt = performance.now()
const sql = postgres(databaseUrl, { max: 1, onnotice: () => undefined })
await sql.unsafe(`drop table if exists plain_sales; create table plain_sales (line int primary key, day date not null,
  country text not null, quantity int not null, price numeric not null, invoice text, stock text, customer text);
  create index on plain_sales (day, country)`)

let columns: (string | null)[][] = emptyColumns()
let line = 0
for (const record of recordsOf(readFileSync(file, 'utf8'))) {
  line += 1
  if (line === 1) continue
  const [invoice, stock, , quantity = '0', at = '', price = '0', customer, country = ''] = record
  const row = [String(line), at.slice(0, 10), country, quantity, price, invoice, stock, customer]
  for (const [i, value] of row.entries()) columns[i]?.push(value ?? null)
  if (columns[0]?.length === ROWS_PER_TRANSACTION) await flush()
}
await flush()
const [sum] = await sql<
  { total: string }[]
>`select sum(round(quantity * price, 4))::text as total from plain_sales`
const loadedMs = performance.now() - startedAt
await sql`drop table plain_sales`
await sql.end()
process.send?.({ ms: loadedMs, rows: line - 1, total: sum?.total ?? '0' })

async function flush(): Promise<void> {
  const taken = columns
  columns = emptyColumns()
  if (taken[0]?.length === 0) return
  await sql.begin(
    (tx) => tx`insert into plain_sales (line, day, country, quantity, price, invoice, stock, customer)
      select * from unnest(${taken[0] ?? []}::int[], ${taken[1] ?? []}::date[], ${taken[2] ?? []}::text[], ${taken[3] ?? []}::int[],
        ${taken[4] ?? []}::numeric[], ${taken[5] ?? []}::text[], ${taken[6] ?? []}::text[], ${taken[7] ?? []}::text[])`,
  )
}

function emptyColumns(): (string | null)[][] {
  return Array.from({ length: 8 }, () => [])
}

/** Fields of each record; quotes may hold commas, doubled quotes and line breaks. */
function* recordsOf(text: string): Generator<string[]> {
  let fields: string[] = []
  let at = 0
  while (at < text.length) {
    let value: string
    if (text[at] === '"') {
      let end = text.indexOf('"', at + 1)
      while (text[end + 1] === '"') end = text.indexOf('"', end + 2)
      value = text.slice(at + 1, end).replaceAll('""', '"')
      at = end + 1
    } else {
      const start = at
      while (at < text.length && text[at] !== ',' && text[at] !== '\n' && text[at] !== '\r') at += 1
      value = text.slice(start, at)
    }
    fields.push(value)
    if (text[at] === '\r') at += 1
    if (text[at] !== ',') {
      yield fields
      fields = []
    }
    at += 1
  }
}
