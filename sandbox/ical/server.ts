import { createHash } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { KEEP_ALIVE_MS } from '../keep-alive.ts'
import { calendarOf } from './calendar.ts'

export interface IcalSandbox {
  /** Scheme, host and port. */
  url: string
  close(): Promise<void>
}

const CALENDAR_PATH = /^\/calendars\/([\w-]+)\.ics$/
const TRICKLE_EVERY_MS = 20
/** What `/faults/endless` sends at a time. */
const CHUNK = `X-FILLER:${'x'.repeat(64 * 1024)}\r\n`

/**
 * Starts a stand-in for a calendar server: each secret name below `/calendars` is a calendar that can be compared with (ETag) and, by
 * PUT, replaced for as long as the server runs. What goes wrong elsewhere stands below `/faults`; see README.md. Rejects with the
 * system's error on a taken port.
 */
export async function startIcalSandbox(options: { port: number; now: () => Date }): Promise<IcalSandbox> {
  const put = new Map<string, string>()
  const server = createServer({ keepAliveTimeout: KEEP_ALIVE_MS }, (request, response) => {
    const url = new URL(request.url ?? '/', 'http://sandbox')
    const name = CALENDAR_PATH.exec(url.pathname)?.[1]
    if (name === undefined) return fault(url.pathname, response, options.now())
    if (request.method === 'PUT') return void keep(put, name, request, response)
    if (request.method === 'DELETE') {
      put.set(name, '')
      return end(response, 204, '')
    }
    if (request.method !== 'GET') return end(response, 405, '')
    const text = put.get(name) ?? calendarOf(options.now())
    return text === '' ? end(response, 410, 'Gone') : serve(text, request, response)
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(options.port, '127.0.0.1', resolve)
  })
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the server has no port')
  return {
    url: `http://127.0.0.1:${address.port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

async function keep(
  put: Map<string, string>,
  name: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const parts: Buffer[] = []
  for await (const part of request) parts.push(part as Buffer)
  put.set(name, Buffer.concat(parts).toString('utf8'))
  end(response, 204, '')
}

function serve(text: string, request: IncomingMessage, response: ServerResponse): void {
  const etag = `"${createHash('sha256').update(text).digest('hex').slice(0, 16)}"`
  if (request.headers['if-none-match'] === etag) {
    response.writeHead(304, { etag })
    response.end()
    return
  }
  response.writeHead(200, { 'content-type': 'text/calendar; charset=utf-8', etag })
  response.end(text)
}

interface Fault {
  status: number
  body?: string
  headers?: Record<string, string>
}
const FAULTS: Readonly<Record<string, Fault>> = {
  '/faults/page.ics': {
    ...{ status: 200, body: '<!doctype html><html><body>Please sign in</body></html>' },
    headers: { 'content-type': 'text/html' },
  },
  '/faults/gone.ics': { status: 410 },
  '/faults/private.ics': { status: 403 },
  '/faults/busy.ics': { status: 429, headers: { 'retry-after': '7200' } },
  '/faults/inwards.ics': { status: 302, headers: { location: 'http://169.254.169.254/latest/meta-data' } },
  '/faults/elsewhere.ics': { status: 302, headers: { location: 'http://127.0.0.1:9/calendar.ics' } },
}

function fault(path: string, response: ServerResponse, now: Date): void {
  if (path === '/faults/endless.ics') endless(response)
  else if (path === '/faults/cut.ics') end(response, 200, calendarOf(now).slice(0, -300), 'text/calendar')
  else {
    const { status, body = '', headers = {} } = FAULTS[path] ?? { status: 404 }
    response.writeHead(status, headers)
    response.end(body)
  }
}

/** A calendar that goes on for as long as somebody listens. */
function endless(response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'text/calendar' })
  response.write('BEGIN:VCALENDAR\r\n')
  const more = () => {
    for (let room = true; room && !response.destroyed; ) room = response.write(CHUNK)
  }
  response.on('drain', more)
  const timer = setInterval(more, TRICKLE_EVERY_MS)
  response.once('close', () => clearInterval(timer))
}

function end(response: ServerResponse, status: number, body: string, type = 'text/plain'): void {
  response.writeHead(status, { 'content-type': type })
  response.end(body)
}
