import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { DataFolderInUse, type EmbeddedPostgres, startEmbeddedPostgres } from './server.ts'
import {
  clientOf,
  codeOf,
  eventually,
  serveInChild,
  socketsOf,
  startTestServer,
  TEST_PASSWORDS,
  temporaryFolder,
} from './testing.ts'

/** Long enough that only an intervention ends it. */
const ENDLESS = `do $$ begin loop perform 1; end loop; end $$`

const forever = new Promise<never>(() => {})

/** One for all tests: making a database takes longer than most of them. */
const folder = temporaryFolder()
let server: EmbeddedPostgres
beforeAll(async () => {
  server = await startTestServer(folder.path)
})
afterAll(async () => {
  await server.close()
  folder.remove()
})

describe('login', () => {
  it('[PG1] refuses a wrong password and an unknown role in the same words', async () => {
    const wrong = clientOf(server.url('plain').replace('plain-secret', 'guess'))
    const unknown = clientOf(server.url('plain').replace('plain:', 'nobody:'))
    expect(await codeOf(wrong`select 1`)).toBe('28P01')
    expect(await codeOf(unknown`select 1`)).toBe('28P01')
  })

  it('[PG1] refuses a database that is not there', async () => {
    const lost = clientOf(server.url('plain').replace('/postgres', '/elsewhere'))
    expect(await codeOf(lost`select 1`)).toBe('3D000')
  })

  it('[PG2] runs statements as the role that logged in, with the limits of that role', async () => {
    const admin = clientOf(server.url('postgres'))
    await admin`alter role other set work_mem = '7MB'`
    const other = clientOf(server.url('other'), { connection: { application_name: 'probe' } })
    const [row] = await other`select session_user as name, current_setting('is_superuser') as super,
      current_setting('work_mem') as memory, current_setting('application_name') as app`
    expect(row).toEqual({ name: 'other', super: 'off', memory: '7MB', app: 'probe' })
    await Promise.all([admin.end(), other.end()])
  })

  it('[PG2] does not let a client become the superuser', async () => {
    const plain = clientOf(server.url('plain'))
    expect(await codeOf(plain.unsafe('reset session authorization'))).toBe('42501')
    expect(await codeOf(plain`select set_config('session_authorization', 'postgres', false)`)).toBe('42501')
    await plain.end()
  })

  it('[PG2] enforces row-level security', async () => {
    const admin = clientOf(server.url('postgres'))
    await admin.unsafe(`create table owned (tenant text, v int);
      alter table owned enable row level security; alter table owned force row level security;
      create policy own on owned using (tenant = nullif(current_setting('app.tenant_id', true), ''));
      insert into owned values ('a', 1), ('b', 2); grant select on owned to plain`)
    const plain = clientOf(server.url('plain'))
    const seen = await plain.begin(async (tx) => {
      await tx`select set_config('app.tenant_id', 'a', true)`
      return tx`select v from owned`
    })
    expect(seen.map((row) => row.v)).toEqual([1])
    expect(await plain`select v from owned`).toHaveLength(0)
    await Promise.all([admin.end(), plain.end()])
  })
})

