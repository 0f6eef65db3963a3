// Asks one call again and again in a process of its own, at fixed instants: a slow answer holds up no later call.

export interface ReaderJob {
  url: string
  method: string
  headers: Record<string, string>
  body: string
  everyMs: number
}

export interface ReaderReport {
  /** When each call was made (milliseconds since 1970) and how long it took (ms), in the order of their ends. */
  calls: { atMs: number; ms: number }[]
  /** Statuses other than 200. */
  refused: number[]
}

let pause: (() => Promise<ReaderReport>) | null = null

process.on('message', (job: ReaderJob | 'pause') => {
  if (job === 'pause') {
    void pause?.().then((report) => process.send?.(report))
    pause = null
    return
  }
  pause = read(job)
  process.send?.({ isReading: true })
})

function read(job: ReaderJob): () => Promise<ReaderReport> {
  const report: ReaderReport = { calls: [], refused: [] }
  const open = new Set<Promise<void>>()
  const timer = setInterval(() => {
    const call = ask(job, report).finally(() => open.delete(call))
    open.add(call)
  }, job.everyMs)
  return async () => {
    clearInterval(timer)
    await Promise.all(open)
    return report
  }
}

async function ask(job: ReaderJob, report: ReaderReport): Promise<void> {
  const atMs = performance.timeOrigin + performance.now()
  const { url, method, headers, body } = job
  const response = await fetch(url, { method, headers, body })
  await response.arrayBuffer()
  report.calls.push({ atMs, ms: performance.timeOrigin + performance.now() - atMs })
  if (response.status !== 200) report.refused.push(response.status)
}

process.on('SIGTERM', () => process.exit(0))
process.on('disconnect', () => process.exit(0))
process.send?.({ isReady: true })
