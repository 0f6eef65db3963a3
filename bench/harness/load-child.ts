// The load generator, in a process of its own so that it never shares a thread with what it measures.
import autocannon, { type Request } from 'autocannon'
import type { LoadJob, LoadResult } from './load.ts'

async function run(job: LoadJob): Promise<LoadResult> {
  let clients = 0
  const isCounted = 'calls' in job
  const startedAt = performance.now()
  const result = await autocannon({
    url: job.url,
    connections: job.connections,
    ...(isCounted ? { amount: job.calls } : { duration: job.seconds }),
    requests: job.requests,
    // Every connection walks its own share of the requests, so that no caller is ahead of its limit.
    setupClient: (client) => {
      client.setRequests(shareOf(job.requests, clients % job.connections, job.connections))
      clients += 1
    },
  })
  const tookSeconds = (performance.now() - startedAt) / 1000
  const expected = result.statusCodeStats[String(job.expectedStatus)]?.count ?? 0
  const answered = Object.values(result.statusCodeStats).reduce((sum, one) => sum + one.count, 0)
  return {
    perSecond: answered / (isCounted ? tookSeconds : result.duration),
    p50Ms: result.latency.p50,
    p99Ms: result.latency.p99,
    answered,
    unexpected: answered - expected + result.errors + result.timeouts,
    statuses: Object.entries(result.statusCodeStats)
      .map(([status, { count }]) => `${status}: ${count}`)
      .join(', '),
  }
}

function shareOf(requests: readonly Request[], index: number, shares: number): Request[] {
  const share = requests.filter((_, i) => i % shares === index)
  return share.length > 0 ? share : [...requests]
}

process.on('message', (job: LoadJob) => {
  run(job).then(
    (result) => process.send?.({ result }),
    (error: unknown) => process.send?.({ problem: String(error) }),
  )
})
process.on('disconnect', () => process.exit(0))