describe('sharing', () => {
  it('[PG3] keeps transactions of different clients apart', async () => {
    const clients = Array.from({ length: 6 }, () => clientOf(server.url('plain')))
    await Promise.all(
      clients.map((sql, client) =>
        sql.begin(async (tx) => {
          for (let step = 0; step < 10; step += 1)
            await tx`insert into notes values (${client * 100 + step}, 'mine')`
          const [row] = await tx`select count(*)::int as n from notes where id / 100 = ${client}`
          expect(row?.n).toBe(10)
        }),
      ),
    )
    const [first] = clients
    expect(await first?.unsafe('select count(*)::int as n from notes')).toEqual([{ n: 60 }])
    await Promise.all(clients.map((sql) => sql.end()))
  })

  it('[PG3] answers a pipeline in order', async () => {
    const sql = clientOf(server.url('plain'))
    const answers = await Promise.all(
      Array.from({ length: 300 }, (_, index) => sql`select ${index}::int as i`),
    )
    expect(answers.map(([row]) => row?.i)).toEqual(Array.from({ length: 300 }, (_, index) => index))
    await sql.end()
  })

  it('[PG3] keeps prepared statements of the same name apart', async () => {
    const [one, two] = [clientOf(server.url('plain')), clientOf(server.url('other'))]
    // The driver names statements by a counter that both clients start alike.
    for (let round = 0; round < 5; round += 1) {
      const [left, right] = await Promise.all([
        one`select ${round}::int + 1 as v`,
        two`select ${round}::int * 10 as v`,
      ])
      expect([left[0]?.v, right[0]?.v]).toEqual([round + 1, round * 10])
    }
    await Promise.all([one.end(), two.end()])
  })

  it('[PG3] works without prepared statements, when turns change between describing and running', async () => {
    const clients = [1, 2, 3].map(() => clientOf(server.url('plain'), { prepare: false }))
    const answers = await Promise.all(
      clients.flatMap((sql, client) =>
        Array.from({ length: 30 }, (_, i) => sql`select ${client}::int as c, ${i}::int as i`),
      ),
    )
    expect(answers).toHaveLength(90)
    expect(answers[31]?.[0]).toEqual({ c: 1, i: 1 })
    await Promise.all(clients.map((sql) => sql.end()))
  })

  it('[PG3] lets no setting leak from one client to the next', async () => {
    const [one, two] = [clientOf(server.url('plain')), clientOf(server.url('plain'))]
    await one.unsafe(`set app.tenant_id = 'secret'; set search_path = pg_catalog; set role plain`)
    const [row] =
      await two`select current_setting('app.tenant_id', true) as tenant, current_setting('search_path') as path`
    expect([row?.tenant ?? '', row?.path]).toEqual(['', 'public'])
    await Promise.all([one.end(), two.end()])
  })

  it('[PG3] goes on after an error inside a pipeline', async () => {
    const sql = clientOf(server.url('plain'))
    const outcomes = await Promise.all([
      codeOf(sql`select 1`),
      codeOf(sql`select 1 / 0`),
      codeOf(sql`select * from missing`),
      codeOf(sql`select 2`),
    ])
    expect(outcomes).toEqual(['none', '22012', '42P01', 'none'])
    await sql.end()
  })

  it('[PG3] carries rows and parameters of five megabytes', async () => {
    const sql = clientOf(server.url('plain'))
    const body = 'x'.repeat(5 * 1024 * 1024)
    const rows = await sql`select ${body}::text as body, generate_series(1, 3) as n`
    expect(rows.map((row) => row.body === body)).toEqual([true, true, true])
    await sql.end()
  })
})

