import { readdirSync, readFileSync } from 'node:fs'
import openArgon2 from '@phi-ag/argon2/node'
import { PASSWORD_COST } from '../worker/auth/password-cost.ts'
import type { Bench, Part } from './harness/bench.ts'
import { ceilingLine, inMs } from './harness/report.ts'
import { interleave } from './harness/rounds.ts'
import type { Site } from './harness/site.ts'

const SIGN_INS_PER_ROUND = 20
/** What a sign-in may cost above a call that only says who one is. Milliseconds of CPU. */
const ADDED_MS_MAX = 60
/** Linux counts the time of a process in hundredths of a second. */
const TICK_MS = 10
const PASSWORD = 'a sentence that works well'

/** CPU that sign-ins cost the runtime, and what of it is the checking of the password. */
export const signIn: Part = {
  name: 'SIGNIN',
  title: 'CPU of a sign-in',
  run: async (bench) => {
    const site = await bench.site()
    const headers = { origin: site.url, 'content-type': 'application/json' }
    const email = `${crypto.randomUUID()}@bench.example`
    const made = await post(site, '/api/auth/sign-up/email', headers, {
      name: 'Bench',
      email,
      password: PASSWORD,
    })
    const cookie = made.headers
      .getSetCookie()
      .map((each) => each.split(';')[0])
      .join('; ')
    const all = await interleave(bench.rounds, {
      floor: () => cpuEach(() => get(site, { cookie })),
      password: () =>
        cpuEach(() => post(site, '/api/auth/sign-in/email', headers, { email, password: PASSWORD })),
      wrong: () =>
        cpuEach(() =>
          post(site, '/api/auth/sign-in/email', headers, { email, password: 'not that one' }, 401),
        ),
      hash: () => hashMs(),
    })
    addLine(bench, 'a right password', all.password.median - all.floor.median, all.floor.median)
    addLine(bench, 'a wrong password', all.wrong.median - all.floor.median, all.floor.median)
    bench.add(
      ceilingLine({
        part: 'SIGNIN',
        what: 'what limits it: one Argon2id (19 MiB, two passes, one lane), here in Node',
        value: all.hash.median,
        unit: 'ms',
        against:
          'the cost that keeps a stolen table of passwords shut; nothing else in a sign-in comes near it',
      }),
    )
  },
}

function addLine(bench: Bench, what: string, addedMs: number, floorMs: number): void {
  bench.add(
    ceilingLine({
      part: 'SIGNIN',
      what: `CPU that ${what} adds`,
      value: addedMs,
      ceiling: ADDED_MS_MAX,
      unit: 'ms',
      against: `above GET /api/v1/me, ${inMs(floorMs)}; one after the other, user and system time of the runtime`,
    }),
  )
}

async function hashMs(): Promise<number> {
  const argon2 = await openArgon2()
  const { encoded } = argon2.hash(PASSWORD, PASSWORD_COST)
  const before = process.cpuUsage()
  for (let i = 0; i < SIGN_INS_PER_ROUND; i += 1) argon2.verify(encoded, PASSWORD)
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1000 / SIGN_INS_PER_ROUND
}

async function cpuEach(call: () => Promise<unknown>): Promise<number> {
  const before = runtimeCpuMs()
  for (let i = 0; i < SIGN_INS_PER_ROUND; i += 1) await call()
  return (runtimeCpuMs() - before) / SIGN_INS_PER_ROUND
}

/** CPU time of the runtimes that this process has started, so far. */
function runtimeCpuMs(): number {
  const own = readdirSync('/proc/self/task').flatMap((task) =>
    readFileSync(`/proc/self/task/${task}/children`, 'utf8').split(' ').filter(Boolean),
  )
  const ticks = own.map((pid) => {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    if (!stat.includes('(workerd)')) return 0
    // Behind the name, which may hold spaces: user and system time are the 12th and 13th.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return Number(fields[11]) + Number(fields[12])
  })
  return ticks.reduce((sum, each) => sum + each, 0) * TICK_MS
}

async function post(
  site: Site,
  path: string,
  headers: Record<string, string>,
  body: object,
  status = 200,
): Promise<Response> {
  const answer = await fetch(`${site.url}${path}`, { method: 'POST', headers, body: JSON.stringify(body) })
  if (answer.status !== status) throw new Error(`${path} answered ${answer.status}: ${await answer.text()}`)
  await answer.arrayBuffer()
  return answer
}

async function get(site: Site, headers: Record<string, string>): Promise<void> {
  const answer = await fetch(`${site.url}/api/v1/me`, { headers })
  if (!answer.ok) throw new Error(`/api/v1/me answered ${answer.status}`)
  await answer.arrayBuffer()
}
