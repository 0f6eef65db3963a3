import postgres from 'postgres'
import { afterAll, beforeAll, expect, inject, it } from 'vitest'

let sql: postgres.Sql
beforeAll(() => {
  sql = postgres(inject('postgres').adminUrl, { max: 1 })
})
afterAll(() => sql.end())

/** Every table of the facts plane, as the database itself describes it. */
const catalogue = (tx: postgres.Sql = sql) => tx<
  {
    name: string
    enabled: boolean
    forced: boolean
    policies: { name: string; isPermissive: boolean; text: string }[]
    hasClient: boolean
    owner: string
    indexes: { name: string; first: string }[]
  }[]
>`
  select c.relname as name, c.relrowsecurity as enabled, c.relforcerowsecurity as forced, pg_get_userbyid(c.relowner) as owner,
    coalesce((select json_agg(json_build_object('name', p.polname, 'isPermissive', p.polpermissive,
      'text', pg_get_expr(p.polqual, p.polrelid) || '|' || coalesce(pg_get_expr(p.polwithcheck, p.polrelid), '')))
      from pg_policy p where p.polrelid = c.oid), '[]') as policies,
    exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'client_id') as "hasClient",
    (select json_agg(json_build_object('name', ic.relname, 'first', a.attname))
      from pg_index i
      join pg_class ic on ic.oid = i.indexrelid
      left join pg_attribute a on a.attrelid = c.oid and a.attnum = i.indkey[0]
      where i.indrelid = c.oid) as indexes
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where n.nspname = 'public' and c.relkind in ('r', 'p')
  order by 1`

