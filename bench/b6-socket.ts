import { setTimeout as sleep } from 'node:timers/promises'
import postgres from 'postgres'
import WebSocket from 'ws'
import { callApi } from './harness/api.ts'
import type { Bench, Part } from './harness/bench.ts'
import { nowMs, opened, openLive } from './harness/live.ts'
import { type Program, startProgram } from './harness/programs.ts'
import { ceilingLine, inMs, notRunLine, ratioLine } from './harness/report.ts'
import { median, quantile, spread } from './harness/stats.ts'

/** Further apart than frames are packed, so that every commit sends a frame of its own. */
const PAUSE_MS = 40
const FIRST_FRAME_MS = 50
const LAST_FRAMES_MS = 1000
/** Within what one person may ask at once. */
const ONE_PERSONS_COMMITS = 60

/** From the last statement before a commit to the frame on a socket. */
export const b6: Part = {
  name: 'B6',
  title: 'Commit to frame on a socket',
  run: async (bench) => {
    const server = await bench.realPostgres()
    if (server === null) {
      bench.add(notRunLine('B6', 'commit to socket', 'no Postgres server found'))
      return
    }
    const site = await bench.site()
    const sql = postgres(server.adminUrl, { max: 1, onnotice: () => undefined })
    await sql`create table if not exists bench_notes (id bigserial primary key, note text)`
    const peer = await startProgram<{ port: number }>('peers/notify-server.ts', [server.adminUrl])
    const commits = bench.isQuick ? 20 : 110
    const floor: number[][] = []
    const lost: string[] = []
    const subject: number[][] = []
    try {
      for (let round = 0; round <= bench.rounds; round += 1) {
        const theirs = await openNotified(peer)
        const ours = await openSaved({ ...site, headers: site.owner.headers }, sql, lost)
        // Commit by commit in turn, so that a slow moment of the machine meets both.
        for (const { headers } of site.nextCohort().slice(0, commits)) {
          await theirs.commit()
          await ours.commit(headers)
        }
        const [a, b] = [await theirs.finish(), await ours.finish()]
        if (round === 0) continue
        floor.push(a)
        subject.push(b)
      }
    } finally {
      await peer.close()
      await sql`drop table bench_notes`
      await sql.end()
    }
    report(bench, floor, subject)
    bench.check(lost.length === 0, `B6: frames did not reach an open socket: ${lost.join('; ')}`)
    await wholeStack(bench)
  },
}

function report(bench: Bench, floor: number[][], subject: number[][]): void {
  const all = { floor: floor.flat(), subject: subject.flat() }
  for (const [name, q] of [
    ['p50', 0.5],
    ['p99', 0.99],
  ] as const) {
    const mine = quantile(all.subject, q)
    const theirs = quantile(all.floor, q)
    bench.add(
      ratioLine({
        part: 'B6',
        what: `commit to socket ${name}`,
        measured: inMs(mine),
        against: `LISTEN/NOTIFY + ws ${inMs(theirs)}`,
        ratio: mine / theirs,
        ...(q === 0.99 ? { aim: { value: 1.5, atMost: true } } : {}),
        floorSpread: spread(floor.map((round) => (q === 0.5 ? median(round) : quantile(round, q)))),
      }),
    )
  }
}

/** The same as `npm start` has it: embedded Postgres, `wrangler dev`, one person. */
async function wholeStack(bench: Bench): Promise<void> {
  const stack = await bench.stack()
  const sql = postgres(stack.adminUrl, { max: 1 })
  try {
    const lost: string[] = []
    const saved = await openSaved(stack, sql, lost)
    for (let i = 0; i < ONE_PERSONS_COMMITS; i += 1) await saved.commit(stack.headers)
    const times = await saved.finish()
    bench.check(lost.length === 0, `B6: frames did not reach an open socket of npm start: ${lost.join('; ')}`)
    bench.add(
      ceilingLine({
        part: 'B6',
        what: 'commit to first frame p95, everything as npm start has it',
        value: quantile(times, 0.95),
        ceiling: FIRST_FRAME_MS,
        unit: 'ms',
        against: `p50 ${inMs(median(times))}`,
      }),
    )
  } finally {
    await sql.end()
  }
}

/** Somebody who commits again and again while a socket is open. */
interface Committer<Args extends unknown[]> {
  /** One commit, and a pause in which its frame comes. */
  commit(...args: Args): Promise<void>
  /** Milliseconds from each commit to its frame. */
  finish(): Promise<number[]>
}

async function openNotified(peer: Program<{ port: number }>): Promise<Committer<[]>> {
  const socket = new WebSocket(`ws://127.0.0.1:${peer.ready.port}`)
  await opened(socket)
  const times: number[] = []
  let commits = 0
  socket.on('message', (data) => times.push(nowMs() - Number(String(data)) * 1000))
  return {
    commit: async () => {
      commits += 1
      await peer.ask({ change: commits })
      await sleep(PAUSE_MS)
    },
    finish: async () => {
      socket.close()
      if (times.length !== commits)
        throw new Error(`of ${commits} notifications ${times.length} reached the socket`)
      return times
    },
  }
}

/** Where to change a dashboard again and again, and who listens. */
interface Place {
  url: string
  tenantId: string
  headers: Record<string, string>
}

/** The time of a commit is the one Postgres wrote into the event, just before it; read afterwards from the log. */
async function openSaved(
  place: Place,
  sql: postgres.Sql,
  lost: string[],
): Promise<Committer<[Record<string, string>]>> {
  const received = new Map<number, number>()
  const live = await openLive(place, (frame, atMs) => {
    if (frame.t === 'events') for (const event of frame.events) received.set(event.seq, atMs)
  })
  await sleep(PAUSE_MS)
  type View = { id: string; version: number; layout: unknown }
  const [first] = await callApi<View[]>(place, 'GET', '/api/v1/dashboards')
  if (first === undefined) throw new Error('the workspace has no dashboard')
  let view = first
  let commits = 0
  return {
    commit: async (caller) => {
      commits += 1
      const headers = { ...caller, 'if-match': String(view.version) }
      const { id, layout } = view
      view = await callApi({ url: place.url, headers }, 'PUT', `/api/v1/dashboards/${id}`, { layout })
      await sleep(PAUSE_MS)
    },
    finish: async () => {
      await sleep(LAST_FRAMES_MS)
      const state = live.state()
      live.close()
      const events = await sql<{ seq: string; at: string }[]>`
        select seq::text, extract(epoch from at)::text as at from events where tenant_id = ${place.tenantId}
          and type = 'dashboard.saved' order by events.seq desc limit ${commits}`
      const missing = events.map((event) => Number(event.seq)).filter((seq) => !received.has(seq))
      if (missing.length > 0)
        lost.push(`of ${commits} events (socket ${state}) ${missing.reverse().join(', ')}`)
      return events.flatMap(({ seq, at }) => {
        const receivedAt = received.get(Number(seq))
        return receivedAt === undefined ? [] : [receivedAt - Number(at) * 1000]
      })
    },
  }
}
