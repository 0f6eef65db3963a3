import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'

/** `truncated`: 200 with half of the body. `repeated`: the answer before this one again. `slow`: bytes arrive without end. */
export type FaultKind = 'throttled' | 'error' | 'html' | 'truncated' | 'repeated' | 'slow' | 'echo'

export interface FaultServer {
  url: string
  /** Meets the next `times` calls, all when left out. */
  arm(kind: FaultKind, times?: number): void
  /** Spoils nothing from now on. */
  calm(): void
  close(): Promise<void>
}

interface Kept {
  status: number
  headers: Record<string, string>
  body: Buffer
}

/** Stands before a stand-in and spoils some of its answers, in the same way for every provider. */
export async function startFaultServer(upstream: string): Promise<FaultServer> {
  let armed: { kind: FaultKind; times: number } | null = null
  const last = new Map<string, Kept>()
  const timers = new Set<NodeJS.Timeout>()

  const forward = async (request: IncomingMessage): Promise<Kept> => {
    const headers = new Headers()
    for (const [name, value] of Object.entries(request.headers))
      if (typeof value === 'string' && !['host', 'connection', 'accept-encoding'].includes(name))
        headers.set(name, value)
    const answer = await fetch(`${upstream}${request.url}`, { method: request.method ?? 'GET', headers })
    const kept: Record<string, string> = {}
    for (const name of ['content-type', 'link', 'retry-after'])
      if (answer.headers.has(name)) kept[name] = answer.headers.get(name) ?? ''
    return { status: answer.status, headers: kept, body: Buffer.from(await answer.arrayBuffer()) }
  }
  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const path = (request.url ?? '').split('?')[0] ?? ''
    const fault = armed !== null && armed.times > 0 ? armed : undefined
    if (fault) fault.times -= 1
    const send = (status: number, headers: Record<string, string>, body: Buffer | string) => {
      response.writeHead(status, headers)
      response.end(body)
    }
    switch (fault?.kind) {
      case 'throttled':
        return send(429, { 'retry-after': '7' }, '{}')
      case 'error':
        return send(500, { 'content-type': 'application/json' }, '{"Message":"internal"}')
      case 'html':
        return send(502, { 'content-type': 'text/html' }, '<html><h1>Bad Gateway</h1></html>')
      case 'echo':
        return send(500, {}, `${request.headers.authorization ?? ''} ${JSON.stringify(request.headers)}`)
      case 'slow': {
        response.writeHead(200, { 'content-type': 'application/json' })
        const timer = setInterval(() => response.write(' '), 20)
        timers.add(timer)
        response.once('close', () => clearInterval(timer))
        return
      }
      default: {
        const fresh = await forward(request)
        const before = last.get(path)
        const answer = fault?.kind === 'repeated' && before !== undefined ? before : fresh
        if (fault === undefined) last.set(path, fresh)
        const { body } = answer
        const shown = fault?.kind === 'truncated' ? body.subarray(0, body.length >> 1) : body
        return send(answer.status, answer.headers, shown)
      }
    }
  }
  const server = createServer((request, response) => {
    serve(request, response).catch((error: unknown) => response.destroy(error as Error))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the server has no port')
  return {
    url: `http://127.0.0.1:${address.port}`,
    arm: (kind, times = Number.POSITIVE_INFINITY) => {
      armed = { kind, times }
    },
    calm: () => {
      armed = null
    },
    close: () =>
      new Promise((resolve) => {
        for (const timer of timers) clearInterval(timer)
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
