import { getTableConfig } from 'drizzle-orm/pg-core'
import postgres from 'postgres'
import { expect, inject, it } from 'vitest'
import { tenantTables } from './wipe.repository.ts'

it('[CO42] a wipe names every table of the facts plane, the head last', async () => {
  const admin = postgres(inject('postgres').adminUrl, { max: 1 })
  const rows = await admin<{ name: string }[]>`
    select c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = 'public' and c.relkind in ('r', 'p') order by 1`
  await admin.end()
  const wiped = tenantTables.map((table) => getTableConfig(table).name)
  expect([...wiped].sort()).toEqual(rows.map((row) => row.name))
  expect(wiped.at(-1)).toBe('tenant_heads')
})
