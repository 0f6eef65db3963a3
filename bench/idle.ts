import { setTimeout as sleep } from 'node:timers/promises'
import postgres from 'postgres'
import { callApi } from './harness/api.ts'
import type { Part } from './harness/bench.ts'
import { ceilingLine, notRunLine } from './harness/report.ts'

/** A lane closes after 5 s without use; an object that waits for nothing ends after 10 s more at the most. */
const IDLE_MS = 15_000
/** Cleaning up and signing the log's head have their minute: a workspace that just did something wakes by itself for them. */
const TRIES_MAX = 6

const NEVER = { connections: 0, fence: 0 }

/** A workspace nobody uses costs nothing: its object ends and holds no connection. Really waits, so it is no test of the suite. */
export const idle: Part = {
  name: 'IDLE',
  title: 'A workspace nobody uses',
  run: async (bench) => {
    const server = await bench.realPostgres()
    if (server === null) {
      bench.add(notRunLine('IDLE', 'connections of an idle workspace', 'no Postgres server found'))
      return
    }
    const site = await bench.site()
    const sql = postgres(server.adminUrl, { max: 1 })
    const look = async () => {
      const [row] = await sql<{ connections: number; fence: number }[]>`
        select (select count(*)::int from pg_stat_activity where usename = 'orrery_app') as connections,
          (select fence::int from tenant_heads where tenant_id = ${site.tenantId}) as fence`
      if (row === undefined) throw new Error('unreachable: counting gives a row')
      return row
    }
    const ask = () =>
      callApi({ url: site.url, headers: site.nextCohort()[0]?.headers ?? {} }, 'GET', '/api/v1/clients')
    try {
      let tries = 0
      let [used, rested, again] = [NEVER, NEVER, NEVER]
      do {
        tries += 1
        await ask()
        used = await look()
        await sleep(IDLE_MS)
        rested = await look()
        await ask()
        again = await look()
      } while ((rested.connections > 0 || again.fence === used.fence) && tries < TRIES_MAX)
      bench.check(used.connections > 0, 'IDLE: a used workspace had no connection')
      bench.check(rested.connections === 0, `IDLE: ${rested.connections} connections after ${IDLE_MS} ms`)
      // A new instance claims, which raises the fence; the same one would not.
      bench.check(again.fence === used.fence + 1, `IDLE: fence ${used.fence}, then ${again.fence}`)
      bench.add(
        ceilingLine({
          part: 'IDLE',
          what: 'idle workspace: no connection, and a new instance at the next call',
          value: IDLE_MS / 1000,
          unit: 's',
          against: `connections ${used.connections}, then ${rested.connections}; fence ${used.fence}, then ${again.fence}; try ${tries}`,
        }),
      )
    } finally {
      await sql.end()
    }
  },
}