/** What is wrong with tables, by name. */
function problemsOf(tables: Awaited<ReturnType<typeof catalogue>>): string[] {
  const problems: string[] = []
  for (const table of tables) {
    if (!table.enabled) problems.push(`${table.name}: row-level security is off`)
    if (!table.forced) problems.push(`${table.name}: row-level security is not forced`)
    if (table.owner !== 'orrery_owner') problems.push(`${table.name}: belongs to ${table.owner}`)
    const tenants = table.policies.filter(({ isPermissive }) => isPermissive)
    if (tenants.length !== 1) problems.push(`${table.name}: has ${tenants.length} policies for the tenant`)
    for (const { text } of tenants)
      for (const half of text.split('|'))
        if (!/^\(tenant_id = .*current_setting\('app\.tenant_id'/s.test(half))
          problems.push(`${table.name}: policy ${half}`)
    if (!table.indexes?.length) problems.push(`${table.name}: has no key`)
    for (const index of table.indexes ?? [])
      if (index.first !== 'tenant_id')
        problems.push(`${table.name}: ${index.name} starts with ${index.first}`)
  }
  return problems
}

/** Changes the catalogue for the length of one look at it. */
async function changedFor(change: (tx: postgres.TransactionSql) => Promise<void>): Promise<void> {
  const undone = new Error('undone')
  const attempt = sql.begin(async (tx) => {
    await change(tx)
    throw undone
  })
  await expect(attempt).rejects.toBe(undone)
}

it('[CO2] every table forces row-level security, and every key and index starts with the tenant', async () => {
  const tables = await catalogue()
  console.log(`tenant tables checked: ${tables.length}`)
  expect(problemsOf(tables)).toEqual([])
  expect(tables.length).toBeGreaterThan(10)
})

/** A table as it has to be. None of ours is changed: others work on them meanwhile, and would wait for it or it for them. */
async function makeSound(tx: postgres.TransactionSql, name: string): Promise<void> {
  const ours = `tenant_id = current_setting('app.tenant_id')::uuid`
  await tx.unsafe(`create table ${name} (tenant_id uuid, id uuid, name text, primary key (tenant_id, id))`)
  await tx.unsafe(`alter table ${name} owner to orrery_owner`)
  await tx.unsafe(`alter table ${name} enable row level security`)
  await tx.unsafe(`alter table ${name} force row level security`)
  await tx.unsafe(`create policy tenant on ${name} using (${ours}) with check (${ours})`)
}

it('[F24] [CO2] finds a table that forces nothing, one that is open, and a key that leaves the tenant out', async () => {
  await changedFor(async (tx) => {
    for (const name of ['t_key', 't_off', 't_open', 't_sound', 't_unforced']) await makeSound(tx, name)
    await tx`alter table t_unforced no force row level security`
    await tx`alter table t_off disable row level security`
    await tx`create policy everybody on t_open using (true)`
    await tx`create unique index by_name on t_key (name)`
    await tx`create table extra (id uuid)`
    const found = problemsOf(await catalogue(tx as unknown as postgres.Sql)).map(
      // Who owns a new table depends on who makes it here.
      (problem) => problem.replace(/belongs to \w+/, 'belongs to another'),
    )
    expect(found).toEqual([
      'extra: row-level security is off',
      'extra: row-level security is not forced',
      'extra: belongs to another',
      'extra: has 0 policies for the tenant',
      'extra: has no key',
      't_key: by_name starts with name',
      't_off: row-level security is off',
      't_open: has 2 policies for the tenant',
      't_open: policy true',
      't_open: policy ',
      't_unforced: row-level security is not forced',
    ])
  })
})

/** Ways around the policies of tables: a view reads as its owner unless told otherwise, and a definer's function finds what its caller's path names. */
const waysAround = (tx: postgres.Sql) => tx<{ name: string }[]>`
  select c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where n.nspname = 'public' and c.relkind in ('v', 'm') and not coalesce(c.reloptions, '{}') @> '{security_invoker=true}'
  union all
  select p.proname from pg_proc p join pg_namespace n on n.oid = p.pronamespace
  where n.nspname = 'public' and p.prosecdef
    and not exists (select from unnest(p.proconfig) as setting where setting like 'search_path=%')
  order by 1`

it('[F24] [CO2] no view and no function leads around row-level security', async () => {
  expect(await waysAround(sql)).toEqual([])
  await changedFor(async (tx) => {
    await tx`create view open_clients as select * from clients`
    await tx`create view held_clients with (security_invoker = true) as select * from clients`
    await tx`create function open_count() returns bigint language sql security definer as 'select count(*) from clients'`
    const found = await waysAround(tx as unknown as postgres.Sql)
    expect(found.map(({ name }) => name)).toEqual(['open_clients', 'open_count'])
  })
})

/** Tables that have a client or are part of one that has: their rows are held to the clients of the reader. */
const HELD = [
  'booking_proposals',
  'clients',
  'connection_streams',
  'connections',
  'custom_metrics',
  'fact_history',
  'financials',
  'import_rejects',
  'imports',
  'lead_events',
  'project_baselines',
  'project_phases',
  'project_tasks',
  'projects',
  'search_words',
  'sync_errors',
  'sync_runs',
  'task_dependencies',
  'work_facts',
  'working_calendars',
]
/** A consent is begun and answered by somebody who reaches all clients. */
const NOT_HELD = ['connection_grants']

it('[AC145] every table with a client holds its rows to those of the reader, for reading and writing', async () => {
  const tables = await catalogue()
  const held = tables.filter(({ name, policies }) =>
    policies.some(
      (policy) =>
        policy.name === `${name}_clients` &&
        !policy.isPermissive &&
        policy.text.split('|').every((half) => half.includes("current_setting('app.clients'")),
    ),
  )
  expect(held.map(({ name }) => name)).toEqual(HELD)
  const named = tables.filter(({ hasClient }) => hasClient).map(({ name }) => name)
  expect(named.filter((name) => !HELD.includes(name))).toEqual(NOT_HELD)
})

it('[CO4] the role of the Worker is bound by row-level security and owns nothing', async () => {
  const [role] = await sql`
    select rolsuper, rolbypassrls, rolcreaterole, rolcreatedb,
      (select count(*)::int from pg_class c where c.relowner = r.oid) as owned
    from pg_roles r where rolname = 'orrery_app'`
  expect(role).toEqual({
    rolsuper: false,
    rolbypassrls: false,
    rolcreaterole: false,
    rolcreatedb: false,
    owned: 0,
  })
})