describe('limits', () => {
  it('[PG4] ends a statement at its time limit with 57014; nobody else notices and commits are kept', async () => {
    const [slow, bystander] = [clientOf(server.url('plain')), clientOf(server.url('other'))]
    await slow`insert into notes values (9001, 'kept')`
    const read = (sql: typeof slow) => sql`select body from notes where id = ${9001}`
    await read(bystander)
    await slow.unsafe(`set statement_timeout = '200ms'`)
    await read(slow)
    const outcome = codeOf(slow.unsafe(ENDLESS))
    // Prepared before in the backend that is terminated meanwhile.
    const waiting = read(bystander)
    expect(await outcome).toBe('57014')
    expect([await waiting, await read(bystander), await read(slow)].map(([row]) => row?.body)).toEqual([
      'kept',
      'kept',
      'kept',
    ])
    await Promise.all([slow.end(), bystander.end()])
  })

  it('[PG4] reports the time limit, not a lost connection, inside a transaction, and rolls it back', async () => {
    const sql = clientOf(server.url('plain'))
    const outcome = codeOf(
      sql.begin(async (tx) => {
        await tx`insert into notes values (9002, 'lost')`
        await tx.unsafe(`set local statement_timeout = 150`)
        await tx.unsafe(ENDLESS)
      }),
    )
    expect(await outcome).toBe('57014')
    expect(await eventually(() => sql`select 1 from notes where id = 9002`.catch(() => null))).toHaveLength(0)
    await sql.end()
  })

  it('[PG4] takes the time limit from the role', async () => {
    const admin = clientOf(server.url('postgres'))
    await admin`alter role other set statement_timeout = '150ms'`
    const other = clientOf(server.url('other'))
    expect(await codeOf(other.unsafe(ENDLESS))).toBe('57014')
    await other.end()
    await eventually(() => admin`alter role other reset statement_timeout`.catch(() => null))
    await admin.end()
  })

  it('[PG5] cancels a running statement', async () => {
    const sql = clientOf(server.url('plain'))
    const query = sql.unsafe(ENDLESS)
    const outcome = codeOf(query)
    setTimeout(() => query.cancel(), 200)
    expect(await outcome).toBe('57014')
    expect(await eventually(() => sql`select 1 as one`.catch(() => null))).toEqual([{ one: 1 }])
    await sql.end()
  })

  it('[PG6] rolls back when a client vanishes inside a transaction', async () => {
    const wires = socketsOf(server.port)
    const gone = clientOf(server.url('plain'), { socket: wires.open } as never)
    const started = gone.begin(async (tx) => {
      await tx`insert into notes values (9003, 'lost')`
      wires.cut()
      await forever
    })
    expect(await codeOf(started)).toBe('CONNECTION_CLOSED')
    const sql = clientOf(server.url('plain'))
    expect(await sql`select 1 from notes where id = 9003`).toHaveLength(0)
    await sql.end()
  })

  it('[PG6] gives the backend back when a client vanishes inside a statement', async () => {
    const wires = socketsOf(server.port)
    const gone = clientOf(server.url('plain'), { socket: wires.open } as never)
    await gone`select 1`
    const outcome = codeOf(gone.unsafe(ENDLESS))
    setTimeout(wires.cut, 100)
    await outcome
    const sql = clientOf(server.url('plain'))
    expect(await eventually(() => sql`select 1 as one`.catch(() => null))).toEqual([{ one: 1 }])
    await sql.end()
  })

  it('[PG6] takes no setting from the client whose turn comes when another one vanishes', async () => {
    const client = clientOf(server.url('other'))
    const stays = await client.reserve()
    for (let round = 0; round < 3; round += 1) {
      const wires = socketsOf(server.port)
      const gone = clientOf(server.url('plain'), { socket: wires.open } as never)
      await gone`select 1`
      const outcome = codeOf(gone.unsafe('select pg_sleep(0.3)'))
      // Asked for while the sleeping statement has the backend, so that the turn comes when its client is gone.
      await new Promise((resolve) => setTimeout(resolve, 100))
      const seen = (async () => {
        await stays.unsafe(`begin; select set_config('app.tenant_id', 'a', true)`)
        const [row] = await stays`select current_setting('app.tenant_id', true) as tenant`
        await stays.unsafe('rollback')
        return row?.tenant
      })()
      setTimeout(wires.cut, 50)
      expect(await outcome).toBe('CONNECTION_CLOSED')
      expect(await seen).toBe('a')
    }
    stays.release()
    await client.end()
  })

  it('[PG6] ends a client that stays idle inside a transaction', async () => {
    const admin = clientOf(server.url('postgres'))
    await admin`alter role other set idle_in_transaction_session_timeout = '150ms'`
    const other = clientOf(server.url('other'))
    const idle = codeOf(other.begin(() => forever))
    expect(await idle).toBe('CONNECTION_CLOSED')
    await admin`alter role other reset idle_in_transaction_session_timeout`
    await admin.end()
  })
})

describe('folder', () => {
  beforeAll(async () => {
    const admin = clientOf(server.url('postgres'))
    await admin`truncate notes`
    await admin.end()
    await server.close()
  })

  it('[PG7] keeps acknowledged rows when the process is killed', async () => {
    const child = await serveInChild(folder.path)
    const url = `postgres://plain:${TEST_PASSWORDS.plain}@127.0.0.1:${child.port}/postgres`
    const sql = clientOf(url)
    let acknowledged = 0
    const writing = (async () => {
      for (let id = 1; ; id += 1) {
        await sql`insert into notes values (${id}, ${'y'.repeat(2000)})`
        acknowledged = id
        if (id === 400) await child.kill()
      }
    })()
    await codeOf(writing)
    await sql.end({ timeout: 0 })
    const again = await startEmbeddedPostgres({ dataDir: folder.path, passwords: TEST_PASSWORDS })
    const reader = clientOf(again.url('plain'))
    const [row] = await reader`select count(*)::int as n, max(id) as last from notes`
    expect(row?.n).toBe(row?.last)
    expect(row?.n).toBeGreaterThanOrEqual(acknowledged)
    expect(acknowledged).toBeGreaterThanOrEqual(400)
    await reader.end()
    await again.close()
  })

  it('[PG8] refuses a folder that another process has open, naming it', async () => {
    const child = await serveInChild(folder.path)
    const second = startEmbeddedPostgres({ dataDir: folder.path, passwords: TEST_PASSWORDS })
    await expect(second).rejects.toThrow(DataFolderInUse)
    await expect(second).rejects.toThrow(/in use by process \d+/)
    await child.kill()
    // The lock of a dead process does not count.
    const third = await startEmbeddedPostgres({ dataDir: folder.path, passwords: TEST_PASSWORDS })
    await third.close()
  })
})
